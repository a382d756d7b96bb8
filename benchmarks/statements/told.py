"""Told: complaints with what happened in each as an edit of its words would say it, and what it may feel like.

Lines of ``told/*.tsv``, written or labelled by hand: a complaint, the clause ("when you left early"; ``-`` where none
can be had by small edits), up to three feelings and two needs, the likeliest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.statements.judged import read_judged
from content.statements import load

FOLDER = Path(__file__).parent / "told"
_CLAUSE = re.compile(r"(?:when|that|after|because|how|whenever)\s+(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """``clause``: what happened, without its connector; ``none``: no small edits tell it; "" where that is unknown."""

    text: str
    clause: str
    feelings: tuple[str, ...]
    needs: tuple[str, ...]

    @property
    def event(self) -> Literal["event", "none"] | None:
        """Whether a clause can be had, if that is known."""
        return None if not self.clause else "none" if self.clause == "-" else "event"


def read_told() -> Iterator[Told]:
    """All of them, in the order of the files; then the acts that were judged (``judged/acts.tsv``).

    Raises:
        ValueError: a line has not four columns, or a clause that begins with no connector.
    """
    for path in sorted(FOLDER.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            columns = line.split("\t")
            if len(columns) != 4:
                raise ValueError(f"{path.name}:{number}: {len(columns)} columns, not 4: text, clause, feelings, needs")
            text, clause, feelings, needs = columns
            yield Told(text, _bare(clause, f"{path.name}:{number}"), tuple(feelings.split()), tuple(needs.split()))
    for text, clause, needs, feelings, wrong in _judged():
        yield Told(text, "" if wrong else _bare(clause, "acts.tsv"), *_known(feelings, needs))


def _judged() -> list[list[str]]:
    """The rows of judged acts: text, situation, needs, feelings, and what is wrong with it (often nothing)."""
    return [[*columns, ""][:5] for columns in read_judged("acts.tsv")]


def _bare(clause: str, place: str) -> str:
    if clause == "-":
        return clause
    found = _CLAUSE.fullmatch(clause)
    if found is None:
        raise ValueError(f"{place}: {clause!r} begins with no connector; write: when ...")
    return found.group(1)


def _known(feelings: str, needs: str) -> Sequence[tuple[str, ...]]:
    tables = load()
    return (
        tuple(name for name in feelings.split() if name in tables.feelings),
        tuple(name for name in needs.split() if name in tables.needs),
    )
