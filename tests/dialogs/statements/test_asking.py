"""Asking: a request about what was said in the person's own words is about that, doable, and open to a no."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.statement_rows import AskRow
from content.statements import load
from dialogs.assessment import Code, assess
from dialogs.statements.asking import requests_about

ROWS = list(load().asks.values())
FAULTS = {Code.DEMAND, Code.VAGUE_REQUEST, Code.NEG_REQUEST, Code.NO_REQUEST, Code.SHOULD, Code.ABSOLUTE, Code.THREAT}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_is_asked_for_its_example_and_not_for_its_counter_example(row: AskRow) -> None:
    asked = {re.sub(r"\{done\}.*", "", request) for request in row.requests}
    found = requests_about(row.example)
    assert len(found) == len(row.requests)
    assert all(any(request.startswith(opening) for opening in asked) for request in found)
    assert not set(row.requests) & set(requests_about(row.counter_example))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_request_passes_the_checker_of_attempts(row: AskRow) -> None:
    for request in requests_about(row.example):
        assert "{" not in request
        found = assess(f"I feel hurt when {row.example}. I need respect. {request}")
        assert not {issue.code for issue in found.issues} & FAULTS, request


@pytest.mark.parametrize(
    ("situation", "asked"),
    [
        ("you don't put the bins out", "Could you put the bins out next time?"),
        ("you don't hold me when I cry", "Could you hold me when I cry?"),
        ("you don't cook", "Could you cook, once this week?"),
    ],
)
def test_what_is_missing_is_asked_for(situation: str, asked: str) -> None:
    assert asked in requests_about(situation)


@pytest.mark.parametrize(
    "situation",
    ["you don't want to visit my parents", "you don't say anything", "you spend every Sunday with your mother",
     "you don't take me seriously", "the wet towel lies on my side of the bed"],
)  # fmt: skip
def test_where_nothing_fits_a_talk_is_asked_for(situation: str) -> None:
    assert requests_about(situation) == load().open_requests


@given(st.text())
def test_any_clause_gets_a_request(situation: str) -> None:
    found = requests_about(situation)
    assert found
    assert all(request.startswith("Could ") and request.endswith("?") for request in found)
