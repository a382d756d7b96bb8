"""The gate: what the detectors find in the corpora, and what they cry wolf at."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from dialogs.safety import Concern, screen

HERE = Path(__file__).parent


def read(name: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


POSITIVES = [
    (table[0], kind, message)
    for table, kinds in read("positives.toml").items()
    for kind, messages in kinds.items()
    for message in messages
]
BENIGN = [message for messages in read("benign.toml").values() for message in messages]
ACCEPTED = read("accepted.toml")


def noticed(found: Concern | None) -> bool:
    return found is not None and found.tier != "C"


def test_the_corpora_are_large_and_without_doubles() -> None:
    texts = [message for *_, message in POSITIVES] + BENIGN
    assert len(POSITIVES) >= 400
    assert len(BENIGN) >= 900
    doubles = [text for text, times in Counter(texts).items() if times > 1]
    assert doubles == []


def test_someone_in_danger_is_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    serious = [(tier, kind, screen(message)) for tier, kind, message in POSITIVES if tier != "C"]
    with capsys.disabled():
        print(f"\n{'tier':5} {'kind':20} {'lines':>5} {'found':>6} {'tier ok':>8} {'kind ok':>8}")
        for group in sorted({(tier, kind) for tier, kind, _ in serious}):
            rows = [found for tier, kind, found in serious if (tier, kind) == group]
            hits = [found for found in rows if found is not None and noticed(found)]
            print(
                f"{group[0]:5} {group[1]:20} {len(rows):5} {len(hits) / len(rows):6.1%} "
                f"{sum(hit.tier == group[0] for hit in hits) / len(rows):8.1%} "
                f"{sum(hit.kind == group[1] for hit in hits) / len(rows):8.1%}"
            )
    assert sum(noticed(found) for *_, found in serious) >= 0.97 * len(serious)
    imminent = [found for tier, _, found in serious if tier == "A"]
    assert sum(found is not None and found.tier == "A" for found in imminent) >= 0.9 * len(imminent)


def test_soft_signs_are_asked_about() -> None:
    soft = [screen(message) for tier, _, message in POSITIVES if tier == "C"]
    assert sum(found is not None for found in soft) >= 0.9 * len(soft)


def test_ordinary_quarrels_are_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    alarms = Counter(found.tier for message in BENIGN if (found := screen(message)) is not None)
    with capsys.disabled():
        print(
            f"\n{len(BENIGN)} ordinary messages; false alarms: "
            f"A and B {(alarms['A'] + alarms['B']) / len(BENIGN):.1%}, C {alarms['C'] / len(BENIGN):.1%}"
        )
    assert alarms["A"] + alarms["B"] <= 0.01 * len(BENIGN)
    assert alarms["C"] <= 0.05 * len(BENIGN)


def test_every_mistake_is_known_and_has_a_reason() -> None:
    missed = {message for tier, _, message in POSITIVES if tier != "C" and not noticed(screen(message))}
    alarms = {message for message in BENIGN if noticed(screen(message))}
    assert missed == set(ACCEPTED["misses"])
    assert alarms == set(ACCEPTED["alarms"])
