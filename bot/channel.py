"""The channel: what a messenger must be able to do, and how it may fail.

ChannelError
├── Wait       not now: try again after some seconds (Telegram's 429)
├── Gone       never again: this person has shut the bot out
├── Refused    never: the channel won't take this message
└── Doubtful   nobody knows: the network failed before the answer came
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from bot.turn import Outcome


class ChannelError(Exception):
    """Base of what can happen to a message on its way."""


class Wait(ChannelError):
    """The channel asks for patience; ``seconds`` says how much."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the channel asks to wait {seconds:g} s")
        self.seconds = seconds


class Gone(ChannelError):
    """This person can't be reached any more."""


class Refused(ChannelError):
    """The channel rejects this message, now and always."""


class Doubtful(ChannelError):
    """The message may or may not have arrived; sending it again is the lesser evil."""


class Channel(Protocol):
    """A messenger, or a terminal."""

    name: str

    async def send(self, chat: str, payload: Mapping[str, Any]) -> int | None:
        """Send what an outbox row holds; the channel's number for the message, where it gives one.

        Raises:
            ChannelError: it was not sent, or maybe not.
        """
        ...

    async def notice(self, outcome: Outcome) -> None:
        """Answer a tap, or show that something takes a moment. Best effort: never raises."""
        ...
