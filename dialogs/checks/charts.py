"""Charts: a dialog's shape as text, for its fingerprint and its picture.

A live session stores the version of its dialog. If the chart changes and the version does not, sessions in the field
may stand in states that are gone: the fingerprint makes that a failed check.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b
from typing import Any

from dialogs.engine import Book, Call, Dialog, End, Wait
from dialogs.engine.dialog import Pass, State

_KINDS: tuple[tuple[type, str], ...] = ((Wait, "wait"), (Pass, "pass"), (Call, "call"), (End, "end"))


def chart(dialog: Dialog) -> dict[str, Any]:
    """What a stored frame depends on: states, moves and facts, by name."""
    return {
        "states": {state.name: kind_of(state) for state in dialog.states},
        "moves": [[move.trigger, list(move.sources), move.dest, _name(move.when)] for move in dialog.moves],
        "facts": {name: _types(types) for name, types in sorted(dialog.facts.items())},
    }


def fingerprint(dialog: Dialog) -> str:
    """Twelve hex digits that change with the chart, and with nothing else."""
    text = json.dumps(chart(dialog), sort_keys=True)
    return blake2b(text.encode(), digest_size=6).hexdigest()


def mermaid(dialog: Dialog) -> str:
    """The chart as a Mermaid state diagram."""
    return "\n".join(["stateDiagram-v2", *_lines(dialog)])


def overview(book: Book) -> str:
    """Which dialog leads to which, as a Mermaid flow chart."""
    lines = ["flowchart LR"]
    for dialog in book.dialogs.values():
        called = dict.fromkeys(name for state in dialog.states if isinstance(state, Call) for name in calls(state))
        lines += [f"    {dialog.name} --> {name}" for name in called]
    lines += [f"    anywhere([any moment]) -. /{name} .-> {route.dialog}" for name, route in book.commands.items()]
    lines += [f"    anywhere -. timer {name} .-> {alarm.dialog}" for name, alarm in book.timers.items()]
    lines.append(f"    anywhere -. detectors .-> {book.safety}")
    return "\n".join(lines)


def calls(state: Call) -> tuple[str, ...]:
    """The dialogs that a state may call."""
    return state.dialogs if callable(state.dialog) else (state.dialog,)


def edges(dialog: Dialog) -> dict[tuple[str, str], list[str]]:
    """Which state leads to which, in the order of the moves, and by what: triggers, and guards in brackets."""
    found: dict[tuple[str, str], list[str]] = {}
    for move in dialog.moves:
        for source in move.sources:
            name = "" if move.trigger in ("go", "returned") else move.trigger
            label = f"{name} [{_name(move.when)}]" if move.when else name
            found.setdefault((source, move.dest), []).append(label.strip())
    return {pair: list(dict.fromkeys(filter(None, labels))) for pair, labels in found.items()}


def kind_of(state: State) -> str:
    """wait, pass, call or end."""
    return next(name for kind, name in _KINDS if isinstance(state, kind))


def _lines(dialog: Dialog) -> Iterator[str]:
    yield f"    [*] --> {dialog.start}"
    for state in dialog.states:
        if isinstance(state, Pass):
            yield f"    state {state.name} <<choice>>"
        elif isinstance(state, Call):
            yield f"    {state.name}: {state.name} ▸ {', '.join(calls(state))}"
    for (source, dest), labels in edges(dialog).items():
        label = ", ".join(labels)
        yield f"    {source} --> {dest}" + (f": {label}" if label else "")
    for state in dialog.states:
        if isinstance(state, End):
            yield f"    {state.name} --> [*]"


def _name(function: Callable[..., Any] | None) -> str:
    return getattr(function, "__name__", "guard").strip("_").replace("<lambda>", "guard") if function else ""


def _types(types: type | tuple[type, ...]) -> str:
    return "|".join(sorted(kind.__name__ for kind in (types if isinstance(types, tuple) else (types,))))


def read_fingerprints(text: str) -> Mapping[str, Mapping[str, Any]]:
    """The fingerprints that were released: for each dialog its version and fingerprint."""
    return tomllib.loads(text)


def write_fingerprints(book: Book) -> str:
    """The fingerprints of a book, as TOML."""
    lines = ["# The charts that live sessions rely on; written by `halfway check --accept`.", ""]
    for name, dialog in sorted(book.dialogs.items()):
        lines.append(f'{name} = {{ version = {dialog.version}, fingerprint = "{fingerprint(dialog)}" }}')
    return "\n".join(lines) + "\n"
