"""Findings: what the doctor saw, whether that is well, and what to do where it isn't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, TypeAlias

Level: TypeAlias = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a report: what was looked at, how it is, and what to do where that isn't well. Holds no secret."""

    check: str
    level: Level
    said: str
    advice: str = ""


def as_lines(findings: Iterable[Finding]) -> Iterator[str]:
    for each in findings:
        yield f"{each.level:8} {each.check:15} {each.said}"
        if each.advice and each.level != "ok":
            yield f"{'':25}-> {each.advice}"


def as_objects(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [asdict(each if each.level != "ok" else replace(each, advice="")) for each in findings]
