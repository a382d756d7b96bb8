"""Outbound: what an outbox row holds, as a call of the Bot API. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

ROW = 34  # characters that fit beside each other on a narrow phone
COLUMNS = 6  # buttons that do


def call(chat: str, payload: Mapping[str, Any]) -> tuple[str, dict[str, str]] | None:
    """The method and its parameters; None where there is nothing to do.

    Files are not among them: they need an upload.
    """
    chat_id = chat.partition(":")[2]
    if payload["kind"] == "message":
        parameters = {"chat_id": chat_id, "text": payload["text"], "parse_mode": "HTML"}
        if payload.get("buttons"):
            parameters["reply_markup"] = keyboard(payload["buttons"])
        if payload.get("inside") is not None:
            return "editMessageText", {**parameters, "message_id": str(payload["inside"])}
        if payload.get("silent"):
            parameters["disable_notification"] = "true"
        return "sendMessage", parameters
    if payload["kind"] == "redraw":
        if payload.get("message") is None:
            return None
        parameters = {"chat_id": chat_id, "message_id": str(payload["message"])}
        if payload.get("text"):
            return "editMessageText", {**parameters, "text": payload["text"], "parse_mode": "HTML"}
        return "editMessageReplyMarkup", parameters
    if payload["kind"] == "remove":
        if not payload["messages"]:
            return None
        return "deleteMessages", {"chat_id": chat_id, "message_ids": json.dumps(payload["messages"])}
    raise ValueError(f"no call for a payload of kind {payload['kind']!r}")


def keyboard(buttons: Sequence[tuple[str, str]]) -> str:
    """An inline keyboard as JSON, with as many buttons in a row as can be read there."""
    return json.dumps(
        {
            "inline_keyboard": [
                [{"text": label, "callback_data": data} for label, data in row] for row in _rows(buttons)
            ]
        },
        ensure_ascii=False,
    )


def _rows(buttons: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    row: list[tuple[str, str]] = []
    for button in buttons:
        widest = max(len(label) for label, _ in [*row, button])
        if row and (len(row) == COLUMNS or widest * (len(row) + 1) > ROW):
            yield row
            row = []
        row.append(button)
    if row:
        yield row
