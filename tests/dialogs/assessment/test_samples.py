"""Attempts in many Englishes: each sample of ``samples.txt`` keeps its reading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dialogs.assessment import find_issues

_SAMPLES = Path(__file__).with_name("samples.txt")
_MISSING = "NO_"


def samples() -> Iterator[tuple[set[str], str]]:
    """The expected codes of a sample ("-" is none), and its text."""
    for line in _SAMPLES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            codes, text = line.split("|", 1)
            yield set(codes.split()) - {"-"}, text


def test_every_sample_keeps_its_reading() -> None:
    wrong = []
    for expected, text in samples():
        found = {each.code.value for each in find_issues(text)}
        missing = {code for code in found if code.startswith(_MISSING)}
        if not expected:
            right = found == missing  # no blame
        elif any(code.startswith(_MISSING) for code in expected):
            right = found == expected
        else:
            right = expected <= found
        if not right:
            wrong.append((text, sorted(expected), sorted(found)))
    assert wrong == []
