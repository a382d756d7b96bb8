"""What is on the page: each section from what is kept, its numbers with their n and their bounds."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.catalogue import Phrase, Value
from content.catalogue import load as load_catalogue
from dialogs.engine import Person, Turn
from dialogs.therapy.sections import sections
from tests.dialogs.nudges import NOON, said
from tests.dialogs.therapy import FULL, KNOWN, LONELY, answers, made, previewed, rated

NEW = Person(consented="2026-03-01T12:00:00+00:00")


def section(page: dict[str, Any], title: str) -> dict[str, Any]:
    """The section whose title begins so."""
    return next(each for each in page["sections"] if each["title"].startswith(title))


def lines(page: dict[str, Any], title: str) -> list[str]:
    return [line["text"] for line in section(page, title)["lines"]]


def worded(value: Value) -> str:
    return load_catalogue().text(value.key, values=value.values) if isinstance(value, Phrase) else str(value)


def everything(page: dict[str, Any]) -> str:
    return json.dumps(page, ensure_ascii=False)


def test_the_page_names_nobody_unless_asked_and_says_when_it_was_made() -> None:
    page = made()
    assert page["about"] == "Made on 2 March 2026, from what I told Halfway since 3 January 2026."
    assert "Sam" not in everything(page)
    assert made(replace(KNOWN, page={"name": "Sam Lee"}))["about"].startswith("Sam Lee. Made on")


def test_scores_have_their_error_their_date_and_their_n() -> None:
    chores, money = section(made(), "What I do lately")["lines"]
    assert (chores["text"], chores["detail"]) == ("chores", "10 February 2026, n = 5")
    reach, retreat = chores["measures"]
    assert reach == {"value": 75, "least": pytest.approx(65.2), "most": pytest.approx(84.8), "text": "75 ± 10"}
    assert retreat["text"] == "30 ± 10"
    assert money["detail"].endswith("n = 4–5"), "an answer was left out"
    assert (money["measures"][0]["most"], money["measures"][1]["least"]) == (100, 0), "no bar leaves the scale"


def test_what_helps_comes_with_bounds_also_where_they_cross_zero() -> None:
    tools = section(made(), "What helps")
    assert [line["text"] for line in tools["lines"]] == ["Long sighs (5 min)", "A small sign of closeness"]
    sighing, bid = (line["measures"][0] for line in tools["lines"])
    assert sighing["least"] > 0 > bid["least"]
    assert sighing["text"] == "2.8 (1.6 to 4.0), n = 5"
    assert bid["text"].startswith("0.6 (−0.")
    low, high = tools["scale"]
    assert all(low <= line["measures"][0]["least"] <= line["measures"][0]["most"] <= high for line in tools["lines"])


def test_too_few_ratings_are_called_too_few() -> None:
    page = made(replace(KNOWN, practices=rated("grounding", (7, 3), (8, 2))))
    tools = section(page, "What helps")
    assert tools["lines"][0]["text"] == "Five senses (3 min): used 2 times"
    assert tools["note"].startswith("Too few")
    assert tools["columns"] == []


def test_promises_talks_and_plans_are_counted() -> None:
    assert lines(made(), "What I promised") == [
        "Back at the time I said: 6 of 8 breaks. Late: 1. Not back: 1.",
        "Talks we had set: 1 of 2 took place. Moved: 1. Left out: 0.",
        "My plan: if my message stays unanswered, then I walk around the block.",
    ]


def test_the_pulse_compares_the_first_with_the_latest() -> None:
    assert lines(made(), "My weeks")[0] == "Chasing closeness or an answer: first 4, latest 2"
    assert "n = 2" in section(made(), "My weeks")["note"]
    assert "n = 1" in lines(made(replace(KNOWN, pulses=KNOWN.pulses[:1])), "My weeks")[0]


def test_sentences_and_lessons_are_there() -> None:
    assert lines(made(), "Sentences") == [FULL, LONELY]
    assert section(made(), "Sentences")["note"] == "The latest of 7 that I kept."
    assert lines(made(), "Lessons") == ["2 of 12: The loop · A plan for rough moments"]


def test_somebody_new_has_nothing_to_take_yet() -> None:
    rehearsal = previewed(NEW)
    assert "Nothing is on the page yet" in said(rehearsal)
    assert "make" not in rehearsal.session.offered


def test_no_role_is_named_and_the_partner_is_my_partner() -> None:
    for role in ("pursuer", "distancer", "mixed"):
        text = everything(made(replace(KNOWN, role=role))).casefold()
        for word in ("pursuer", "distancer", "avoidant", "anxious", "husband", "wife", " he ", " she ", "diagnosed"):
            assert word not in text
    assert "not a diagnosis" in everything(made())


def test_an_open_role_says_nothing_about_the_loop() -> None:
    page = made(replace(KNOWN, role="unclear"))
    assert not [each for each in page["sections"] if each["title"].startswith("The loop")]


FILMED = (
    {"at": "2026-02-01T12:00:00.000+00:00", "mine": {"words": "I wrote again."}, "body": {"key": "none"}},
    {"at": "2026-02-02T12:00:00.000+00:00", "trigger": {"words": "a late answer"}, "theirs": {"words": "went out"}},
)


def test_the_loop_is_told_from_the_latest_episodes() -> None:
    person = Person(consented="2026-03-01T12:00:00+00:00", role="pursuer", episodes=FILMED)
    turn = Turn(state="section", facts={}, person=person, now=NOON, key="k", pick=0, depth=0, effects=[])
    loop = next(each for each in sections(turn) if each.name == "loop")
    assert [worded(line.text).strip() for line in loop.keyed] == [
        "What I did: I wrote again.",
        "It began: a late answer. What my partner did: went out.",
    ]
    assert worded(loop.note) == "Times I logged: n = 2."


@pytest.mark.parametrize(
    ("zone", "country", "paper"),
    [
        ("Europe/Lisbon", None, "a4"),
        ("America/New_York", None, "letter"),
        ("America/Toronto", None, "letter"),
        ("America/New_York", "IE", "a4"),
        (None, "US", "letter"),
        (None, None, "a4"),
    ],
)
def test_the_paper_is_that_of_the_country(zone: str | None, country: str | None, paper: str) -> None:
    assert made(replace(KNOWN, zone=zone, country=country))["paper"] == paper


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        lambda role, scores, kept, note, shown: replace(
            KNOWN, role=role, roles=scores, returns=kept, statements=shown, page={"words": {"note": note}}
        ),
        st.sampled_from(["pursuer", "distancer", "mixed", "unclear", None]),
        st.dictionaries(
            st.sampled_from(["chores", "money", "trust", "other"]),
            st.builds(answers, st.integers(0, 100), st.integers(0, 100), st.just("2026-02-10T12:00:00+00:00")),
        ),
        st.dictionaries(st.sampled_from(["kept", "late", "missed"]), st.integers(0, 99)),
        st.text(min_size=1, max_size=400),
        st.lists(
            st.builds(lambda text: {"text": text, "at": "2026-02-11T12:00:00+00:00"}, st.text(max_size=700)), max_size=4
        ).map(tuple),
    )
)
def test_whatever_is_kept_makes_a_page_of_plain_values_and_messages_that_can_be_sent(person: Person) -> None:
    rehearsal = previewed(person)
    assert all(len(message.text) <= 4096 for message in rehearsal.messages)
    page = made(person)
    assert json.loads(json.dumps(page)) == page
    for each in page["sections"]:
        low, high = each["scale"]
        for measure in (measure for line in each["lines"] for measure in line["measures"]):
            assert low <= measure["least"] <= measure["value"] <= measure["most"] <= high
