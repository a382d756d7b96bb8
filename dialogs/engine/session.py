"""The session: everything a conversation remembers, one small JSON value a chat."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from dialogs.engine.errors import SessionError
from dialogs.engine.person import Person

SCHEMA = 1
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Frame:
    """One dialog under way: where it stands and what it knows. ``facts`` is JSON and is never changed in place."""

    dialog: str
    version: int
    state: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation.

    ``stack`` grows to the right: the last frame is the one being talked to, those before it wait to be come back to.
    ``turn`` counts the steps, ``offered`` are the choices on the buttons last shown, in their order, ``worded`` says
    which wordings of the texts last shown were used.
    """

    seed: int
    turn: int = 0
    stack: tuple[Frame, ...] = ()
    offered: tuple[str, ...] = ()
    person: Person = field(default_factory=Person)
    worded: Mapping[str, int] = field(default_factory=dict)

    @property
    def token(self) -> str:
        """The current wait token: changes with every step, and differs between two lives of one chat."""
        return f"{_base36(self.seed % 46656)}-{_base36(self.turn)}"

    @property
    def previous_token(self) -> str | None:
        """The wait token of the question before; None where nothing was asked yet."""
        return replace(self, turn=self.turn - 1).token if self.turn else None

    @property
    def top(self) -> Frame | None:
        return self.stack[-1] if self.stack else None


def begin(key: str) -> Session:
    """A new session whose seed derives from its first event's key."""
    return Session(seed=int.from_bytes(blake2b(key.encode(), digest_size=4).digest()))


def dump(session: Session) -> str:
    """The session as one line of JSON."""
    return json.dumps(
        {
            "schema": SCHEMA,
            "seed": session.seed,
            "turn": session.turn,
            "stack": [[frame.dialog, frame.version, frame.state, dict(frame.facts)] for frame in session.stack],
            "offered": list(session.offered),
            "person": session.person.to_json(),
            "worded": dict(session.worded),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def load(text: str) -> Session:
    """Read what `dump` wrote.

    Raises:
        SessionError: the text is no session, or one of a newer release.
    """
    try:
        value = json.loads(text)
        if value["schema"] > SCHEMA:
            raise SessionError(f"session has schema {value['schema']}, this release reads {SCHEMA}; upgrade Halfway")
        return Session(
            seed=int(value["seed"]),
            turn=int(value["turn"]),
            stack=tuple(Frame(dialog, int(version), state, facts) for dialog, version, state, facts in value["stack"]),
            offered=tuple(value["offered"]),
            person=Person.from_json(value["person"]),
            worded={key: int(pick) for key, pick in value.get("worded", {}).items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SessionError(f"stored session can't be read ({type(error).__name__}: {error})") from error


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits
