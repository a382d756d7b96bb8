"""Retelling: what happened, said back in the person's own words, as the branch of the encoder edits them.

The model says of each word what becomes of it (`dialogs.statements.edits`); how sure it was of the whole is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp

from dialogs import safety
from dialogs.encoder.questions import BLAMING, EDITS, EVENT, LEADS
from dialogs.encoder.wordpiece import starts_of
from dialogs.safety.normal import Word as Normal
from dialogs.safety.normal import plain_text
from dialogs.statements.clauses import SHORTEST, connector_of, in_order, is_over, is_turned, stands
from dialogs.statements.decoding import decode, gains_of
from dialogs.statements.edits import apply_edits
from dialogs.statements.wholes import likeness, whole
from dialogs.statements.words import Word, read_words

MOST = 64  # words of a text that are edited
_SENTENCES = 5  # of a longer text, that are retold
_MOST_FINISHED = 3  # clauses that are edited twice: the likeliest is hardly ever another one
_OPENINGS = 2  # of sentences whose edit is in doubt, that are retold up to their first joint
_IN_DOUBT = 0.5
_JOINTS = frozenset("and but because".split())
_FEWEST = 5  # words of a clause that is said of a beginning
_OPENED, _LEFT = 5, 2  # words before a joint, and after it
_THEIRS = re.compile(r"^(?:you|your|we)\b|\band you\b")  # what the writer did alone is no complaint yet


@dataclass(frozen=True, slots=True)
class Retold:
    """A clause after its ``connector`` ("when", "that"), and whether it is over.

    ``event``: how likely it is that its part of the text tells of one at all, ``blames``: that this part blames;
    ``sure``: how likely the edit of a word is, on average, ``whole``: how likely all of them are together, ``again``:
    those of the second edit; ``unchanged``: that it left the clause as it was; ``part``: how much of the text's words
    its part has, ``kept``: how much of these the clause has; ``fluent``: how well its words follow each other, on
    average (`dialogs.statements.decoding`), ``roughest``: in the worst place; ``alike``: how alike it and the whole
    text are read.
    """

    situation: str
    connector: str
    past: bool
    event: float
    blames: float
    sure: float
    whole: float
    again: float
    unchanged: bool
    part: float
    kept: float
    fluent: float
    roughest: float
    alike: float


def retell(text: str, words: Sequence[Word]) -> tuple[Retold, ...]:
    """The clauses that a text is edited to: as a whole, and each of its sentences for itself. Each clause once. Pure.

    Where the edit of a sentence is in doubt, what the partner did at its beginning, too: of "you forgot to fetch Noah
    and he waited forty minutes" the first half is enough. The most promising ones and no more; none of a part that is
    too long, or where nothing is left that can be said.
    """
    sentences = _sentences(text, words)
    several = sentences[:_SENTENCES] if len(sentences) > 1 else []
    drafts = [_drafted(text, words, words), *(_drafted(one, read_words(one), words) for one in several)]
    doubted = [one for one in drafts[1:] or drafts if one is not None and one.first.whole < _IN_DOUBT]
    openings = [opening for one in doubted if (opening := _opening(one)) is not None]
    begun = [_drafted(opening, read_words(opening), words) for opening in openings[:_OPENINGS]]
    drafts += [one for one in begun if one is not None and _is_enough(one.first.clause)]
    found: dict[str, Retold] = {}
    for draft in sorted((one for one in drafts if one is not None), key=lambda one: -one.promise):
        if len(found) < _MOST_FINISHED and (one := _finished(draft, text)) is not None:
            found.setdefault(one.situation, one)
    return tuple(found.values())


def _sentences(text: str, words: Sequence[Word]) -> list[str]:
    starts = [word.start for word in words if word.pause == "."]
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]


def _opening(draft: _Draft) -> str | None:
    """A sentence up to its first joint; None where too little stands before or after it."""
    for at in range(_OPENED, len(draft.words) - _LEFT):
        word, after = draft.words[at : at + 2]
        if "then" in (word.text, after.text):
            return None  # what came then is the point
        if word.text in _JOINTS or word.pause == ",":
            return draft.text[: word.start].rstrip(' ,;:-–—("“')
    return None


def _is_enough(clause: str) -> bool:
    """Whether a beginning tells of something the partner did, in more than a few words."""
    return _THEIRS.search(clause) is not None and len(clause.split()) >= _FEWEST


@dataclass(frozen=True, slots=True)
class _Edited:
    """A clause, and how surprising the edit of each word was; ``sure`` and ``whole`` are those of `Retold`."""

    clause: str
    surprises: Sequence[float]

    @property
    def sure(self) -> float:
        return exp(-sum(self.surprises) / len(self.surprises))

    @property
    def whole(self) -> float:
        return exp(-sum(self.surprises))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A part of a text that was edited once; how likely it tells of an event, and blames."""

    text: str
    words: Sequence[Word]
    part: float
    first: _Edited
    event: float
    blames: float

    @property
    def promise(self) -> float:
        """What tells before the second edit which clause will be the likeliest."""
        return self.event * self.blames * self.first.sure


def _drafted(text: str, words: Sequence[Word], all_words: Sequence[Word]) -> _Draft | None:
    first = _edited(text, words)
    if first is None:
        return None
    part = len(words) / len(all_words)
    return _Draft(text, words, part, first, whole(EVENT, text)["event"], whole(BLAMING, text)["blame"])


def _finished(draft: _Draft, whole_text: str) -> Retold | None:
    """A draft edited once more: the first edit may leave a word too many or too few. None if it can't be said."""
    first = draft.first
    again = _edited(first.clause, read_words(first.clause))
    said = again.clause if again is not None and stands(again.clause) else first.clause
    situation = in_order(said)
    if not stands(situation) or is_turned(draft.text, draft.words, situation):
        return None
    words = read_words(situation)
    gains = gains_of(words)
    return Retold(
        situation,
        connector_of(situation),
        is_over(draft.words, words),
        draft.event,
        draft.blames,
        first.sure,
        first.whole,
        again.whole if again is not None else 0.0,
        said == first.clause,
        draft.part,
        min(1.0, len(situation.split()) / len(draft.words)),
        sum(gains) / len(gains),
        min(gains),
        likeness(whole_text, first.clause),
    )


def _edited(text: str, words: Sequence[Word]) -> _Edited | None:
    """What the model's likeliest edits make of a text; None for one that is too long or too short, or nothing left."""
    from dialogs.encoder.heads import chances_by_piece, labels_of  # only here: it takes numpy along

    normal = safety.normalise(text)
    plain = plain_text(normal)
    starts = starts_of(plain)
    if not normal or not SHORTEST <= len(words) <= MOST or starts is None:
        return None
    places = [starts[at] for at in places_of(words, normal)]
    operations, leads = chances_by_piece(EDITS, plain, places), chances_by_piece(LEADS, plain, places)
    decoded = decode(words, operations, leads, (labels_of(EDITS), labels_of(LEADS)))
    if decoded is None:
        return None
    edits, surprises = decoded
    clause = apply_edits(text, words, edits)
    return _Edited(clause, surprises) if clause else None


def places_of(words: Sequence[Word], normal: Sequence[Normal]) -> list[int]:
    """For each word the normal one that stands in its place; of a written word that is several, the same part."""
    found: list[int] = []
    low = 0
    for at, word in enumerate(words):
        part = 0
        while at - part > 0 and (words[at - part - 1].start, words[at - part - 1].end) == (word.start, word.end):
            part += 1
        while low + 1 < len(normal) and normal[low].end <= word.start:
            low += 1
        inside = [low]
        while inside[-1] + 1 < len(normal) and normal[inside[-1] + 1].start < word.end:
            inside.append(inside[-1] + 1)
        found.append(inside[min(part, len(inside) - 1)])
    return found
