"""The terminal: piped or drawn, quit and resumed, in 80 columns and without colour, quick to greet."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.local.drawing import draw
from bot.local.terminal import Terminal, chat, styled, write_new
from bot.settings import Settings
from dialogs.coach import build
from dialogs.portraits import PORTRAITS
from dialogs.script import parse
from tests.dialogs.conversation import says
from tests.pictures.people import loop, sent

ROOT = Path(__file__).resolve().parents[2]
HALFWAY = (sys.executable, "-m", "bot", "chat")
WELCOME = ["1", "1", "1", "Sam", "2"]


async def talk(folder: Path, *lines: str) -> str:
    """One sitting: what the terminal shows for these lines."""
    target = io.StringIO()
    source = io.StringIO("".join(f"{line}\n" for line in lines))
    settings = Settings(halfway_data_dir=folder, _env_file=None)  # type: ignore[call-arg]
    await chat(settings, build(), source, target, folder)
    return target.getvalue()


def held_in(folder: Path) -> str:
    """Every byte of every file."""
    return "".join(path.read_bytes().decode("latin-1") for path in folder.iterdir()).casefold()


async def test_from_the_greeting_to_a_kept_sentence(tmp_path: Path) -> None:
    script = (ROOT / "tests" / "scripts" / "first_time.script").read_text(encoding="utf-8")
    shown = await talk(tmp_path, *(line.text for line in parse(script) if line.kind in ("user", "tap")))
    assert "I feel lonely when we don't get time to talk." in shown
    assert "Kept: your first one." in shown
    assert "One practice so far." in shown


async def test_quitting_in_the_middle_goes_on_exactly_there(tmp_path: Path) -> None:
    """After every single line of a whole conversation, the program is left and started again."""
    script = (ROOT / "tests" / "scripts" / "first_time.script").read_text(encoding="utf-8")
    lines = [line.text for line in parse(script) if line.kind in ("user", "tap")]
    shown = "".join([await talk(tmp_path, line) for line in lines])
    assert "Kept: your first one." in shown
    assert shown.count("12 of 12") >= 2  # asked, and asked again after the start


async def test_an_answer_may_be_a_number_a_label_or_nearly_one(tmp_path: Path) -> None:
    await talk(tmp_path, *WELCOME, "twelve taps", "chores")
    assert "2 of 12" in await talk(tmp_path, "4")
    assert "3 of 12" in await talk(tmp_path, "nearly always")
    assert "4 of 12" in await talk(tmp_path, "somtimes")
    assert says(await talk(tmp_path, "banana"), "engine.unclear")


async def test_an_export_is_a_file_only_its_owner_can_read(tmp_path: Path) -> None:
    shown = await talk(tmp_path, *WELCOME, "/export")
    path = tmp_path / "halfway-export.json"
    assert path.name in shown
    assert '"name": "Sam"' in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600


async def test_a_page_for_a_counsellor_is_two_files_only_its_owner_can_read(tmp_path: Path) -> None:
    lines = ["/therapy", "Go through it", "I would like us to rest.", "Go on", "Go on", "Go on", "No name", "Make it"]
    shown = await talk(tmp_path, *WELCOME, *lines)
    drawn, written = tmp_path / "halfway-page.pdf", tmp_path / "halfway-page.md"
    assert shown.index(drawn.name) < shown.index(written.name)
    assert drawn.read_bytes().startswith(b"%PDF")
    assert "I would like us to rest." in written.read_text(encoding="utf-8")
    assert {path.stat().st_mode & 0o777 for path in (drawn, written)} == {0o600}


def test_a_second_export_does_not_overwrite_the_first(tmp_path: Path) -> None:
    first, second = (write_new(tmp_path / "x.json", text) for text in (b"one", b"two"))
    assert first != second
    assert first.read_text() == "one"


async def test_forgetting_leaves_no_word_in_the_data_folder(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    canary = "periwinkle"
    await talk(tmp_path, *WELCOME, f"/rewrite You never listen to me about {canary}", "/settings", "name", canary)
    assert canary not in held_in(tmp_path)  # sealed
    await talk(tmp_path, "/forget", "1")
    assert canary not in held_in(tmp_path)
    assert canary not in caplog.text


@pytest.mark.parametrize("width", [40, 80, 200])
async def test_what_is_drawn_fits(width: int, tmp_path: Path) -> None:
    target = io.StringIO()
    console = Console(file=target, force_terminal=True, width=width, color_system=None, legacy_windows=False)
    terminal = Terminal(console, tmp_path)
    buttons = [["Nearly always", "t:0"], ["A label that is rather long for a button", "t:1"], ["No", "t:2"]]
    await terminal.send("terminal:you", {"kind": "message", "text": "<b>Hello</b> you. " * 20, "buttons": buttons})
    assert all(len(line) <= width for line in target.getvalue().splitlines())


def test_text_is_taken_to_the_letter_but_for_its_two_tags() -> None:
    text = styled("<b>bold</b> &lt;b&gt; [red] {x} <i>it</i>")
    assert text.plain == "bold <b> [red] {x} it"


def run(folder: Path, words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "HALFWAY_DATA_DIR": str(folder), **environment}
    settings.pop("TELEGRAM_BOT_TOKEN", None)
    return subprocess.run(
        HALFWAY, input=words, capture_output=True, text=True, cwd=folder, env=settings, timeout=60, check=False
    )


def test_the_real_program_through_a_pipe(tmp_path: Path) -> None:
    result = run(tmp_path, "1\n1\n1\nSam\n/rewrite You never listen to me\n")
    assert result.returncode == 0, result.stderr
    assert "I feel lonely when we don't get time to talk." in result.stdout
    assert not re.search(r"\x1b|[ \t]\n", result.stdout), "colour, or blanks at the end of a line, in a pipe"
    assert result.stderr == ""


def test_an_empty_input_is_a_hello_and_a_goodbye(tmp_path: Path) -> None:
    result = run(tmp_path, "", NO_COLOR="1")
    assert result.returncode == 0
    assert result.stdout.startswith("Hello. I'm Halfway")


def test_it_greets_soon(tmp_path: Path) -> None:
    """The aim is a second, and `make bench` measures it; this gate is three times that, for a busy machine."""
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "HALFWAY_DATA_DIR": str(tmp_path)}
    began = time.perf_counter()
    with subprocess.Popen(
        HALFWAY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=settings
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Hello")
        assert time.perf_counter() - began < 3
        process.communicate("")


@pytest.mark.parametrize("name", [*PORTRAITS, "loop"])
@pytest.mark.parametrize("width", [40, 80])
async def test_a_picture_is_drawn_in_letters(name: str, width: int, tmp_path: Path) -> None:
    steps = [{"label": "My move", "text": "asked again"}, {"label": "Their move", "text": "left"}]
    picture = loop(steps, 1) if name == "loop" else sent(name)
    payload = {"kind": "picture", **asdict(picture)}
    target = io.StringIO()
    console = Console(file=target, force_terminal=True, width=width, color_system=None, legacy_windows=False)
    await Terminal(console, tmp_path).send("terminal:you", payload)
    assert all(cell_len(line) <= width for line in target.getvalue().splitlines())
    piped = io.StringIO()
    await Terminal(Console(file=piped, width=width), tmp_path).send("terminal:you", payload)
    assert styled(picture.caption).plain.splitlines()[0] in piped.getvalue()
    assert not re.search(r"\x1b|[ \t]\n", piped.getvalue())


def test_drawings_show_what_the_pictures_show() -> None:
    lines = {name: draw(name, sent(name).data, sent(name).words, 72) for name in PORTRAITS}
    assert lines["roles"][1] == "chores  ▰▰▰▰▰▰▰▰▱▱  ▰▰▱▱▱▱▱▱▱▱"
    assert lines["pulse"][0] == "Reaching     ██▆█▆▅▅▃▃  less than at first"
    assert lines["practices"][:2] == ["Long sighs (5 min), 3 times", "  0 ─────────●━━━━━━○──── 10"]
    assert lines["attempts"][0] == "  1  ▰▰▰▰▱▱▱▱▱▱  35"
    assert lines["attempts"][-2] == " 10  ▰▰▰▰▰▰▰▰▰▱  92 ✓"
    assert lines["days"][0] == "Tue  Wed  Thu  Fri  Sat  Sun  Mon"
    assert lines["days"][2] == "24✓  25✓  26✓  27·  28·   1✓   2✓"
    steps = [{"label": "My move", "text": "asked again"}, {"label": "Their move", "text": "left"}]
    assert draw("loop", loop(steps, 1).data, loop(steps, 1).words, 72) == [
        "  1. My move: asked again",
        "     ↓",
        "▶ 2. Their move: left",
        "     ↺ 1",
        "▶ Easiest to change: Their move",
    ]


async def test_pictures_in_a_whole_conversation(tmp_path: Path) -> None:
    practice = ["/practice", "Long sighs (5 min)", "Let's do it", "7", "That's enough", "4", "Skip", "Enough for now"]
    shown = await talk(tmp_path, *WELCOME, *practice, "/progress", "See pictures")
    assert "1 of the last 14 days" in shown
    assert "✓" in shown
