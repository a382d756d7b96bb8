"""The routes below /inspector/: what the page asks for, and what it may change."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.app import House
from bot.local.guard import Refused, read_object
from bot.local.inspector import files, overview, scripts, words
from bot.local.inspector.access import Access
from bot.local.inspector.diagrams import diagram
from bot.local.inspector.draft import Draft
from bot.local.inspector.exchange import Body, field, guarded
from bot.local.inspector.heard import hear
from bot.local.inspector.local_time import shown
from bot.local.inspector.looking import Held, look
from bot.local.inspector.passage import FARTHEST, Passage
from bot.local.inspector.replays import Replays
from bot.local.inspector.turn_log import Seen, TurnLog
from bot.local.inspector.turns import words_of
from bot.store.instants import to_ms

LATEST = 60  # turns that are shown
SLOWEST = 3600.0  # seconds over which a length of time may be spread
DAYS = 31


def add_routes(app: web.Application, access: Access, *, writing: bool = False, root: Path = files.ROOT) -> Inspector:
    """Look into what ``access`` gives. To be called before the bot is started: its book is exchanged for one like it.

    With ``writing`` edited words go into the content files below ``root``, else they are kept in memory.
    """
    inspector = Inspector(access, writing, root)
    for method, path, handler in (
        ("GET", "person", inspector.person),
        ("GET", "diagram", inspector.diagram),
        ("GET", "heard", inspector.heard),
        ("POST", "hear", inspector.hear),
        ("GET", "words", inspector.words),
        ("POST", "words", inspector.revise),
        ("POST", "words/back", inspector.take_back),
        ("POST", "words/anew", inspector.read_anew),
        ("GET", "keys", inspector.keys),
        ("GET", "clock", inspector.clock),
        ("POST", "clock", inspector.move),
        ("GET", "script", inspector.script),
        ("GET", "transcript", inspector.transcript),
        ("POST", "script/compare", inspector.compare),
        ("POST", "script/begin", inspector.begin),
        ("POST", "script/step", inspector.step),
    ):
        app.router.add_route(method, f"/inspector/{path}", guarded(handler))

    async def stop(_app: web.Application) -> None:
        await inspector.passage.stop()

    app.on_shutdown.append(stop)
    return inspector


class Inspector:
    """Answers the page. People are named by their numbers, as in the chat beside it."""

    def __init__(self, access: Access, writing: bool, root: Path) -> None:
        self.access = access
        self.writing = writing
        self.root = root
        self.log = TurnLog()
        self.draft = Draft(access.book.catalogue)
        access.book = self.log.watching(replace(access.book, catalogue=self.draft), lambda: self.draft.edition)
        self.passage = Passage(access)
        self.replays = Replays(access, self.log, self.passage)
        self._editing = asyncio.Lock()  # each change is made to the edition that the one before it left

    async def person(self, request: web.Request) -> Body:
        """Where somebody stands, what is known of them, and their latest turns."""
        held = await self._held(_number(request))
        if held is None:
            return {"known": False}
        turns = self.log.turns(held.session.seed)[-LATEST:]
        return overview.describe(self.access.book, held, turns, self.access.clock(), self._zone(held))

    async def diagram(self, request: web.Request) -> Body:
        """The chart of a dialog."""
        name = request.query.get("dialog", "")
        dialog = self.access.book.dialogs.get(name)
        if dialog is None:
            raise Refused(404, f"there is no dialog {name!r}; there are {', '.join(self.access.book.dialogs)}")
        return {**diagram(dialog), "dialogs": list(self.access.book.dialogs)}

    async def heard(self, request: web.Request) -> Body:
        """What was seen in the words of a turn, or of the latest that had any."""
        turns = await self._turns(_number(request))
        wanted = request.query.get("turn", "")
        for seen in reversed(turns):
            said = words_of(seen.event)
            if said is not None and wanted in ("", str(seen.number)):
                return {"turn": seen.number, **await asyncio.to_thread(hear, said)}
        return {"turn": None}

    async def hear(self, request: web.Request) -> Body:
        """What is seen in any text; nothing is kept of it."""
        text = field(await read_object(request), "text", str)
        return {"turn": None, **await asyncio.to_thread(hear, text)}

    async def words(self, request: web.Request) -> Body:
        """The words of a key."""
        return self._words(request.query.get("key", ""))

    async def revise(self, request: web.Request) -> Body:
        """Change the words of a key."""
        body = await read_object(request)
        key, wordings, buttons = field(body, "key", str), field(body, "wordings", list), field(body, "buttons", dict)
        if not all(isinstance(each, str) for each in (*wordings, *buttons.values())):
            raise Refused(400, "wordings are a list of texts, and buttons an object of them")
        into = self.root if self.writing else None
        async with self._editing:
            await asyncio.to_thread(words.revise, self.draft, key, wordings, buttons, into=into)
        return self._words(key)

    async def take_back(self, request: web.Request) -> Body:
        """The words of the start for a key, in memory."""
        key = field(await read_object(request), "key", str)
        async with self._editing:
            words.take_back(self.draft, key)
        return self._words(key)

    async def read_anew(self, request: web.Request) -> Body:
        """Take up the content files as they are now."""
        await read_object(request)
        async with self._editing:
            return {"changed": await asyncio.to_thread(words.read_anew, self.draft, self.root)}

    async def keys(self, request: web.Request) -> Body:
        """Keys by a part of their name or of their words."""
        return {"keys": words.find(self.draft, request.query.get("like", "")), "revised": self.draft.revised}

    async def clock(self, request: web.Request) -> Body:
        """What the clock shows, and what is next."""
        return await self._clock(_number(request))

    async def move(self, request: web.Request) -> Body:
        """Let time pass: to an instant, by seconds, or days within seconds. Never backwards."""
        body = await read_object(request)
        person = field(body, "person", int)
        if "to" in body:
            await self._go((field(body, "to", int) - to_ms(self.access.clock())) / 1000)
        elif "by" in body:
            seconds = field(body, "by", (int, float))
            if not seconds > 0:
                raise Refused(400, f"time only goes forward; {seconds} s would not")
            await self._go(seconds)
        elif "days" in body:
            days, within = field(body, "days", (int, float)), field(body, "within", (int, float))
            if not (0 < days <= DAYS and 1 <= within <= SLOWEST):
                raise Refused(400, f"let up to {DAYS} days pass within 1 to {SLOWEST:.0f} seconds")
            await self.passage.run(timedelta(days=days), within)
        else:
            await self.passage.stop()
        return await self._clock(person)

    async def script(self, request: web.Request) -> Body:
        """The conversation so far as a golden script."""
        turns = await self._turns(_number(request))
        return {"script": await asyncio.to_thread(scripts.script, self._unwatched(), turns) if turns else ""}

    async def transcript(self, request: web.Request) -> Body:
        """The conversation so far for people."""
        held = await self._held(_number(request))
        if held is None:
            return {"transcript": ""}
        turns, markdown = self.log.turns(held.session.seed), request.query.get("as") == "markdown"
        told = await asyncio.to_thread(
            scripts.transcript, self._unwatched(), turns, self._zone(held), markdown=markdown
        )
        return {"transcript": told}

    async def compare(self, request: web.Request) -> Body:
        """A script beside what the coach says today, played in memory."""
        text = field(await read_object(request), "script", str)
        steps, trouble = await asyncio.to_thread(scripts.compare, self._unwatched(), text)
        return {"steps": [step.shown() for step in steps], "trouble": trouble}

    async def begin(self, request: web.Request) -> Body:
        """Begin a script in somebody's chat."""
        body = await read_object(request)
        person = field(body, "person", int)
        replay = await self.replays.begin(self._house(), person, field(body, "script", str))
        self.access.turned(person)
        return replay.shown()

    async def step(self, request: web.Request) -> Body:
        """Play its next input."""
        person = field(await read_object(request), "person", int)
        replay = await self.replays.step(self._house(), person)
        self.access.turned(person)
        return replay.shown()

    async def _go(self, seconds: float) -> None:
        if seconds > FARTHEST.total_seconds():
            raise Refused(400, f"{seconds:.0f} s are too much at once; {FARTHEST.days} days are the most")
        until = self.access.clock() + timedelta(seconds=max(seconds, 0))
        await self.passage.stop()
        await self.passage.forward(until)

    async def _clock(self, person: int) -> Body:
        held = await self._held(person)
        now, zone = self.access.clock(), self._zone(held)
        running = self.passage.running
        return {
            "now": shown(now, zone),
            "ms": to_ms(now),
            "zone": zone,
            "running": None
            if running is None
            else {"share": round((now - running.since) / (running.until - running.since), 3)},
            "timers": overview.timers(self.access.book, held, now, zone) if held else [],
        }

    def _words(self, key: str) -> Body:
        return {**words.describe(self.draft, key, self.root), "writing": self.writing}

    def _unwatched(self) -> Any:
        """The same book for a rehearsal, which nobody is to see among the turns."""
        return replace(self.access.book, watch=None)

    def _zone(self, held: Held | None) -> str:
        return (held.session.person.zone if held else None) or self.access.clock.zone

    def _house(self) -> House:
        house = self.access.house
        if house is None:
            raise Refused(503, "the bot is being started; try again in a moment")
        return house

    async def _held(self, person: int) -> Held | None:
        return await look(self._house().database, self.access.chat_of(person))

    async def _turns(self, person: int) -> list[Seen]:
        held = await self._held(person)
        return self.log.turns(held.session.seed) if held else []


def _number(request: web.Request) -> int:
    try:
        return int(request.query.get("person", ""))
    except ValueError:
        raise Refused(400, "name a person by their number: ?person=1001") from None
