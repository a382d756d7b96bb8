"""Words: changed on trial the same chat says them, bad ones change nothing, and on demand they go into the file."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.local.inspector import files, words
from bot.local.inspector.draft import Draft
from content.catalogue import Catalogue, load
from content.tables import ContentError
from tests.inspector.bench import CHANNEL, SAM, Open, open_bench

CHAT = f"{CHANNEL}:{SAM}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The content files, to write in."""
    shutil.copytree(files.ROOT / "en", tmp_path / "content" / "en")
    return tmp_path / "content"


async def test_the_same_chat_says_the_new_words(bench: Open) -> None:
    await bench.bench.send_text(SAM, "/start")
    shown = await bench.get("words", key="welcome.adults")
    revised = await bench.post(
        "words", key="welcome.adults", wordings=["Are you grown up?"], buttons={**shown["buttons"], "adult": "Of age"}
    )
    assert revised["revised"] is True
    await bench.bench.tap(SAM, "Go on")
    assert bench.bench.chats.texts(CHAT)[-1] == "Are you grown up?"
    assert "Of age" in bench.bench.chats.buttons(CHAT)
    assert (await bench.get("keys", like="welcome.adults"))["revised"] == ["welcome.adults"]
    (turn,) = (await bench.get("person", person=SAM))["turns"][-1:]
    assert turn["posts"][0]["text"] == "Are you grown up?"
    await bench.post("words/back", key="welcome.adults")
    assert await bench.get("words", key="welcome.adults") == shown
    (turn,) = (await bench.get("person", person=SAM))["turns"][-1:]
    assert turn["posts"][0]["text"] == "Are you grown up?", "what was said was said"


async def test_new_words_on_a_button_are_understood_when_typed(bench: Open) -> None:
    await bench.bench.send_text(SAM, "/start")
    shown = await bench.get("words", key="welcome.what")
    choice = next(name for name, label in shown["buttons"].items() if label == "Go on")
    await bench.post(
        "words", key="welcome.what", wordings=shown["wordings"], buttons={**shown["buttons"], choice: "Onwards"}
    )
    await bench.bench.send_text(SAM, "onwards")
    assert (await bench.get("person", person=SAM))["stack"][-1]["state"] == "adults"


@pytest.mark.parametrize(
    ("wordings", "told"),
    [
        (["Hello <b>there"], "markup"),
        (["Hello <script>"], "markup"),
        (["Hello {nobody}"], "filled in"),
        (["Hello {"], "brace"),
        ([""], "empty"),
        (["x" * 4000], "characters"),
        ([], "string"),
    ],
)
async def test_bad_words_change_nothing(wordings: list[str], told: str, bench: Open) -> None:
    before = await bench.get("words", key="welcome.adults")
    error = (await bench.post("words", 422, key="welcome.adults", wordings=wordings, buttons=before["buttons"]))[
        "error"
    ]
    assert "welcome.adults" in error
    assert told in error
    assert await bench.get("words", key="welcome.adults") == before


async def test_a_key_that_is_none_says_so(bench: Open) -> None:
    answer = await bench.client.get("/inspector/words", params={"key": "no.such"})
    assert answer.status == 422
    assert "no.such" in (await answer.json())["error"]
    assert (await bench.post("words", 422, key="../../secret", wordings=["x"], buttons={}))["error"]


async def test_the_check_says_what_it_thinks(bench: Open) -> None:
    shown = await bench.get("words", key="welcome.adults")
    revised = await bench.post(
        "words", key="welcome.adults", wordings=["You must be of age!"], buttons=shown["buttons"]
    )
    assert any(remark.startswith("H405") for remark in revised["remarks"])
    assert shown["remarks"] == []


async def test_texts_are_found_by_their_words(bench: Open) -> None:
    found = await bench.get("keys", like="18 or OLDER")
    assert "welcome.adults" in [each["key"] for each in found["keys"]]
    assert (await bench.get("keys", like=""))["keys"] == []


async def test_on_demand_the_file_is_written_and_keeps_all_else(tmp_path: Path, root: Path) -> None:
    path = root / "en" / "welcome.toml"
    before = path.read_text(encoding="utf-8")
    async with open_bench(tmp_path, writing=True, root=root) as bench:
        shown = await bench.get("words", key="welcome.adults")
        assert shown["writing"] is True
        await bench.post("words", key="welcome.adults", wordings=["Are you grown up?"], buttons=shown["buttons"])
        await bench.post("words", 422, key="welcome.adults", wordings=["{"], buttons=shown["buttons"])
    after = path.read_text(encoding="utf-8")
    assert "Are you grown up?" in after
    changed = [line for line in after.splitlines() if line not in before.splitlines()]
    assert len(changed) == 1, "comments, order and the other texts stay as they were"
    assert load.__wrapped__(root).text("welcome.adults") == "Are you grown up?"


async def test_files_that_were_edited_elsewhere_are_taken_up(tmp_path: Path, root: Path) -> None:
    path = root / "en" / "welcome.toml"
    good = path.read_text(encoding="utf-8")
    async with open_bench(tmp_path, root=root) as bench:
        old = (await bench.get("words", key="welcome.adults"))["wordings"][0]
        path.write_text(good.replace(old, "Are you grown up?"), encoding="utf-8")
        assert (await bench.post("words/anew"))["changed"] == ["welcome.adults"]
        assert (await bench.get("words", key="welcome.adults"))["wordings"] == ["Are you grown up?"]
        for broken in ("[", good.replace("[adults]", "[grown]")):
            path.write_text(broken, encoding="utf-8")
            assert "welcome" in (await bench.post("words/anew", 422))["error"]
        assert (await bench.get("words", key="welcome.adults"))["wordings"] == ["Are you grown up?"]


async def test_a_file_that_can_t_be_written_changes_nothing(tmp_path: Path, root: Path) -> None:
    async with open_bench(tmp_path, writing=True, root=root) as bench:
        shown = await bench.get("words", key="welcome.adults")
        (root / "en" / "welcome.toml.new").mkdir()  # in the way of what is written aside first
        error = await bench.post("words", 422, key="welcome.adults", wordings=["Well?"], buttons=shown["buttons"])
        assert "welcome.toml can't be written" in error["error"]
        assert await bench.get("words", key="welcome.adults") == shown


def test_every_text_can_be_written_and_read_again(root: Path) -> None:
    """The line is found, and a text that is not changed leaves its file alone to the letter."""
    catalogue = load()
    before = {path.name: path.read_text(encoding="utf-8") for path in (root / "en").glob("*.toml")}
    for key, screen in list(catalogue.screens().items())[::40]:
        place = files.place_of(key, root=root)
        texts = [wording.source for wording in screen.wordings]
        files.write(place, texts, {choice: label.source for choice, label in screen.buttons.items()})
        assert files.line_of(place), key
    assert {path.name: path.read_text(encoding="utf-8") for path in (root / "en").glob("*.toml")} == before


@pytest.fixture
def welcome(tmp_path: Path) -> Path:
    """A content folder with one file, which is quickly read."""
    (tmp_path / "small" / "en").mkdir(parents=True)
    shutil.copy(files.ROOT / "en" / "welcome.toml", tmp_path / "small" / "en")
    return tmp_path / "small"


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1, max_size=80))
def test_any_words_are_refused_or_said_as_they_are(text: str, welcome: Path) -> None:
    draft = Draft(Catalogue({"en": load().screens()}))
    buttons = {choice: label.source for choice, label in draft.screen("welcome.adults").buttons.items()}
    before = draft.screen("welcome.adults")
    try:
        words.revise(draft, "welcome.adults", [text], buttons, into=welcome)
    except ContentError:
        assert draft.screen("welcome.adults") == before
        return
    written = tomllib.loads((welcome / "en" / "welcome.toml").read_text(encoding="utf-8"))["adults"]["text"]
    assert draft.text("welcome.adults") == load.__wrapped__(welcome).text("welcome.adults")
    assert written == text
