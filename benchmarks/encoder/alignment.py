"""Alignment: the edits that turn a complaint into the clause somebody wrote for it, at the least cost."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.statements.edits import CUT, FORMS, KEEP, LITERALS, Edit, form_of
from dialogs.statements.words import Word

_CUT, _CHANGED, _ADDED = 0.4, 0.3, 0.9  # what a word costs that is cut, put in another form, or added


def find_edits(words: Sequence[Word], clause: Sequence[Word]) -> tuple[Edit, ...] | None:
    """The edits of a text's words that give a clause's; None where words would follow the last that is kept."""
    told, said = [word.text for word in words], [word.text for word in clause]
    costs = [[0.0] * (len(said) + 1) for _ in range(len(told) + 1)]
    for at in range(len(told), -1, -1):
        for to in range(len(said), -1, -1):
            if at < len(told) or to < len(said):
                costs[at][to] = min(cost for cost, *_ in _steps(told, said, costs, at, to))
    edits, before = [], []
    at = to = 0
    while at < len(told):
        _, operation, at, to_next = min(_steps(told, said, costs, at, to), key=lambda step: step[0])
        if operation is None:
            before.append(said[to])
        elif operation == CUT:
            edits.append(Edit())
        else:
            edits.append(Edit(operation, " ".join(before)))
            before = []
        to = to_next
    return tuple(edits) if not before and to == len(said) else None


def _steps(
    told: Sequence[str], said: Sequence[str], costs: Sequence[Sequence[float]], at: int, to: int
) -> list[tuple[float, str | None, int, int]]:
    steps: list[tuple[float, str | None, int, int]] = []
    if at < len(told) and to < len(said):
        if told[at] == said[to]:
            steps.append((costs[at + 1][to + 1], KEEP, at + 1, to + 1))
        elif (operation := _change(told[at], said[to])) is not None:
            steps.append((_CHANGED + costs[at + 1][to + 1], operation, at + 1, to + 1))
    if at < len(told):
        steps.append((_CUT + costs[at + 1][to], CUT, at + 1, to))
    if to < len(said):
        steps.append((_ADDED + costs[at][to + 1], None, at, to + 1))
    return steps


def _change(told: str, said: str) -> str | None:
    if told in LITERALS | _PERSONS and said in LITERALS:
        return f"={said}"
    return next((form for form in FORMS if next(form_of(told, form), None) == said), None)


_PERSONS = frozenset(
    "he she they his her their him them hers theirs himself herself themselves partner u ye ya yer".split()
)
