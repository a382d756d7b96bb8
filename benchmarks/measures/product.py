"""What one person waits for: the start of the terminal, one step of the engine, one rewritten statement."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from itertools import product
from statistics import median, quantiles

from benchmarks.bots import ROOT
from benchmarks.five import book
from benchmarks.table import Finding
from dialogs.engine import begin, step
from dialogs.engine.events import Text

STARTS = 5
STEPS = 2000
READ = """
import dialogs.safety as safety
from benchmarks.load import memory_mb
safety.match("a few words"); before = memory_mb(); safety.prepare(); print(memory_mb() - before)
"""
IMPORT = "import time; began = time.perf_counter(); import {}; print(time.perf_counter() - began)"


@dataclass(frozen=True, slots=True)
class Product:
    """Milliseconds; None where a part is not there."""

    step_us: float
    chat_ms: float | None
    rewrite_p95_ms: float | None
    screen_p95_ms: float | None
    reading_mb: float | None
    statements_import_ms: float | None


def measure() -> Product:
    """All of it."""
    there = {name: find_spec(name) is not None for name in ("dialogs.coach", "dialogs.statements", "dialogs.safety")}
    return Product(
        _step_us(),
        median(_chat_ms() for _ in range(STARTS)) if there["dialogs.coach"] else None,
        _rewrite_p95_ms() if there["dialogs.statements"] else None,
        _screen_p95_ms() if there["dialogs.safety"] else None,
        _reading_mb() if there["dialogs.safety"] else None,
        median(_import_ms("dialogs.statements") for _ in range(STARTS)) if there["dialogs.statements"] else None,
    )


def _step_us() -> float:
    """Microseconds of one step, without reading or writing the session's text."""
    dialogs, session, now = book(), begin("bench"), datetime.now(UTC)
    taken = []
    for number in range(STEPS):
        began = time.perf_counter()
        session = step(dialogs, session, Text(f"bench:{number}", "an answer"), now).session
        taken.append(time.perf_counter() - began)
    return median(taken) * 1e6


def _chat_ms() -> float:
    """From the start of the process to the first line of `halfway chat` on a new database."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-m", "bot", "chat"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "HALFWAY_DATA_DIR": folder},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            line = process.stdout.readline()
            taken = (time.perf_counter() - began) * 1000
            _, said = process.communicate()  # closes its input, so that it ends
        if not line:
            raise RuntimeError(f"halfway chat said nothing: {said.decode(errors='replace')[-300:]}")
        return taken


def _rewrite_p95_ms() -> float:
    """The slowest twentieth over sentences such as people write, short and long."""
    from dialogs.statements import rewrite

    return _p95_ms(rewrite)


def _screen_p95_ms() -> float:
    """The same for what every typed message is screened by."""
    from dialogs.safety import screen

    return _p95_ms(screen, " since March")  # what was rewritten has been read, and readings are kept


def _p95_ms(answer: Callable[[str], object], last: str = "") -> float:
    sentences = [f"{opening} {matter}{end}{last}" for opening, matter, end in product(OPENINGS, MATTERS, ENDS)]
    answer(sentences[0])
    taken = []
    for sentence in sentences:
        began = time.perf_counter()
        answer(sentence)
        taken.append((time.perf_counter() - began) * 1000)
    return quantiles(taken, n=20)[18]


def _reading_mb() -> float:
    """Megabytes that a process takes to read with the encoder, numpy included."""
    done = subprocess.run([sys.executable, "-c", READ], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


OPENINGS = ("You never", "You always", "I feel like you don't", "Why do you", "I'm so tired that you", "She won't")
MATTERS = (
    "listen to me",
    "walk away when we talk",
    "look at your phone during dinner",
    "help with the kids",
    "answer when I call",
    "make time for us",
    "say what you feel",
    "shut me out after a fight",
    "chase me from room to room until I say something",
)
ENDS = ("", "!!", " and I can't take it any more", ", you did it again last night when my sister was here and it hurts")


def _import_ms(module: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT.format(module)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return float(done.stdout) * 1000


def judge(found: Product) -> list[Finding]:
    """Against the targets."""
    findings = [Finding("one step of the engine", "-", f"{found.step_us:.0f} us", None)]
    for name, target, limit, reached in (
        ("statement rewrite, p95", "<= 5 ms", 5, found.rewrite_p95_ms),
        ("import of the statements", "<= 200 ms", 200, found.statements_import_ms),
        ("`chat`, start to first line", "<= 1,000 ms", 1000, found.chat_ms),
    ):
        if reached is None:
            findings.append(Finding(name, target, "not there yet", None))
        else:
            findings.append(Finding(name, target, f"{reached:.1f} ms", reached <= limit))
    if found.screen_p95_ms is not None and found.reading_mb is not None:
        taken = f"{found.screen_p95_ms:.1f} ms, {found.reading_mb:.0f} MB"
        findings.append(Finding("a typed message screened, p95; memory", "-", taken, None))
    return findings


if __name__ == "__main__":
    print(measure())
