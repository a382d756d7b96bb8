"""Keeping: the chats as the page shows them, in the demo's folder, so that they go on when it is started anew.

They lie there in plain text, as they do on a phone: what the bot itself keeps is sealed, this is the people's side.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.local.sandbox.botapi.chats import Chat, StoredMessage
from bot.local.sandbox.botapi.parameters import UploadedFile
from bot.local.sandbox.botapi.updates import Update
from bot.local.sandbox.botapi.uploads import StoredFile
from bot.local.sandbox.people import Sandbox

log = logging.getLogger(__name__)

FORMAT = 1
PAUSE = 1.0  # seconds between two writings, whatever happens meanwhile


class UnreadableChats(Exception):
    """What an earlier life left can't be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class KeptChats:
    """What an earlier life left. ``clock`` is when it ended, by the clock of the demo; ``people`` are User objects."""

    clock: datetime
    names: dict[int, str]
    people: dict[int, dict[str, Any]]
    chats: dict[int, Chat]
    pending: list[Update]
    files: list[StoredFile]

    def restore(self, sandbox: Sandbox) -> None:
        """Put everything into a sandbox in which nothing has happened yet. Updates nobody confirmed come again."""
        sandbox.names.update(self.names)
        sandbox.world.people.update(self.people)
        sandbox.world.chats.update(self.chats)
        sandbox.world.updates.pending.extend(self.pending)
        for file in self.files:
            sandbox.world.uploads.add(file)


class ChatStore:
    """The place of the chats in a folder: ``chats.json`` and a folder of the files that were sent."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "chats.json"
        self.files = folder / "sent-files"

    def read(self) -> KeptChats | None:
        """What an earlier life left; None where there was none.

        Raises:
            UnreadableChats: it can't be used.
        """
        try:
            held = json.loads(self.path.read_text(encoding="utf-8"))
            if held["format"] != FORMAT:
                raise ValueError(f"format {held['format']}, not {FORMAT}")
            return KeptChats(
                datetime.fromisoformat(held["clock"]),
                names={each["id"]: each["name"] for each in held["chats"]},
                people={each["id"]: each["person"] for each in held["chats"]},
                chats={each["id"]: _read_chat(each) for each in held["chats"]},
                pending=[Update(*each) for each in held["pending"]],
                files=[self._read_file(each) for each in held["files"]],
            )
        except FileNotFoundError as error:
            if error.filename == str(self.path):
                return None
            raise self._unreadable(error) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._unreadable(error) from None

    def write(self, sandbox: Sandbox, clock: datetime) -> None:
        """Put down everything as it stands; a write that is cut off leaves what was there before."""
        world, chats, people = sandbox.world, sandbox.world.chats, sandbox.world.people
        self.files.mkdir(parents=True, exist_ok=True, mode=0o700)
        for stored in world.uploads.by_id.values():
            if not (place := self.files / stored.file_id).exists():
                place.write_bytes(stored.upload.content)
        held = {
            "format": FORMAT,
            "clock": clock.isoformat(),
            "chats": [_written_chat(chats[person], name, people[person]) for person, name in sandbox.names.items()],
            "pending": list(world.updates.pending),
            "files": [
                {"id": each.file_id, "path": each.path, "name": each.upload.name, "type": each.upload.mime_type}
                for each in world.uploads.by_id.values()
            ],
        }
        aside = self.path.with_suffix(".json.new")
        aside.touch(mode=0o600)
        aside.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
        aside.replace(self.path)

    @asynccontextmanager
    async def keeping(self, sandbox: Sandbox, clock: Callable[[], datetime]) -> AsyncIterator[None]:
        """Write whenever something has changed, and once more at the end. Only for whoever holds the bot's data.

        A demo that is killed loses a second at the most.
        """
        writing = asyncio.create_task(self._keep(sandbox, clock))
        try:
            yield
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
            self._try(sandbox, clock)

    async def _keep(self, sandbox: Sandbox, clock: Callable[[], datetime]) -> None:
        written = -1
        while True:
            if sandbox.world.revision != written:
                written = sandbox.world.revision
                self._try(sandbox, clock)
            await asyncio.sleep(PAUSE)

    def _try(self, sandbox: Sandbox, clock: Callable[[], datetime]) -> None:
        try:
            self.write(sandbox, clock())
        except OSError as error:
            log.error("the chats are not kept: %s can't be written (%s)", self.path, error.strerror)

    def _read_file(self, each: dict[str, str]) -> StoredFile:
        content = (self.files / Path(each["id"]).name).read_bytes()
        return StoredFile(each["id"], each["path"], UploadedFile(each["name"], content, each["type"]))

    def _unreadable(self, error: Exception) -> UnreadableChats:
        return UnreadableChats(
            f"the chats in {self.path} can't be read ({type(error).__name__}). Move that file away: "
            "the page then begins with empty chats, and the bot goes on where everybody was"
        )


def _read_chat(each: dict[str, Any]) -> Chat:
    messages = {content["message_id"]: StoredMessage(content, outgoing) for outgoing, content in each["messages"]}
    return Chat(
        each["id"], "private", each["identity"], standing=each["standing"], messages=messages,
        reply_keyboard=each["reply_keyboard"],
    )  # fmt: skip


def _written_chat(chat: Chat, name: str, person: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": chat.chat_id,
        "name": name,
        "person": person,
        "identity": chat.identity,
        "standing": chat.standing,
        "reply_keyboard": chat.reply_keyboard,
        "messages": [[message.outgoing, message.content] for message in chat.messages.values()],
    }
