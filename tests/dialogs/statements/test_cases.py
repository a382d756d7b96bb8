"""What a reader tried: danger and none, grave matters, pain without a frame, labels, little English, names."""

import pytest

from dialogs.statements import Ask, Choices, NotAStatement, Refused, Rewrite, is_complaint, rewrite
from tests.dialogs.statements import cases


@pytest.mark.parametrize("text", cases.HARMLESS)
def test_hard_words_without_danger_are_talked_about(text: str) -> None:
    assert isinstance(rewrite(text), Ask | Choices | Rewrite)


@pytest.mark.parametrize("text", cases.DANGER)
def test_danger_is_always_refused(text: str) -> None:
    assert isinstance(rewrite(text), Refused)
    assert not is_complaint(text)


@pytest.mark.parametrize("text", cases.FEAR)
def test_fear_of_a_person_is_no_feeling_to_say_nicely(text: str) -> None:
    assert isinstance(rewrite(text), Refused)


@pytest.mark.parametrize("text", ["I'm scared when you don't text me back", "I feel afraid when we don't talk"])
def test_fear_of_being_left_is_a_feeling(text: str) -> None:
    assert not isinstance(rewrite(text), Refused)


@pytest.mark.parametrize("text", cases.GRAVE)
def test_a_grave_matter_is_said_in_the_persons_own_words_or_asked_about(text: str) -> None:
    outcome = rewrite(text)
    assert isinstance(outcome, Ask | Choices | Rewrite)
    if isinstance(outcome, Rewrite):
        assert outcome.frame == "observed"
    else:
        assert outcome.grave
    if isinstance(outcome, Choices):
        (offer,) = outcome.offers
        assert rewrite(text, frame=offer.frame) == offer


@pytest.mark.parametrize(
    "text", ["You bore me to death", "You always work late at the hospital", "My phone died and you left"]
)
def test_large_words_for_small_things_are_not_grave(text: str) -> None:
    outcome = rewrite(text)
    assert not (isinstance(outcome, Ask | Choices) and outcome.grave)


@pytest.mark.parametrize(
    "text", ["Can you stop correcting me in front of people", "could u please stop interrupting me"]
)
def test_who_asks_to_stop_something_complains_of_it(text: str) -> None:
    assert isinstance(rewrite(text), Choices | Rewrite)


@pytest.mark.parametrize("text", ["Can you stop at the shop?", "I yelled at my wife over nothing, it was work stress"])
def test_an_errand_and_a_confession_are_neither_blame_nor_a_statement(text: str) -> None:
    assert isinstance(rewrite(text), NotAStatement)


@pytest.mark.parametrize("text", cases.ASKED)
def test_pain_is_always_taken_as_pain(text: str) -> None:
    assert isinstance(rewrite(text), Ask | Choices | Rewrite)


@pytest.mark.parametrize(("text", "said"), cases.FITTING.items())
def test_a_situation_invents_no_quarrel_and_no_phone(text: str, said: str) -> None:
    outcome = rewrite(text)
    first = outcome.offers[0] if isinstance(outcome, Choices) else outcome
    assert isinstance(first, Rewrite)
    assert said in first.situation
    assert "disagree" not in first.situation
    assert "phone" not in first.situation or "phone" in text


@pytest.mark.parametrize(("text", "label"), cases.LABELLED.items())
def test_a_word_for_what_somebody_is_leads_to_choices(text: str, label: str) -> None:
    outcome = rewrite(text)
    assert isinstance(outcome, Choices)
    assert outcome.label == label


@pytest.mark.parametrize(("text", "frame"), [*cases.LITTLE_ENGLISH.items(), *cases.NAMED.items()])
def test_little_english_and_names_are_understood(text: str, frame: str) -> None:
    outcome = rewrite(text)
    assert isinstance(outcome, Rewrite if frame else Ask | Choices | Rewrite)
    assert not isinstance(outcome, Rewrite) or outcome.frame in (frame, "observed") or not frame


@pytest.mark.parametrize("text", cases.NEUTRAL)
def test_plain_facts_and_questions_are_no_statement(text: str) -> None:
    assert isinstance(rewrite(text), NotAStatement)
