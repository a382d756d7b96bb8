"""Inbound: every kind of update Telegram delivers, as the event it means."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.telegram.inbound import arrival, salvage
from bot.turn import Arrival
from dialogs.engine.events import Blocked, Command, Tap, Text, Unreadable

BOT = 12345
USER = {"id": 7, "is_bot": False, "first_name": "Sam"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Sam"}
GROUP = {"id": -100, "type": "supergroup", "title": "Friends"}
SIZES = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}
FILE = {"file_id": "f", "file_unique_id": "u"}


def read(**parts: Any) -> Arrival | None:
    return arrival(Update.de_json({"update_id": 9, **parts}, None), BOT)


def message(chat: dict[str, Any] = PRIVATE, **parts: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_700_000_000, "chat": chat, "from": USER, **parts}


def event(**parts: Any) -> Any:
    found = read(message=message(**parts))
    assert found is not None
    assert found.chat == "telegram:7"
    return found.event


def test_words_are_text() -> None:
    assert event(text="You never listen") == Text("telegram:12345:9", "You never listen")


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/start", "start", ""),
        ("/rewrite You never listen to me", "rewrite", "You never listen to me"),
        ("/rewrite@halfway_bot  You\nnever", "rewrite", "You\nnever"),
        ("/Menu ", "Menu", ""),
    ],
)
def test_commands(text: str, name: str, argument: str) -> None:
    assert event(text=text) == Command("telegram:12345:9", name, argument)


@pytest.mark.parametrize("text", ["/", "/ start", "// x", "/start-me", "1/2"])
def test_a_slash_alone_makes_no_command(text: str) -> None:
    assert isinstance(event(text=text), Text)


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"sticker": {**SIZES, "type": "regular", "is_animated": False, "is_video": False}}, "sticker"),
        ({"photo": [SIZES], "caption": "look"}, "photo"),
        ({"voice": {**FILE, "duration": 3}}, "voice"),
        ({"video_note": {**FILE, "duration": 3, "length": 9}}, "video"),
        ({"document": FILE}, "document"),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, "location"),
        ({"contact": {"phone_number": "1", "first_name": "A"}}, "contact"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "other"),
    ],
)
def test_what_is_not_words(parts: dict[str, Any], kind: str) -> None:
    assert event(**parts) == Unreadable("telegram:12345:9", kind, parts.get("caption", ""))  # type: ignore[arg-type]


def test_forwarded_words_are_somebody_elses_even_when_they_look_like_a_command() -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "X"}
    assert event(text="/forget", forward_origin=origin) == Unreadable("telegram:12345:9", "forwarded", "/forget")


def test_an_edited_message_is_heard_but_no_answer() -> None:
    found = read(edited_message=message(text="new words", edit_date=1_700_000_001))
    assert found == Arrival("telegram:7", Unreadable("telegram:12345:9", "edited", "new words"))


def query(data: str | None, **parts: Any) -> dict[str, Any]:
    return {
        "id": "q1",
        "from": USER,
        "chat_instance": "i",
        "data": data,
        "message": message(text="How often?", **parts),
    }


def test_a_tap_knows_its_message_and_its_text_with_markup() -> None:
    bold = [{"type": "bold", "offset": 0, "length": 3}]
    found = read(callback_query=query("ab1-z:3", entities=bold))
    assert found == Arrival("telegram:7", Tap("telegram:12345:9", "ab1-z", 3, 5, "<b>How</b> often?"), "q1")


@pytest.mark.parametrize(
    "data", ["", "x", "a:b", "a-b:-1", "a-b:9999", "A-B:1", "a-b:1;drop", "ab1-z:3\n", None, "é-1:1"]
)
def test_a_forged_button_is_a_stale_one(data: str | None) -> None:
    found = read(callback_query=query(data))
    assert found is not None
    assert isinstance(found.event, Tap)
    assert (found.event.token, found.event.choice) == ("", -1)


def test_a_message_too_old_to_read_has_no_text() -> None:
    old = {
        "id": "q1",
        "from": USER,
        "chat_instance": "i",
        "data": "a-1:0",
        "message": {"chat": PRIVATE, "message_id": 5, "date": 0},
    }
    found = read(callback_query=old)
    assert found is not None
    assert isinstance(found.event, Tap)
    assert (found.event.message, found.event.shown) == (5, None)


def member(status: str, chat: dict[str, Any] = PRIVATE) -> dict[str, Any]:
    bot = {"id": BOT, "is_bot": True, "first_name": "H"}
    new = {"user": bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}
    return {
        "chat": chat,
        "from": USER,
        "date": 1,
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": new,
    }


def test_being_blocked_and_let_in_again() -> None:
    assert read(my_chat_member=member("kicked")) == Arrival("telegram:7", Blocked("telegram:12345:9"))
    assert read(my_chat_member=member("member")) is None
    assert read(my_chat_member=member("left", GROUP)) is None


def test_a_group_is_left_alone_but_for_a_call() -> None:
    assert read(message=message(GROUP, text="You never listen to me")) is None
    assert read(message=message(GROUP, photo=[SIZES], caption="private")) is None
    assert read(callback_query={**query("a-1:0"), "message": message(GROUP, text="x")}) is None
    assert read(message=message(GROUP, text="/start@halfway_bot")) == Arrival(
        "telegram:-100", Unreadable("telegram:12345:9", "group")
    )


def test_what_is_none_of_the_coachs_business() -> None:
    assert read() is None
    assert read(channel_post=message({"id": -1, "type": "channel", "title": "c"}, text="x")) is None
    assert read(chosen_inline_result={"result_id": "1", "from": USER, "query": "x"}) is None


def test_what_the_types_can_t_read_is_salvaged() -> None:
    raw = {"update_id": 9, "message": message(text="You never listen", entities=[{"broken": True}])}
    assert salvage(raw, BOT) == Arrival("telegram:7", Text("telegram:12345:9", "You never listen"))
    assert salvage({"update_id": 9, "message": message(hologram={"depth": 3})}, BOT) == Arrival(
        "telegram:7", Unreadable("telegram:12345:9", "other")
    )
    assert salvage({"update_id": 9, "hologram": {}}, BOT) is None


@given(st.text(max_size=300))
def test_any_text_means_something(text: str) -> None:
    found = read(message=message(text=text)) if text else None
    assert found is None or isinstance(found.event, Text | Command)
