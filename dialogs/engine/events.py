"""Events: everything that can happen to a conversation, frozen, each with a stable key.

The key is the same however often the world delivers the event, so that ids derived from it are the same too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal[
    "photo",
    "sticker",
    "voice",
    "video",
    "document",
    "location",
    "contact",
    "forwarded",
    "edited",
    "empty",
    "group",
    "other",
]


@dataclass(frozen=True, slots=True)
class Text:
    """The person wrote something."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Tap:
    """The person tapped a button.

    ``token`` and ``choice`` come from the button; ``message`` is the channel's id of the tapped message and ``shown``
    its text with markup, so that the message can be redrawn with what was chosen.
    """

    key: str
    token: str
    choice: int
    message: int | None = None
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """The person wrote /name, with or without an argument."""

    key: str
    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that the coach can't work with: a photo, a voice message, an edit of an old message.

    ``words`` are those that came with it: they are no answer, but safety detectors hear them too.
    """

    key: str
    kind: Kind
    words: str = ""


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer is due, or was at ``due``. ``token`` is the wait token under which it was set, where it has one."""

    key: str
    name: str
    token: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Zoned:
    """The channel knows the person's time zone: from a location that was shared, or from the machine's own clock.

    ``told`` says that the person gave it, and is to hear what was understood. The place itself never gets here.
    """

    key: str
    zone: str
    told: bool = True


@dataclass(frozen=True, slots=True)
class Replan:
    """Clocks have changed under what recurs (zone rules, or this machine's clock): it is worked out anew."""

    key: str


@dataclass(frozen=True, slots=True)
class RewriteReady:
    """The language model has answered; ``answer`` holds the parts of a statement."""

    key: str
    request: str
    answer: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RewriteFailed:
    """The language model gave no answer that can be used."""

    key: str
    request: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person shut the bot out, or left."""

    key: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Another event of this chat could not be processed; the person is owed a word."""

    key: str


@dataclass(frozen=True, slots=True)
class Hurried:
    """More came from this chat than can be taken in; what came is left out, and the person is owed a word."""

    key: str


Event = (
    Text
    | Tap
    | Command
    | Unreadable
    | TimerFired
    | Zoned
    | Replan
    | RewriteReady
    | RewriteFailed
    | Blocked
    | Failed
    | Hurried
)
