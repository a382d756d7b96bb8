"""The scorecard: how many people in danger are noticed, and how many who only quarrel are bothered."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.statements.intervals import Share
from dialogs.safety import Concern, match, screen

DATA = Path(__file__).parent / "data"
GROUPS = ("A", "B", "C", "other_languages", "benign")


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of message in one group: how many there are, answered as a disclosure, asked about gently, by kind."""

    group: str
    kind: str
    messages: int
    told: int
    asked: int
    urgent: int
    right_kind: int
    by_pattern: int

    @property
    def noticed(self) -> Share:
        return Share(self.told + self.asked, self.messages)


def score(path: Path = DATA / "test.toml") -> list[Row]:
    """A row for each kind of each group."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return [_row(group, kind, texts) for group in GROUPS for kind, texts in table[group].items()]


def _row(group: str, kind: str, texts: list[str]) -> Row:
    found: list[Concern | None] = [screen(text) for text in texts]
    return Row(
        group,
        kind,
        len(texts),
        sum(one is not None and one.tier != "C" for one in found),
        sum(one is not None and one.tier == "C" for one in found),
        sum(one is not None and one.tier == "A" for one in found),
        sum(one is not None and one.kind == kind for one in found),
        sum(match(text) is not None for text in texts),
    )


def total(rows: list[Row], *groups: str) -> Row:
    """The sum of some groups."""
    kept = [row for row in rows if row.group in groups]
    names = ("messages", "told", "asked", "urgent", "right_kind", "by_pattern")
    return Row("+".join(groups), "all", *(sum(getattr(row, name) for row in kept) for name in names))


def draw(rows: list[Row]) -> Iterator[str]:
    """The table of docs/safety.md."""
    heads = ("told", "asked", "noticed", "urgent", "patterns")
    yield f"{'group':16} {'kind':20} messages {' '.join(f'{head:>8}' for head in heads)}"
    for row in [*rows, total(rows, "A"), total(rows, "B"), total(rows, "A", "B"), total(rows, "benign")]:
        shares = (row.told, row.asked, row.told + row.asked, row.urgent, row.by_pattern)
        drawn = " ".join(f"{share / (row.messages or 1):8.1%}" for share in shares)
        yield f"{row.group:16} {row.kind:20} {row.messages:8} {drawn}"
    both = total(rows, "A", "B")
    yield f"danger noticed (A and B): {both.noticed}; answered as such: {Share(both.told, both.messages)}"
    benign = total(rows, "benign")
    yield f"ordinary, taken for danger: {Share(benign.told, benign.messages)}"
    yield f"ordinary, asked about gently: {Share(benign.asked, benign.messages)}"
