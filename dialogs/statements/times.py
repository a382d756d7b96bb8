"""Times: when something happened, in the person's own words, and what that says about the tense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from content.statements import load
from dialogs.statements.patterns import Pattern, compile_pattern, match
from dialogs.statements.words import Word, named

# Open times that read well after a situation in the present tense; "for two weeks" or "in days" would not.
_AFTER_PRESENT = frozenset("at during over on".split())


@dataclass(frozen=True, slots=True)
class Time:
    """A time: the words from ``start`` up to ``end``; ``kind`` is past, open, future, loose or often."""

    kind: str
    start: int
    end: int


def find_time(words: Sequence[Word], at: int) -> Time | None:
    """The longest time that begins at this word, or None."""
    best: Time | None = None
    for word in sorted(words[at].bases):
        for kind, pattern in _by_word().get(word, ()):
            found = match(pattern, words, at)
            if found is not None and (best is None or found.end > best.end):
                best = Time(kind, at, found.end)
    return best


def find_times(words: Sequence[Word]) -> tuple[Time, ...]:
    """All times of a clause, in order, none within another."""
    times: list[Time] = []
    at = 0
    while at < len(words):
        time = find_time(words, at)
        if time is not None:
            times.append(time)
            at = time.end
        else:
            at += 1
    return tuple(times)


def says_often(words: Sequence[Word]) -> bool:
    """Whether the words say that something happens again and again."""
    if any(word.text in named("absolute") or word.text in ("keep", "keeps", "every") for word in words):
        return True
    return any(
        match(pattern, words, at) is not None
        for at, word in enumerate(words)
        for pattern in _often().get(word.text, ())
    )


def show_time(text: str, words: Sequence[Word], time: Time, past: bool) -> str:
    """The time as it may stand after a situation: `` last night``, or "" where it would not read well."""
    if time.kind != "past" and not (time.kind == "open" and (words[time.start].text in _AFTER_PRESENT or past)):
        return ""
    if words[time.start].text in ("for", "in", "every", "all", "since"):
        return ""
    first = time.start
    if first and words[first - 1].text in named("dropped") and not words[first].pause:
        first -= 1
    return " " + " ".join(_shown(part) for part in text[words[first].start : words[time.end - 1].end].split())


def _shown(word: str) -> str:
    low = word.lower().replace("’", "'")
    if low.removesuffix("s") in named("days") or low in named("days") or low in named("months"):
        return low.capitalize()
    return load().shown.get(low, load().spellings.get(low, low))


@cache
def _by_word() -> dict[str, tuple[tuple[str, Pattern], ...]]:
    firsts: dict[str, tuple[tuple[str, Pattern], ...]] = {}
    for kind, sources in load().readings["times"].items():
        if kind == "often":
            continue
        for source in sources:
            pattern = compile_pattern(source)
            for word in sorted(pattern.elements[0].words):
                firsts[word] = (*firsts.get(word, ()), (kind, pattern))
    return firsts


@cache
def _often() -> dict[str, tuple[Pattern, ...]]:
    firsts: dict[str, tuple[Pattern, ...]] = {}
    for source in load().readings["times"]["often"]:
        pattern = compile_pattern(source)
        for word in pattern.elements[0].words:
            firsts[word] = (*firsts.get(word, ()), pattern)
    return firsts
