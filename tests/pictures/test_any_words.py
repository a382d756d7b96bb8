"""Any words and any numbers: nothing crashes, warns, leaves the card or lies over something else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.pictures.lettering import cut, legible, width, wrap
from dialogs.role.scoring import TOPICS
from tests.dialogs.conversation import CONSENTED
from tests.pictures.looking import drawn, marked, opened, unreadable, words
from tests.pictures.people import loop, practising, pulsing, role, sent

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANY_TEXT = st.text(max_size=120)
NODE = st.fixed_dictionaries({"label": ANY_TEXT, "text": ANY_TEXT})
SCORE = st.integers(0, 100)

SCRIPTS = [
    "👩‍❤️‍👨 we 😭 argued 🙃",
    "你从来不听我说话，我很难过",
    "أنت لا تستمع إلي أبدا",
    "אתה אף פעם לא מקשיב",
    "तुम मेरी बात कभी नहीं सुनते",
    "คุณไม่เคยฟังฉัน",
    "Ты никогда меня не слушаешь",
    "$x^2$ & <b>bold</b> {brace} %s \\alpha _under_ $",
    "a\nb\tc\u200b\u202ed\x00e\ufeff",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverkäufer",
    "",
    "   ",
]


@pytest.mark.parametrize("text", SCRIPTS)
def test_a_person_s_words_in_any_script(text: str) -> None:
    made = drawn(loop([{"label": text, "text": text * 3}] * 6, 2))
    assert list(unreadable(made)) == []
    opened(made)


def test_words_are_taken_to_the_letter() -> None:
    found = " ".join(words(drawn(loop([{"label": "$x^2$", "text": "<b>a</b> \\alpha"}], None))))
    assert "$x^2$" in found
    assert "<b>a</b> \\alpha" in found


@SLOW
@given(st.lists(NODE, min_size=1, max_size=6), st.one_of(st.none(), st.integers(0, 5)))
def test_any_loop(nodes: list[dict[str, str]], cheapest: int | None) -> None:
    made = drawn(loop(nodes, cheapest if cheapest is not None and cheapest < len(nodes) else None))
    assert list(unreadable(made)) == []


@SLOW
@given(st.lists(st.tuples(SCORE, SCORE), min_size=1, max_size=len(TOPICS)))
def test_names_on_the_map_never_lie_over_each_other(places: list[tuple[int, int]]) -> None:
    roles = {topic: role(*place) for topic, place in zip(TOPICS, places, strict=False)}
    made = drawn(sent("roles", replace(CONSENTED, roles=roles)))
    assert list(unreadable(made)) == []
    assert len(marked(made, "point")) == len(set(places))


@pytest.mark.parametrize("place", [(0, 0), (50, 50), (12, 4), (88, 96), (100, 100), (0, 100), (100, 0)])
def test_nine_subjects_close_together(place: tuple[int, int]) -> None:
    near = [(abs(place[0] - number), abs(place[1] - number % 3)) for number in range(len(TOPICS))]
    roles = {topic: role(*at) for topic, at in zip(TOPICS, near, strict=True)}
    made = drawn(sent("roles", replace(CONSENTED, roles=roles)))
    assert list(unreadable(made)) == []


@SLOW
@given(
    st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=2, max_size=26),
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=2, max_size=40),
)
def test_any_numbers(taps: list[tuple[int, int, int]], ratings: list[tuple[int, int]]) -> None:
    assert list(unreadable(drawn(sent("pulse", pulsing(CONSENTED, *taps))))) == []
    names = ("sighing", "grounding", "breathing", "body_break", "reassurance", "memory", "urge", "gap")
    rows = [(names[at % len(names)], at / 9, *pair) for at, pair in enumerate(ratings)]
    person = practising(CONSENTED, *rows)
    assert list(unreadable(drawn(sent("practices", person)))) == []
    assert list(unreadable(drawn(sent("days", person)))) == []


@given(ANY_TEXT, st.integers(20, 400), st.integers(1, 4))
@settings(max_examples=200, deadline=None)
def test_lines_fit_their_room(text: str, room: int, lines: int) -> None:
    wrapped = wrap(text, 28, room, lines)
    assert len(wrapped) <= lines
    assert all(width(line, 28) <= max(room, width("…", 28)) + 30 for line in wrapped)


def test_what_fits_is_left_whole() -> None:
    assert cut("Went quiet", 28, 400) == "Went quiet"
    assert wrap("one two three", 28, 1000, 3) == ["one two three"]
    whole = wrap("Asked three times and followed into the bedroom", 28, 270, 4)
    assert " ".join(whole) == "Asked three times and followed into the bedroom"


def test_what_no_font_has_is_left_out() -> None:
    assert legible("so 🙃 sad\u200b") == "so sad"
