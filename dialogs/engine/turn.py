"""The turn: the scratch object that guards and actions of a dialog work on, and the model of its state machine.

It lives for one step. ``transitions`` reads and writes ``state``; everything else is plain data in and effects out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from content.catalogue import Value
from dialogs.engine.effects import (
    GUARD,
    AskModel,
    Busy,
    CancelTimer,
    ClearMessages,
    Effect,
    Erase,
    Record,
    SendAnimation,
    SendFile,
    SendPicture,
    Show,
    StartTimer,
    Unrecord,
)
from dialogs.engine.person import Person
from dialogs.engine.terms import ModelTerms


class Turn:
    """What a guard may read and an action may do.

    ``facts`` belong to the dialog's frame and may be changed freely here; ``value`` is that of the chosen button,
    ``text`` what the person typed, ``result`` what a called dialog came back with (None when it was left early).
    ``pick`` is a number from the session's seed, for variation; ``depth`` counts the frames below this one. ``model``
    is there where a language model may be asked of those who agree.
    """

    __slots__ = (
        "depth", "effects", "facts", "key", "model", "now", "person", "pick", "result", "state", "text", "value",
    )  # fmt: skip

    def __init__(
        self,
        *,
        state: str,
        facts: Mapping[str, Any],
        person: Person,
        now: datetime,
        key: str,
        pick: int,
        depth: int,
        effects: list[Effect],
        text: str | None = None,
        value: Any = None,
        result: Any = None,
        model: ModelTerms | None = None,
    ) -> None:
        self.state = state
        self.facts = dict(facts)
        self.person = person
        self.now = now
        self.key = key
        self.text = text
        self.value = value
        self.result = result
        self.pick = pick
        self.depth = depth
        self.effects = effects
        self.model = model

    @property
    def allows_model(self) -> bool:
        """Whether the person agreed to the language model that is configured, and to no other."""
        return self.model is not None and self.person.model == self.model.host

    def say(self, key: str, *, apart: bool = False, **values: Value) -> None:
        """Show a text without buttons; ``apart`` in a message of its own."""
        self.effects.append(Show(key, values, apart=apart, pick=self.pick))

    def know(self, **changes: Any) -> None:
        """Change what the coach keeps at hand about the person."""
        self.person = replace(self.person, **changes)

    def record(self, kind: str, **data: Any) -> None:
        """Keep a fact for good. Before the person has consented nothing is kept."""
        if self.person.consented:
            self.effects.append(Record(kind, data))

    def unrecord(self, kind: str, at: datetime) -> None:
        """Take back the facts of a kind that were kept at an instant."""
        self.effects.append(Unrecord(kind, at))

    def start_timer(self, name: str, after: timedelta, **data: Any) -> None:
        """Come back with the timer ``name`` when the time is up."""
        self.effects.append(StartTimer(name, self.now + after, data=data))

    def start_timer_at(self, name: str, due: datetime, **data: Any) -> None:
        """Come back with the timer ``name`` at an instant."""
        self.effects.append(StartTimer(name, due, data=data))

    def cancel_timer(self, name: str | None = None) -> None:
        self.effects.append(CancelTimer(name))

    def ask_model(self, statement: str) -> str:
        """Ask the language model about a statement; the request that its answer will name.

        The guard's timer comes first if no answer does.
        """
        assert self.model is not None, "no language model is configured; a guard should have asked"
        request = blake2b(self.key.encode(), digest_size=8).hexdigest()
        self.effects += [Busy(), AskModel(request, statement)]
        self.start_timer(GUARD, self.model.patience, request=request)
        return request

    def send_file(self, name: str, caption: str, **data: Any) -> None:
        """Send a file that the world makes of ``data``; ``caption`` is a content key."""
        self.effects.append(Busy())
        self.effects.append(SendFile(name, caption, data))

    def send_animation(self, name: str, caption: str, lasting: timedelta) -> None:
        """Send a moving picture that is followed for some time; ``caption`` is a content key."""
        self.effects.append(SendAnimation(name, caption, round(lasting.total_seconds())))

    def send_picture(
        self,
        picture: str,
        caption: str,
        values: Mapping[str, Value] | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Send a picture that the world draws of ``data``; ``caption`` is the key of the same in words."""
        self.effects.append(Busy())
        self.effects.append(SendPicture(picture, caption, values or {}, data or {}))

    def clear_messages(self) -> None:
        """Remove what the coach wrote before, as far back as the channel allows."""
        self.effects.append(ClearMessages())

    def erase(self) -> None:
        """Forget everything about this chat; only texts shown after this are still sent."""
        self.effects.append(Erase())
