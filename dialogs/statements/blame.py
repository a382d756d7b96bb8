"""Blame: the words of a text that put the fault on the partner, by rules that rather miss some than accuse.

Codes are those of the failure catalogue of the coach; ``YOU_AGENT`` is a judging verb ("you ignore me").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from content.statements import load
from dialogs.statements.feelings import hear
from dialogs.statements.frames import is_welcome
from dialogs.statements.labels import find_label
from dialogs.statements.patterns import Pattern, compile_pattern, match
from dialogs.statements.reading import read_clauses
from dialogs.statements.words import Word, named, read_words

_MAKING = frozenset("make makes made making".split())
_FEELING = frozenset("feel look seem sound".split())
_EYE_ROLL = "🙄"
_MILD = frozenset("my like know knew right".split())  # of the positive words, those that redeem no "always"


@dataclass(frozen=True, slots=True)
class Blame:
    """What kind of blame, and the person's own words that carry it."""

    code: str
    quote: str


def find_blame(text: str) -> Blame | None:
    """The most serious blame in a text, or None. Neutral acts with a time ("you came home at nine") are none."""
    return find(text, read_words(text))


def find(text: str, words: Sequence[Word]) -> Blame | None:
    """The same for words that were read already."""
    if _EYE_ROLL in text:
        return Blame("CONTEMPT", _EYE_ROLL)
    for code, rule in _RULES:
        place = rule(words)
        if place is not None:
            start, end = words[place[0]].start, words[min(place[1], len(words)) - 1].end
            return Blame(code, text[start:end])
    return None


_Place = tuple[int, int]


def _label(words: Sequence[Word]) -> _Place | None:
    label = find_label(words)
    return (label.start, label.end) if label else None


def _you_make_me(words: Sequence[Word]) -> _Place | None:
    for at, word in enumerate(words):
        if word.text not in _MAKING or at == 0 or at + 1 >= len(words) or words[at + 1].text != "me":
            continue
        start = at
        while start and not words[start].pause and words[start - 1].light:
            start -= 1
        if start == 0 or words[start].pause or words[start - 1].text not in ("you", "he", "she", "it", "are", "that"):
            continue
        end = _clause_end(words, at)
        made = words[at + 2 : at + 6]
        good = any(
            part.text in named("positive") - {"care"} and not (part.text == "like" and made[0].text in _FEELING)
            for part in made
        )
        if end > at + 2 and not good:
            return start - 1, min(end, at + 5)
    return _rule("YOU_MAKE_ME")(words)


def _absolute(words: Sequence[Word]) -> _Place | None:
    if is_welcome(words):
        return None
    for at, word in enumerate(words):
        if word.text not in named("absolute"):
            continue
        start = _start(words, at)
        if start is None:
            continue
        end = _clause_end(words, at)
        after = [part.text for part in words[at + 1 : min(end, at + 7)]]
        if word.text == "never" and any(part in named("failing") for part in after):
            continue
        if word.text != "never" and any(part in named("positive") - _MILD for part in after):
            continue
        before = {part.text for part in words[max(0, start - 4) : start]}
        if before & (named("approving") | named("reporting")):
            continue
        return start, min(end, at + 4)
    return None


def _start(words: Sequence[Word], at: int) -> int | None:
    """Where the subject of the "always" or "never" at this word stands, if it is the partner or the two."""
    for before in range(at - 1, max(-1, at - 5), -1):
        text = words[before].text
        if text in ("you", "we", "he", "she", "they") or text in named("partners") or text in ("nobody", "it"):
            if text == "it" and "me" not in [word.text for word in words[at : at + 3]]:
                return None
            return before
        if words[before + 1].pause or not (words[before].light or words[before].bases & {"be", "have", "do", "will"}):
            return None
    following = words[at + 1].text if at + 1 < len(words) else ""
    return at if words[at].pause and following in load().readings["leads"]["commands"] else None


def _you_agent(words: Sequence[Word]) -> _Place | None:
    for clause in read_clauses(words):
        for head in clause.phrase.heads:
            word = clause.words[head.at]
            if clause.subject == "you" and not head.negated and word.bases & named("evaluative"):
                at = next((place for place, own in enumerate(words) if own.start == word.start), 0)
                start = next((p for p in range(at, max(-1, at - 5), -1) if words[p].text == "you"), at)
                return start, min(at + 2, _clause_end(words, at))
    return None


def _faux(words: Sequence[Word]) -> _Place | None:
    faux = hear(words).faux
    if faux is None:
        return None
    parts = faux.split()
    for at in range(len(words)):
        if [word.text for word in words[at : at + len(parts)]] == parts:
            return at, at + len(parts)
    return None


def _clause_end(words: Sequence[Word], at: int) -> int:
    end = at + 1
    while end < len(words) and not words[end].pause:
        end += 1
    return end


def _rule(code: str) -> Callable[[Sequence[Word]], _Place | None]:
    def search(words: Sequence[Word]) -> _Place | None:
        for at, word in enumerate(words):
            for base in sorted(word.bases):
                for pattern in _by_word(code).get(base, ()):
                    if (found := match(pattern, words, at)) is not None:
                        return at, found.end
        return None

    return search


@cache
def _by_word(code: str) -> dict[str, tuple[Pattern, ...]]:
    firsts: dict[str, tuple[Pattern, ...]] = {}
    for source in load().blame[code]:
        pattern = compile_pattern(source)
        for word in sorted(pattern.elements[0].words):
            firsts[word] = (*firsts.get(word, ()), pattern)
    return firsts


_RULES: tuple[tuple[str, Callable[[Sequence[Word]], _Place | None]], ...] = (
    ("THREAT", _rule("THREAT")),
    ("CONTEMPT", _rule("CONTEMPT")),
    ("LABEL", _label),
    ("YOU_MAKE_ME", _you_make_me),
    ("ABSOLUTE", _absolute),
    ("FEEL_LIKE_YOU", _rule("FEEL_LIKE_YOU")),
    ("MIND_READ", _rule("MIND_READ")),
    ("WHY_LOADED", _rule("WHY_LOADED")),
    ("YOU_AGENT", _you_agent),
    ("FEEL_THAT", _rule("FEEL_THAT")),
    ("SHOULD", _rule("SHOULD")),
    ("FAUX_FEELING", _faux),
)
