"""Chats as Telegram keeps them: who is in them, what stands in them now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypedDict

_KINDS = ("photo", "animation", "document", "sticker", "voice", "location")


class MessageView(TypedDict):
    """One message as it stands now. sender: "bot" or "user"; keyboard: rows of inline buttons as Telegram's JSON."""

    message_id: int
    sender: str
    kind: str
    text: str
    entities: list[dict[str, Any]]
    keyboard: list[list[dict[str, Any]]]
    edited: bool
    reply_to: int | None
    file_id: str | None


class ChatView(TypedDict):
    """One chat as the person sees it now.

    standing: the bot's membership (member, kicked, left, ...); reply_keyboard: rows of labels of the keyboard under
    the input field; action: the last sendChatAction since the last message; toasts: texts of answered taps.
    """

    chat: int
    kind: str
    standing: str
    messages: list[MessageView]
    reply_keyboard: list[list[str]]
    action: str | None
    toasts: list[str]


@dataclass(slots=True)
class StoredMessage:
    """A message: its Telegram JSON and whether the bot sent it."""

    content: dict[str, Any]
    outgoing: bool

    @property
    def keyboard(self) -> list[list[dict[str, Any]]]:
        """The inline keyboard's rows, empty where there is none."""
        markup = self.content.get("reply_markup")
        return markup["inline_keyboard"] if markup else []

    def view(self) -> MessageView:
        """The message as a test reads it."""
        content = self.content
        kind = next((kind for kind in _KINDS if kind in content), "text")
        held = content.get(kind)
        if kind == "photo" and held:
            held = held[-1]
        return MessageView(
            message_id=content["message_id"],
            sender="bot" if self.outgoing else "user",
            kind=kind,
            text=content.get("text", content.get("caption", "")),
            entities=content.get("entities", content.get("caption_entities", [])),
            keyboard=self.keyboard,
            edited="edit_date" in content,
            reply_to=content.get("reply_to_message", {}).get("message_id"),
            file_id=held.get("file_id") if isinstance(held, dict) else None,
        )


@dataclass(slots=True)
class Chat:
    """A private chat (its id is the person's) or a group.

    history: how many messages are kept, None for all. `identity` is its JSON in messages.
    """

    chat_id: int
    kind: str
    identity: dict[str, Any]
    history: int | None = None
    standing: str = "member"
    messages: dict[int, StoredMessage] = field(default_factory=dict)
    reply_keyboard: list[list[str]] = field(default_factory=list)
    action: str | None = None
    toasts: list[str] = field(default_factory=list)
    last_text: str = ""
    sent: int = 0

    def keep(self, message: StoredMessage) -> None:
        """Add a message, forgetting the oldest where only so many are kept."""
        self.messages[message.content["message_id"]] = message
        if self.history is not None and len(self.messages) > self.history:
            del self.messages[next(iter(self.messages))]

    def view(self) -> ChatView:
        """The chat as a test reads it."""
        return ChatView(
            chat=self.chat_id,
            kind=self.kind,
            standing=self.standing,
            messages=[message.view() for message in self.messages.values()],
            reply_keyboard=self.reply_keyboard,
            action=self.action,
            toasts=list(self.toasts),
        )


def person(user_id: int, name: str, language: str | None) -> dict[str, Any]:
    """A User object for somebody who is no bot."""
    user: dict[str, Any] = {"id": user_id, "is_bot": False, "first_name": name}
    if language:
        user["language_code"] = language
    return user


def chat_identity(chat_id: int, kind: str, title: str) -> dict[str, Any]:
    """A Chat object: a private chat carries the person's first name, a group its title."""
    return {"id": chat_id, "type": kind, "first_name" if kind == "private" else "title": title}
