"""Weighing: what chances amount to, and how the model and the patterns answer together."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.safety import match, normalise, screen
from dialogs.safety.normal import plain_text
from dialogs.safety.weighing import DANGEROUS, LIKELY, SOFT, TOLD, judge, weigh


@pytest.mark.parametrize(
    ("chances", "danger", "tier", "kind"),
    [
        ({"none": 1.0}, 0.0, None, None),
        ({"none": 0.02, "B self_harm": 0.98}, 0.9, "B", "self_harm"),
        ({"none": 0.02, "B self_harm": 0.98}, 0.1, "C", "self_harm"),  # one question says so, the other does not
        ({"none": 0.01, "A self_harm": 0.6, "B self_harm": 0.39}, 0.9, "A", "self_harm"),
        ({"none": 0.03, "B self_harm": 0.5, "C self_harm": 0.47}, 0.9, "C", "self_harm"),
        ({"none": 0.08, "B self_harm": 0.3, "C self_harm": 0.62}, 0.1, "C", "self_harm"),  # worn out is no danger
        ({"none": 0.12, "B partner_violence": 0.5, "B coercive_control": 0.38}, 0.1, None, "partner_violence"),
        ({"none": 0.98, "B partner_violence": 0.01, "B coercive_control": 0.005}, 0.8, "C", "partner_violence"),
        ({"none": 0.2, "B self_harm": 0.8}, 0.3, None, None),
        ({"none": 0.6, "B self_harm": 0.4}, 0.4, "C", "self_harm"),  # neither is sure, but both say so
        ({"none": 0.8, "B self_harm": 0.2}, 0.4, None, None),
    ],
)
def test_chances_amount_to_a_tier_and_a_kind(
    chances: dict[str, float], danger: float, tier: str | None, kind: str | None
) -> None:
    found = judge(chances if len(chances) > 1 else {**chances, "B self_harm": 0.0}, danger)
    assert found.tier == tier
    assert kind is None or found.kind == kind


@given(
    st.dictionaries(
        st.sampled_from(["A self_harm", "B self_harm", "C self_harm", "B child_harm"]), st.floats(0.01, 1), min_size=1
    ),
    st.floats(0, 0.9),
)
def test_no_chances_below_the_thresholds_are_a_concern(chances: dict[str, float], danger: float) -> None:
    whole = sum(chances.values()) or 1.0
    scaled = {label: 0.9 * SOFT * chance / whole for label, chance in chances.items()}
    assert judge(scaled, danger * LIKELY).tier is None


def test_the_thresholds_stand_in_order() -> None:
    assert LIKELY < DANGEROUS < SOFT < TOLD < 1


def test_a_denial_in_few_words_is_believed() -> None:
    assert screen("he has never hit me") is None
    assert screen("I'm not suicidal") is None


def test_the_model_hears_what_no_pattern_foresaw() -> None:
    told = "every payday she takes the lot and I beg for bus fare, she keeps my bank card and counts my minutes outside"
    assert match(told) is None
    found = screen(told)
    assert found is not None
    assert found.rule == "weighed"
    assert (found.start, found.end) == (0, len(told))


@settings(deadline=None)  # the first text loads the models
@given(st.text(max_size=300))
def test_any_text_is_weighed(text: str) -> None:
    assert 0 <= weigh(normalise(text)).chance <= 1.0001
    assert screen(text) == screen(text)


def test_the_normal_form_keeps_the_pauses_that_matter() -> None:
    assert plain_text(normalise("He left. I cried, alone")) == "he left. i cried, alone"


def test_a_long_message_is_screened_while_nobody_waits() -> None:
    pick = random.Random(7)
    words = "you never listen when I tell you about my day at work because the phone is always in your hand".split()
    messages = [" ".join(pick.choices(words, k=60)) for _ in range(100)]
    screen(messages[0])
    taken = []
    for message in messages:
        began = time.perf_counter()
        screen(message)
        taken.append(time.perf_counter() - began)
    assert sorted(taken)[94] <= 0.25  # twenty-five milliseconds on an idle machine; a second thread would take a second
