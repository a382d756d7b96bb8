"""A first guess at who reaches and who retreats, from a person's own words: something to ask about, never a verdict.

Cues ("go quiet", "keep texting") count for whoever does them: my own moves most; my partner's moves less, for whoever
is chased often backs off, but not always. Where the words are few, or point both ways, the guess is "unclear": the
opposite guess would be far worse than none. Gender never matters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from content import roles
from content.roles import Cue
from dialogs.role.clauses import Clauses, Person, Subject
from dialogs.role.scoring import Role

LONGEST = 4096  # characters that are read: a Telegram message has no more
_ENOUGH = 3  # one plain move of my own, even where something small speaks against it
_ENOUGH_OF_THEIRS = 4  # two moves of my partner's, or one that comes right at me
_MANY = 3  # this many times as much of one move as of the other is a lean
_PHRASES = 3
_QUOTED = re.compile(r"[\"“][^\"”]{1,300}[\"”]")
_SPACES = re.compile(r"\s+")

Side = Literal["reach", "retreat"]
_SIDES: tuple[Side, Side] = ("reach", "retreat")


@dataclass(frozen=True, slots=True)
class Guess:
    """The role the words point to, up to three of the person's own phrases that did, and how sure it is (0 to 1).

    ``confidence`` is the share of all the evidence that speaks for the role; little evidence is never much.
    """

    role: Role
    because: tuple[str, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class _Sign:
    """One cue found in the text: whose move it is, how much it counts, and the words that say it."""

    cue: Cue
    person: Person
    phrase: str

    @property
    def side(self) -> Side:
        return "reach" if self.cue.move == "reach" else "retreat"


def guess(text: str) -> Guess:
    """What the words point to. Pure; safe for any text; of a longer one only the first 4,096 characters are read."""
    signs = tuple(_signs(text[:LONGEST]))
    if any(sign.cue.move == "swap" for sign in signs):
        return Guess("unclear")
    mine = {side: sum(sign.cue.me for sign in signs if sign.side == side and sign.person == "me") for side in _SIDES}
    theirs = {
        side: sum(sign.cue.partner for sign in signs if sign.side == side and sign.person == "partner")
        for side in _SIDES
    }
    side = _side(mine, theirs)
    if side is None:
        return Guess("unclear")
    total = sum(mine.values()) + sum(theirs.values())
    if side == "both":
        return Guess(
            "mixed",
            _phrases([sign for sign in signs if sign.person == "me"]),
            _confidence(min(mine.values()) * 2, total),
        )
    pointing = [sign for sign in signs if (sign.side == side) == (sign.person == "me") and sign.person != "both"]
    other: Side = "retreat" if side == "reach" else "reach"
    confidence = _confidence(mine[side] + theirs[other], total)
    return Guess("pursuer" if side == "reach" else "distancer", _phrases(pointing), confidence)


def _confidence(speaking: int, total: int) -> float:
    """The share of the evidence that speaks for a guess, as if one piece more spoke against it."""
    return round(speaking / (total + 1), 2)


def _side(mine: dict[Side, int], theirs: dict[Side, int]) -> Side | Literal["both"] | None:
    """The move of mine that the evidence shows. What my partner does points to the opposite move of mine.

    What both of us do ("we go quiet") shows nothing.
    """
    more: Side = "reach" if (mine["reach"], theirs["retreat"]) >= (mine["retreat"], theirs["reach"]) else "retreat"
    less: Side = "retreat" if more == "reach" else "reach"
    for_it, against = theirs[less], theirs[more]
    if mine[less] == 0 and mine[more] > against:
        return more if mine[more] + for_it - against >= _ENOUGH else None
    if mine[less]:
        if mine[more] >= _MANY * mine[less] or (mine[more] >= 2 * mine[less] and for_it > against):
            return more if mine[more] + for_it - against >= _ENOUGH else None
        return "both" if mine[less] >= _ENOUGH else None
    if mine[more] == 0 and max(theirs.values()) >= _ENOUGH_OF_THEIRS:
        seen: Side = "reach" if theirs["reach"] > theirs["retreat"] else "retreat"
        other: Side = "retreat" if seen == "reach" else "reach"
        return other if theirs[seen] >= _MANY * theirs[other] else None
    return None


def _signs(text: str) -> Iterator[_Sign]:
    """The cues of the text from left to right, the longest at each place; each counts once for each person."""
    book = roles.load()
    clauses = Clauses(text, book.words, book.spellings)
    tokens = clauses.tokens
    joined = "".join(f"{token.text} " for token in tokens)
    starts = [0, *accumulate(len(token.text) + 1 for token in tokens)]
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    seen: set[tuple[str, Person]] = set()
    at = 0
    while at < len(tokens):
        best: tuple[int, Cue] | None = None
        for cue in book.by_word.get(tokens[at].text, ()):
            found = cue.shape.match(joined, starts[at])
            if found and (best is None or found.end() > best[0]):
                best = (found.end(), cue)
        if best is None:
            at += 1
            continue
        end = bisect_left(starts, best[0])
        cue = best[1]
        subject = _whose(clauses, cue, at, end)
        inside = any(start <= tokens[at].start < stop for start, stop in quoted)
        if cue.move != "none" and subject is not None and not inside and (cue.source, subject.person) not in seen:
            seen.add((cue.source, subject.person))
            yield _Sign(cue, subject.person, _phrase(text, clauses, subject.at, at, end))
        at = end


def _whose(clauses: Clauses, cue: Cue, at: int, end: int) -> Subject | None:
    if cue.move == "swap":
        return Subject("both")
    if cue.who in ("me", "partner"):
        return Subject("me" if cue.who == "me" else "partner")
    subject = clauses.subject(at)
    if subject is None:
        return None
    following = clauses.tokens[at + 1].text if at + 1 < end else ""
    if following in {"me": ("me",), "partner": ("him", "them", "you"), "both": ()}[subject.person]:
        return None  # "he chases him": that is about other people
    if cue.who == "other" and subject.person != "both":
        return Subject("partner" if subject.person == "me" else "me", subject.at)
    return subject


def _phrase(text: str, clauses: Clauses, subject: int | None, at: int, end: int) -> str:
    first = subject if subject is not None and at - subject <= 6 else at
    return _SPACES.sub(" ", text[clauses.tokens[first].start : clauses.tokens[end - 1].end]).strip()


def _phrases(signs: list[_Sign]) -> tuple[str, ...]:
    """The strongest first: my own moves, then my partner's."""
    ranked = sorted(signs, key=lambda sign: (sign.person != "me", -sign.cue.me))
    return tuple(dict.fromkeys(sign.phrase for sign in ranked if sign.phrase))[:_PHRASES]
