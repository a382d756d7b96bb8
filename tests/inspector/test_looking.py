"""Looking: where somebody stands, what their turns did, what is kept of them, and what was heard."""

from __future__ import annotations

import json

from tests.inspector.bench import ALEX, CHANNEL, SAM, Open


async def test_nobody_is_known_before_they_wrote(bench: Open) -> None:
    assert await bench.get("person", person=SAM) == {"known": False}


async def test_a_turn_is_shown_with_its_moves_words_and_state(bench: Open) -> None:
    await bench.bench.send_text(SAM, "/start")
    await bench.bench.tap(SAM, "Go on")
    found = await bench.get("person", person=SAM)
    assert [f"{frame['dialog']}.{frame['state']}" for frame in found["stack"]] == ["home.welcome", "welcome.adults"]
    first, second = found["turns"]
    assert (first["event"]["kind"], first["event"]["said"]) == ("Command", "/start")
    assert (second["event"]["kind"], second["event"]["said"]) == ("Tap", "Go on")
    assert second["moves"] == [{"dialog": "welcome", "trigger": "next", "source": "what", "dest": "adults"}]
    assert [post["key"] for post in second["posts"]] == ["welcome.adults"]
    assert second["posts"][0]["text"] in bench.bench.chats.texts(f"{CHANNEL}:{SAM}")
    assert second["posts"][0]["buttons"] == list(bench.bench.chats.buttons(f"{CHANNEL}:{SAM}"))
    assert {effect["kind"] for effect in second["effects"]} >= {"Ack", "Show"}


async def test_people_are_told_apart(bench: Open) -> None:
    await bench.bench.send_text(SAM, "/start")
    await bench.bench.send_text(ALEX, "/privacy")
    sam, alex = [await bench.get("person", person=person) for person in (SAM, ALEX)]
    assert [turn["event"]["said"] for turn in sam["turns"]] == ["/start"]
    assert [turn["event"]["said"] for turn in alex["turns"]] == ["/privacy"]


async def test_timers_are_shown_at_the_persons_own_time(bench: Open) -> None:
    await bench.meet()
    for said in ("/zone Kathmandu", "/nudges", "20:00"):
        await bench.bench.send_text(SAM, said)
    found = await bench.get("person", person=SAM)
    (timer,) = [timer for timer in found["timers"] if timer["name"] == "nudge"]
    assert (timer["due"], timer["leads"], timer["in"]) == ("Mon 2 March 2026, 20:00 +0545", "nudge", "2 h 14 min")
    set_in = [effect["about"] for effect in found["turns"][-1]["effects"] if effect["timer"]]
    assert any("nudge, due Mon 2 March 2026, 20:00 +0545" in about for about in set_in)


async def test_what_is_kept_is_opened_and_gone_once_it_is_forgotten(bench: Open) -> None:
    await bench.meet()
    assert (await bench.get("person", person=SAM))["person"]["name"] == "Sam"
    await bench.bench.send_text(SAM, "/forget")
    await bench.bench.tap(SAM, next(iter(bench.bench.chats.buttons(f"{CHANNEL}:{SAM}"))))
    assert await bench.get("person", person=SAM) == {"known": False}
    assert await bench.get("script", person=SAM) == {"script": ""}
    assert bench.inspector.log.conversations == 0, "and of what was said in it nothing is held in memory"


async def test_every_dialog_has_a_chart(bench: Open) -> None:
    for name in bench.bench.book.dialogs:
        drawn = await bench.get("diagram", dialog=name)
        assert {node["kind"] for node in drawn["nodes"]} <= {"wait", "pass", "call", "end"}
    answer = await bench.client.get("/inspector/diagram", params={"dialog": "nowhere"})
    assert answer.status == 404


async def test_what_was_heard_stands_with_its_places(bench: Open) -> None:
    await bench.meet()
    text = "You never listen to me, you're so selfish"
    await bench.bench.send_text(SAM, text)
    await bench.bench.send_text(SAM, "/menu")
    heard = await bench.get("heard", person=SAM)
    assert heard["text"] == text
    spans = {span["code"]: text[span["start"] : span["end"]] for span in heard["spans"]}
    assert spans["ABSOLUTE"] == "never"
    assert "selfish" in spans["LABEL"]
    assert all(span["means"] for span in heard["spans"])
    assert heard["detectors"]["concern"] is None
    assert heard["statement"]["blame"] > 0.5


async def test_a_danger_is_shown_with_the_pattern_that_found_it(bench: Open) -> None:
    heard = await bench.post("hear", text="he hit me last week")
    concern = heard["detectors"]["concern"]
    assert (concern["tier"], concern["kind"]) == ("B", "partner_violence")
    assert concern["by"].startswith("the pattern ")
    assert "hit me" in concern["quote"]
    assert any(span["from"] == "detectors" for span in heard["spans"])


async def test_any_text_can_be_looked_at(bench: Open) -> None:
    for text in ("", " ", "😀" * 50, "a" * 9000, "<script>alert(1)</script>", "\x00\ud83d"):
        heard = await bench.post("hear", text=text)
        assert json.dumps(heard)


async def test_while_the_bot_is_away_it_says_so(bench: Open) -> None:
    bench.bench.house = None
    answer = await bench.client.get("/inspector/person", params={"person": str(SAM)})
    assert answer.status == 503
    assert "try again" in (await answer.json())["error"]
