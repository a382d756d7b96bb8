"""Replays: a script played into a chat, step by step, by the person and the clock themselves."""

from __future__ import annotations

import asyncio
import math
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy import Connection

from bot.app import House
from bot.local.inspector.access import Access
from bot.local.inspector.looking import look
from bot.local.inspector.passage import Passage
from bot.local.inspector.scripts import Step, answers, steps_of
from bot.local.inspector.turn_log import Seen, TurnLog
from bot.store import records, sessions
from bot.store.instants import to_ms
from bot.store.seals import Seals, shred
from bot.store.sessions import Stored
from bot.store.vault import Vault
from dialogs.engine import Person, Session, begin, dump
from dialogs.rehearsal import START
from dialogs.script import Line, ScriptError, outputs, time_of

Shown: TypeAlias = dict[str, Any]
PATIENCE = 10.0  # seconds that an answer is waited for
_ALIKE = math.lcm(*range(1, 61), 36**3)  # seeds so far apart choose the same wordings, and give the same tokens


class Replay:
    """One script under way in one chat."""

    def __init__(self, steps: list[Step]) -> None:
        self.steps = steps
        self.at = 0

    @property
    def over(self) -> bool:
        return self.at >= len(self.steps)

    def shown(self) -> Shown:
        """As plain values."""
        return {"at": self.at, "over": self.over, "steps": [step.shown() for step in self.steps]}


class Replays:
    """The replays of all chats, one at a time in each."""

    def __init__(self, access: Access, log: TurnLog, passage: Passage) -> None:
        self.access = access
        self.log = log
        self.passage = passage
        self._replays: dict[int, Replay] = {}
        self._apart: dict[int, int] = {}  # who played a script, in the order in which they did
        self._stepping = asyncio.Lock()

    async def begin(self, house: House, person: int, text: str) -> Replay:
        """Begin a script in a chat, where all that was said before is forgotten; on a Monday at 20:00 UTC.

        That is when a rehearsal begins, so times of the day and days of the week are those of the script.

        Raises:
            ScriptError: it is no script.
        """
        steps = steps_of(text)
        await self.passage.stop()
        await self.passage.forward(self.access.clock() + (START - self.access.clock()) % timedelta(weeks=1))
        # The wordings are chosen by the seed: with that of a rehearsal they are those of the script. Whoever else plays
        # one gets a seed of their own that chooses the same, but for what is drawn by lot.
        session = begin("rehearsal")
        apart = self._apart.setdefault(person, len(self._apart))
        session = replace(session, seed=session.seed + apart * _ALIKE)
        self.log.forget(session.seed)
        if steps[0].line.kind == "known":
            known = Person(name=steps[0].line.text or None, consented=self.access.clock().isoformat())
            session = replace(session, person=known)
        database, chat = house.database, self.access.chat_of(person)
        await database.do(
            partial(_begin_anew, vault=database.vault, chat=chat, session=session, at=self.access.clock())
        )
        await database.do(partial(shred, vault=database.vault))
        self._replays[person] = Replay(steps)
        return self._replays[person]

    async def step(self, house: House, person: int) -> Replay:
        """Play the next input, and wait for what follows. Of a turn that forgot everything, the answers aren't known.

        Raises:
            ScriptError: nothing is under way, or the input can't be played.
        """
        async with self._stepping:
            replay = self._replays.get(person)
            if replay is None or replay.over:
                raise ScriptError("no script is under way in this chat; begin one")
            step, before = replay.steps[replay.at], await self._turns(house, person)
            match step.line.kind:
                case "wait":
                    await self.passage.forward(self.access.clock() + time_of(step.line))
                case "tap":
                    await self.access.world.tap(person, _label(step.line, before))
                case "known":
                    await self.access.world.send_text(person, "/start")
                case _:
                    await self.access.world.send_text(person, step.line.text)
            if step.line.kind != "wait":
                await self._answered(house, person, before)
            await self.passage.sent()
            after = await self._turns(house, person)
            latest = before[-1].number if before and after and after[0].before.seed == before[0].before.seed else 0
            new = [seen for seen in after if seen.number > latest]
            if after:
                step.got = answers(new) or answers(after[-1:])[-1:]
            elif not before:  # time passed before anything was said
                step.got = list(outputs([], ""))
            replay.at += 1
            return replay

    async def _turns(self, house: House, person: int) -> list[Seen]:
        """The turns of the conversation as it is now; another one once everything was forgotten."""
        held = await look(house.database, self.access.chat_of(person))
        return self.log.turns(held.session.seed) if held else []

    async def _answered(self, house: House, person: int, before: list[Seen]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while _keys(await self._turns(house, person)) == _keys(before):  # noqa: ASYNC110  (the log tells nobody)
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise ScriptError(f"the bot gave no answer within {PATIENCE:.0f} s; is it running?") from None


def _keys(turns: list[Seen]) -> list[str]:
    return [seen.event.key for seen in turns]


def _label(line: Line, turns: list[Seen]) -> str:
    """The one label of the last question that the script's begins."""
    shown: list[str] = []
    for seen in turns:
        shown = next((each.text.split(" | ") for each in answers([seen]) if each.kind == "buttons"), shown)
    found = [label for label in shown if label == line.text] or [
        label for label in shown if label.casefold().startswith(line.text.casefold())
    ]
    if len(found) != 1:
        raise ScriptError(f"line {line.number}: no single button {line.text!r} among {', '.join(shown) or 'none'}")
    return found[0]


def _begin_anew(connection: Connection, vault: Vault, chat: str, session: Session, at: datetime) -> None:
    """Forget a chat, and give it a session that has not begun to talk."""
    seals = Seals(vault)
    sessions.load(connection, seals, {chat})  # its key, which is given up
    records.erase(connection, seals, chat)
    sessions.save(connection, seals, [(chat, Stored(1, dump(session)))], to_ms(at))
