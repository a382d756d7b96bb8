"""The pacer: a breath to follow in the terminal, as a bar that grows and shrinks on the line above the prompt.

Only that line is drawn anew, with the cursor put back where it was. So whoever types while it breathes sees their words
and loses none of them, and what comes by a timer comes in its time.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Iterator

from rich.console import Console
from rich.text import Text

from content import catalogue
from dialogs.rhythms import Rhythm

STEP = 0.1  # seconds between two drawings
LONGEST_BAR = 24  # cells
ROOM = 72  # columns from which on there is room to say how it ends
_SAVE, _RESTORE, _UP, _CLEAR_REST = "\x1b7", "\x1b8", "\x1b[{}A\r", "\x1b[K"


class Pacer:
    """Paces one rhythm for some seconds, in the words of a locale. It draws above the cursor: print a line for it."""

    def __init__(self, console: Console, rhythm: Rhythm, seconds: int, locale: str) -> None:
        self.console = console
        self.rhythm = rhythm
        self.seconds = seconds
        texts = catalogue.load()
        self._words = {phase.word: texts.text(phase.word, locale) for phase in rhythm.phases}
        self._ends = texts.text("rhythm.ends", locale)

    async def run(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Breathe until the time is over or Ctrl-C is pressed; then the line is empty again.

        Whoever cancels it knows where the cursor is by then, and clears the line.
        """
        began = clock()
        with _interruptions() as interrupted:
            while (passed := clock() - began) < self.seconds and not interrupted:
                self._draw(self.line(passed))
                await sleep(STEP)
        self.clear()

    def line(self, passed: float) -> Text:
        """What is shown so many seconds after the begin: the bar, the word, the seconds left of it and in all."""
        moment = self.rhythm.at(passed)
        word, longest = self._words[moment.phase.word], max(map(len, self._words.values()))
        minutes, seconds = divmod(math.ceil(self.seconds - passed), 60)
        told = f"  {word:<{longest}} {math.ceil(moment.left)}  {minutes}:{seconds:02}"
        width = max(1, min(LONGEST_BAR, self.console.width - len(told) - 4))
        cells = max(1, round(moment.fullness * width))
        line = Text("  ").append("━" * cells, style="cyan").append(" " * (width - cells)).append(told)
        if self.console.width >= ROOM:
            line.append(f"  · {self._ends}", style="dim")
        line.truncate(self.console.width - 1)
        return line

    def clear(self, up: int = 1) -> None:
        """Empty the line, which is so many above the cursor."""
        self._draw(Text(), up)

    def _draw(self, line: Text, up: int = 1) -> None:
        with self.console.capture() as drawn:
            self.console.print(line, end="", soft_wrap=True)
        self.console.file.write(f"{_SAVE}{_UP.format(up)}{drawn.get()}{_CLEAR_REST}{_RESTORE}")
        self.console.file.flush()


@contextlib.contextmanager
def _interruptions() -> Iterator[list[int]]:
    """Ctrl-C, gathered in place of what it does otherwise, where signals can be taken at all."""
    interruptions: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield interruptions
        return
    before = signal.signal(signal.SIGINT, lambda number, _: interruptions.append(number))
    try:
        yield interruptions
    finally:
        signal.signal(signal.SIGINT, before)
