"""What people do in Telegram: write, tap, send files, forward, edit, block, add the bot to a group."""

from __future__ import annotations

import time
from typing import Any

from bot.local.sandbox.botapi.chats import Chat, StoredMessage, person
from bot.local.sandbox.botapi.entities import command_entities
from bot.local.sandbox.botapi.errors import ControlError
from bot.local.sandbox.botapi.parameters import UploadedFile
from bot.local.sandbox.botapi.scene import Scene, Tap
from bot.local.sandbox.botapi.uploads import file_content
from bot.local.sandbox.botapi.verbs import verb

_SOMEBODY = 501  # who speaks in a group when the test does not care


class People(Scene):
    """The acts of people. `chat` is a chat id; in a private chat it is also the person's.

    Acts that make a message return its message_id. Every act raises ControlError where no person could do it.
    """

    @verb
    async def open_chat(
        self, chat: int, kind: str | None = None, title: str | None = None, name: str = "Sam", language: str = "en"
    ) -> int:
        """Let a chat exist without a word said in it; a private chat's person is called `name`."""
        if chat > 0:
            self.people[chat] = person(chat, name, language)
        return self.open(chat, kind, title or (name if chat > 0 else None)).chat_id

    @verb
    async def send_text(self, chat: int, text: str, sender: int | None = None, reply_to: int | None = None) -> int:
        """Somebody writes `text`; commands in it are marked as Telegram marks them. "" makes a message without text."""
        content: dict[str, Any] = {"text": text}
        if entities := command_entities(text):
            content["entities"] = entities
        if reply_to is not None:
            content["reply_to_message"] = self._message(self.open(chat), reply_to).content
        return self._say(chat, content, sender)

    @verb
    async def forward_text(self, chat: int, text: str, origin: str = "Alex", sender: int | None = None) -> int:
        """Somebody forwards a message a person called `origin` wrote."""
        forwarded = {"type": "hidden_user", "sender_user_name": origin, "date": int(self.clock()) - 3600}
        return self._say(chat, {"forward_origin": forwarded, "text": text}, sender)

    @verb
    async def send_sticker(self, chat: int, sender: int | None = None) -> int:
        """Somebody sends a sticker."""
        return self._send_file(chat, "sticker", UploadedFile("sticker.webp", b"sticker", "image/webp"), {}, sender)

    @verb
    async def send_photo(self, chat: int, caption: str = "", sender: int | None = None) -> int:
        """Somebody sends a photo."""
        extra = {"caption": caption} if caption else {}
        return self._send_file(chat, "photo", UploadedFile("photo.jpg", b"photo", "image/jpeg"), extra, sender)

    @verb
    async def send_voice(self, chat: int, sender: int | None = None) -> int:
        """Somebody sends a voice message."""
        return self._send_file(chat, "voice", UploadedFile("voice.ogg", b"voice", "audio/ogg"), {}, sender)

    @verb
    async def send_document(
        self, chat: int, name: str = "notes.txt", text: str = "notes", caption: str = "", sender: int | None = None
    ) -> int:
        """Somebody sends a text file."""
        extra = {"caption": caption} if caption else {}
        return self._send_file(chat, "document", UploadedFile(name, text.encode(), "text/plain"), extra, sender)

    @verb
    async def send_location(
        self, chat: int, latitude: float = 0.0, longitude: float = 0.0, sender: int | None = None
    ) -> int:
        """Somebody sends a place."""
        return self._say(chat, {"location": {"latitude": latitude, "longitude": longitude}}, sender)

    @verb
    async def edit_text(self, chat: int, message_id: int, text: str) -> int:
        """Somebody edits what they wrote."""
        place = self._writable(chat)
        message = self._message(place, message_id)
        if message.outgoing:
            raise ControlError(f"message {message_id} in chat {chat} is the bot's; a person can edit only their own")
        message.content = {**message.content, "text": text, "edit_date": int(self.clock())}
        self.updates.add("edited_message", message.content, chat)
        self.tell("edit", chat, message=message)
        return message_id

    @verb
    async def tap(
        self, chat: int, button: str, message_id: int | None = None, stale: bool = False, sender: int | None = None
    ) -> str:
        """Somebody taps a button, named by its label or its callback_data; the id of the callback query.

        Without `message_id` it is the newest message with such a button; then the keyboard under the input field,
        whose buttons send their label and return "". stale: deliver `button` as callback_data even though the
        message or the button is gone, as a tap already on its way would be.
        """
        place = self._writable(chat)
        if stale:
            held = place.messages.get(message_id or 0)
            gone = {"message_id": message_id or 1, "chat": place.identity, "date": 0}
            return self._tapped(place, held.content if held else gone, button, sender)
        ids = [message_id] if message_id is not None else reversed(place.messages)
        for candidate in ids:
            message = self._message(place, candidate)
            for pressed in (b for row in message.keyboard for b in row):
                if button in (pressed["text"], pressed.get("callback_data")):
                    if "callback_data" not in pressed:
                        raise ControlError(f"button {button!r} carries no callback_data, so the bot hears nothing")
                    return self._tapped(place, message.content, pressed["callback_data"], sender)
        if message_id is None and any(button in row for row in place.reply_keyboard):
            self._say(chat, {"text": button}, sender)
            return ""
        shown = [b["text"] for m in place.messages.values() for row in m.keyboard for b in row]
        raise ControlError(f"no button {button!r} in chat {chat}; there are: {', '.join(shown) or 'none'}")

    @verb
    async def block(self, chat: int) -> None:
        """The person blocks the bot."""
        self._set_standing(self.open(chat), "kicked", chat)

    @verb
    async def unblock(self, chat: int) -> None:
        """The person lets the bot write again."""
        self._set_standing(self.open(chat), "member", chat)

    @verb
    async def add_to_group(self, chat: int, sender: int = _SOMEBODY, title: str = "A group") -> None:
        """Somebody adds the bot to a group."""
        known = chat in self.chats
        place = self.open(chat, title=title)
        self._set_standing(place, "member", sender, old=None if known else "left")

    @verb
    async def kick(self, chat: int, sender: int = _SOMEBODY) -> None:
        """Somebody removes the bot from a group."""
        self._set_standing(self.open(chat), "kicked", sender)

    @verb
    async def inject(self, update: dict[str, Any], lane: int | None = None) -> int | None:
        """Queue a raw update and open its chat; without update_id it gets the next. An old id can come again.

        A webhook gets updates of one lane in their order, and of several at once; a chat's is its own unless given.
        """
        kinds = [name for name in update if name != "update_id"]
        if len(kinds) != 1:
            raise ControlError(f"an update carries one kind beside update_id; this one has {kinds}")
        content = update[kinds[0]]
        if chat := _lane(content):
            self.open(chat)
        return self.updates.add(kinds[0], content, chat if lane is None else lane, update.get("update_id"))

    def _writable(self, chat: int) -> Chat:
        place = self.open(chat)
        if place.standing == "kicked":
            raise ControlError(f"the bot is blocked in chat {chat}; unblock it (or add it to the group) first")
        return place

    def _message(self, place: Chat, message_id: int) -> StoredMessage:
        message = place.messages.get(message_id)
        if message is None:
            raise ControlError(f"no message {message_id} in chat {place.chat_id}; it was deleted or never there")
        return message

    def _say(self, chat: int, content: dict[str, Any], sender: int | None) -> int:
        place = self._writable(chat)
        message_id = self.next_message_id()
        speaker = sender or (chat if chat > 0 else _SOMEBODY)
        head = {"message_id": message_id, "from": self.somebody(speaker), "chat": place.identity}
        message = {**head, "date": int(self.clock()), **content}
        place.keep(stored := StoredMessage(message, outgoing=False))
        self.updates.add("message", message, chat)
        self.tell("message", chat, message=stored)
        return message_id

    def _send_file(self, chat: int, kind: str, upload: UploadedFile, extra: dict[str, Any], sender: int | None) -> int:
        return self._say(chat, {**file_content(kind, self.uploads.store(kind, upload)), **extra}, sender)

    def _tapped(self, place: Chat, message: dict[str, Any], data: str, sender: int | None) -> str:
        query_id = str(4_000_000 + len(self.taps))
        self.taps[query_id] = Tap(place, time.monotonic())
        content = {
            "id": query_id,
            "from": self.somebody(sender or (place.chat_id if place.chat_id > 0 else _SOMEBODY)),
            "message": message,
            "chat_instance": str(place.chat_id),
            "data": data,
        }
        self.updates.add("callback_query", content, place.chat_id)
        return query_id

    def _set_standing(self, place: Chat, new: str, actor: int, old: str | None = None) -> None:
        old, place.standing = old or place.standing, new
        if old == new:
            return
        sides = [{"user": self.me, "status": s, **({"until_date": 0} if s == "kicked" else {})} for s in (old, new)]
        content = {
            "chat": place.identity,
            "from": self.somebody(actor),
            "date": int(self.clock()),
            "old_chat_member": sides[0],
            "new_chat_member": sides[1],
        }
        self.updates.add("my_chat_member", content, place.chat_id)
        self.tell("standing", place.chat_id, standing=new)


def _lane(content: Any) -> int:
    """The chat (or person) inside which a raw update's order matters; 0 where none can be told."""
    if not isinstance(content, dict):
        return 0
    held = content.get("message", content)
    if isinstance(held, dict) and isinstance(held.get("chat"), dict):
        content = held["chat"]
    elif isinstance(content.get("from"), dict):
        content = content["from"]
    return int(content.get("id", 0))
