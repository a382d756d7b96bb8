"""The people of the sandbox over HTTP: what the page lets them do, and what it is told of."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.local.guard import read_object
from bot.local.sandbox.botapi import ControlError, World
from bot.local.sandbox.botapi.entities import utf16_length
from bot.local.sandbox.botapi.limits import TEXT_LENGTH
from bot.local.sandbox.happenings import Happenings
from bot.local.sandbox.showing import SHOWN_TYPES, media_type, shown_message, shown_person

FIRST_PERSON = 1001
LONGEST_NAME = 64
PATIENCE = 10.0  # seconds to wait for the bot's answer to an inline query
BERLIN = (52.52, 13.405)  # where somebody is who sends a place and doesn't say which
HEARTBEAT = 15.0  # seconds between two signs of life in the stream of events

Act = Callable[["Sandbox", int, dict[str, Any]], Awaitable[Any]]


class Sandbox:
    """The people of one world. What happens in their chats is told in `happenings`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.happenings = Happenings()
        self.names: dict[int, str] = {}
        world.listener = self._hear

    async def add_person(self, name: str, language: str = "en") -> int:
        """Somebody new, with an empty chat; their number."""
        person = max(self.names, default=FIRST_PERSON - 1) + 1
        self.names[person] = name
        await self.world.open_chat(person, name=name, language=language)
        self.happenings.add("person", person, state=self.person(person))
        return person

    def person(self, person: int) -> dict[str, Any]:
        """Somebody with their chat as it stands; raises ControlError where there is nobody of this number."""
        if person not in self.names:
            known = ", ".join(map(str, self.names)) or "none"
            raise ControlError(f"there is no person {person}; there are: {known}")
        return shown_person(self.world.chats[person], self.names[person], self.world.uploads)

    def menu(self) -> list[dict[str, Any]]:
        """The commands in the bot's menu."""
        return self.world.commands.get(('{"type": "default"}', ""), [])

    def _hear(self, kind: str, chat: int, detail: dict[str, Any]) -> None:
        if kind == "commands":
            self.happenings.add("commands", None, commands=self.menu())
        elif chat in self.names:
            if "message" in detail:
                detail = {"message": shown_message(detail["message"], self.world.uploads)}
            self.happenings.add(kind, chat, **detail)


async def say(sandbox: Sandbox, person: int, words: dict[str, Any]) -> dict[str, Any]:
    """Write a text or a command."""
    text = _text(words, "text")
    if utf16_length(text) > TEXT_LENGTH:
        raise ControlError(f"Telegram takes {TEXT_LENGTH} characters at a time; this is {utf16_length(text)}")
    return {"message_id": await sandbox.world.send_text(person, text)}


async def edit(sandbox: Sandbox, person: int, words: dict[str, Any]) -> dict[str, Any]:
    """Change what they wrote."""
    return {"message_id": await sandbox.world.edit_text(person, _number(words, "message_id"), _text(words, "text"))}


async def tap(sandbox: Sandbox, person: int, words: dict[str, Any]) -> dict[str, Any]:
    """Tap a `button` by its label or callback_data; or let `data` arrive, though its button may be gone by now."""
    message = _number(words, "message_id") if words.get("message_id") is not None else None
    if "data" in words:
        return {"query": await sandbox.world.tap(person, _text(words, "data"), message, stale=True)}
    return {"query": await sandbox.world.tap(person, _text(words, "button"), message)}


async def send(sandbox: Sandbox, person: int, words: dict[str, Any]) -> dict[str, Any]:
    """Send something that is no text: photo, sticker, voice, document or location."""
    world, what = sandbox.world, _text(words, "what")
    if what == "location":
        at = [words.get("latitude", BERLIN[0]), words.get("longitude", BERLIN[1])]
        if not all(isinstance(degrees, int | float) for degrees in at):
            raise ControlError("'latitude' and 'longitude' are numbers of degrees")
        return {"message_id": await world.send_location(person, *at)}
    verbs: dict[str, Callable[[int], Awaitable[int]]] = {
        "photo": world.send_photo, "sticker": world.send_sticker, "voice": world.send_voice,
        "document": world.send_document,
    }  # fmt: skip
    if what not in verbs:
        raise ControlError(f"{what!r} can't be sent; there are: {', '.join((*verbs, 'location'))}")
    return {"message_id": await verbs[what](person)}


async def block(sandbox: Sandbox, person: int, words: dict[str, Any]) -> dict[str, Any]:
    """Block the bot, or with `blocked` false let it write again."""
    blocked = words.get("blocked", True) is True
    await (sandbox.world.block(person) if blocked else sandbox.world.unblock(person))
    return {"blocked": blocked}


async def ask_inline(sandbox: Sandbox, person: int, words: dict[str, Any]) -> dict[str, Any]:
    """Type the bot's name and some words in another chat; what the bot offers."""
    world = sandbox.world
    query = await world.inline_query(person, str(words.get("query", "")))
    deadline = time.monotonic() + PATIENCE
    while (answer := await world.inline_answer(query)) is None and (left := deadline - time.monotonic()) > 0:
        await world.next_change(left)
    return {"query": query, "answered": answer is not None, **(answer or {"results": [], "button": None})}


async def choose_inline(sandbox: Sandbox, person: int, words: dict[str, Any]) -> dict[str, Any]:
    """Send one of the results; the text that stands in the other chat then."""
    return {"text": await sandbox.world.choose_inline(_text(words, "query"), _text(words, "result"))}


ACTS: dict[str, Act] = {
    "text": say, "edit": edit, "tap": tap, "send": send, "block": block, "inline": ask_inline, "choose": choose_inline,
}  # fmt: skip


def add_routes(app: web.Application, sandbox: Sandbox) -> None:
    """The paths /sandbox/people…, /sandbox/files/… and /sandbox/events."""

    async def people(request: web.Request) -> web.Response:
        return web.json_response([sandbox.person(person) for person in sandbox.names])

    async def create(request: web.Request) -> web.Response:
        words = await read_object(request)
        name = " ".join(_text(words, "name").split())[:LONGEST_NAME]
        person = await sandbox.add_person(name or "Somebody", str(words.get("language") or "en"))
        return web.json_response(sandbox.person(person), status=201)

    async def chat(request: web.Request) -> web.Response:
        return web.json_response(sandbox.person(int(request.match_info["person"])))

    async def act(request: web.Request) -> web.Response:
        person = int(request.match_info["person"])
        sandbox.person(person)
        act = ACTS.get(request.match_info["act"])
        if act is None:
            raise ControlError(f"nobody can {request.match_info['act']!r}; there are: {', '.join(ACTS)}")
        return web.json_response(await act(sandbox, person, await read_object(request)))

    async def file(request: web.Request) -> web.Response:
        stored = sandbox.world.uploads.by_id.get(request.match_info["file"])
        if stored is None:
            raise web.HTTPNotFound(text="there is no such file; it was there in an earlier life of this server")
        kind = media_type(stored)
        headers = {} if kind in SHOWN_TYPES else {"Content-Disposition": "attachment"}
        return web.Response(body=stored.upload.content, content_type=kind, headers=headers)

    async def events(request: web.Request) -> web.StreamResponse:
        since = request.headers.get("Last-Event-ID") or request.query.get("since") or sandbox.happenings.mark
        return await _stream(request, sandbox.happenings, since)

    app.router.add_get("/sandbox/people", people)
    app.router.add_post("/sandbox/people", create)
    app.router.add_get(r"/sandbox/people/{person:\d{1,15}}", chat)
    app.router.add_post(r"/sandbox/people/{person:\d{1,15}}/{act}", act)
    app.router.add_get("/sandbox/files/{file}/{name}", file)
    app.router.add_get("/sandbox/events", events)


async def _stream(request: web.Request, happenings: Happenings, mark: str) -> web.StreamResponse:
    """Server-sent events: everything after a mark, or first "reset" where that can't be told any more."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    going_on = True
    try:
        while going_on:
            news = happenings.after(mark)
            if news is None:
                mark = happenings.mark
                await response.write(_event(mark, {"kind": "reset", "person": None}))
            elif news:
                mark = news[-1].mark
                await response.write(b"".join(_event(each.mark, dict(each.told)) for each in news))
            else:
                await response.write(b": still here\n\n")
                going_on = await happenings.news(HEARTBEAT)
    except ConnectionResetError:
        pass  # the page was closed
    return response


def _event(mark: str, told: dict[str, Any]) -> bytes:
    return f"id: {mark}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n".encode()


def _text(words: dict[str, Any], name: str) -> str:
    value = words.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ControlError(f"{name!r} is missing: a text that is not empty")
    return value


def _number(words: dict[str, Any], name: str) -> int:
    value = words.get(name)
    if type(value) is not int:
        raise ControlError(f"{name!r} is missing: a whole number")
    return value
