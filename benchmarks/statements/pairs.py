"""Pairs: the training sentences of every question, each with its label."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from benchmarks.statements.examples import ACTS, DANGERS, FRAMES, SAFETY, read_examples
from content.catalogue import load as load_catalogue
from content.statements import frames_by_id, load
from dialogs.statements.acts import BLAME
from dialogs.statements.dangers import DANGER
from dialogs.statements.placing import may_be_placed, place
from dialogs.statements.ranking import rank_frames
from dialogs.statements.refusals import find_refusal
from dialogs.statements.trust import RIGHT, WRONG
from dialogs.statements.words import Word, read_words

Pairs = Sequence[tuple[str, str]]
Triples = Sequence[tuple[str, str, str]]  # the label of a text beside another one

COMPLAINT = "complaint"  # blame of all kinds, not sorted by frame
NONE = "none"  # the label of what no frame says: generic blame, and what is no blame at all
_SCREENED = Path(__file__).parents[2] / "tests" / "dialogs" / "safety"
_FEW = 3  # of so many ordinary sentences, one is shown to the model of concerns
_SOME = 4  # of so many sentences without blame, one is shown to the model of frames
_TIERS = ("A ", "B ", "C ")
FITS, UNFIT = "fits", "unfit"
_JUDGED = Path(__file__).parent / "judged"
_TRIED = 4  # of so many complaints, one is put beside situations that fit it and that don't
_SHARED = 3  # of so many complaints, one gives its frame's need and feeling
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
    told = read_examples(DANGERS)
    ordinary = [("other", text) for label, text in frame_pairs() if label != NONE]
    ordinary += [("other", text) for _, text in read_examples(ACTS)]
    ordinary += [("other", label.example) for label in load().labels.values()]
    ordinary += [("other", idiom.example) for idiom in load().idioms.values()]
    ordinary += [("other", frame.counter_example) for frame in load().frames if frame.verbs]
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
    pairs += [(NONE, text) for label, text in read_examples(DANGERS) if label != DANGER]
    ordinary = [text for label, text in frame_pairs() if label != NONE] + [text for _, text in read_examples(ACTS)]
    return [*pairs, *((NONE, text) for text in ordinary[::_FEW])]


def read_judged() -> list[list[str]]:
    """The rows of judged acts: text, situation, needs, feelings, and what is wrong with it (often nothing)."""
    lines = (_JUDGED / "acts.tsv").read_text(encoding="utf-8").splitlines()
    return [[*line.split("\t"), ""][:5] for line in lines if line and not line.startswith("#")]


def read_events() -> dict[str, dict[tuple[str, str], bool]]:
    """Complaints with the frames (or ``observed``) and situations that were offered for each, and which were right."""
    found: dict[str, dict[tuple[str, str], bool]] = {}
    for path in sorted(_JUDGED.glob("events*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                text, name, situation, right = line.split("\t")
                found.setdefault(text, {})[name, situation] = right == "y"
    return found


def told_pairs() -> list[tuple[str, str]]:
    """Acts that were said back, each as its text and the situation with a tab between: right, or anything wrong."""
    return [(WRONG if row[4] else RIGHT, f"{row[0]}\t{row[1]}") for row in read_judged()]


def need_pairs() -> list[tuple[str, str]]:
    """What may be missing in a complaint: judged for acts, and the first need of the frame for others."""
    return _shared_and_judged("needs", 2)


def feeling_pairs() -> list[tuple[str, str]]:
    """What a complaint may feel like, in the same way."""
    return _shared_and_judged("feelings", 3)


def _shared_and_judged(part: Literal["needs", "feelings"], column: int) -> list[tuple[str, str]]:
    frames = frames_by_id()
    shared = [(getattr(frames[label], part)[0], text) for label, text in frame_pairs() if label != NONE][::_SHARED]
    return [*shared, *((row[column].split()[0], row[0]) for row in read_judged() if "d" not in row[4])]


def fit_triples() -> list[tuple[str, str, str]]:
    """Whether a situation says what a complaint tells: judged acts, and frames that were meant or only near."""
    triples = [(UNFIT if row[4] else FITS, row[0], row[1]) for row in read_judged()]
    general = {member: name for name, members in load().families.items() for member in members}
    kin = {name: {*members, name} for name, members in load().families.items()}
    frames = frames_by_id()
    for at, (label, text) in enumerate([pair for pair in frame_pairs() if pair[0] != NONE][::_TRIED]):
        words = read_words(text)
        family = general.get(label, label)
        meant = [name for name in (label, family)[: 1 + at % 2] if may_be_placed(words, frames[name])]
        triples += [(FITS, text, _situation(text, words, name)) for name in meant]
        near = [one.frame.id for one in rank_frames(words).frames if one.frame.id not in kin.get(family, {label})]
        if near:
            triples.append((UNFIT, text, _situation(text, words, near[at % min(2, len(near))])))
    return triples


def _situation(text: str, words: Sequence[Word], name: str) -> str:
    return f"when {place(text, words, frames_by_id()[name], exact=False)[0]}"


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
        "told": told_pairs,
        "needs": need_pairs,
        "feelings": feeling_pairs,
    }[name]()
