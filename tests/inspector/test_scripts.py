"""Scripts: what was said becomes a golden script that goes as recorded; others are compared, or played into a chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.coach import build
from dialogs.script import compare
from tests.inspector.bench import CHANNEL, SAM, Open

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
CHAT = f"{CHANNEL}:{SAM}"


async def play(bench: Open, script: str) -> dict[str, object]:
    """Play all of a script into the chat; the replay at its end."""
    replay = await bench.post("script/begin", person=SAM, script=script)
    while not replay["over"]:
        replay = await bench.post("script/step", person=SAM)
    return replay


async def test_a_conversation_becomes_a_script_that_goes_as_recorded(bench: Open) -> None:
    await bench.meet()
    await bench.bench.send_text(SAM, "/rewrite You never listen to me")
    await bench.bench.tap(SAM, next(iter(bench.bench.chats.buttons(CHAT))))
    script = (await bench.get("script", person=SAM))["script"]
    assert "user: /rewrite You never listen to me" in script
    assert script.count("\nuser: ") + script.count("\ntap: ") == 8
    assert compare(build(), script) is None


async def test_a_nudge_comes_in_the_script_too(bench: Open) -> None:
    await bench.meet()
    for said in ("/zone Berlin", "/nudges", "20:00"):
        await bench.bench.send_text(SAM, said)
    timer = (await bench.get("clock", person=SAM))["timers"][0]
    await bench.post("clock", person=SAM, to=timer["ms"])
    script = (await bench.get("script", person=SAM))["script"]
    assert compare(build(), script) is None
    after = script[script.rindex("\nwait: ") :]
    assert "state: nudge." in after, "the time between was written down, and the nudge came after it"


@pytest.mark.parametrize(
    "name", ["first_time", "nudge", "rephrase_rewrite", "careful", "safety_told", "practice_grounding"]
)
async def test_a_golden_script_goes_in_a_chat_as_written(name: str, bench: Open) -> None:
    script = (SCRIPTS / f"{name}.script").read_text(encoding="utf-8")
    replay = await play(bench, script)
    differing = [step for step in replay["steps"] if not step["same"]]  # type: ignore[attr-defined]
    assert differing == []
    assert bench.bench.chats.texts(CHAT), "and was said in the chat"
    assert SAM in bench.bench.changed


async def test_a_script_may_erase_everything(bench: Open) -> None:
    replay = await play(bench, (SCRIPTS / "privacy.script").read_text(encoding="utf-8"))
    unknown = [step["input"] for step in replay["steps"] if step["same"] is None]  # type: ignore[attr-defined]
    assert unknown == ["Yes, erase"]


async def test_time_may_pass_before_anything_is_said(bench: Open) -> None:
    replay = await play(bench, "wait: 2h\nstate:\nuser: /start\n")
    assert replay["steps"][0]["same"] is True  # type: ignore[index]


async def test_playing_begins_anew(bench: Open) -> None:
    await bench.meet()
    await play(bench, "known: Kim\nuser: /menu\n")
    found = await bench.get("person", person=SAM)
    assert found["person"]["name"] == "Kim"
    assert [turn["event"]["said"] for turn in found["turns"]] == ["/start", "/menu"]


async def test_two_people_may_play_the_same_script(bench: Open) -> None:
    script = (SCRIPTS / "first_time.script").read_text(encoding="utf-8")
    await play(bench, script)
    first = await bench.get("person", person=SAM)
    await bench.post("script/begin", person=1002, script=script)
    await bench.post("script/step", person=1002)
    assert len((await bench.get("person", person=1002))["turns"]) == 1
    sams = (await bench.get("person", person=SAM))["turns"]
    assert sams[: len(first["turns"])] == first["turns"]
    assert {turn["event"]["kind"] for turn in sams[len(first["turns"]) :]} == {"TimerFired"}, "and a week of nudges"


async def test_other_words_are_seen_as_a_difference(bench: Open) -> None:
    script = (SCRIPTS / "first_time.script").read_text(encoding="utf-8")
    same = await bench.post("script/compare", script=script)
    assert same["trouble"] is None
    assert all(step["same"] for step in same["steps"])
    shown = await bench.get("words", key="welcome.adults")
    await bench.post("words", key="welcome.adults", wordings=["Are you grown up?"], buttons=shown["buttons"])
    other = await bench.post("script/compare", script=script)
    differing = [line for step in other["steps"] if not step["same"] for line in step["lines"] if not line["same"]]
    assert [line["got"] for line in differing] == ["Are you grown up?"]


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("", "no input"),
        ("hello", "line 1"),
        ("bot: hi", "before any input"),
        ("# a comment", "no input"),
        ("user: x\n" * 40_000, "characters"),
    ],
)
async def test_what_is_no_script_says_so(script: str, told: str, bench: Open) -> None:
    for path in ("script/compare", "script/begin"):
        assert told in (await bench.post(path, 422, person=SAM, script=script))["error"]


async def test_a_step_that_can_t_be_played_says_why(bench: Open) -> None:
    assert "begin one" in (await bench.post("script/step", 422, person=SAM))["error"]
    script = "user: /start\ntap: Nowhere\n"
    compared = await bench.post("script/compare", script=script)
    assert "no single button 'Nowhere'" in compared["trouble"]
    assert [step["same"] for step in compared["steps"]] == [False, None]
    await bench.post("script/begin", person=SAM, script=script)
    await bench.post("script/step", person=SAM)
    assert "no single button 'Nowhere'" in (await bench.post("script/step", 422, person=SAM))["error"]


async def test_a_transcript_is_for_people(bench: Open) -> None:
    await bench.meet()
    text = (await bench.get("transcript", person=SAM))["transcript"]
    markdown = (await bench.get("transcript", person=SAM, **{"as": "markdown"}))["transcript"]
    assert "You, Mon 2 March 2026, 12:00 UTC: /start" in text
    assert "**You**" in markdown
    for said in bench.bench.chats.texts(CHAT):
        assert said in text
