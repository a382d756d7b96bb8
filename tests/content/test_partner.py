"""The made-up partner's tables: enough to say, nothing cruel, for any couple; and each cue finds what it says."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from content import partner
from content.catalogue import load as load_catalogue
from content.partner import KINDS, SIDES, TOP, WORDINGS, load
from content.tables import ContentError
from dialogs import safety
from dialogs.assessment import find_issues
from dialogs.partner.shown import REASONS
from dialogs.role.scoring import TOPICS

STAGE = load()
_FOLDER = Path(partner.__file__).parent / "en" / "partner"
_GENDERED = re.compile(r"\b(?:he|she|him|his|her|hers|husband|wife|boyfriend|girlfriend|wedding)\b", re.IGNORECASE)


def _texts() -> Iterator[str]:
    for scene in STAGE.scenes.values():
        for side in scene.against.values():
            yield from (side.setup, side.opening, *side.theirs)
    for voice in STAGE.voices.values():
        for group in (voice.lines, voice.openers, voice.ends):
            for lines in group.values():
                yield from lines


TEXTS = sorted(set(filter(None, _texts())))


def test_there_are_scenes_enough_on_many_topics() -> None:
    assert len(STAGE.scenes) >= 8
    topics = {scene.topic for scene in STAGE.scenes.values()}
    assert topics <= set(TOPICS)
    assert len(topics) >= 7


@pytest.mark.parametrize("kind", KINDS)
def test_who_reaches_speaks_first_and_who_backs_off_does_not(kind: str) -> None:
    for scene in STAGE.scenes.values():
        assert bool(scene.against[kind].opening) == (kind == "pursuer")  # type: ignore[index]


@pytest.mark.parametrize("kind", KINDS)
def test_each_place_has_many_wordings(kind: str) -> None:
    voice = STAGE.voices[kind]  # type: ignore[index]
    assert len(voice.lines) == 3 * (TOP + 1) - 2
    assert all(len(lines) >= WORDINGS for lines in voice.lines.values())
    assert set(voice.openers) <= set(REASONS)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_said_is_for_any_couple_and_never_cruel(text: str) -> None:
    assert not _GENDERED.search(text)
    assert "!" not in text
    concern = safety.match(text)
    assert concern is None or concern.tier == "C", "being worn out may be said; danger may not"
    assert all(issue.severity < 3 for issue in find_issues(text)), "no names, no scorn, no threats"


def test_at_the_very_top_they_only_stop() -> None:
    stopping = re.compile(
        r"\b(?:stop\w*|can't|done|not now|leave it|need a while|anything left|any words|I'm going|\()", re.I
    )
    for voice in STAGE.voices.values():
        for line in voice.lines[TOP, "away"]:
            assert re.search(r"stop|can't|done|closes", line), line
        for line in voice.lines[TOP, "same"]:
            assert stopping.search(line) or line.startswith("("), line


def test_every_reason_has_its_words() -> None:
    catalogue = load_catalogue()
    assert [name for name in REASONS if not catalogue.has(f"partner.why.{name}")] == []


@pytest.mark.parametrize("name", sorted(STAGE.cues))
def test_a_cue_finds_what_it_says(name: str) -> None:
    cue = STAGE.cues[name]
    assert [example for example in cue.examples if not cue.pattern.search(example)] == []
    assert [example for example in cue.counter_examples if cue.pattern.search(example)] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("scenes.toml", 'title = "Home late, no message"', "", "scenes.toml [late] needs"),
        ("scenes.toml", 'opening = "Are we going to act as if nothing happened?"', "", "[after] retreat needs"),
        ("distancer.toml", '  "I asked to stop.",', '  "Not now. Please.",', "distancer.toml [4.same]"),
        ("pursuer.toml", "I'm okay now.", "I'm okay now " * 9, "write at most 16"),
        ("cues.toml", '  "\\\\bi apologi[sz]e\\\\b",', '  "(",', "cues.toml [apology] has a pattern that is none"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    shutil.copytree(_FOLDER, tmp_path / "partner")
    path = tmp_path / "partner" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=re.escape(says)):
        load(tmp_path / "partner")


def test_the_sides_are_the_two_of_the_loop() -> None:
    assert set(SIDES.values()) == set(KINDS)
