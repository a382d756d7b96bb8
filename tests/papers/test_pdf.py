"""The PDF: one sheet of the right paper that says what the page says, with its bars where the numbers are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.papers.pdf import SIZES, draw
from dialogs.therapy.drawable import drawn
from tests.dialogs.therapy import KNOWN, LONELY, answers, made
from tests.papers import Document

BLANK: dict[str, Any] = {
    "title": "Notes", "about": "Made today.", "sections": [], "print": "A self-report.", "language": "en",
    "paper": "a4", "made": "2026-03-02",
}  # fmt: skip


def words(text: str) -> str:
    """Text apart from where its lines end."""
    return "".join(text.split())


def page_of(*texts: str) -> dict[str, Any]:
    lines = [{"text": text, "detail": "", "measures": []} for text in texts]
    return {**BLANK, "sections": [{"title": "Said", "lines": lines, "columns": [], "scale": [0, 1], "note": ""}]}


def type_sizes(document: Document) -> set[float]:
    return {float(size) for page in document.pages for size in re.findall(rb"/F\d+ ([\d.]+) Tf", document.shape(page))}


def test_it_is_one_sheet_with_a_title_a_language_and_headings() -> None:
    page = made()
    document = Document(draw(page))
    assert document.is_whole()
    assert len(document.pages) == 1
    assert b"/Lang (en)" in document.content
    assert b"/Title (Notes for our session)" in document.content
    assert b"/DisplayDocTitle true" in document.content
    assert document.bookmarks == [section["title"] for section in page["sections"]]


def test_it_says_all_that_the_page_says() -> None:
    page = made(replace(KNOWN, page={"name": "Zoë Ångström", "words": {"note": "Ruhe — пауза, παύση “now” ≥ 20 min"}}))
    text = words(Document(draw(page)).text)
    for said in (page["title"], page["about"], page["print"]):
        assert words(said) in text
    for section in page["sections"]:
        assert words(section["title"]) in text
        assert words(section["note"]) in text
        for line in section["lines"]:
            assert words(line["text"]) in text
            assert words(line["detail"]) in text
            assert all(words(measure["text"]) in text for measure in line["measures"])
    assert "ZoëÅngström" in text
    assert "пауза,παύση" in text


@pytest.mark.parametrize(("paper", "size"), [("a4", (595.28, 841.89)), ("letter", (612.0, 792.0))])
def test_it_is_on_the_paper_of_the_country(paper: str, size: tuple[float, float]) -> None:
    assert Document(draw({**made(), "paper": paper})).size == size


def test_the_same_page_is_the_same_file_and_another_day_another() -> None:
    page = made()
    assert draw(page) == draw(page)
    assert draw(page) != draw({**page, "made": "2026-03-03"})


def bars(document: Document) -> list[tuple[float, float]]:
    """The error bars of a sheet in drawing order, from where to where; they are the thick level lines."""
    shape = document.shape(document.pages[0])
    thick = re.compile(rb"1\.28 w\n([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S")
    return [(float(left), float(right)) for left, y, right, end in thick.findall(shape) if y == end]


def test_bars_lie_where_the_numbers_are() -> None:
    """Checked against each other: ten points are as long everywhere, and 75 lies right of 30 by their difference."""
    scores = {
        "chores": answers(75, 30, "2026-02-10T12:00:00+00:00"),
        "money": answers(40, 60, "2026-02-10T12:00:00+00:00"),
    }
    bare = replace(KNOWN, roles=scores, practices=(), page={"out": ["tools"]})
    found = bars(Document(draw(made(bare))))
    assert len(found) == 4
    lengths = [right - left for left, right in found]
    assert lengths == pytest.approx([lengths[0]] * 4, abs=0.05)
    point = lengths[0] / 19.6
    reach_75, _, reach_40, _ = (sum(bar) / 2 for bar in found)
    assert reach_75 - reach_40 == pytest.approx(35 * point, abs=0.2)


def test_type_shrinks_to_keep_one_sheet_and_then_a_second_is_added() -> None:
    assert SIZES[0] in type_sizes(Document(draw(page_of("One line."))))
    some = Document(draw(page_of(*[LONELY * 2] * 17)))
    assert len(some.pages) == 1
    assert type_sizes(some) & set(SIZES[1:])
    many = Document(draw(page_of(*[LONELY * 2] * 40)))
    assert len(many.pages) == 2
    assert type_sizes(many) & set(SIZES)
    assert words(many.text).count(words(LONELY)) == 80


def test_what_has_no_letter_is_a_box() -> None:
    text = Document(draw(page_of("so tired 🥐 我 שלום"))).text
    assert "so tired □ □ □□□□" in text


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=400), min_size=1, max_size=4))
def test_nothing_that_can_be_typed_breaks_it(typed: list[str]) -> None:
    document = Document(draw(page_of(*typed)))
    assert document.is_whole()
    text = words(document.text)
    for each in typed:
        assert words(drawn(each)) in text


def test_a_word_longer_than_the_sheet_is_broken() -> None:
    assert words(Document(draw(page_of("x" * 400))).text).count("x") == 400
