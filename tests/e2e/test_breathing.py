"""Long sighs, through the Bot API: the moving picture is uploaded once, seen by everybody, and the minutes are kept."""

from __future__ import annotations

from datetime import timedelta

from bot.local.sandbox.botapi import Client, MessageView
from bot.local.sandbox.botapi.transcript import Call
from content import animations
from tests.e2e.person import PATIENCE, Person, labels, settle_in
from tests.e2e.test_time import Evening, evening

__all__ = ["evening"]  # the fixture


async def begin(person: Person) -> list[MessageView]:
    """As far as the first breath; what is seen then."""
    await person.write("/practice")
    await person.tap("Long sighs (5 min)")
    await person.tap("Let's do it")
    await person.tap("8")
    return await person.tap("5 minutes")


async def uploads(telegram: Client) -> list[Call]:
    return [call for call in await telegram.transcript() if call["method"] == "sendAnimation"]


async def test_it_is_seen_once_and_goes_on_when_the_minutes_are_over(evening: Evening, telegram: Client) -> None:
    person = evening.person
    seen, asked = await begin(person)
    assert (seen["kind"], asked["kind"]) == ("animation", "text")
    assert seen["text"].startswith("In through your nose")
    assert labels(seen) == []
    assert labels(asked) == ["Go on now", "Show it again", "I got dizzy"]
    [call] = await uploads(telegram)
    assert call["params"]["animation"]["size"] == len(animations.read("sighing"))
    [over] = await evening.later(timedelta(minutes=6))
    assert "That's 5 minutes." in over["text"]
    assert labels(over)[0] == "0"
    assert (await person.message(asked["message_id"]))["keyboard"] == []
    await person.tap("4")
    said = await person.tap("Skip")
    assert "It went down" in said[-1]["text"] or "A bit calmer" in said[-1]["text"]
    assert await evening.later(timedelta(minutes=30)) == []


async def test_the_file_is_uploaded_once_for_all_and_anew_where_its_id_is_refused(
    evening: Evening, telegram: Client
) -> None:
    person, other = evening.person, Person(telegram, 78)
    first, _ = await begin(person)
    again, _ = await person.tap("Show it again")
    await settle_in(other, "Kim")
    theirs, _ = await begin(other)
    assert first["file_id"] == again["file_id"] == theirs["file_id"]
    assert [isinstance(call["params"]["animation"], str) for call in await uploads(telegram)] == [False, True, True]
    await telegram.add_fault("error", method="sendAnimation", description="Bad Request: wrong file identifier")
    anew, _ = await person.tap("Show it again")
    assert anew["file_id"] not in (None, first["file_id"])
    assert [call["status"] for call in (await uploads(telegram))[3:]] == [400, 200]


async def test_where_it_is_refused_its_words_come(evening: Evening, telegram: Client) -> None:
    await telegram.add_fault("error", method="sendAnimation", times=None)
    seen, asked = await begin(evening.person)
    assert (seen["kind"], asked["kind"]) == ("text", "text")
    assert seen["text"].startswith("In through your nose")


async def test_a_network_that_fails_sends_it_once_more(evening: Evening, telegram: Client) -> None:
    await telegram.add_fault("close_before", method="sendAnimation")
    await telegram.wait_confirmed(PATIENCE)
    seen, _ = await begin(evening.person)
    assert seen["kind"] == "animation"
