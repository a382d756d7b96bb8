"""Outbound: outbox rows as calls of the Bot API, inside its limits."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.outbound import call, keyboard


def test_a_message_with_buttons() -> None:
    assert call("telegram:7", {"kind": "message", "text": "<b>Hi</b>", "buttons": [["Yes", "a-1:0"]]}) == (
        "sendMessage",
        {
            "chat_id": "7",
            "text": "<b>Hi</b>",
            "parse_mode": "HTML",
            "reply_markup": '{"inline_keyboard": [[{"text": "Yes", "callback_data": "a-1:0"}]]}',
        },
    )


def test_a_message_without() -> None:
    assert "reply_markup" not in call("telegram:7", {"kind": "message", "text": "Hi", "buttons": []})[1]  # type: ignore[index]


def test_redraws() -> None:
    redraw = {"kind": "redraw", "token": "a-1", "message": 5, "text": "Q\n\n✓ Yes"}
    assert call("telegram:7", redraw) == (
        "editMessageText",
        {"chat_id": "7", "message_id": "5", "text": "Q\n\n✓ Yes", "parse_mode": "HTML"},
    )
    assert call("telegram:7", {**redraw, "text": None}) == (
        "editMessageReplyMarkup",
        {"chat_id": "7", "message_id": "5"},
    )
    assert call("telegram:7", {**redraw, "message": None}) is None


def test_an_unknown_payload_is_named() -> None:
    with pytest.raises(ValueError, match="'dance'"):
        call("telegram:7", {"kind": "dance"})


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=40))
def test_keyboards_keep_every_button_in_order_and_rows_readable(labels: list[str]) -> None:
    rows = json.loads(keyboard([(label, f"a-1:{index}") for index, label in enumerate(labels)]))["inline_keyboard"]
    assert [button["text"] for row in rows for button in row] == labels
    for row in rows:
        assert 1 <= len(row) <= 6
        assert len(row) == 1 or max(len(button["text"]) for button in row) * len(row) <= 34


def test_a_scale_takes_two_rows() -> None:
    rows = json.loads(keyboard([(str(number), f"a-1:{number}") for number in range(11)]))["inline_keyboard"]
    assert [len(row) for row in rows] == [6, 5]
