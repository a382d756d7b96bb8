"""The terminal: the coach as a channel on standard input and output, for one person.

On a terminal it draws with rich; into a pipe or a file it writes plain lines. What is typed goes to the same turns,
outbox and database as in Telegram, so whoever quits in the middle goes on exactly there.
"""

from __future__ import annotations

import asyncio
import html
import os
import re
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, TextIO
from uuid import uuid4

from rich import box
from rich.columns import Columns
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text as RichText
from sqlalchemy import Connection

from bot.app import House, open_house
from bot.local.clock import RehearsalClock, read_amount
from bot.local.drawing import draw
from bot.local.pacer import Pacer
from bot.papers.content import content_of
from bot.settings import Settings
from bot.store import outbox, timers
from bot.store.instants import from_ms
from bot.store.instants import now as wall_clock
from bot.turn import Arrival, Outcome
from dialogs.engine import Book
from dialogs.engine.events import Command, Event, Text, Zoned
from dialogs.rhythms import RHYTHMS
from dialogs.schedule.clock import instant

CHANNEL = "terminal"
CHAT = f"{CHANNEL}:you"
WIDTH = 76
_MARKUP = re.compile(r"</?([bi])>")
_COMMAND = re.compile(r"/(\w+)(?:\s+(.*))?", re.DOTALL)
_TICK = re.compile(r"/tick(?:\s+(.*))?")
NO_TICK = "the clock is the real one; start with: halfway chat --at 2026-03-29T01:55 --zone Europe/Berlin"
REHEARSAL = "a rehearsal, nothing is kept; /tick goes to the next reminder, /tick 8h by a time"
_STYLES = {"b": "bold", "i": "italic"}


class Terminal:
    """Shows what the coach says."""

    name = CHANNEL

    def __init__(self, console: Console, folder: Path) -> None:
        self.console = console
        self.folder = folder  # where exported files go
        self.drawn = console.is_terminal
        self._pacer: Pacer | None = None  # of this prompt or, where none is open, of the next
        self._pacing: asyncio.Task[None] | None = None
        self._open = False  # whether the prompt waits for a line

    async def send(self, chat: str, payload: Mapping[str, Any]) -> int | None:
        """See `Channel.send`. What is printed can't be redrawn, so redraws are passed over."""
        if payload["kind"] == "redraw":
            return None
        if waiting := self._open:  # it comes by itself: not on the line of the prompt
            self.close_prompt()
            self.console.print()
        if payload["kind"] == "message":
            self._show(payload["text"], [label for label, _ in payload.get("buttons") or ()])
        elif payload["kind"] == "file":
            path = write_new(self.folder / payload["name"], await content_of(payload))
            self._show(f"{payload['caption']}\n<b>{html.escape(str(path))}</b>", [])
        elif payload["kind"] == "animation":
            self._show(payload["caption"], [])
            if self.drawn and not self.console.legacy_windows:
                rhythm = RHYTHMS[payload["name"]]
                self._pacer = Pacer(self.console, rhythm, payload["seconds"], payload["locale"])
        elif payload["kind"] == "picture":
            lines = draw(payload["picture"], payload["data"], payload["words"], min(WIDTH, self.console.width) - 4)
            self._show("\n\n".join([payload["caption"], html.escape("\n".join(lines), quote=False)]), [])
        elif payload["kind"] == "remove" and self.drawn:
            self.console.clear()
        if waiting:
            self.open_prompt()
        return None

    async def notice(self, outcome: Outcome) -> None:
        """See `Channel.notice`. A typed answer needs none."""

    def open_prompt(self) -> None:
        """Wait for a line, where somebody sits at a terminal; and breathe along meanwhile, if that was sent."""
        if not self.drawn:
            return
        if self._pacer is not None:
            self.console.print()  # the line that the pacer draws on
            self._pacing = asyncio.create_task(self._pacer.run())
        self.console.print("[bold cyan]›[/] ", end="")
        self._open = True

    def close_prompt(self, line: str | None = None) -> bool:
        """Something is to be shown, or a line came; whether there was a pacer, which is over then."""
        pacer, pacing = self._pacer, self._pacing
        self._pacer = self._pacing = None
        self._open = False
        if pacer is None or pacing is None:
            return False
        if pacing.cancel():
            rows = 0 if line is None else 1 + (len(line) + 2) // self.console.width
            pacer.clear(1 + rows)
        return True

    def remark(self, text: str) -> None:
        """Say something that is not the coach's."""
        self.console.print(RichText(f"— {text} —\n", style="dim"), soft_wrap=True)

    def _show(self, text: str, labels: list[str]) -> None:
        message = styled(text)
        if self.drawn:
            width = min(WIDTH, self.console.width)
            self.console.print(Panel(message, box=box.ROUNDED, border_style="cyan", width=width, padding=(0, 1)))
        else:
            self.console.print(message, soft_wrap=True)
        if labels and self.drawn:
            self.console.print(Padding(self._choices(labels), (0, 0, 0, 2)))
        elif labels:
            for line in str(self._choices(labels)).splitlines():
                self.console.print(f"  {line}", soft_wrap=True, markup=False)
        self.console.print()

    def _choices(self, labels: list[str]) -> RichText | Columns:
        if any(label.isdecimal() for label in labels):  # a scale: its labels are the numbers
            return RichText("  ".join(labels), style="bold cyan")
        choices = []
        for number, label in enumerate(labels, 1):
            choice = RichText(f"{number}", style="bold cyan")
            choices.append(choice.append(f" {label}", style="default"))
        if self.drawn and max(map(len, labels)) <= 24:
            return Columns(choices, padding=(0, 3))
        return RichText("\n").join(choices)


async def chat(
    settings: Settings,
    book: Book,
    source: TextIO,
    target: TextIO,
    folder: Path,
    *,
    clock: Callable[[], datetime] = wall_clock,
    zone: str | None = None,
) -> None:
    """Talk until the input ends. Ctrl-C and Ctrl-D both leave in good order.

    With a `RehearsalClock`, /tick goes forward to the next timer, and /tick 8h by a time. ``zone`` is the person's
    where they have none yet.
    """
    console = Console(file=target, highlight=False)
    terminal = Terminal(console, folder)
    swift = settings.model_copy(
        update={"send_per_second": 1000, "send_per_chat_per_second": 1000, "send_per_chat_burst": 1000}
    )
    async with open_house(swift, book, terminal, clock=clock, alone=True) as house:
        lines = _read_lines(source)
        if zone is not None:
            await _take(house, Zoned(_key(), zone, told=False))
        await _take(house, Command(_key(), "start"))
        while True:
            terminal.open_prompt()
            line = await lines.get()
            paced = terminal.close_prompt(line)
            if line is None:
                break
            if paced and not line.strip():
                continue  # Enter, to end the pacer
            if terminal.drawn:
                console.print()
            elif not source.isatty():  # a transcript should show both sides
                console.print(RichText(f"› {line}\n"), soft_wrap=True)
            if (tick := _TICK.fullmatch(line.strip())) is not None:
                await _tick(house, terminal, clock, tick[1] or "")
            else:
                await _take(house, _event(line))
        console.print(styled("\n" + book.catalogue.text("terminal.bye")))


async def _tick(house: House, terminal: Terminal, clock: Callable[[], datetime], amount: str) -> None:
    """Let time pass: to the next timer, or by an amount. Every timer on the way fires at its own time."""
    if not isinstance(clock, RehearsalClock):
        terminal.remark(NO_TICK)
        return
    length = read_amount(amount) if amount else None
    if amount and length is None:
        terminal.remark(f"{amount!r} is no amount of time; write 30m, 8h or 2d, or /tick alone for the next timer")
        return
    until = None if length is None else clock() + length
    following = await house.database.do(partial(timers.next_due, channel=CHANNEL))
    if following is None and until is None:
        terminal.remark("nothing is set: no reminder, no daily practice")
        return
    while following is not None and (until is None or from_ms(following) <= until):
        clock.move_to(from_ms(following))
        await house.timekeeper.fire()
        terminal.remark(clock.shown)
        await _show_all(house)
        following = await house.database.do(partial(timers.next_due, channel=CHANNEL))
        if until is None:
            return
    if until is not None:
        clock.move_to(until)
        terminal.remark(clock.shown)


async def _take(house: House, event: Event) -> None:
    """Answer, and wait until all that was promised is shown."""
    await house.turns.take([Arrival(CHAT, event)])
    await _show_all(house)


async def _show_all(house: House) -> None:
    waiting = partial(outbox.next_available, channel=CHANNEL)
    while await _owes(house, waiting):  # noqa: ASYNC110  (the sender tells nobody when it is done)
        await asyncio.sleep(0.002)


async def _owes(house: House, waiting: Callable[[Connection], int | None]) -> bool:
    """Whether something is still to be shown: on its way from the language model, or promised; in that order."""
    under_way = house.rewriter is not None and house.rewriter.busy
    return under_way or await house.database.do(waiting) is not None


def _event(line: str) -> Event:
    if (command := _COMMAND.fullmatch(line.strip())) is not None:
        return Command(_key(), command[1], (command[2] or "").strip())
    return Text(_key(), line)


def _key() -> str:
    return f"{CHANNEL}:{uuid4().hex}"


def _read_lines(source: TextIO) -> asyncio.Queue[str | None]:
    """Lines as they are typed; None at the end. A thread reads, since reading can't be awaited or cancelled."""
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        try:
            for line in iter(source.readline, ""):
                loop.call_soon_threadsafe(lines.put_nowait, line.rstrip("\r\n"))
            loop.call_soon_threadsafe(lines.put_nowait, None)
        except (RuntimeError, ValueError, OSError, UnicodeDecodeError):
            pass  # the conversation is over before the input is

    threading.Thread(target=read, name="terminal-reader", daemon=True).start()
    return lines


def styled(text: str) -> RichText:
    """Text with ``<b>`` and ``<i>`` as rich text; everything else is taken to the letter."""
    result, end = RichText(), 0
    styles: list[str] = []
    for tag in _MARKUP.finditer(text):
        result.append(html.unescape(text[end : tag.start()]), style=" ".join(styles))
        if tag.group().startswith("</"):
            styles.pop()
        else:
            styles.append(_STYLES[tag[1]])
        end = tag.end()
    return result.append(html.unescape(text[end:]), style=" ".join(styles))


def write_new(path: Path, content: bytes) -> Path:
    """Write a file that only its owner can read, beside one of the same name if there is one."""
    for number in count(1):
        wanted = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        try:
            with os.fdopen(os.open(wanted, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
            return wanted
        except FileExistsError:
            continue
    raise AssertionError("count() does not end")


def main(settings: Settings, book: Book, at: datetime | None = None, zone: str | None = None) -> None:
    """Run the conversation on this process's own terminal.

    With ``at`` (naive: in the zone) it is a rehearsal on a clock of its own, in a database that is gone afterwards.
    """
    try:
        if at is None:
            asyncio.run(chat(settings, book, sys.stdin, sys.stdout, Path.cwd(), zone=zone))
            return
        home = zone or "UTC"
        start = instant(at, home) if at.tzinfo is None else at
        with tempfile.TemporaryDirectory() as folder:
            apart = settings.model_copy(update={"database_url": None, "halfway_data_dir": Path(folder)})
            clock = RehearsalClock(start, home)
            sys.stdout.write(f"— {REHEARSAL}: {clock.shown} —\n\n")
            asyncio.run(chat(apart, book, sys.stdin, sys.stdout, Path.cwd(), clock=clock, zone=zone))
    except KeyboardInterrupt:
        print()  # noqa: T201  (the shell's prompt belongs on a line of its own)
