"""Codes: the training sentences of the model that has hunches about an attempt's codes, and how it is fitted.

A sentence carries the codes whose span lies within it; those of ``codes`` carry one code each, and what blames nobody
none. The sets ``second`` and ``third/attempts_kept`` are not among them: they say how well it does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from benchmarks.statements.examples import ACTS, read_examples
from content.assessment import load
from content.partner import load as load_stage
from content.statements import load as load_statements
from dialogs.assessment import Code
from dialogs.assessment.attempt import read_attempt
from dialogs.assessment.hunches import sentence_features, sentences_of, sure_of
from dialogs.assessment.search import find_places
from dialogs.statements.acts import BLAME
from dialogs.statements.realising import SLOT, Parts, state

_DATA = Path(__file__).parent / "data"
_SAMPLES = Path(__file__).parents[2] / "tests" / "dialogs" / "assessment" / "samples.txt"
_EXAMPLES = Path(__file__).parent / "codes"  # one sentence a line under its code
_SETS = ("dev/attempts", "dev/attempts_2", "third/attempts", "third/attempts_2")
CODES = (
    Code.LABEL,
    Code.CONTEMPT,
    Code.THREAT,
    Code.GUILT,
    Code.COMPARE,
    Code.KITCHEN_SINK,
    Code.PAST,
    Code.ABSOLUTE,
    Code.MIND_READ,
    Code.VAGUE_REQUEST,
)
_SOME = 2  # of so many messages without blame, one is shown
_STRICTNESS = 1.0
_HEAVIER = 4  # how much more a sentence with a code counts
_FOLDS = 5

Sentence = tuple[tuple[str, ...], frozenset[str], int]  # features, codes, number of the text


def sentences() -> list[Sentence]:
    """Every training sentence."""
    rows = [
        json.loads(line)
        for name in _SETS
        for line in (_DATA / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
        if line
    ]
    others = [text for label, text in read_examples(ACTS) if label not in (BLAME, "complaint")][::_SOME]
    texts = [(row["text"], row["codes"]) for row in rows] + [(text, []) for text in others]
    texts += [
        (text, [{"code": label, "span": text}] if label != "none" else []) for label, text in read_examples(_EXAMPLES)
    ]
    texts += [(trap, []) for rule in load().rules for trap in rule.traps if not _blames(trap)]
    texts += [(text, []) for text in _own_words()]
    texts += [(text, [{"code": code, "span": text} for code in carried]) for carried, text in _samples()]
    return [sentence for at, (text, codes) in enumerate(texts) for sentence in _sentences(at, text, codes)]


def _samples() -> Iterator[tuple[list[str], str]]:
    for line in _SAMPLES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            carried, text = line.split("|", 1)
            yield [code for code in carried.split() if code != "-"], text


def _own_words() -> Iterator[str]:
    """Sentences of our own making that blame nobody: statements from every frame, and what the made-up partner says."""
    tables = load_statements()
    for row in tables.frames:
        wordings = [(False, each) for each in (row.present, *row.also_present)]
        wordings += [(True, each) for each in (row.past, *row.also_past)]
        for at, (past, wording) in enumerate(wordings):
            slots = sorted({slot for table in tables.slots.values() for slot in table.values()})
            parts = Parts(row.id, wording.replace(SLOT, slots[at % len(slots)]), past, (), (), ())
            feeling = tables.feelings[row.feelings[at % len(row.feelings)]].adjective
            need = tables.needs[row.needs[at % len(row.needs)]].phrase
            yield state(parts, feeling, need, row.requests[at % len(row.requests)])[1]
    stage = load_stage()
    for scene in stage.scenes.values():
        for side in scene.against.values():
            yield from (side.setup, side.opening, *side.theirs)
    for voice in stage.voices.values():
        for group in (voice.lines, voice.openers, voice.ends):
            yield from (line for lines in group.values() for line in lines)


def _blames(text: str) -> bool:
    found, _ = find_places(read_attempt(text))
    return any(not place.code.startswith("has.") for place in found)


def _sentences(number: int, text: str, codes: list[dict[str, Any]]) -> Iterator[Sentence]:
    attempt = read_attempt(text)
    spans = [(*_span(text, row), row["code"]) for row in codes if "span" in row]
    for first, last in sentences_of(attempt):
        start, end = attempt.tokens[first].start, attempt.tokens[last].end
        carried = frozenset(code for begin, stop, code in spans if start <= begin and stop <= end)
        words = [token.text for token in attempt.tokens[first : last + 1]]
        yield sentence_features(words), carried, number


def _span(text: str, row: dict[str, Any]) -> tuple[int, int]:
    start = -1
    for _ in range(row.get("nth", 1)):
        start = text.find(row["span"], start + 1)
    return start, start + len(row["span"])


def fit(matrix: Any, codes: list[frozenset[str]]) -> tuple[Any, Any]:
    """The weights and the bias of each code against the rest."""
    models = [
        LinearSVC(C=_STRICTNESS, class_weight={True: _HEAVIER, False: 1}).fit(matrix, [code in each for each in codes])
        for code in CODES
    ]
    return np.vstack([model.coef_ for model in models]), np.concatenate([model.intercept_ for model in models])


def folds(rows: list[Sentence]) -> Iterator[tuple[Any, Any]]:
    """Fifths of the sentences, those of one text together."""
    yield from GroupKFold(_FOLDS).split(rows, groups=[number for *_, number in rows])


def report(margins: Any, codes: list[frozenset[str]]) -> str:
    """How often the model is sure and right on sentences it has not seen."""
    lines = []
    for at, code in enumerate(CODES):
        sure = margins[:, at] >= sure_of(code)
        true = np.array([code in each for each in codes])
        lines.append(f"{code}: sure of {sure.sum()}, right in {(sure & true).sum()}; of {true.sum()} in all")
    return "\n".join(lines)
