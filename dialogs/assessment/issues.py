"""Issues: the codes of the failure catalogue, how much each weighs, and where in an attempt they stand.

The codes and their severities are those of the coach's dossier (a catalogue of 25 in the field's terms: Gordon's
I-message, Rosenberg's observation, feeling, need and request, Gottman's criticism and contempt).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

Severity = Literal[1, 2, 3]


class Code(StrEnum):
    """What can go wrong in an attempt."""

    FEEL_THAT = "FEEL_THAT"
    FEEL_LIKE_YOU = "FEEL_LIKE_YOU"
    FAUX_FEELING = "FAUX_FEELING"
    YOU_MAKE_ME = "YOU_MAKE_ME"
    ABSOLUTE = "ABSOLUTE"
    LABEL = "LABEL"
    DIAGNOSE = "DIAGNOSE"
    MIND_READ = "MIND_READ"
    WHY_LOADED = "WHY_LOADED"
    THREAT = "THREAT"
    CONTEMPT = "CONTEMPT"
    SHOULD = "SHOULD"
    NO_FEELING = "NO_FEELING"
    NO_SITUATION = "NO_SITUATION"
    NO_NEED = "NO_NEED"
    NO_REQUEST = "NO_REQUEST"
    VAGUE_REQUEST = "VAGUE_REQUEST"
    NEG_REQUEST = "NEG_REQUEST"
    DEMAND = "DEMAND"
    PAST = "PAST"
    KITCHEN_SINK = "KITCHEN_SINK"
    COMPARE = "COMPARE"
    BUT_ERASE = "BUT_ERASE"
    SELF_ERASE = "SELF_ERASE"
    GUILT = "GUILT"


_GRAVE = (Code.LABEL, Code.DIAGNOSE, Code.THREAT, Code.CONTEMPT)
_MIDDLE = (
    Code.FEEL_THAT,
    Code.FEEL_LIKE_YOU,
    Code.YOU_MAKE_ME,
    Code.ABSOLUTE,
    Code.MIND_READ,
    Code.WHY_LOADED,
    Code.DEMAND,
    Code.COMPARE,
    Code.GUILT,
)
SEVERITY: Mapping[Code, Severity] = MappingProxyType(
    {code: 3 if code in _GRAVE else 2 if code in _MIDDLE else 1 for code in Code}
)


@dataclass(frozen=True, slots=True)
class Issue:
    """A code and the characters [start, end) of the text that carry it."""

    code: Code
    severity: Severity
    start: int
    end: int


def issue(code: Code, start: int, end: int) -> Issue:
    """An issue with the severity of its code."""
    return Issue(code, SEVERITY[code], start, end)
