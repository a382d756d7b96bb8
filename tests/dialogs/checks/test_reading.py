"""Reading age, against texts counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.checks.reading import Reading, count_syllables, measure, percentile, readable

SYLLABLES = """
1: a breath breathe clothes comes don't can't won't done fire friends fruit gone here's hour hoped lie more one's piece
1: quite rules smile suits there tired tongue tried voice we'll while whole you're they've asked queue league
2: being business lion million union anxious precious patience ancient patient friendship building buying changes
2: couldn't didn't isn't client closeness couples diet doing dying every evening feeling going grateful handled homesick
2: it'll that'll little lonely lovely lying maybe message moment movement noticed nothing only partner partner's people
2: places practised question quiet reply rescue ruin safety science seconds settled someone something sometimes
2: table tables themselves therefore trouble useless value wanted wishes check-in create argue equal fluid poem choices
2: wednesday
3: actual anyone beautiful carefully companion continue created diary different everything exercise families
3: idea messages mindfulness obvious opinion quietly radio recognise serious somebody theory therapist usual video
3: violence
4: anybody apologise disagreement diagnosis emergency everybody experience exercises reassurance reality satisfaction
4: situation society usually variety obedience actually
5: communication curiosity psychological
"""


@pytest.mark.parametrize(
    ("count", "word"),
    [(int(line[0]), word) for line in SYLLABLES.strip().splitlines() for word in line[2:].split()],
)
def test_syllables_are_counted_as_they_are_spoken(count: int, word: str) -> None:
    assert count_syllables(word) == count


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("The cat sat on the mat.", Reading(6, 1, 6, 17)),
        ("When you are late I worry. Please send one line before you leave.", Reading(13, 2, 15, 51)),
        ("<b>Stop</b> and look.\n1. Your feet\n2. Your hands", Reading(7, 3, 7, 28)),
        ("From 0 to 10?", Reading(4, 1, 5, 9)),
        ("So: {name}, that isn’t it…", Reading(5, 2, 7, 18)),
        ("", Reading(1, 1, 1, 0)),
    ],
)
def test_texts_are_counted_as_by_hand(text: str, counted: Reading) -> None:
    assert measure(text) == counted


def test_the_formulas_give_what_they_were_published_with() -> None:
    """0.39 · 6 + 11.8 · 1 - 15.59 = -1.45, and 0.0588 · 283.3 - 0.296 · 16.7 - 15.8 = -4.07: grades, so five more."""
    reading = measure("The cat sat on the mat.")
    assert reading.kincaid == pytest.approx(3.55, abs=0.005)
    assert reading.coleman == pytest.approx(0.927, abs=0.005)


def test_a_paper_reads_older_than_a_child_s_book() -> None:
    child = measure("Sam has a red ball. The ball is in the tree. Sam wants to get it down.")
    paper = measure(
        "Contemporary psychotherapeutic interventions emphasise collaborative exploration of dysfunctional "
        "communication, particularly where interpersonal reciprocity deteriorates."
    )
    assert max(child.kincaid, child.coleman) < 8
    assert min(paper.kincaid, paper.coleman) > 22


def test_what_is_tapped_is_not_read_as_words() -> None:
    assert readable("Send /practice_statement or see findahelpline.com & more") == "Send this or see this & more"


def test_the_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile(list(map(float, range(1, 101))), 0.9) == 90.0
    assert percentile([7.0], 0.9) == 7.0


@given(st.text(max_size=60))
def test_any_text_can_be_measured(text: str) -> None:
    reading = measure(text)
    assert min(reading.words, reading.sentences, reading.syllables) >= 1
    assert reading.kincaid > -20
