"""The curriculum's coverage table is true: each lesson, practice and state it names is there; all lessons are in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from content import catalogue
from dialogs.coach import build
from dialogs.engine import Wait
from dialogs.lessons import BEHIND, LESSONS
from dialogs.practices import PRACTICES

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "curriculum.md").read_text(encoding="utf-8")
SECTIONS = {
    "The four steps of the cycle": 4,
    "Origins": 3,
    "How it affects a couple: the three costs": 3,
    "What counselling does about it: six ways": 6,
    "Four practical tips": 4,
}  # and the least number of ideas in each


@dataclass(frozen=True)
class Row:
    """One idea, and where it is met."""

    section: str
    idea: str
    lessons: tuple[str, ...]
    practices: tuple[str, ...]
    states: tuple[str, ...]
    done: str


def rows() -> Iterator[Row]:
    section = ""
    for line in PAGE.splitlines():
        section = line[3:] if line.startswith("## ") else section
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 5 and cells[0] != "idea" and not cells[0].startswith("-"):
            idea, lessons, practices, states, done = cells
            yield Row(section, idea, tuple(lessons.split(", ")), _named(practices), _named(states), done)


def _named(cell: str) -> tuple[str, ...]:
    assert re.fullmatch(r"`[\w./]+`(?:, `[\w./]+`)*", cell), f"{cell!r} is no list of names"
    return tuple(re.findall(r"`([^`]+)`", cell))


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: row.idea)
def test_what_a_row_names_is_there(row: Row) -> None:
    book = build()
    assert set(row.lessons) <= set(LESSONS)
    for name in row.practices:
        assert name[1:] in book.commands if name.startswith("/") else name in book.dialogs, name
    for name in row.states:
        dialog, state = name.split(".")
        assert isinstance(book.dialogs[dialog].by_name.get(state), Wait), f"{name} is no place in a conversation"
    assert row.done


def test_every_idea_of_the_article_has_its_rows() -> None:
    found = [row.section for row in rows()]
    for section, least in SECTIONS.items():
        numbered = [row for row in rows() if row.section == section and re.match(r"\d\. ", row.idea)]
        assert found.count(section) >= least
        assert not numbered or len(numbered) == least, section


def test_every_lesson_and_practice_is_in_the_table_or_behind_a_lesson() -> None:
    named = {name for row in rows() for name in row.lessons}
    assert named == set(LESSONS)
    practices = {dialog.name for dialog in PRACTICES}
    assert set(BEHIND) == practices, "each practice has the thought behind it"
    assert set(BEHIND.values()) <= set(LESSONS)


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_telling_has_80_to_120_words_and_each_lesson_one_question_and_one_act(lesson: str) -> None:
    screens = catalogue.load()
    for variant in ("pursuer", "distancer", "mixed"):
        words = re.sub(r"</?[bi]>", "", screens.text(f"learn.{lesson}.{variant}")).split()
        assert 80 <= len(words) <= 120, f"{lesson}.{variant} has {len(words)} words"
    assert len(screens.text(f"learn.{lesson}.question").split()) <= 25
    assert len(screens.text(f"learn.{lesson}.action").split()) <= 30
