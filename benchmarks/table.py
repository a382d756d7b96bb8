"""The tables: what was measured, what it should be, and whether it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table of targets. ``met`` is None where there is nothing to compare with."""

    measure: str
    target: str
    reached: str
    met: bool | None

    @property
    def verdict(self) -> str:
        return {True: "yes", False: "no", None: "-"}[self.met]


def draw(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as lines with columns of even width."""
    lines = [list(head), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    drawn = [" | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([drawn[0], "-|-".join("-" * width for width in widths), *drawn[1:]])


def draw_findings(findings: Iterable[Finding]) -> str:
    """The table of targets."""
    return draw(
        ("measure", "target", "reached", "met"),
        ((each.measure, each.target, each.reached, each.verdict) for each in findings),
    )
