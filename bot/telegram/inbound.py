"""Inbound: what Telegram delivers, as an arrival. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from telegram import CallbackQuery, ChatMember, Location, Message, Update
from telegram.constants import ChatType

from bot.turn import Arrival
from dialogs.engine.events import Blocked, Command, Event, Kind, Tap, Text, Unreadable, Zoned

CHANNEL = "telegram"
_COMMAND = re.compile(r"/(\w{1,32})(?:@(\w+))?(?:\s+(.*))?\s*", re.DOTALL)
_BUTTON = re.compile(r"([0-9a-z]{1,8}-[0-9a-z]{1,13}):(\d{1,3})")
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("sticker", "sticker"),
    ("photo", "photo"),
    ("voice", "voice"),
    ("audio", "voice"),
    ("video_note", "video"),
    ("video", "video"),
    ("animation", "video"),
    ("document", "document"),
    ("location", "location"),
    ("venue", "location"),
    ("contact", "contact"),
)
_SERVICE = ("new_chat_members", "left_chat_member", "pinned_message", "new_chat_title", "group_chat_created")


def arrival(update: Update, bot: int) -> Arrival | None:
    """What an update means to the coach; None for what is none of its business.

    ``bot`` is the bot's own id: the inbox of two bots on one database must not mix.

    Raises:
        TypeError: a field is of another type than the Bot API says; `salvage` may tell more.
    """
    key = f"{CHANNEL}:{bot}:{update.update_id}"
    if update.callback_query is not None:
        return _tap(key, update.callback_query)
    if update.message is not None:
        return _message(key, update.message)
    if update.edited_message is not None and update.edited_message.chat.type == ChatType.PRIVATE:
        edited = update.edited_message
        return Arrival(chat_name(edited.chat.id), Unreadable(key, "edited", _words(edited)))
    if update.my_chat_member is not None and update.my_chat_member.chat.type == ChatType.PRIVATE:
        if update.my_chat_member.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT):
            return Arrival(chat_name(update.my_chat_member.chat.id), Blocked(key))
        return None  # let in again: they will write when they want to
    return None


def salvage(update: Mapping[str, Any], bot: int) -> Arrival | None:
    """What can be told of an update that the types can't read: a new kind of attachment, another server's habits.

    The message is read again with only its plainest parts; what else was in it counts as something unreadable.
    """
    message = update.get("message")
    if not isinstance(message, dict):
        return None
    plain = {
        name: message[name] for name in ("message_id", "date", "chat", "from", "text", "caption") if name in message
    }
    return arrival(Update.de_json({"update_id": update["update_id"], "message": plain}, None), bot)


def chat_name(chat: int) -> str:
    """The name of a chat in our tables.

    Raises:
        TypeError: the id is none.
    """
    if type(chat) is not int:
        raise TypeError(f"a chat's id is a whole number, and not {type(chat).__name__}")
    return f"{CHANNEL}:{chat}"


def _message(key: str, message: Message) -> Arrival | None:
    chat = chat_name(message.chat.id)
    text = _words(message)
    command = _COMMAND.fullmatch(text) if message.text else None
    if message.chat.type != ChatType.PRIVATE:
        # What is said in a group is nobody's business but the group's; only a call for the coach is answered.
        return Arrival(chat, Unreadable(key, "group")) if command else None
    if any(getattr(message, name) for name in _SERVICE):
        return None
    return Arrival(chat, _event(key, message, command))


def _event(key: str, message: Message, command: re.Match[str] | None) -> Event:
    if message.forward_origin is not None:
        return Unreadable(key, "forwarded", _words(message))
    if command is not None:
        return Command(key, command[1], (command[3] or "").strip())
    if message.text is not None:
        return Text(key, _words(message) if message.text else "")
    if message.location is not None and (zone := zone_of(message.location)) is not None:
        return Zoned(key, zone)
    kind: Kind = next((kind for name, kind in _KINDS if getattr(message, name)), "other")
    return Unreadable(key, kind, _words(message))


def zone_of(location: Location) -> str | None:
    """The time zone of a shared place; None at sea or where the numbers are none. The place itself goes no further."""
    from tzfpy import get_tz  # only here: its map takes some time and memory to load

    longitude, latitude = location.longitude, location.latitude
    if not all(isinstance(value, int | float) for value in (longitude, latitude)):
        raise TypeError(f"a place has two numbers, and not {type(longitude).__name__} and {type(latitude).__name__}")
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        return None
    zone = get_tz(longitude, latitude)
    return zone if zone in available_timezones() and not zone.startswith("Etc/") else None


def _tap(key: str, query: CallbackQuery) -> Arrival | None:
    if query.message is None:  # a button under an inline result: not one of ours
        return None
    if query.message.chat.type != ChatType.PRIVATE:
        return None
    button = _BUTTON.fullmatch(query.data or "")
    token, choice = (button[1], int(button[2])) if button else ("", -1)
    # The text is taken with its markup, so that the choice can be written below it; too old a message has none.
    shown = query.message.text_html if isinstance(query.message, Message) and _words(query.message).strip() else None
    number = query.message.message_id if type(query.message.message_id) is int else None
    tap = Tap(key, token, choice, number, shown)
    return Arrival(chat_name(query.message.chat.id), tap, callback=query.id)


def _words(message: Message) -> str:
    words: object = message.text or message.caption or ""  # the types promise text; another server may not
    if not isinstance(words, str):
        raise TypeError(f"a text is text, and not {type(words).__name__}")
    return words
