"""Golden scripts: conversations as text, replayed against the dialogs and re-recorded on demand.

    # what this shows
    user: /start
    bot: Hello, I'm Halfway.
       | A second line of the same message.
    buttons: Go on | Not now
    state: welcome.what
    tap: Go on
    wait: 20m
    file: export
    animation: sighing
    picture: days
       | Its caption.

Inputs are ``user``, ``tap`` (a label, or the start of one), ``wait`` (s, m, h or d) and, first of all if at all,
``known`` (the name of somebody who agreed before); all other lines are what followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from content.catalogue import unmarked
from dialogs.engine import Book, Person
from dialogs.engine.rendering import Animation, File, Message, Picture, Post
from dialogs.rehearsal import Rehearsal

INPUTS = ("user", "tap", "wait", "known")
OUTPUTS = ("picture", "bot", "buttons", "state", "file", "animation")
_LINE = re.compile(rf"({'|'.join(INPUTS + OUTPUTS)}): ?(.*)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class ScriptError(Exception):
    """A script can't be read or played; the message names the line and what to write."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script, or several that belong together."""

    kind: str
    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a replay left the script."""

    number: int
    expected: str
    got: str

    def __str__(self) -> str:
        return f"line {self.number}\n  expected: {self.expected}\n  got:      {self.got}"


def parse(text: str) -> list[Line]:
    """The lines of a script.

    Raises:
        ScriptError: a line is none of those above.
    """
    lines: list[Line] = []
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip() or raw.lstrip().startswith("#"):
            continue
        if (more := re.fullmatch(r"\s+\| ?(.*)", raw)) and lines:
            lines[-1] = Line(lines[-1].kind, f"{lines[-1].text}\n{more[1]}", lines[-1].number)
        elif (line := _LINE.fullmatch(raw.rstrip())) is not None:
            lines.append(Line(line[1], line[2], number))
        else:
            raise ScriptError(f"line {number}: {raw!r} is no script line; begin it with {', '.join(INPUTS + OUTPUTS)}")
    return lines


def play(book: Book, lines: list[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Play the inputs; with each, what followed.

    Raises:
        ScriptError: a tap names no button, or a wait no time.
    """
    rehearsal = Rehearsal(book)
    labels: list[str] = []
    for line in lines:
        if line.kind not in INPUTS:
            continue
        if line.kind == "user":
            rehearsal.say(line.text)
        elif line.kind == "tap":
            rehearsal.choose(_button(line, labels))
        elif line.kind == "known":
            rehearsal.meet(Person(name=line.text or None, consented=rehearsal.now.isoformat()))
        else:
            rehearsal.wait(time_of(line))
        labels = rehearsal.labels or labels
        yield line, list(outputs(rehearsal.posts, rehearsal.state))


def compare(book: Book, text: str) -> Difference | None:
    """The first difference between a script and what the dialogs do today; None where there is none."""
    lines = parse(text)
    expected: dict[int, list[Line]] = {}
    current: list[Line] = []
    for line in lines:
        if line.kind in INPUTS:
            current = expected.setdefault(line.number, [])
        else:
            current.append(line)
    for line, outputs in play(book, lines):
        wanted = expected[line.number]
        for want, got in zip(wanted, outputs, strict=False):
            if (want.kind, want.text) != (got.kind, got.text):
                return Difference(want.number, f"{want.kind}: {want.text}", f"{got.kind}: {got.text}")
        if len(wanted) != len(outputs):
            shorter = min(len(wanted), len(outputs))
            rest = [
                f"{each.kind}: {each.text}" for each in (wanted[shorter:], outputs[shorter:])[len(wanted) == shorter]
            ]
            return Difference(
                line.number, *(("nothing more", rest[0]) if len(wanted) == shorter else (rest[0], "nothing more"))
            )
    return None


def record(book: Book, text: str) -> str:
    """The script with today's outputs; comments and inputs stay."""
    played = {line.number: outputs for line, outputs in play(book, parse(text))}
    result: list[str] = []
    for number, raw in enumerate(text.splitlines(), 1):
        kind = match[1] if (match := _LINE.fullmatch(raw.rstrip())) else ""
        if kind in OUTPUTS or re.fullmatch(r"\s+\| ?.*", raw):
            continue
        result.append(raw)
        for line in played.get(number, ()):
            result += written(line)
    return "\n".join(result) + "\n"


def outputs(posts: Sequence[Post], state: str) -> Iterator[Line]:
    """What followed an input, as lines: what was sent, and where the conversation stands as ``dialog.state``."""
    for post in posts:
        if isinstance(post, Animation):
            yield Line("animation", post.name)
    for post in posts:
        if isinstance(post, Picture):
            yield Line("picture", f"{post.picture}\n{unmarked(post.caption)}")
    for post in posts:
        if isinstance(post, Message):
            yield Line("bot", unmarked(post.text))
            if post.buttons:
                yield Line("buttons", " | ".join(label for label, _ in post.buttons))
    for post in posts:
        if isinstance(post, File):
            yield Line("file", post.name)
    yield Line("state", state)


def written(line: Line) -> Iterator[str]:
    """A line as it stands in a script; what has several lines goes on behind bars."""
    first, *more = line.text.split("\n")
    yield f"{line.kind}: {first}".rstrip()
    yield from (f"   | {each}".rstrip() for each in more)


def _button(line: Line, labels: list[str]) -> int:
    found = [index for index, label in enumerate(labels) if label == line.text] or [
        index for index, label in enumerate(labels) if label.casefold().startswith(line.text.casefold())
    ]
    if len(found) != 1:
        raise ScriptError(f"line {line.number}: no single button {line.text!r} among {', '.join(labels)}")
    return found[0]


def time_of(line: Line) -> timedelta:
    """How long a ``wait`` lasts.

    Raises:
        ScriptError: it is no time.
    """
    match = re.fullmatch(r"(\d+)\s*([smhd])", line.text.strip())
    if match is None:
        raise ScriptError(f"line {line.number}: {line.text!r} is no time; write 30s, 20m, 2h or 7d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
