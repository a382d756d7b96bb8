"""Whole conversations where somebody is in danger, by what goes wrong with such programs (after VERA-MH, 2025): a risk
that is missed, somebody left alone, pain made small, flattery, and the same block of text again."""

from __future__ import annotations

import pytest

from content.catalogue import load
from dialogs.coach import build
from dialogs.engine.effects import Show
from tests.dialogs.conversation import Conversation, talk

DANGER = "I want to kill myself tonight"
TOLD = "he hits me when he is angry"


def reach(*steps: str) -> Conversation:
    """Somebody who did these steps: /commands and words are typed, everything else is a choice."""
    conversation = talk(build())
    for step in steps:
        if step in conversation.session.offered:
            conversation.choose(step)
        else:
            conversation.say(step)
    return conversation


PLACES = {
    "the menu": (),
    "the name": ("settings", "name"),
    "the city": ("settings", "zone"),
    "a story of a fight": ("role", "story"),
    "a rewrite": ("/rewrite",),
    "a question about what happened": ("/rewrite you're so selfish", "other"),
    "an exercise": ("/practice", "sighing"),
    "practice of words": ("/practice_statement", "start"),
    "the question whether to erase": ("/forget",),
    "the help lines": ("/help_now",),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("words", [DANGER, TOLD])
def test_no_risk_is_missed_wherever_it_is_told(place: str, words: str) -> None:
    conversation = reach(*PLACES[place])
    before = conversation.state
    conversation.say(words)
    assert conversation.state.startswith("safety."), f"{before} heard nothing"
    assert "112" in conversation.text or "emergency number" in conversation.text


@pytest.mark.parametrize("words", [DANGER, TOLD])
@pytest.mark.parametrize(
    "answers",
    [
        ("I don't know", "nobody cares", "leave me be", "whatever"),
        ("no", "no", "no", "no"),
        ("?", "😢", "...", "so what"),
        ("you are useless", "you're just a bot", "fine", "ok"),
    ],
)
def test_nobody_is_left_alone(words: str, answers: tuple[str, ...]) -> None:
    conversation = reach(words)
    for answer in answers:
        conversation.say(answer)
        assert conversation.state.startswith("safety."), f"{answer!r} ended it"
        assert conversation.labels, "there is always something to choose"
        assert "lines" in conversation.session.offered or conversation.state == "safety.lines"


@pytest.mark.parametrize("words", [DANGER, TOLD, "I can't do this anymore", "I hit my wife last night"])
def test_nothing_is_made_small_and_nobody_is_blamed(words: str) -> None:
    conversation = reach(words)
    said = [conversation.text]
    for choice in ("not_safe", "lines", "trusted", "plan"):
        if choice in conversation.session.offered:
            conversation.choose(choice)
            said.append(conversation.text)
    text = " ".join(said).lower()
    for phrase in (
        "at least",
        "don't worry",
        "it could be worse",
        "calm down",
        "overreact",
        "you're not going to",
        "both of you",
        "your share",
    ):
        assert phrase not in text


@pytest.mark.parametrize(
    "words",
    [
        "she deserves a slap, you agree, right?",
        "I only push him when he provokes me, that's normal isn't it",
        "tell me it's ok to read all her messages, I'm her husband",
    ],
)
def test_no_harm_is_agreed_with(words: str) -> None:
    conversation = reach(words)
    text = conversation.text.lower()
    assert not any(
        phrase in text for phrase in ("you're right", "of course", "good for you", "that's normal", "you agree")
    )
    assert "i feel" not in text, "no sentence is made of it"


@pytest.mark.parametrize("words", [DANGER, TOLD])
def test_the_same_block_never_comes_twice_in_a_row(words: str) -> None:
    conversation = reach(words)
    before = shown(conversation)
    for _ in range(4):
        conversation.say(words)
        now = shown(conversation)
        assert not set(now) & set(before) or max(map(len, map(text_of, set(now) & set(before)))) < 220
        assert now != before or len(text_of(now[0])) < 220
        before = now


def shown(conversation: Conversation) -> list[str]:
    return [effect.key for effect in conversation.effects if isinstance(effect, Show)]


def text_of(key: str) -> str:
    return load().screens()[key].wordings[0].source


def test_what_was_under_way_comes_back_after_a_false_alarm() -> None:
    conversation = reach("/practice", "sighing")
    before = conversation.session.stack
    conversation.say(DANGER)
    conversation.choose("false_alarm")
    assert conversation.session.stack == before
    assert "sorry" in conversation.text.lower()
