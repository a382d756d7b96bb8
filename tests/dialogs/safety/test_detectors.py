"""The detectors on single messages, on any text, and against the clock."""

from __future__ import annotations

import random
import time
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.safety import Concern, detectors
from dialogs.safety import match as screen
from tests.dialogs.safety.test_corpora import BENIGN, POSITIVES


def test_a_concern_says_what_and_where() -> None:
    text = "Yesterday, I think, he HIT me again."
    found = screen(text)
    assert found is not None
    assert (found.tier, found.kind, found.rule) == ("B", "partner_violence", "violence.hit-me")
    assert text[found.start : found.end] == "HIT me"
    with pytest.raises(FrozenInstanceError):
        found.tier = "C"  # type: ignore[misc]


def test_the_most_urgent_concern_wins_wherever_it_stands() -> None:
    found = screen("I feel hopeless. He hit me. He is choking me")
    assert found is not None
    assert found.tier == "A"


@pytest.mark.parametrize("text", ["", " ", "\n", "...", "👍", "\u200b", "'", "*", "ok"])
def test_nothing_is_nothing(text: str) -> None:
    assert screen(text) is None


@pytest.mark.parametrize(
    ("plain", "graver"),
    [
        ("I want to kill myself", "I want to kill myself tonight"),
        ("I want to die", "I want to die. I have the pills here"),
        ("he hits me", "he hits me, please help"),
    ],
)
def test_tonight_and_means_make_it_imminent(plain: str, graver: str) -> None:
    found = [screen(plain), screen(graver)]
    assert [concern and concern.tier for concern in found] == ["B", "A"]


@pytest.mark.parametrize(
    ("plain", "denied"),
    [
        ("he hit me", "he never hit me"),
        ("I'm suicidal", "I'm not suicidal"),
        ("I want to kill myself", "I don't think I want to kill myself"),
        ("I'm afraid of him", "I'm not really afraid of him"),
    ],
)
def test_a_denial_silences_only_what_it_denies(plain: str, denied: str) -> None:
    assert screen(plain) is not None
    assert screen(denied) is None
    both = screen(f"{denied}. But he choked me")
    assert both is not None
    assert both.tier == "B"


@pytest.mark.parametrize(
    ("own", "others"),
    [
        ("I think about killing myself", "he told me he will kill himself if I leave"),
        ("I'll hurt myself if she goes", "she says she'll hurt herself if I go"),
        ("I'm suicidal", "my wife is suicidal"),
        ("I don't want to live anymore", "my husband doesn't want to live anymore"),
        ("I want to die", "my partner says they want to die"),
        ("I've been cutting myself", "she has been cutting herself"),
    ],
)
def test_a_partner_in_danger_is_told_apart_from_oneself(own: str, others: str) -> None:
    found = [screen(own), screen(others), screen(f"{others} tonight")]
    assert [concern and (concern.tier, concern.kind) for concern in found] == [
        ("B", "self_harm"),
        ("B", "other_self_harm"),
        ("A", "other_self_harm"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("she took all her pills", "other_self_harm"),
        ("she took all her pills and I can't wake her", "medical_emergency"),
        ("I took all my pills", "medical_emergency"),
        ("he says I should kill myself", "self_harm"),
    ],
)
def test_whose_danger_it_is_decides_the_kind(text: str, kind: str) -> None:
    found = screen(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "I can't believe he hit me",
        "I don't know why he hits me",
        "I'm not ok, he hit me",
        "He had never hit me before",
        "We were watching a movie and he hit me",
        "he hits me lol",
        "I'm not suicidal but I cut myself",
    ],
)
def test_a_word_nearby_does_not_hide_a_disclosure(text: str) -> None:
    found = screen(text)
    assert found is not None
    assert found.tier == "B"


@pytest.mark.parametrize(
    "trick",
    [
        str.upper,
        lambda text: text.replace("'", "’"),
        lambda text: text.replace("'", ""),
        lambda text: "\u200b".join(text),
        lambda text: "Hey. " + text + " !!!",
    ],
    ids=["capitals", "curly", "without apostrophes", "zero width", "framed"],
)
def test_ways_of_writing_change_nothing(trick: object) -> None:
    assert callable(trick)
    lost = [
        message
        for tier, _, message in POSITIVES
        if tier != "C"
        and (found := screen(message)) is not None
        and found.tier != "C"
        and ((after := screen(trick(message))) is None or after.tier == "C")
    ]
    assert lost == []


WORDS = sorted(detectors().book.vocabulary)


@given(st.one_of(st.text(max_size=600), st.lists(st.sampled_from(WORDS), max_size=80).map(" ".join)))
def test_any_text_is_answered_the_same_way_twice(text: str) -> None:
    found = screen(text)
    assert found == screen(text)
    assert found is None or (isinstance(found, Concern) and 0 <= found.start < found.end <= len(text))


def seconds(text: str) -> float:
    """The least of three, in processor time: what the machine does besides doesn't count."""
    taken = []
    for _ in range(3):
        began = time.process_time()
        screen(text)
        taken.append(time.process_time() - began)
    return min(taken)


def test_a_message_takes_at_most_two_milliseconds() -> None:
    pick = random.Random(7)
    messages = []
    for _ in range(100):
        text = ""
        while len(text) < 300:
            text += pick.choice(BENIGN) + ". "
        messages.append(text[:300])
    screen(messages[0])
    assert sorted(map(seconds, messages))[94] <= 0.002


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join))
@settings(max_examples=40, deadline=None)
def test_the_longest_message_takes_time_in_proportion(phrase: str) -> None:
    once = (phrase + " ") * (1 + 4096 // (len(phrase) + 1))
    assert seconds(once[:4096]) <= 0.5
    assert seconds(once[:4096]) <= 12 * max(seconds(once[:1024]), 0.002)


@pytest.mark.parametrize(
    "unit",
    [
        "i ",
        "he hit me ",
        "i want to ",
        "k i l l ",
        "k*l ",
        "killl",
        "a'",
        "not ",
        "i am going to hurt my ",
        "aaa",
        "*",
        "never never hit me ",
        "1 ",
        "😂",
    ],
)
def test_nothing_makes_it_slow(unit: str) -> None:
    assert seconds((unit * 4096)[:4096]) <= 0.5
