"""A few thousand generated updates at every run; a million by ``python -m tests.fuzz --updates 1000000``."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from tests.fuzz.harness import fuzz
from tests.fuzz.updates import Updates


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_goes_wrong_whatever_is_delivered(seed: int, tmp_path: Path) -> None:
    findings = await fuzz(tmp_path, 4000, seed, chats=60)
    assert findings.wrong == {}
    assert findings.calls["sendMessage"] > 1000, "the coach has answered"
    assert findings.calls["editMessageText"] > 100, "buttons were tapped"


def test_the_same_seed_gives_the_same_updates() -> None:
    first, second = (repr(list(islice(Updates(5, 10, {}), 500))) for _ in range(2))  # a NaN is not equal to itself
    assert first == second
