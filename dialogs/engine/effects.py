"""Effects: all that a step may ask of the world. A closed set, frozen, naming content by key.

They are rendered when the outbox row is written, so what was promised is what is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from content.catalogue import Value

GUARD = "model"  # the timer of a question to the language model; its data names the request


@dataclass(frozen=True, slots=True)
class Button:
    """One offered choice: its label is a key below the screen's ``buttons``, or is given as it stands."""

    choice: str
    label: Value | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """Show a screen. With buttons it is a question, answered under ``token``.

    ``apart`` keeps the text in a message of its own (a sentence to copy); otherwise texts of one turn that follow each
    other become one message. ``inside`` is the channel's id of a message that this one takes the place of. A question
    that was ``heard`` stands right above already: only its buttons are shown, under the line that comes before it.
    """

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    token: str | None = None
    apart: bool = False
    pick: int = 0
    inside: int | None = None
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A question was answered: its message loses the buttons and, when tapped, shows the choice.

    ``message`` and ``shown`` are known for a tap; for a typed answer the world finds the message by ``token``.
    """

    token: str
    message: int | None = None
    shown: str | None = None
    label: Value | None = None
    screen: str = ""
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Ack:
    """Tell the channel that the tap arrived; with a key, as a short notice over the chat. Best effort."""

    key: str | None = None


@dataclass(frozen=True, slots=True)
class Busy:
    """Show that something takes a moment. Best effort."""


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Fire ``name`` at ``due``; a timer of the same name is replaced. ``token`` fences it to the current step."""

    name: str
    due: datetime
    token: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CancelTimer:
    """Forget the timer of this name; with None, all of this chat's."""

    name: str | None


@dataclass(frozen=True, slots=True)
class AskModel:
    """Ask the language model about a statement, which is all that is sent; the answer comes as an event.

    Handed on after the commit and never repeated. The timer `GUARD` fires if no answer comes, also after a crash.
    """

    request: str
    statement: str


@dataclass(frozen=True, slots=True)
class Record:
    """Keep a fact for good: an answer set, a pair of ratings, a statement."""

    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unrecord:
    """Take back the facts of a kind that were kept at an instant, to the millisecond."""

    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SendFile:
    """Send a file that the world makes of ``data``; ``export`` is everything held about this chat, as JSON."""

    name: str
    caption: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SendAnimation:
    """Send one of our moving pictures, by name, with a caption that says the same in words.

    ``seconds`` is how long it is to be followed; a channel that moves it by itself stops then.
    """

    name: str
    caption: str
    seconds: int


@dataclass(frozen=True, slots=True)
class SendPicture:
    """Send a picture that the world draws of ``data``; ``caption`` is the content key of what it shows in words.

    Names, numbers and lists make up the data; phrases in it are worded. What else stands on a picture lies in the
    catalogue, below ``pictures.<picture>.words``.
    """

    picture: str
    caption: str
    values: Mapping[str, Value] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClearMessages:
    """Remove what the coach wrote in this chat, as far back as the channel allows (Telegram: 48 hours)."""


@dataclass(frozen=True, slots=True)
class Erase:
    """Forget this chat: every row of it in every table. What is shown in the same turn is still sent."""


Effect = (
    Show
    | Answered
    | Ack
    | Busy
    | StartTimer
    | CancelTimer
    | AskModel
    | Record
    | SendFile
    | SendAnimation
    | SendPicture
    | Unrecord
    | ClearMessages
    | Erase
)
