"""Scripts: a conversation as a golden script or a transcript, and a script compared with what the coach says today."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeAlias

from bot.local.inspector.local_time import shown
from bot.local.inspector.turn_log import Seen
from bot.local.inspector.turns import said
from content.catalogue import unmarked
from dialogs.engine import Book
from dialogs.engine.events import Command, Tap, Text, TimerFired
from dialogs.engine.rendering import Message, Picture, render
from dialogs.rehearsal import START
from dialogs.script import INPUTS, Line, ScriptError, outputs, parse, play, record, written

Shown: TypeAlias = dict[str, Any]
_PAUSE = timedelta(minutes=2)  # shorter ones are thinking, and no part of a script
_LONGEST = 200_000  # characters of a script
_WEEK = timedelta(days=7)


@dataclass
class Step:
    """An input of a script, what is written to follow it, and what did."""

    line: Line
    expected: list[Line] = field(default_factory=list)
    got: list[Line] | None = None

    @property
    def same(self) -> bool | None:
        """Whether all is as written; None where it wasn't played."""
        if self.got is None:
            return None
        return [(each.kind, each.text) for each in self.expected] == [(each.kind, each.text) for each in self.got]

    def shown(self) -> Shown:
        """As plain values, what is written and what came side by side."""
        pairs = []
        for index in range(max(len(self.expected), len(self.got or ()))):
            want = self.expected[index] if index < len(self.expected) else None
            got = self.got[index] if self.got is not None and index < len(self.got) else None
            kind = (want or got or self.line).kind
            pairs.append({"kind": kind, "expected": _text(want), "got": _text(got), "same": _same(want, got)})
        return {
            "number": self.line.number,
            "kind": self.line.kind,
            "input": self.line.text,
            "same": self.same,
            "lines": pairs if self.got is not None else [],
        }


def steps_of(text: str) -> list[Step]:
    """A script's inputs, each with what is written to follow.

    Raises:
        ScriptError: it is no script.
    """
    if len(text) > _LONGEST:
        raise ScriptError(f"{len(text)} characters; {_LONGEST} are the most a script may have")
    steps: list[Step] = []
    for line in parse(text):
        if line.kind in INPUTS:
            steps.append(Step(line))
        elif steps:
            steps[-1].expected.append(line)
        else:
            raise ScriptError(f"line {line.number}: {line.kind!r} before any input; begin with 'user: /start'")
    if not steps:
        raise ScriptError("there is no input in it; begin with 'user: /start'")
    return steps


def compare(book: Book, text: str) -> tuple[list[Step], str | None]:
    """All steps as the coach answers them today; and why the rest could not be played, if so.

    Raises:
        ScriptError: it is no script.
    """
    steps = steps_of(text)
    by_number = {step.line.number: step for step in steps}
    try:
        for line, got in play(book, parse(text)):
            by_number[line.number].got = got
    except ScriptError as error:
        return steps, str(error)
    return steps, None


def script(book: Book, turns: Sequence[Seen]) -> str:
    """The conversation as a golden script, its answers those of a replay, so that it goes as recorded."""
    lines = ["# Recorded in the sandbox.", *_inputs(book, turns)]
    try:
        return record(book, "\n".join(lines) + "\n")
    except ScriptError as error:
        return "\n".join(
            [
                "# Recorded in the sandbox. Replayed from the start it goes another way, so these are the answers that",
                f"# were seen ({error}).",
                *_as_seen(book, turns),
                "",
            ]
        )


def transcript(book: Book, turns: Sequence[Seen], zone: str, *, markdown: bool) -> str:
    """Who said what when, for people."""
    lines = ["# A conversation with Halfway" if markdown else "A conversation with Halfway", ""]
    for seen in turns:
        told = said(book, seen)
        at = shown(seen.at, zone)
        you, coach = ("**You**", "**Halfway**") if markdown else ("You", "Halfway")
        match seen.event:
            case Text() | Command():
                lines += [f"{you}, {at}: {told}", ""]
            case Tap():
                lines += [f"{you}, {at}: [{told}]", ""]
            case TimerFired():
                lines += [f"({told}, {at})", ""]
            case _:
                lines += [f"({type(seen.event).__name__.lower()}, {at})", ""]
        for post in render(seen.step.effects, seen.words, seen.step.session.person.locale):
            if isinstance(post, Message):
                labels = " ".join(f"[{label}]" for label, _ in post.buttons)
                lines += [f"{coach}: {unmarked(post.text)}", *([labels] if labels else []), ""]
            elif isinstance(post, Picture):
                lines += [f"{coach} (a picture): {unmarked(post.caption)}", ""]
    return "\n".join(lines)


def answers(turns: Sequence[Seen]) -> list[Line]:
    """What followed an input over these turns, as a script has it; nothing where there was none."""
    if not turns:
        return []
    posts = [post for seen in turns for post in render(seen.step.effects, seen.words, seen.step.session.person.locale)]
    top = turns[-1].step.session.top
    return list(outputs(posts, f"{top.dialog}.{top.state}" if top else ""))


def _inputs(book: Book, turns: Sequence[Seen]) -> Iterator[str]:
    """The lines that play a conversation again: what was said and tapped, and the time between where it mattered."""
    for _, lines in _by_input(book, turns):
        yield from lines


def _as_seen(book: Book, turns: Sequence[Seen]) -> Iterator[str]:
    for answered, lines in _by_input(book, turns):
        yield from lines
        for line in answers(answered):
            yield from written(line)


def _by_input(book: Book, turns: Sequence[Seen]) -> Iterator[tuple[list[Seen], list[str]]]:
    """Each input as lines, with the turns it led to."""
    if not turns:
        return
    first = turns[0]
    if first.before.person.consented:
        yield [], [f"known: {first.before.person.name or ''}".rstrip()]
    elif any(isinstance(seen.event, TimerFired) for seen in turns):
        # The rehearsal's clock starts on a Monday evening: what comes at a time of day is to come as it did.
        yield [], [_wait((first.at - START) % _WEEK)]
    before = first.at
    for seen in turns:
        told = " ".join(said(book, seen).split())
        fired = isinstance(seen.event, TimerFired)
        waited = [_wait(seen.at - before)] if fired or seen.at - before >= _PAUSE else []
        if fired or waited:
            before = seen.at
        match seen.event:
            case Text() | Command():
                line = f"user: {told}"
            case Tap(token=token) if token == seen.before.token:
                line = f"tap: {told}"
            case TimerFired():
                yield [seen], waited
                continue
            case _:
                line = f"# {type(seen.event).__name__} is no part of a script"
        if waited:
            yield [], waited
        yield ([] if line.startswith("#") else [seen]), [line]


def _wait(time: timedelta) -> str:
    return f"wait: {math.ceil(time.total_seconds())}s"


def _text(line: Line | None) -> str | None:
    return None if line is None else line.text


def _same(want: Line | None, got: Line | None) -> bool:
    return want is not None and got is not None and (want.kind, want.text) == (got.kind, got.text)
