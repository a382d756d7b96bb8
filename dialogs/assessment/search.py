"""Search: the places of an attempt where the rules of the tables are met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from content.assessment import RuleRow, load
from dialogs.assessment.attempt import Attempt
from dialogs.assessment.patterns import Pattern, read_pattern


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule is met: the code, and the tokens first..last that are quoted (``around``: that were matched)."""

    code: str
    first: int
    last: int
    around: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """A row with its patterns read."""

    row: RuleRow
    unless: tuple[Pattern, ...]
    beside: tuple[Pattern, ...]


def find_places(attempt: Attempt) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """All places of all rules, in no special order, and those that an exception denies; some may lie within others."""
    found: dict[tuple[str, int, int], Place] = {}
    denied: list[Place] = []
    for rule, pattern in _candidates(attempt):
        for start, end, quoted_start, quoted_end in pattern.find(attempt.plain):
            around = attempt.token_at(start), attempt.token_at(end - 1)
            first, last = attempt.token_at(quoted_start), attempt.token_at(quoted_end - 1)
            place = Place(rule.row.code, first, last, around)
            if _is_marked(attempt, rule.row, first) or _is_denied(attempt, rule, around):
                denied.append(place)
            else:
                found.setdefault((rule.row.code, first, last), place)
    return tuple(found.values()), tuple(denied)


def _candidates(attempt: Attempt) -> list[tuple[Rule, Pattern]]:
    table = _by_pivot()
    found: dict[tuple[str, str], tuple[Rule, Pattern]] = {}
    for word in ("", *sorted(attempt.vocabulary)):
        for rule, pattern in table.get(word, ()):
            if not pattern.may_match(attempt.vocabulary):
                continue
            found[rule.row.where, pattern.source] = rule, pattern
    return list(found.values())


def _is_marked(attempt: Attempt, row: RuleRow, first: int) -> bool:
    if first in attempt.reported and "reported" not in row.even:
        return True
    return first in attempt.hedged and "hedged" not in row.even


def _is_denied(attempt: Attempt, rule: Rule, around: tuple[int, int]) -> bool:
    for pattern in rule.unless:
        if (pattern.pivots and not pattern.pivots & attempt.vocabulary) or not pattern.may_match(attempt.vocabulary):
            continue
        for start, end, _, _ in pattern.find(attempt.plain):
            if attempt.token_at(start) <= around[1] and around[0] <= attempt.token_at(end - 1):
                return True
    if rule.beside:
        begin, stop = attempt.sentence(around[0])
        for pattern in rule.beside:
            if pattern.pivots and not pattern.pivots & attempt.vocabulary:
                continue
            for start, end, _, _ in pattern.find(attempt.plain):
                if attempt.token_at(start) < stop and begin <= attempt.token_at(end - 1):
                    return True
    return False


@cache
def _by_pivot() -> Mapping[str, tuple[tuple[Rule, Pattern], ...]]:
    table: dict[str, tuple[tuple[Rule, Pattern], ...]] = {}
    for row in load().rules:
        rule = Rule(row, tuple(map(read_pattern, row.unless)), tuple(map(read_pattern, row.beside)))
        for source in row.match:
            pattern = read_pattern(source)
            for word in pattern.pivots or {""}:
                table[word] = (*table.get(word, ()), (rule, pattern))
    return table
