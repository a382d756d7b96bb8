"""Messages of the bot: what Telegram takes, changes and refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.local.sandbox.botapi import World
from tests.test_botapi.conftest import SAM, Caller


def one_button(data: str = "yes", label: str = "Yes") -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": data}]]}


async def test_a_message_stands_in_the_chat(bot: Caller, world: World) -> None:
    sent = await bot.do("sendMessage", chat_id=SAM, text="Hello", reply_markup=one_button())
    (message,) = (await world.view(SAM))["messages"]
    assert (message["message_id"], message["sender"], message["text"]) == (sent["message_id"], "bot", "Hello")
    assert message["keyboard"] == [[{"text": "Yes", "callback_data": "yes"}]]


async def test_4096_characters_fit_and_one_more_does_not(bot: Caller) -> None:
    await bot.do("sendMessage", chat_id=SAM, text="x" * 4096)
    body = await bot.refused(400, "sendMessage", chat_id=SAM, text="x" * 4097)
    assert body["description"] == "Bad Request: message is too long"


async def test_length_counts_utf16_units_without_the_markup(bot: Caller) -> None:
    await bot.do("sendMessage", chat_id=SAM, text="<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    await bot.refused(400, "sendMessage", chat_id=SAM, text="\N{GRINNING FACE}" * 2049)


@pytest.mark.parametrize(("text", "mode"), [("", ""), ("  \n ", ""), ("<b> </b>", "HTML")])
async def test_an_empty_text_is_refused(bot: Caller, text: str, mode: str) -> None:
    body = await bot.refused(400, "sendMessage", chat_id=SAM, text=text, parse_mode=mode)
    assert "empty" in body["description"]


async def test_white_space_at_the_ends_is_taken_off(bot: Caller) -> None:
    assert (await bot.do("sendMessage", chat_id=SAM, text="\n hello  "))["text"] == "hello"


async def test_an_unknown_chat_is_not_found(bot: Caller) -> None:
    body = await bot.refused(400, "sendMessage", chat_id=4242, text="hello")
    assert body["description"] == "Bad Request: chat not found"


async def test_callback_data_holds_64_bytes(bot: Caller) -> None:
    await bot.do("sendMessage", chat_id=SAM, text="a", reply_markup=one_button("é" * 32))
    for data in ("é" * 32 + "x", ""):
        body = await bot.refused(400, "sendMessage", chat_id=SAM, text="a", reply_markup=one_button(data))
        assert "BUTTON_DATA_INVALID" in body["description"]


async def test_a_button_needs_a_label(bot: Caller) -> None:
    await bot.refused(400, "sendMessage", chat_id=SAM, text="a", reply_markup=one_button(label=""))


async def test_a_keyboard_may_come_as_json_text(bot: Caller, world: World) -> None:
    await bot.do("sendMessage", chat_id=str(SAM), text="a", reply_markup=json.dumps(one_button()))
    assert (await world.view(SAM))["messages"][0]["keyboard"]


async def test_after_a_block_every_call_is_forbidden_until_the_person_lets_the_bot_in(
    bot: Caller, world: World
) -> None:
    await world.block(SAM)
    body = await bot.refused(403, "sendMessage", chat_id=SAM, text="hello")
    assert body["description"] == "Forbidden: bot was blocked by the user"
    await bot.refused(403, "sendChatAction", chat_id=SAM, action="typing")
    await world.unblock(SAM)
    await bot.do("sendMessage", chat_id=SAM, text="hello")
    kinds = [update["my_chat_member"]["new_chat_member"]["status"] for update in await bot.do("getUpdates")]
    assert kinds == ["kicked", "member"]


async def test_an_edit_changes_text_and_takes_the_keyboard_away(bot: Caller, world: World) -> None:
    sent = await bot.do("sendMessage", chat_id=SAM, text="Sure?", reply_markup=one_button())
    await bot.do("editMessageText", chat_id=SAM, message_id=sent["message_id"], text="Sure? Yes")
    (message,) = (await world.view(SAM))["messages"]
    assert (message["text"], message["keyboard"], message["edited"]) == ("Sure? Yes", [], True)


async def test_an_edit_that_changes_nothing_is_refused(bot: Caller) -> None:
    sent = await bot.do("sendMessage", chat_id=SAM, text="<b>Same</b>", parse_mode="HTML", reply_markup=one_button())
    place = {"chat_id": SAM, "message_id": sent["message_id"]}
    body = await bot.refused(
        400, "editMessageText", **place, text="<b>Same</b>", parse_mode="HTML", reply_markup=one_button()
    )
    assert "message is not modified" in body["description"]
    await bot.refused(400, "editMessageReplyMarkup", **place, reply_markup=one_button())
    await bot.do("editMessageReplyMarkup", **place)
    await bot.refused(400, "editMessageReplyMarkup", **place)


async def test_only_the_bots_own_messages_can_be_edited(bot: Caller, world: World) -> None:
    written = await world.send_text(SAM, "mine")
    await bot.refused(400, "editMessageText", chat_id=SAM, message_id=written, text="yours")
    await bot.refused(400, "editMessageText", chat_id=SAM, message_id=9999, text="nobody's")


async def test_a_deleted_message_is_gone(bot: Caller, world: World) -> None:
    sent = await bot.do("sendMessage", chat_id=SAM, text="oops")
    await bot.do("deleteMessage", chat_id=SAM, message_id=sent["message_id"])
    assert (await world.view(SAM))["messages"] == []
    await bot.refused(400, "deleteMessage", chat_id=SAM, message_id=sent["message_id"])


async def test_a_document_comes_by_multipart_and_can_be_downloaded(bot: Caller, world: World) -> None:
    answer = await bot.http.post(
        f"/bot{bot.token}/sendDocument",
        data={"chat_id": str(SAM), "caption": "<b>Yours</b>", "parse_mode": "HTML"},
        files={"document": ("halfway.json", b'{"name": "Sam"}', "application/json")},
    )
    document = answer.json()["result"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "halfway.json",
        "application/json",
        15,
    )
    assert await world.file_text(document["file_id"]) == '{"name": "Sam"}'
    assert (await world.view(SAM))["messages"][0]["text"] == "Yours"
    path = (await bot.do("getFile", file_id=document["file_id"]))["file_path"]
    assert (await bot.http.get(f"/file/bot{bot.token}/{path}")).content == b'{"name": "Sam"}'


async def test_a_document_by_reference_to_a_part(bot: Caller) -> None:
    answer = await bot.http.post(
        f"/bot{bot.token}/sendDocument",
        data={"chat_id": str(SAM), "document": "attach://part"},
        files={"part": ("a.txt", b"a", "text/plain")},
    )
    assert answer.json()["result"]["document"]["file_name"] == "a.txt"


async def test_an_empty_or_missing_document_is_refused(bot: Caller) -> None:
    await bot.refused(400, "sendDocument", chat_id=SAM)
    answer = await bot.http.post(
        f"/bot{bot.token}/sendDocument", data={"chat_id": str(SAM)}, files={"document": ("a.txt", b"", "text/plain")}
    )
    assert answer.status_code == 400


async def test_a_caption_holds_1024_characters(bot: Caller) -> None:
    for length, status in ((1024, 200), (1025, 400)):
        answer = await bot.http.post(
            f"/bot{bot.token}/sendDocument",
            data={"chat_id": str(SAM), "caption": "x" * length},
            files={"document": ("a.txt", b"a", "text/plain")},
        )
        assert answer.status_code == status


def png(width: int, height: int) -> bytes:
    """The head of a PNG file, which is all that the server reads."""
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08"


async def send_photo(bot: Caller, content: bytes, **data: str) -> tuple[int, dict[str, object]]:
    answer = await bot.http.post(
        f"/bot{bot.token}/sendPhoto",
        data={"chat_id": str(SAM), **data},
        files={"photo": ("a.png", content, "image/png")},
    )
    return answer.status_code, answer.json()


async def test_a_photo_has_its_size_and_caption(bot: Caller, world: World) -> None:
    status, body = await send_photo(bot, png(1080, 810), caption="<b>Week</b>", parse_mode="HTML")
    assert status == 200
    (size,) = body["result"]["photo"]  # type: ignore[index]
    assert (size["width"], size["height"]) == (1080, 810)
    (message,) = (await world.view(SAM))["messages"]
    assert (message["kind"], message["text"]) == ("photo", "Week")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (png(2001, 100), "PHOTO_INVALID_DIMENSIONS"),
        (png(100, 100) + bytes(10 * 1024 * 1024), "too big"),
    ],
)
async def test_what_is_no_photo_for_telegram_is_refused(bot: Caller, content: bytes, why: str) -> None:
    status, body = await send_photo(bot, content)
    assert status == 400
    assert why in str(body["description"])
