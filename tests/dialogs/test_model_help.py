"""Help from a language model, in the dialogs: only with consent, never in danger, and nobody waits for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dialogs import statements
from dialogs.coach import build
from dialogs.engine import Book, ModelTerms, Person
from dialogs.engine.effects import GUARD, AskModel, Busy, CancelTimer, StartTimer
from dialogs.engine.events import RewriteFailed, RewriteReady, TimerFired, Unreadable
from dialogs.statements import Ask, Choices
from tests.bot.model_server import GOOD, SENTENCE
from tests.dialogs.conversation import CONSENTED, Conversation, says, talk

HOME = ModelTerms("localhost", False, timedelta(seconds=12))
AWAY = ModelTerms("llm.example.com", True, timedelta(seconds=12))
GRAVE = "You were no help when the baby died"


def book(terms: ModelTerms | None = HOME) -> Book:
    return build(terms)


def ask(text: str = SENTENCE, terms: ModelTerms | None = HOME, **known: Any) -> Conversation:
    """Somebody who allows the model (unless said otherwise) wants to say this differently."""
    person: Person = replace(CONSENTED, **{"model": "localhost", **known})
    conversation = talk(book(terms), person)
    conversation.say(f"/rewrite {text}")
    return conversation


def asked(conversation: Conversation) -> AskModel | None:
    """What the last step asks the model."""
    return next((effect for effect in conversation.effects if isinstance(effect, AskModel)), None)


def request_of(conversation: Conversation) -> str:
    question = asked(conversation)
    assert question is not None
    return question.request


def test_the_sentence_of_these_tests_is_one_that_the_rules_leave_open() -> None:
    assert isinstance(statements.rewrite(SENTENCE), Choices)


def test_it_is_asked_with_a_word_and_a_guard() -> None:
    conversation = ask()
    assert conversation.state == "rephrase.waiting"
    assert "One moment" in conversation.text
    assert conversation.labels == ["Go on without it"]
    question = asked(conversation)
    assert question is not None
    assert question.statement == SENTENCE
    (timer,) = [effect for effect in conversation.effects if isinstance(effect, StartTimer)]
    assert (timer.name, timer.data) == (GUARD, {"request": question.request})
    assert timer.due - conversation.now == HOME.patience
    assert any(isinstance(effect, Busy) for effect in conversation.effects)


def test_names_are_taken_out_before_anything_is_asked() -> None:
    conversation = ask(f"{SENTENCE} with Julia", name="Robin")
    question = asked(conversation)
    assert question is not None
    assert question.statement == f"{SENTENCE} with someone"


def test_an_answer_is_shown_with_the_word_that_a_model_helped() -> None:
    conversation = ask()
    shown = conversation.send(RewriteReady("k", request_of(conversation), GOOD))
    assert conversation.state == "rephrase.rewritten"
    assert "A language model helped with this one." in shown
    assert "I feel tense when we paint the fence. I need calm." in shown
    assert CancelTimer(GUARD) in conversation.effects


def test_what_it_found_can_be_changed_and_kept() -> None:
    conversation = ask()
    conversation.send(RewriteReady("k", request_of(conversation), GOOD))
    conversation.choose("feeling")
    assert conversation.labels[0] == "tense"
    assert "I feel hurt when we paint the fence." in conversation.tap("hurt")
    conversation.choose("save")
    assert conversation.person.statements[-1]["text"].startswith("I feel hurt when we paint the fence.")


def test_without_an_answer_the_rules_go_on_as_without_a_model() -> None:
    alone = ask(model=None)
    conversation = ask()
    shown = conversation.send(RewriteFailed("k", request_of(conversation)))
    assert conversation.state == alone.state == "rephrase.choices"
    assert says(shown, "rephrase.choices")
    assert "“bossy”" in shown
    assert conversation.labels == alone.labels


def test_the_guard_goes_on_without_an_answer() -> None:
    conversation = ask()
    request = request_of(conversation)
    conversation.wait(seconds=12)
    conversation.send(TimerFired("timer", GUARD, data={"request": request}))
    assert conversation.state == "rephrase.choices"
    assert conversation.send(RewriteReady("late", request, GOOD)) == "", "too late"
    assert conversation.state == "rephrase.choices"


def test_a_person_need_not_wait() -> None:
    conversation = ask()
    request = request_of(conversation)
    conversation.choose("without")
    assert conversation.state == "rephrase.choices"
    assert CancelTimer(GUARD) in conversation.effects
    assert conversation.send(RewriteReady("late", request, GOOD)) == ""


@pytest.mark.parametrize("late", [RewriteReady("k", "", GOOD), RewriteFailed("k", "")])
def test_an_answer_that_nobody_waits_for_changes_nothing(late: RewriteReady | RewriteFailed) -> None:
    conversation = ask()
    request = request_of(conversation)
    event = replace(late, request=request)
    conversation.say("/menu")
    before = conversation.session
    assert conversation.send(event) == ""
    assert conversation.session == before
    assert conversation.effects == ()
    assert conversation.send(replace(event, request="another")) == ""


def test_another_sentence_takes_the_place_of_the_first() -> None:
    conversation = ask()
    first = request_of(conversation)
    conversation.say("you are so immature when my parents visit")
    second = request_of(conversation)
    assert second != first
    assert conversation.send(RewriteReady("k1", first, GOOD)) == ""
    assert conversation.state == "rephrase.waiting"
    conversation.send(RewriteReady("k2", second, {**GOOD, "situation": "my parents visit"}))
    assert "when my parents visit" in conversation.text


def test_a_sticker_or_an_impatient_word_does_not_lose_the_answer() -> None:
    conversation = ask()
    request = request_of(conversation)
    conversation.say("hmm, and how long will that take?")
    assert conversation.state == "rephrase.waiting"
    conversation.send(Unreadable("k", "sticker"))
    assert "A language model helped" in conversation.send(RewriteReady("k2", request, GOOD))


def test_somebody_who_went_away_meanwhile_is_led_on() -> None:
    conversation = ask()
    request = request_of(conversation)
    conversation.say("/help_now")
    assert conversation.send(TimerFired("timer", GUARD, data={"request": request})) == ""
    conversation.wait(minutes=3)
    conversation.say("/start")
    assert conversation.state == "rephrase.waiting"
    assert "gave no answer" in conversation.text
    conversation.say("ok")
    assert conversation.state == "rephrase.choices"


def test_somebody_who_stopped_is_left_alone() -> None:
    conversation = ask()
    request = request_of(conversation)
    conversation.say("/stop")
    assert conversation.send(RewriteReady("k", request, GOOD)) == ""


@pytest.mark.parametrize(
    "parts",
    [
        {**GOOD, "situation": "you are so bossy"},
        {**GOOD, "feeling": "ignored"},
        {**GOOD, "extra": "x"},
        {"feeling": "tense"},
    ],
)
def test_an_answer_that_may_not_stand_is_not_shown_whoever_let_it_pass(parts: dict[str, str]) -> None:
    conversation = ask()
    shown = conversation.send(RewriteReady("k", request_of(conversation), parts))
    assert conversation.state == "rephrase.choices"
    assert "helped" not in shown


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (SENTENCE, {"model": None}),
        (SENTENCE, {"model": "llm.example.com"}),
        (SENTENCE, {"careful": "2026-03-01"}),
        ("You never listen to me", {}),
        ("thank you for making dinner", {}),
        ("he hits me when we paint the fence", {}),
        ("you threatened to hit me, you're so bossy", {}),
        ("you won't let me see my friends", {}),
        ("I want to kill myself when we paint the fence", {}),
        (GRAVE, {}),
        ("you're so bossy", {}),
        (f"{SENTENCE}, mail me at julia@example.com", {}),
    ],
)
def test_it_is_not_asked(text: str, known: dict[str, Any]) -> None:
    conversation = ask(text, **known)
    assert asked(conversation) is None
    assert conversation.state != "rephrase.waiting"


def test_grave_things_are_left_to_the_slow_way() -> None:
    outcome = statements.rewrite(GRAVE)
    assert isinstance(outcome, Ask | Choices)
    assert outcome.grave


def test_without_a_model_nothing_is_asked_and_nothing_is_offered() -> None:
    conversation = ask(terms=None)
    assert conversation.state == "rephrase.choices"
    conversation.say("/settings")
    assert "anguage model" not in conversation.text + " ".join(conversation.labels)
    conversation.say("/privacy")
    assert "anguage model" not in conversation.text


def test_care_taken_meanwhile_ends_the_help() -> None:
    conversation = ask()
    request = request_of(conversation)
    conversation.session = replace(
        conversation.session, person=replace(conversation.session.person, careful="2026-03-02")
    )
    assert "helped" not in conversation.send(RewriteReady("k", request, GOOD))


@pytest.mark.parametrize(
    ("terms", "words"), [(HOME, "runs on this machine"), (AWAY, "llm.example.com, outside this machine")]
)
def test_consent_is_off_at_first_and_can_be_given_and_taken_back(terms: ModelTerms, words: str) -> None:
    conversation = talk(book(terms))
    assert conversation.person.model is None
    assert "Language model: off" in conversation.say("/settings")
    told = conversation.choose("model")
    assert words in told
    assert "Only that sentence is sent" in told
    assert "Language model: may help" in conversation.choose("allow")
    assert conversation.person.model == terms.host
    assert terms.host in conversation.say("/privacy")
    conversation.say("/settings")
    conversation.choose("model")
    assert "Language model: off" in conversation.choose("stop")
    assert conversation.person.model is None


def test_consent_is_for_one_host() -> None:
    conversation = talk(book(AWAY), replace(CONSENTED, model="localhost"))
    assert "Language model: off" in conversation.say("/settings")
    assert "anguage model" not in conversation.say("/privacy")


def test_an_answer_comes_to_nobody_who_never_asked() -> None:
    conversation = talk(book())
    before = conversation.session
    assert conversation.send(RewriteReady("k", "r", GOOD)) == ""
    assert conversation.send(TimerFired("k", GUARD)) == ""
    assert conversation.session == before
