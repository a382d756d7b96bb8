"""Each picture, from what is stored of a person to what stands on the card."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from matplotlib.patches import FancyBboxPatch, Rectangle

from bot.pictures import practices
from bot.pictures.card import WIDTH
from bot.pictures.figures import DRAWN
from bot.pictures.palette import BLUE, BLUSH, INK, PAPER, QUIET, RUST, contrast
from dialogs.engine import Person
from dialogs.engine.rendering import Picture
from tests.dialogs.conversation import CONSENTED, NOON
from tests.pictures.looking import drawn, marked, opened, points, texts, unreadable, words
from tests.pictures.people import attempting, loop, practising, pulsing, role, sent

STEPS = [
    {"label": "What set it off", "text": "The dishes were still in the sink when I came home late"},
    {"label": "My move", "text": "Asked three times, then followed into the bedroom"},
    {"label": "Their move", "text": "Went quiet and left"},
    {"label": "My body", "text": "Hot face, tight chest"},
    {"label": "How it ended", "text": "Slept apart"},
    {"label": "Repair", "text": "Coffee in the morning"},
]


def every_picture() -> list[Picture]:
    return [*(sent(name) for name in DRAWN if name != "loop"), loop(STEPS, 1)]


@pytest.mark.parametrize("picture", every_picture(), ids=lambda picture: picture.picture)
def test_a_card_is_as_large_as_a_phone_shows_it_and_all_of_it_can_be_read(picture: Picture) -> None:
    made = drawn(picture)
    assert list(unreadable(made)) == []
    assert min(float(text.get_fontsize()) for text in texts(made)) >= 28, "a phone shows a third of it"
    image = opened(made)
    assert image.width == WIDTH
    assert 600 <= image.height <= 1080
    paper = tuple(bytes.fromhex(PAPER[1:]))
    assert image.getpixel((3, 3)) == paper
    inked = sum(count for count, colour in image.getcolors(1 << 22) or () if colour != paper)
    assert inked > 0.02 * image.width * image.height, "it is all but blank"


def test_colours_can_be_read_on_their_ground() -> None:
    for ink in (INK, QUIET, BLUE, RUST):
        assert contrast(ink, PAPER) >= 4.5
    for ink in (INK, RUST):
        assert contrast(ink, BLUSH) >= 4.5
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # the known value of WCAG's examples


def test_days_have_a_tick_where_something_was_practised() -> None:
    made = drawn(sent("days"))
    assert words(made)[0] == "7 of the last 14 days"
    days = [patch for patch in made.findobj() if patch.get_gid() in ("done", "open")]
    ticked = [13 - number for number, day in enumerate(days) if day.get_gid() == "done"]
    assert ticked == [13, 9, 6, 5, 4, 1, 0]
    numbers = [text for text in words(made) if text.isdecimal()]
    assert numbers[-1] == str(NOON.day)
    assert len(numbers) == 14


def test_a_day_begins_at_the_person_s_own_midnight() -> None:
    person = practising(replace(CONSENTED, zone="America/New_York"), ("sighing", 6.5 / 24, 5, 5))
    picture = sent("days", person)
    assert [day["done"] for day in picture.data["days"]][-2:] == [False, True]
    person = practising(replace(CONSENTED, zone="America/New_York"), ("sighing", 7.5 / 24, 5, 5))
    assert [day["done"] for day in sent("days", person).data["days"]][-2:] == [True, False]


def test_practices_stand_at_their_means_the_most_rated_first() -> None:
    made = drawn(sent("practices"))
    names = [word for word in words(made) if word.startswith(("Long sighs", "Five senses", "A body break"))]
    assert [name.split(" (")[0] for name in names] == ["Long sighs", "Five senses", "A body break"]
    assert [word for word in words(made) if re.fullmatch(r"once|\d times", word)] == ["3 times", "2 times", "once"]

    def means(gid: str) -> list[float]:
        left, right = practices.EDGES
        return [(x[0] - left) / (right - left) * 10 for x, _ in points(made, gid)]

    assert means("before") == pytest.approx([8, 6, 5])
    assert means("after") == pytest.approx([4.7, 3.5, 6], abs=0.06)


def test_what_was_not_rated_is_not_drawn() -> None:
    assert "A safe memory" not in " ".join(words(drawn(sent("practices"))))


def test_the_map_has_each_subject_at_its_place() -> None:
    made = drawn(sent("roles"))
    places = dict(zip(("chores", "money", "family"), ((x[0], y[0]) for x, y in points(made, "point")), strict=True))
    assert places["chores"][0] > places["money"][0] > places["family"][0], "reaching, to the right"
    assert places["family"][1] < places["money"][1] < places["chores"][1], "backing off, upwards"
    by_name = {text.get_text(): text for text in texts(made)}
    made.draw_without_rendering()
    for name, (x, y) in places.items():
        box = by_name[name].get_window_extent()
        middle = (box.y0 + box.y1) / 2
        assert min(abs(box.x0 - x), abs(box.x1 - x)) < 60
        assert abs(made.bbox.height - middle - y) < 60, "a name is beside its point"


def test_the_pulse_is_drawn_week_by_week() -> None:
    picture = sent("pulse")
    made = drawn(picture)
    reach, retreat, closeness = points(made, "scores")
    assert reach == ([7.0 * week for week in range(9)], [4, 4, 3, 4, 3, 2, 2, 1, 1])
    assert retreat[1] == [1, 2, 1, 0, 1, 2, 1, 1, 2]
    assert closeness[1][-1] == 3
    assert {"5 January", "2 March"} <= set(words(made))


def test_only_a_sure_change_is_named() -> None:
    found = words(drawn(sent("pulse")))
    assert found.count("less than at first") == 1, "reaching: 3.75 to 1.5"
    assert found.count("more than at first") == 1, "closeness: 1.25 to 2.75"
    level = pulsing(CONSENTED, *[(week % 2 + 1, 2, 2) for week in range(8)])
    assert not [word for word in words(drawn(sent("pulse", level))) if "at first" in word]
    few = pulsing(CONSENTED, (4, 0, 0), (0, 4, 4))
    assert not [word for word in words(drawn(sent("pulse", few))) if "at first" in word]


def test_two_taps_of_one_day_are_two_points() -> None:
    person = CONSENTED.with_pulse(NOON, 1, 1, 1).with_pulse(NOON + timedelta(hours=1), 2, 2, 2)
    ((days, _), *_) = points(drawn(sent("pulse", person)), "scores")
    assert days == [0, 1]


def test_attempts_have_their_scores_and_numbers() -> None:
    made = drawn(sent("attempts"))
    bars = [round(bar.get_height()) for bar in made.findobj(Rectangle) if bar.get_gid() == "score"]
    assert bars == [35, 58, 78, 70, 85, 81, 100, 92], "the first, and the latest seven"
    numbers = [word for word in words(made) if word.isdecimal()]
    assert numbers[1::2] == ["1", "4", "5", "6", "7", "8", "9", "10"]
    assert words(made).count("…") == 1


def test_two_attempts_have_no_gap() -> None:
    assert "…" not in words(drawn(sent("attempts", attempting(CONSENTED, 0, 100))))


@pytest.mark.parametrize("count", range(1, 7))
@pytest.mark.parametrize("cheapest", [None, 0])
def test_a_loop_of_any_length(count: int, cheapest: int | None) -> None:
    made = drawn(loop(STEPS[:count], cheapest))
    assert list(unreadable(made)) == []
    assert len(marked(made, "step")) + len(marked(made, "cheapest")) == count
    assert len(marked(made, "arrow")) == (count if count > 1 else 0)
    assert len(marked(made, "cheapest")) == (cheapest is not None)
    for number, step in enumerate(STEPS[:count], 1):
        assert f"{number}. {step['label']}" in words(made)
    assert ("Easiest to" in " ".join(words(made))) == (cheapest is not None)


def test_the_arrows_of_a_loop_go_round() -> None:
    """Each head points on: its tip is nearer to the next step than its base is."""
    made = drawn(loop(STEPS, 1))
    steps = [patch for patch in made.findobj(FancyBboxPatch) if patch.get_gid() in ("step", "cheapest")]
    boxes = [(step.get_x() + step.get_width() / 2, step.get_y() + step.get_height() / 2) for step in steps]
    for number, arrow in enumerate(marked(made, "arrow")):
        tip, one, other = arrow.get_xy()[:3]
        x, y = boxes[(number + 1) % len(boxes)]
        base = (one + other) / 2
        assert (tip[0] - x) ** 2 + (tip[1] - y) ** 2 < (base[0] - x) ** 2 + (base[1] - y) ** 2


def test_more_steps_than_fit_are_refused() -> None:
    for steps in ([], [*STEPS, STEPS[0]]):
        with pytest.raises(ValueError, match="1 to 6 steps"):
            drawn(loop(steps, None))


def test_the_least_there_is_can_be_drawn() -> None:
    person: Person = replace(CONSENTED, roles={"other": role(0, 0)})
    assert list(unreadable(drawn(sent("roles", person)))) == []
    once = practising(CONSENTED, ("sighing", 20, 0, 10), ("grounding", 20, 10, 0))
    assert list(unreadable(drawn(sent("practices", once)))) == []
