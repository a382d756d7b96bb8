"""The pacer: a line above the prompt that breathes, ends by itself, by Enter or by Ctrl-C, and takes no typed word."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import io
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import pytest
from rich.console import Console

from bot.local.pacer import Pacer
from bot.local.terminal import Terminal
from dialogs.rhythms import RHYTHMS

ROOT = Path(__file__).resolve().parents[2]
CAPTION = {"kind": "animation", "name": "sighing", "caption": "In, and out.", "seconds": 300, "locale": "en"}
BAR = re.compile("━+")


def console(width: int = 80) -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=width, color_system=None, legacy_windows=False)


def written(terminal: Console) -> str:
    assert isinstance(terminal.file, io.StringIO)
    return terminal.file.getvalue()


def bar(pacer: Pacer, at: float) -> int:
    found = BAR.search(pacer.line(at).plain)
    assert found is not None
    return len(found.group())


# -- the line ----------------------------------------------------------------------------------------------------------


def test_the_bar_grows_and_shrinks_with_the_breath() -> None:
    pacer = Pacer(console(), RHYTHMS["sighing"], 300, "en")
    assert bar(pacer, 0) == 1
    assert bar(pacer, 1) < bar(pacer, 2) < bar(pacer, 3) < bar(pacer, 4)
    assert bar(pacer, 4) > bar(pacer, 8) > bar(pacer, 11.9)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (0, "in            3  5:00"),
        (3.5, "a little more 1  4:57"),
        (4, "slowly out    8  4:56"),
        (288.1, "in            3  0:12"),
    ],
)
def test_it_says_what_to_do_and_how_long(at: float, told: str) -> None:
    assert told in Pacer(console(), RHYTHMS["sighing"], 300, "en").line(at).plain


@pytest.mark.parametrize("width", [20, 40, 72, 80, 200])
@pytest.mark.parametrize("name", list(RHYTHMS))
def test_it_stays_on_one_line(name: str, width: int) -> None:
    pacer = Pacer(console(width), RHYTHMS[name], 300, "en")
    assert all(len(pacer.line(tenth / 10).plain) < width for tenth in range(0, 3000, 3))


async def test_it_ends_by_itself_and_leaves_an_empty_line() -> None:
    target, now = console(), [100.0]

    async def sleep(seconds: float) -> None:
        now[0] += seconds

    await Pacer(target, RHYTHMS["breathing"], 20, "en").run(lambda: now[0], sleep)
    assert 120 <= now[0] < 121
    drawn = written(target).split("\x1b8")
    assert len(drawn) > 190
    assert all(frame.startswith("\x1b7\x1b[1A\r") for frame in drawn[:-1]), "and the cursor is put back"
    assert drawn[-2] == "\x1b7\x1b[1A\r\x1b[K"
    assert "\n" not in written(target)


# -- beside the prompt -------------------------------------------------------------------------------------------------


async def test_it_waits_for_the_prompt_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    target = console()
    terminal = Terminal(target, tmp_path)
    await terminal.send("terminal:you", CAPTION)
    await terminal.send("terminal:you", {"kind": "message", "text": "Breathe along.", "buttons": []})
    assert "Breathe along." in written(target)
    assert not BAR.search(written(target)), "it does not breathe yet, and nothing waited for it"
    terminal.open_prompt()
    await asyncio.sleep(0.05)
    assert BAR.search(written(target))
    assert terminal.close_prompt("")
    assert written(target).endswith("\x1b7\x1b[2A\r\x1b[K\x1b8"), "one up for the prompt, and one for its own line"
    terminal.open_prompt()
    assert not terminal.close_prompt(""), "once, and no more"


async def test_what_comes_by_itself_ends_it_and_the_prompt_stands_again(tmp_path: Path) -> None:
    target = console()
    terminal = Terminal(target, tmp_path)
    await terminal.send("terminal:you", CAPTION)
    terminal.open_prompt()
    await asyncio.sleep(0.05)
    before = len(written(target))
    await terminal.send("terminal:you", {"kind": "redraw", "token": "a", "message": None})
    await terminal.send("terminal:you", {"kind": "message", "text": "That's 5 minutes.", "buttons": []})
    await asyncio.sleep(0.25)
    shown = written(target)[before:]
    assert shown.rstrip().endswith("›")
    assert not BAR.search(shown.split("That's")[1]), "and nothing breathes any more"


async def test_a_pipe_gets_the_words_and_no_pacer(tmp_path: Path) -> None:
    target = Console(file=io.StringIO(), force_terminal=False)
    terminal = Terminal(target, tmp_path)
    await terminal.send("terminal:you", CAPTION)
    terminal.open_prompt()
    await asyncio.sleep(0.05)
    assert not terminal.close_prompt("")
    assert written(target) == "In, and out.\n\n"


# -- the real program on a terminal ------------------------------------------------------------------------------------


class Typist:
    """Somebody at a terminal of 80 columns."""

    def __init__(self, folder: Path) -> None:
        self.screen, keyboard = pty.openpty()
        fcntl.ioctl(keyboard, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "HALFWAY_DATA_DIR": str(folder), "TERM": "xterm"}
        environment.pop("TELEGRAM_BOT_TOKEN", None)
        self.process = subprocess.Popen(
            (sys.executable, "-c", _LED), stdin=keyboard, stdout=keyboard, stderr=keyboard, cwd=folder, env=environment,
            start_new_session=True,
        )  # fmt: skip
        os.close(keyboard)
        self.shown = ""

    def __enter__(self) -> Typist:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.screen)

    def type(self, keys: str) -> None:
        self.shown = ""
        os.write(self.screen, keys.encode())

    def see(self, words: str, within: float = 30) -> str:
        """Read until these words are shown."""
        end = time.monotonic() + within
        while words not in self.shown:
            assert time.monotonic() < end, f"no {words!r} in {self.shown[-500:]!r}"
            self._read(0.1)
        return self.shown

    def idle(self, seconds: float) -> str:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._read(0.1)
        return self.shown

    def _read(self, seconds: float) -> None:
        if select.select([self.screen], [], [], seconds)[0]:
            with contextlib.suppress(OSError):  # it is gone
                self.shown += os.read(self.screen, 1 << 16).decode(errors="replace")


# The terminal is made the one that Ctrl-C comes from, before the program begins.
_LED = """
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from bot.__main__ import main
sys.argv = ["halfway", "chat"]
main()
"""


SCALE = "0  1  2  3"  # the choices of a rating


@pytest.fixture
def typist(tmp_path: Path) -> Iterator[Typist]:
    """Somebody who has just begun two minutes of long sighs."""
    with Typist(tmp_path) as typist:
        typist.see("›")
        for keys, words in (
            ("1", "›"), ("1", "›"), ("1", "›"), ("Sam", "›"), ("2", "›"), ("/practice", "Five senses"),
            ("1", "Not now"), ("1", SCALE), ("5", "5 minutes"), ("two", "Enter ends it"),
        ):  # fmt: skip
            typist.shown = ""
            typist.type(f"{keys}\n")
            typist.see(words)
        yield typist


def test_words_typed_meanwhile_are_an_answer(typist: Typist) -> None:
    typist.type("go on ")
    typist.idle(0.5)
    assert typist.shown.count("\x1b[1A") >= 3, "it breathes on while somebody types"
    typist.type("now\n")
    typist.see(SCALE)
    typist.shown = ""
    assert "\x1b[1A" not in typist.idle(0.5), "and not after"


def test_enter_and_ctrl_c_end_it_and_the_talk_goes_on(typist: Typist) -> None:
    typist.type("\n")
    assert "empty" not in typist.idle(0.6)
    typist.type("again\n")
    typist.see("Enter ends it")
    typist.type("\x03")
    typist.idle(0.5)
    typist.shown = ""
    assert "\x1b[1A" not in typist.idle(0.4), "it is over"
    typist.type("go on now\n")
    typist.see(SCALE)
    typist.type("\x04")
    assert typist.process.wait(20) == 0
