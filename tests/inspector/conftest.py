"""What the tests of the inspector share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.inspector.bench import Open, open_bench


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Open]:
    """The coach in a house of its own, and the inspector beside it."""
    async with open_bench(tmp_path) as opened:
        yield opened
