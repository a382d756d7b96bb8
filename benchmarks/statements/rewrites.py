"""Rewrites: how blame is found and said again in one half of the data: detection, outcomes, distinctness, speed."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.statements.intervals import Share
from bot.local.answers import rewritten
from dialogs.statements import prepare, rewrite

LEFT_ALONE = frozenset("already_good praise not_a_statement other_language nonsense".split())
_ALIKE = 0.9  # of the characters in common: near-identical


@dataclass(slots=True)
class Rewrites:
    """What was measured on one half."""

    blame: int = 0
    other: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    by_style: dict[str, Counter[str]] = field(default_factory=dict)
    others: dict[str, Counter[str]] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)  # id -> sentence
    offered: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)  # on the first reading, some patterns not yet compiled
    warm: list[float] = field(default_factory=list)

    @property
    def found(self) -> Share:
        """Recall: blame that is taken as blame (or as danger)."""
        return Share(self.blame - sum(self.outcomes[name] for name in LEFT_ALONE), self.blame)

    @property
    def left_alone(self) -> Share:
        """What is no blame and is not rewritten."""
        return Share(sum(kinds[name] for kinds in self.others.values() for name in LEFT_ALONE), self.other)

    @property
    def precision(self) -> Share:
        """Of all that is taken as blame, what is."""
        return Share(self.found.hits, self.found.hits + self.other - self.left_alone.hits)

    @property
    def direct(self) -> Share:
        return Share(self.outcomes["rewrite"], self.blame)

    @property
    def helped(self) -> Share:
        """Rewritten at once, or within the three choices."""
        return Share(self.outcomes["rewrite"] + self.outcomes["choices"], self.blame)

    @property
    def alike(self) -> Share:
        """Sentences that are nearly the same as one for another text."""
        sentences = list(self.made.values())
        twins = set()
        for at, one in enumerate(sentences):
            for other in range(at):
                matcher = SequenceMatcher(None, one, sentences[other], autojunk=False)
                bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)  # the cheap ones first
                if all(bound() >= _ALIKE for bound in bounds):
                    twins.add(at)
                    break
        return Share(len(twins), len(sentences))

    @property
    def p95(self) -> tuple[float, float]:
        """Milliseconds within which 95 % of the texts are answered: in a bot that has read some, and at first sight."""
        return _most(self.warm), _most(self.milliseconds)


def _most(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)] if times else 0.0


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def outcomes_of_danger(folder: Path) -> Counter[str]:
    """What becomes of the sentences of a half that tell of danger: none of them should get a sentence or choices."""
    rows = read_rows(folder / "danger.jsonl")
    return Counter(str(rewritten(row["text"])["outcome"]) for row in rows if row["danger"])


def measure(folder: Path, *, timed: bool = True) -> Rewrites:
    """Answer every statement of a half: rows with ``id``, ``text``, ``kind`` ("blame" or another) and ``style``."""
    found = Rewrites()
    prepare()
    rows = read_rows(folder / "statements.jsonl")
    for times in (found.milliseconds, found.warm) if timed else ():
        for row in rows:
            started = perf_counter()
            rewrite(row["text"])
            times.append((perf_counter() - started) * 1000)
    for row in rows:
        answer = rewritten(row["text"])
        outcome = answer["outcome"]
        if row["kind"] == "blame":
            found.blame += 1
            found.outcomes[outcome] += 1
            found.by_style.setdefault(row.get("style", ""), Counter())[outcome] += 1
            if outcome == "rewrite":
                found.made[row["id"]] = answer["text"]
            elif outcome == "choices":
                found.offered[row["id"]] = answer["choices"]
        else:
            found.other += 1
            found.others.setdefault(row["kind"], Counter())[outcome] += 1
        if (row["kind"] == "blame") == (outcome in LEFT_ALONE):
            found.missed.append((row["kind"], outcome, row["text"]))
    return found
