"""Ratings: are the sentences acceptable? Two raters answer five questions on each, blind to how it was made.

A rating belongs to the sentence it was given for: after a change of the engine, sentences that became others are
unrated and counted as such. ``python -m benchmarks.statements sample test`` writes what is still to be rated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.statements.intervals import Share
from benchmarks.statements.rewrites import Rewrites, measure, read_rows

QUESTIONS = ("grammatical", "blame_free", "same_event", "plausible", "doable")
_RATERS = ("a", "b")


def sample(folder: Path) -> None:
    """Write ``unrated.jsonl`` beside the data: text and sentence of every rewrite that a rater has not seen."""
    rows = {row["id"]: row["text"] for row in read_rows(folder / "statements.jsonl")}
    rated = {name: _ratings(folder, name) for name in _RATERS}
    made = measure(folder).made
    unrated = [
        {"id": name, "text": rows[name], "sentence": sentence}
        for name, sentence in made.items()
        if any((name, sentence) not in rated[rater] for rater in _RATERS)
    ]
    path = folder / "unrated.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in unrated), encoding="utf-8")
    print(f"{len(unrated)} of {len(made)} sentences to rate: {path.name}")


def report(folder: Path, found: Rewrites) -> Iterator[str]:
    """Lines on how acceptable the sentences of a half are, by each rater and by both, with Cohen's kappa (1960)."""
    by_rater = [_ratings(folder, name) for name in _RATERS]
    keys = _rated(found, by_rater)
    if not keys:
        yield "acceptable                      not rated yet"
        return
    for name, one in zip(_RATERS, by_rater, strict=True):
        good = sum(all(one[key][question] for question in QUESTIONS) for key in keys)
        yield f"acceptable, rater {name}             {Share(good, len(keys))}"
    harmful = sum(any(one[key].get("harmful", False) for one in by_rater) for key in keys)
    both = _to_both(by_rater, keys)
    yield f"acceptable to both              {both}; {len(found.made) - len(keys)} sentences unrated"
    yield f"harmful                         {harmful} of {len(keys)}; kappa {_kappa(by_rater, keys):.2f}"
    for question in QUESTIONS:
        yes = sum(one[key][question] for one in by_rater for key in keys)
        yield f"   {question:<29}{Share(yes, 2 * len(keys))}"


def acceptable_to_both(folder: Path, found: Rewrites) -> Share:
    """How many of the sentences that both raters have seen are right by all questions to both."""
    by_rater = [_ratings(folder, name) for name in _RATERS]
    return _to_both(by_rater, _rated(found, by_rater))


def _to_both(by_rater: list[dict[tuple[str, str], dict[str, bool]]], keys: list[tuple[str, str]]) -> Share:
    return Share(sum(all(one[key][question] for one in by_rater for question in QUESTIONS) for key in keys), len(keys))


def _rated(found: Rewrites, by_rater: list[dict[tuple[str, str], dict[str, bool]]]) -> list[tuple[str, str]]:
    return [key for key in found.made.items() if all(key in one for one in by_rater)]


def _ratings(folder: Path, rater: str) -> dict[tuple[str, str], dict[str, bool]]:
    path = folder / f"ratings_{rater}.jsonl"
    if not path.exists():
        return {}
    return {(row["id"], row["sentence"]): row for row in read_rows(path)}


def _kappa(by_rater: list[dict[tuple[str, str], dict[str, bool]]], keys: list[tuple[str, str]]) -> float:
    """Agreement on "acceptable" beyond chance, from -1 to 1."""
    first, second = ([all(one[key][question] for question in QUESTIONS) for key in keys] for one in by_rater)
    agreed = sum(a == b for a, b in zip(first, second, strict=True)) / len(keys)
    yes = sum(first) / len(keys) * sum(second) / len(keys)
    no = (1 - sum(first) / len(keys)) * (1 - sum(second) / len(keys))
    return (agreed - yes - no) / (1 - yes - no) if yes + no < 1 else 1.0
