"""Frames: which row of the tables a clause fits, and the situation it gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from content.statement_rows import FrameRow
from content.statements import frames_by_id, load
from dialogs.statements.patterns import Match, Pattern, compile_pattern, first_words, match
from dialogs.statements.placing import when
from dialogs.statements.reading import Clause, read_clauses
from dialogs.statements.realising import SLOT, word_situation
from dialogs.statements.times import find_time
from dialogs.statements.words import Word, named

_SHORT = 7  # words


@dataclass(frozen=True, slots=True)
class Fit:
    """A frame that fits a clause of ``subject``; ``situation`` is the clause after "when", in its tense."""

    frame: FrameRow
    situation: str
    past: bool
    led: bool
    subject: str = "you"


def find_fit(text: str, words: Sequence[Word]) -> Fit | None:
    """The frame of the first clause that fits one, what the partner does before what I do."""
    later: Fit | None = None
    for clause in read_clauses(words):
        if (fit := fit_clause(text, clause)) is not None:
            if clause.subject != "i":
                return fit
            later = later or fit
    return later


def is_welcome(words: Sequence[Word]) -> bool:
    """Whether the text says "always" or "never" of something good: the opposite of what a frame complains of."""
    if len(words) > _SHORT or "me" not in [word.text for word in words]:
        return False  # in longer sentences there is often a "when" that turns it
    clauses = list(read_clauses(words))
    return any(
        clause.subject == "you"
        and clause.often
        and not clause.led
        and len(clause.phrase.heads) == 1
        and fit_clause("", clause, other_way=True)
        for clause in clauses
    ) and not any(fit_clause("", clause) for clause in clauses)


def fit_clause(text: str, clause: Clause, *, other_way: bool = False) -> Fit | None:
    """The best frame of a clause, or None; ``other_way`` reads done for left undone, and the reverse."""
    best: tuple[int, FrameRow, str | None] | None = None
    for head in clause.phrase.heads:
        word = clause.words[head.at]
        for base in sorted(word.bases):
            for frame, pattern in _patterns().get((clause.subject, head.negated != other_way, base), ()):
                if (best is not None and pattern.weight <= best[0]) or not _counts(clause, pattern, other_way):
                    continue
                found = match(pattern, clause.words, head.at)
                if found is None or not ends(pattern, found, clause.words) or (frame.often and not clause.often):
                    continue
                slot = found.slot or clause.slot or frame.default_slot or None
                if (SLOT in frame.present and slot is None) or _excluded(frame, pattern, found, clause.words):
                    continue
                best = (pattern.weight, frame, slot)
    if best is None:
        return None
    _, frame, slot = best
    situation = word_situation(frame, clause.past, slot, text)
    return Fit(
        frame,
        situation + (when(text, clause.words, situation, clause.past) if text else ""),
        clause.past,
        clause.led,
        clause.subject,
    )


def _counts(clause: Clause, pattern: Pattern, other_way: bool) -> bool:
    """Whether a pattern may speak here: "I cook" is a fact, "I always cook" a complaint; welcome is what is for me."""
    if other_way:
        return any("me" in element.words for element in pattern.elements)
    if clause.subject == "i" and len(pattern.elements) == 1:
        return any(word.text in named("absolute") or word.text == "not" for word in clause.words)
    return True


def ends(pattern: Pattern, found: Match, words: Sequence[Word]) -> bool:
    """Whether nothing but small words, a time or a new clause follows."""
    if pattern.open:
        return True
    at = found.end
    while at < len(words):
        word = words[at]
        if word.pause or word.text in named("boundaries"):
            return True
        if (time := find_time(words, at)) is not None:
            at = time.end
        elif word.light or word.text in named("fillers"):
            at += 1
        else:
            return False
    return True


def _excluded(frame: FrameRow, pattern: Pattern, found: Match, words: Sequence[Word]) -> bool:
    """Whether a word stands near that makes it something else."""
    end = len(words)
    if not pattern.open:
        end = next((at for at in range(found.end, end) if words[at].pause or words[at].text in ("and", "but")), end)
    return any(word.text in _unless(frame.id) for word in words[:end])


@cache
def _unless(frame: str) -> frozenset[str]:
    row = frames_by_id()[frame]
    lists = load().readings["words"]
    return frozenset(row.unless).union(*(lists[word] for word in row.unless if word == "inlaw"))


@cache
def _patterns() -> dict[tuple[str, bool, str], tuple[tuple[FrameRow, Pattern], ...]]:
    """(subject, left undone, first verb) → the patterns that may fit, in the order of the tables."""
    rows: dict[tuple[str, bool, str], list[tuple[FrameRow, Pattern]]] = {}
    for frame in load().frames:
        for negated, sources in ((False, frame.does), (True, frame.lacks)):
            for source in sources:
                pattern = compile_pattern(source)
                for word in first_words(pattern):
                    rows.setdefault((pattern.subject or "you", negated, word), []).append((frame, pattern))
    return {key: tuple(found) for key, found in rows.items()}
