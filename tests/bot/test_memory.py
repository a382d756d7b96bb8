"""Memory that was freed in pieces goes back to the system."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.workers.memory import trim


def resident() -> float:
    """Resident memory of this process in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def test_what_lies_between_pieces_in_use_is_given_back() -> None:
    if not trim():
        pytest.skip("this C library can't be asked to give memory back")
    pieces = [bytes(1500) for _ in range(40_000)]
    kept = pieces[::50]  # now most of it is free, and none of it in one stretch at the end
    full = resident()
    del pieces
    assert trim()
    assert resident() < full - 30
    assert len(kept) == 800
