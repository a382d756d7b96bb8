"""Retelling: what the branch of the encoder learns from, with its labels.

The edits of words, feelings, needs, and whether a text blames.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.encoder.alignment import find_edits
from benchmarks.encoder.blemishes import blemish
from benchmarks.encoder.example import ANY, Example
from benchmarks.statements.examples import ACTS, read_examples
from benchmarks.statements.pairs import act_pairs, frame_pairs
from benchmarks.statements.told import Told, read_told
from content.statements import frames_by_id, load
from dialogs import safety
from dialogs.encoder.questions import BLAMING, EDITS, EVENT, FEELINGS, LEADS, NEEDS
from dialogs.encoder.wordpiece import read_pieces, starts_of
from dialogs.safety.normal import plain_text
from dialogs.statements.edits import CUT, FORMS, KEEP, LITERALS, Edit
from dialogs.statements.retelling import MOST, places_of
from dialogs.statements.spelling import correct
from dialogs.statements.words import read_words

_LEAST = 3  # examples that have a lead
# What may be put in before a word: these only, so that nothing is said that was not told.
_SMALL = frozenset(
    """a an the and or but to of in on at for with from by about after before when while that who what if because
    without not do did does am is are was were be been have has had can could would will i you we it me my your our us
    they he she them her him there this say said tell told ask asked asking telling up off out back go get give let keep
    's nobody so as into until than no any""".split()
)
TWINS = "twins"  # texts that look like blame and are none, and the other way round
AGAIN = "again"  # clauses to be edited once more
_SEED = 7
_FALLING = {FEELINGS: (0.5, 0.3, 0.2), NEEDS: (0.65, 0.35)}  # what the first, the second and the third count


@dataclass(frozen=True, slots=True)
class Lessons:
    """``labels`` by question; ``told``: what is retold; ``others``: by kind what else teaches a question or two."""

    labels: Mapping[str, tuple[str, ...]]
    told: tuple[Example, ...]
    others: Mapping[str, tuple[Example, ...]]


def gather() -> Lessons:
    """Everything there is."""
    told = [replace(one, text=correct(one.text)) for one in read_told()]  # as it is read in the end
    edited = [(one, _edits(one)) for one in told]
    counted = Counter(lead for _, edits in edited for lead in {edit.before for edit in edits or ()} - {""})
    small = sorted(lead for lead, count in counted.items() if count >= _LEAST and _SMALL.issuperset(lead.split()))
    labels = {
        EDITS: (CUT, KEEP, *FORMS, *sorted(f"={word}" for word in LITERALS)),
        LEADS: ("", *small),
        EVENT: ("none", "event"),
        FEELINGS: tuple(sorted(load().feelings)),
        NEEDS: tuple(sorted(load().needs)),
        BLAMING: ("other", "blame"),
    }
    frames = frames_by_id()
    of_frames = [(frames[name], text) for name, text in frame_pairs() if name in frames]
    known = {text for _, text in of_frames}
    return Lessons(
        labels,
        tuple(_example(one, edits, labels) for one, edits in edited),
        {
            FEELINGS: tuple(
                Example(_pieces(text), {**_guesses(frame.feelings, frame.needs, labels), BLAMING: {1: 1.0}})
                for frame, text in of_frames
            ),
            BLAMING: tuple(_blaming((label, text) for label, text in act_pairs() if text not in known)),
            TWINS: tuple(_blaming(read_examples(ACTS, "twins*.txt"))),
            AGAIN: tuple(
                example for one in blemish(edited, _SEED) if (example := _example(one, _edits(one), labels)).edits
            ),
        },
    )


def _blaming(pairs: Iterable[tuple[str, str]]) -> Iterator[Example]:
    for label, text in pairs:
        yield Example(_pieces(text), {BLAMING: {int(label != "other"): 1.0}})


def _edits(one: Told) -> Sequence[Edit] | None:
    words = read_words(one.text)
    return find_edits(words, read_words(one.clause)) if one.event == "event" and len(words) <= MOST else None


def _example(one: Told, edits: Sequence[Edit] | None, labels: Mapping[str, tuple[str, ...]]) -> Example:
    shares = {**_guesses(one.feelings, one.needs, labels), BLAMING: {1: 1.0}}
    if one.event:
        shares[EVENT] = {labels[EVENT].index(one.event): 1.0}
    normal = safety.normalise(one.text)
    pieces, starts = read_pieces(plain_text(normal)), starts_of(plain_text(normal))
    words = read_words(one.text)
    if starts is None or len(words) > MOST:
        return Example(pieces, shares)
    begun = tuple(starts[at] for at in places_of(words, normal))
    if edits is None or not {edit.before for edit in edits} <= set(labels[LEADS]):
        return Example(pieces, shares, begun)
    return Example(
        pieces,
        shares,
        begun,
        tuple(labels[EDITS].index(edit.operation) for edit in edits),
        tuple(ANY if edit.operation == CUT else labels[LEADS].index(edit.before) for edit in edits),
    )


def _guesses(
    feelings: Sequence[str], needs: Sequence[str], labels: Mapping[str, tuple[str, ...]]
) -> dict[str, Mapping[int, float]]:
    found: dict[str, Mapping[int, float]] = {}
    for question, names in ((FEELINGS, feelings), (NEEDS, needs)):
        counts = _FALLING[question][: len(names)]
        if names:
            pairs = zip(names, counts, strict=False)
            found[question] = {labels[question].index(name): count / sum(counts) for name, count in pairs}
    return found


def _pieces(text: str) -> tuple[int, ...]:
    return read_pieces(plain_text(safety.normalise(text)))
