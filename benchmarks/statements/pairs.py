"""Pairs: the training sentences of every question, each with its label."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

from benchmarks.statements.examples import ACTS, DANGERS, FRAMES, SAFETY, read_examples
from benchmarks.statements.judged import read_judged
from benchmarks.statements.told import read_told
from content.catalogue import load as load_catalogue
from content.statements import load
from dialogs.encoder.questions import DANGER
from dialogs.statements.acts import BLAME
from dialogs.statements.refusals import find_refusal
from dialogs.statements.words import read_words

Pairs = Sequence[tuple[str, str]]

COMPLAINT = "complaint"  # blame of all kinds, not sorted by frame
ORDINARY = "ordinary"  # no danger, whatever else it is
NONE = "none"  # the label of what no frame says: generic blame, and what is no blame at all
_SCREENED = Path(__file__).parents[2] / "tests" / "dialogs" / "safety"
_FEW = 3  # of so many ordinary sentences, one is shown to the model of concerns
_SOME = 4  # of so many sentences without blame, one is shown to the model of frames
_WEIGHED = 3  # of so many judged complaints, one is kept for the weights of the candidates
_TIERS = ("A ", "B ", "C ")
_ABOUT_DANGER = ("safety", "screening", "careful", "device", "welcome.what")


def frame_pairs() -> list[tuple[str, str]]:
    """The training sentences of the frames: the example of each row, and the files of examples."""
    known = {frame.id for frame in load().frames}
    pairs = [(frame.id, frame.example) for frame in load().frames]
    pairs += [(row.frame, row.example) for row in load().idioms.values()]
    pairs += [(label, text) for label, text in read_examples(FRAMES) if label in known]
    acts = read_examples(ACTS)
    pairs += [(NONE, text) for label, text in acts if label == BLAME]
    pairs += [(NONE, text) for label, text in acts if label not in (BLAME, COMPLAINT)][::_SOME]
    pairs += [(NONE, frame.counter_example) for frame in load().frames if frame.verbs]
    return pairs


def act_pairs() -> list[tuple[str, str]]:
    """The training sentences of the acts: all that blames, and what does not."""
    blaming = [(BLAME, text) for label, text in frame_pairs() if label != NONE]
    blaming += [(BLAME, row.example) for row in load().labels.values()]
    innocent = [("other", frame.counter_example) for frame in load().frames if frame.verbs]
    told = [(BLAME if label in (BLAME, COMPLAINT) else "other", text) for label, text in read_examples(ACTS)]
    return [*blaming, *innocent, *told]


def danger_pairs() -> list[tuple[str, str]]:
    """The training sentences of danger: what may get no sentence, what only sounds like it, and ordinary blame."""
    told = _danger_examples()
    ordinary = [("other", text) for label, text in frame_pairs() if label != NONE]
    ordinary += [("other", text) for _, text in read_examples(ACTS)]
    ordinary += [("other", label.example) for label in load().labels.values()]
    ordinary += [("other", idiom.example) for idiom in load().idioms.values()]
    ordinary += [("other", frame.counter_example) for frame in load().frames if frame.verbs]
    judged = read_dangers()
    ordinary += [("other", one.text) for one in read_told() if one.text not in judged]
    ordinary += [(DANGER, text) for text, sure in judged.items() if sure]
    concerns = [(DANGER if label[:2] in ("A ", "B ") else "other", text) for label, text in read_examples(SAFETY)]
    concerns += [("other", text) for text in _answers()]
    told = [*((DANGER if label == DANGER else "other", text) for label, text in told), *concerns]
    return [*told, *_screened(), *ordinary]


def concern_pairs() -> list[tuple[str, str]]:
    """The training sentences of concerns: tier and kind, or none, from the safety examples and the detectors' own."""
    pairs = [(label if label[:2] in _TIERS else NONE, text) for label, text in read_examples(SAFETY)]
    for table, kinds in _read_screened("positives.toml").items():
        pairs += [(f"{table[0]} {kind}", text) for kind, texts in kinds.items() for text in texts]
    pairs += [(NONE, text) for text in _texts("benign.toml")]
    pairs += [(NONE, text) for text in _answers()]
    pairs += [(NONE, text) for label, text in _danger_examples() if label != DANGER]
    ordinary = [text for label, text in frame_pairs() if label != NONE] + [text for _, text in read_examples(ACTS)]
    return [*pairs, *((NONE, text) for text in ordinary[::_FEW])]


def _danger_examples() -> list[tuple[str, str]]:
    """Danger and what only sounds like it. What strangers wrote that is none stands among the acts, and counts here
    as well: half of it has alarming words."""
    return [*read_examples(DANGERS), *((ORDINARY, text) for _, text in read_examples(ACTS, "strangers*.txt"))]


def read_events() -> dict[str, dict[tuple[str, str], bool]]:
    """Complaints with the frames (or ``observed``) and situations that were offered for each, and which were right."""
    found: dict[str, dict[tuple[str, str], bool]] = {}
    for text, name, situation, right in read_judged("events*.tsv"):
        found.setdefault(text, {})[name, situation] = right == "y"
    return found


def read_dangers() -> dict[str, bool]:
    """Told complaints in which readers saw danger, and whether they were sure; where not, nothing is learned of it."""
    return {text: letter == "d" for text, letter in read_judged("dangers.tsv")}


def is_weighed(text: str) -> bool:
    """Whether a judged complaint, where it is one that is told, is kept for `fitness`: the encoder doesn't learn it."""
    return crc32(text.encode()) % _WEIGHED == 0


def judged_pairs() -> list[tuple[str, str]]:
    """Complaints that are told, each with the first frame that readers found right for it."""
    told, known = {one.text for one in read_told()}, {frame.id for frame in load().frames}
    found = []
    for text, judged in read_events().items():
        right = [name for (name, _), is_right in judged.items() if is_right and name in known]
        if right and text in told and not is_weighed(text):
            found.append((right[0], text))
    return found


def _screened() -> Iterator[tuple[str, str]]:
    """The sentences the detectors are tested on. Of the harmless, those near control or sex are left out: what is no
    reason for a crisis message may still be one to make no sentence of."""
    yield from ((DANGER, text) for text in _texts("positives.toml"))
    for text in _texts("benign.toml"):
        if find_refusal(read_words(text, most=None)) in (None, "violence", "self_harm"):
            yield ("other", text)


def _answers() -> Iterator[str]:
    """What people answer by tapping or typing, outside the questions about danger: labels, and what stands for them."""
    for key, screen in load_catalogue().screens().items():
        if not key.startswith(_ABOUT_DANGER):
            yield from (label.source for label in screen.buttons.values())
            yield from (words for typed in screen.typed.values() for words in typed)


def _texts(file: str) -> Iterator[str]:
    return _leaves(_read_screened(file))


def _read_screened(file: str) -> dict[str, Any]:
    return tomllib.loads((_SCREENED / file).read_text(encoding="utf-8"))


def _leaves(table: object) -> Iterator[str]:
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict | list):
        for each in table.values() if isinstance(table, dict) else table:
            yield from _leaves(each)


def pairs_of(name: str) -> list[tuple[str, str]]:
    """The training sentences of a model."""
    return {
        "frames": frame_pairs,
        "acts": act_pairs,
        "danger": danger_pairs,
        "concerns": concern_pairs,
    }[name]()
