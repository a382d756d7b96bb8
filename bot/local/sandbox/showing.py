"""Chats as the page shows them: plain JSON values, files by their addresses."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from bot.local.sandbox.botapi.chats import Chat, StoredMessage
from bot.local.sandbox.botapi.uploads import StoredFile, Uploads

SHOWN_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a browser may show by itself; anything else is only ever downloaded."""

_SIGNS = ((b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"))


def shown_message(message: StoredMessage, uploads: Uploads) -> dict[str, Any]:
    """A message: who said it when, what it says with its entities, its buttons, its file."""
    view = message.view()
    stored = uploads.by_id.get(view["file_id"] or "")
    return {
        "id": view["message_id"],
        "sender": view["sender"],
        "kind": view["kind"],
        "date": message.content["date"],
        "text": view["text"],
        "entities": view["entities"],
        "keyboard": view["keyboard"],
        "edited": view["edited"],
        "file": shown_file(stored, message.content.get(view["kind"])) if stored else None,
    }


def shown_file(stored: StoredFile, held: Any) -> dict[str, Any]:
    """A file: where it lies, its name and size, and whether a browser may show it."""
    size = held[-1] if isinstance(held, list) else held if isinstance(held, dict) else {}
    return {
        "url": f"/sandbox/files/{quote(stored.file_id)}/{quote(stored.upload.name, safe='')}",
        "name": stored.upload.name,
        "bytes": len(stored.upload.content),
        "picture": media_type(stored) in SHOWN_TYPES,
        "width": size.get("width"),
        "height": size.get("height"),
    }


def media_type(stored: StoredFile) -> str:
    """What a file is by its first bytes; what the sender says of it is not relied on."""
    content = stored.upload.content
    return next((kind for sign, kind in _SIGNS if content.startswith(sign)), "application/octet-stream")


def shown_person(chat: Chat, name: str, uploads: Uploads) -> dict[str, Any]:
    """One person with the whole chat as it stands."""
    return {
        "id": chat.chat_id,
        "name": name,
        "blocked": chat.standing == "kicked",
        "typing": chat.action is not None,
        "reply_keyboard": chat.reply_keyboard,
        "messages": [shown_message(message, uploads) for message in chat.messages.values()],
    }
