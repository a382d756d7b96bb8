"""The nudges: enough for every role and state, short, each one once, and nothing that presses or blames."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from content import nudges
from content.nudges import KINDS, LONGEST, ROLES, STATES, Nudge, load
from content.tables import ContentError

BANK = load()
EVERY = [nudge for role in ROLES for nudge in BANK[role]]
THREE_WEEKS = 22  # as many come at most before the first may come again
PRESSING = re.compile(r"\b(?:must|should(?:n't)?|streak|missed you|we miss|don't forget|you forgot)\b", re.I)
GENDERED = re.compile(r"\b(?:he|she|him|her|his|hers|husband|wife|boyfriend|girlfriend)\b", re.I)


def test_there_is_enough_for_every_role() -> None:
    assert set(BANK) == set(ROLES)
    assert all(len(BANK[role]) >= 80 for role in ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_every_day_of_three_weeks_has_one_of_any_kind_and_state(role: str) -> None:
    ordinary = [nudge for nudge in BANK[role] if nudge.state == "any"]
    assert len(ordinary) >= THREE_WEEKS
    kinds = Counter(nudge.kind for nudge in ordinary)
    assert all(kinds[kind] >= THREE_WEEKS / len(KINDS) for kind in KINDS), "taking turns"
    states = Counter(nudge.state for nudge in BANK[role])
    assert all(states[state] >= 5 for state in STATES), "and not always the same"


def test_none_is_there_twice() -> None:
    for name in ("id", "text"):
        counts = Counter(" ".join(getattr(nudge, name).casefold().split()) for nudge in EVERY)
        assert [value for value, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("nudge", EVERY, ids=lambda nudge: nudge.id)
def test_a_nudge_is_short_calm_and_for_anybody(nudge: Nudge) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", nudge.id)
    assert nudge.kind in KINDS
    assert nudge.state in STATES
    for name, longest in LONGEST.items():
        text = getattr(nudge, name)
        assert 0 < len(text) <= longest
        assert text == text.strip()
        assert "!" not in text
        assert not re.search(r"[<>{}]|  |\n", text), "no markup, no placeholder, one line"
        assert not PRESSING.search(text)
        assert not GENDERED.search(text)
    assert nudge.text[-1] in '.?"'
    assert nudge.reply[-1] in '.?"'
    assert nudge.button[-1] not in ".?!"


def test_no_button_says_what_another_button_means() -> None:
    """Typed words are matched with labels: none may read like the buttons beside it."""
    beside = {"not today", "fewer", "less", "no", "later", "stop", "1", "2", "3"}
    assert [nudge.id for nudge in EVERY if nudge.button.casefold() in beside] == []


def test_what_is_read_is_frozen_and_read_once() -> None:
    assert load() is load()
    with pytest.raises(TypeError):
        BANK["pursuer"] = ()  # type: ignore[index]
    with pytest.raises(AttributeError):
        EVERY[0].text = "changed"  # type: ignore[misc]


# -- what can't be used ------------------------------------------------------------------------------------------------


def copy(folder: Path) -> Path:
    shutil.copytree(nudges._FOLDER, folder / "nudges")
    return folder / "nudges"


ROW = """
[[nudge]]
id = "m_one_more"
kind = "micro"
state = "any"
text = "Look out of a window until something moves."
button = "Something moved"
reply = "You waited, and it did."
"""


def test_one_more_that_is_well_made_is_taken(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    path = folder / "mixed.toml"
    path.write_text(path.read_text(encoding="utf-8") + ROW, encoding="utf-8")
    assert len(load(folder)["mixed"]) == len(BANK["mixed"]) + 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kind = "micro"', 'kind = "macro"', r"mixed\.toml: m_one_more is of kind 'macro'"),
        ('state = "any"', 'state = "happy"', "for state 'happy'"),
        ('text = "Look', 'text = "' + "x" * 221 + '"\n#', "m_one_more.text has 221 characters"),
        ('button = "Something moved"', 'button = "' + "x" * 27 + '"', "m_one_more.button has 27 characters"),
        ('reply = "You', 'reply = "' + "x" * 151 + '"\n#', "m_one_more.reply has 151 characters"),
        ('button = "Something moved"', 'button = ""', "m_one_more.button has 0 characters; write 1 to 26"),
        ('button = "Something moved"\n', "", "m_one_more is no nudge .*button"),
        ('id = "m_one_more"\n', "", "is no nudge.*id"),
        ('button = "', 'buton = "', "m_one_more is no nudge .*buton"),
        ('state = "any"', 'state = "any"\nrole = "mixed"', "m_one_more is no nudge .*role"),
        ('id = "m_one_more"', 'id = "p_face_down"', "'p_face_down' is there twice; change one id"),
        ('id = "m_one_more"', 'id = "m_one_more', r"mixed\.toml: not valid TOML"),
        ("[[nudge]]", "[nudge]", r"mixed\.toml: not valid TOML"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    folder = copy(tmp_path)
    path = folder / "mixed.toml"
    assert old in ROW
    path.write_text(path.read_text(encoding="utf-8") + ROW.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=told):
        load(folder)


@pytest.mark.parametrize("where", ["mixed", "distancer"])
def test_the_same_words_twice_are_found_in_any_files(tmp_path: Path, where: str) -> None:
    folder = copy(tmp_path)
    for name, role in (("m_one_more", "mixed"), ("m_another", where)):
        path = folder / f"{role}.toml"
        path.write_text(path.read_text(encoding="utf-8") + ROW.replace("m_one_more", name), encoding="utf-8")
    with pytest.raises(ContentError, match=r"'Look out of a window.*' is there twice; change one text"):
        load(folder)


def test_a_file_that_is_missing_or_is_no_text_is_named(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    (folder / "distancer.toml").write_bytes(b'\xff\xfe[[nudge]]\nid = "x"')
    with pytest.raises(ContentError, match=r"distancer\.toml: not valid TOML"):
        load(folder)
    (folder / "distancer.toml").unlink()
    with pytest.raises(ContentError, match=r"distancer\.toml is missing from nudges; put it back"):
        load(folder)
