"""Time in the terminal: a rehearsal on a clock of its own, and /tick."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.local.clock import RehearsalClock, read_amount
from bot.local.terminal import NO_TICK, chat
from bot.settings import Settings
from dialogs.coach import build

ROOT = Path(__file__).resolve().parents[2]
WELCOME = ("1", "1", "1", "Sam", "2")


async def rehearse(folder: Path, start: datetime, zone: str, *lines: str) -> str:
    """What the terminal shows for these lines, said from an instant on."""
    target, source = io.StringIO(), io.StringIO("".join(f"{line}\n" for line in lines))
    settings = Settings(halfway_data_dir=folder, _env_file=None)  # type: ignore[call-arg]
    await chat(settings, build(), source, target, folder, clock=RehearsalClock(start, zone), zone=zone)
    return target.getvalue()


async def test_a_night_in_which_clocks_go_forward_is_lived_through_in_a_moment(tmp_path: Path) -> None:
    start = datetime(2026, 3, 28, 0, 55, tzinfo=UTC)
    shown = await rehearse(
        tmp_path, start, "Europe/Berlin", *WELCOME, "/nudges", "02:30", "/tick", "not today", "/tick", "/tick 8h"
    )
    assert "— Sat 28 March 2026, 02:30 CET —" in shown or "— Sun 29 March 2026, 03:00 CEST —" in shown
    assert "— Sun 29 March 2026, 03:00 CEST —" in shown, "half past two did not exist; three o'clock is the first after"
    assert "— Sun 29 March 2026, 11:00 CEST —" in shown


async def test_a_day_passes_timer_by_timer(tmp_path: Path) -> None:
    start = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    shown = await rehearse(tmp_path, start, "Asia/Kathmandu", *WELCOME, "/nudges", "20:00", "/tick 3d")
    assert [line for line in shown.splitlines() if line.startswith("— ")] == [
        *(f"— {day} March 2026, 20:00 +0545 —" for day in ("Mon 2", "Tue 3", "Wed 4")),
        "— Thu 5 March 2026, 17:45 +0545 —",
    ]


@pytest.mark.parametrize(("typed", "answer"), [("/tick", "nothing is set"), ("/tick soon", "no amount of time")])
async def test_a_tick_that_leads_nowhere_says_so(typed: str, answer: str, tmp_path: Path) -> None:
    shown = await rehearse(tmp_path, datetime(2026, 3, 2, tzinfo=UTC), "UTC", *WELCOME, typed)
    assert answer in shown


async def test_the_real_clock_does_not_tick(tmp_path: Path) -> None:
    target, source = io.StringIO(), io.StringIO("/tick\n")
    settings = Settings(halfway_data_dir=tmp_path, _env_file=None)  # type: ignore[call-arg]
    await chat(settings, build(), source, target, tmp_path)
    assert NO_TICK in target.getvalue()


def test_a_rehearsal_is_kept_nowhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "chat", "--at", "2026-03-29T01:55", "--zone", "Europe/Berlin"]
    ran = subprocess.run(
        command,
        input="\n".join(WELCOME),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"HALFWAY_DATA_DIR": str(tmp_path), "PATH": ""},
        timeout=60,
    )
    assert "Sun 29 March 2026, 01:55 CET" in ran.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_zone_that_is_none_is_an_error() -> None:
    command = [sys.executable, "-m", "bot", "chat", "--zone", "Mars/Olympus"]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60, input="")
    assert ran.returncode == 1
    assert "no time zone 'Mars/Olympus'" in ran.stderr


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("8h", timedelta(hours=8)),
        ("30 m", timedelta(minutes=30)),
        ("2d", timedelta(days=2)),
        ("soon", None),
        ("", None),
    ],
)
def test_amounts_of_time(text: str, time: timedelta | None) -> None:
    assert read_amount(text) == time
