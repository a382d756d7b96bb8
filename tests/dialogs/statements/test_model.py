"""What may be sent to a language model, and which of its answers may stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import model as lists
from content.tables import ContentError
from dialogs.assessment import find_issues
from dialogs.statements import find_blame, model
from dialogs.statements.model.deeds import Deed, read_deeds
from dialogs.statements.model.fidelity import unfaithful

SENTENCE = "you're really bossy when we paint the fence"
PARTS = {
    "feeling": "tense",
    "situation": "we paint the fence",
    "need": "calm",
    "request": "Could we talk for ten minutes tonight?",
}


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Sam never listens to me", "my partner never listens to me"),
        ("sam never listens to me", "my partner never listens to me"),
        ("SAM NEVER LISTENS TO ME", "my partner NEVER LISTENS TO ME"),
        ("Oluwaseun never helps with the kids", "my partner never helps with the kids"),
        ("Mary Ann never calls me", "my partner never calls me"),
        ("When Jean-Luc comes home he ignores me", "When my partner comes home he ignores me"),
        ("Mark forgot my birthday", "my partner forgot my birthday"),
        ("Sam's always on his phone at dinner", "my partner's always on his phone at dinner"),
        ("Sam, you never listen to me", "dear, you never listen to me"),
        ("You never listen to me, Sam", "You never listen to me, dear"),
        ("You told Julia's mother about my therapy", "You told someone's mother about my therapy"),
        ("You texted Anna Schmidt at night", "You texted someone at night"),
        ("My husband talks to Julia every night", "My husband talks to someone every night"),
        ("You work in Lisbon all week", "You work in a place all week"),
        ("You never call Robin when I ask", "You never call me when I ask"),
        ("you forgot robin's birthday again", "you forgot my birthday again"),
    ],
)
def test_names_stay_here(text: str, sent: str) -> None:
    assert model.sendable(text, "Robin") == sent


@pytest.mark.parametrize(
    "text",
    [
        "Will you ever listen to me?",
        "You drink with Mum on Mondays in May",
        "Dishes are never done by you",
        "I hope you mark the date, will you?",
        "Honestly I feel like you don’t care",
        "My Wife never listens to Me",
    ],
)
def test_what_is_no_name_is_left(text: str) -> None:
    assert model.sendable(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "you are lazy",
        "You're such a slob around the house",
        "he hits me when he is drunk",
        "you won't let me see my friends any more",
        "I walk on eggshells around him all day",
        "I want to kill myself when you leave",
        "you wrote to julia@example.com about me",
        "you called 0176 1234567 all night long",
        "look at www.example.com where you wrote about me",
        "you " + "never listen to me and " * 60,
    ],
)
def test_what_must_not_be_sent_is_not(text: str) -> None:
    assert model.sendable(text) is None


@pytest.mark.parametrize(
    ("sentence", "situation"),
    [
        ("you leave the baby with the telly and go upstairs", "you leave the baby with the telly"),
        ("You never talk to me", "we don't talk"),
        ("You told me to leave the room", "I left the room"),
        ("My partner texts my sister at night", "you text my sister at night"),
        ("he called me names at the party", "you called me names at the party"),
        ("Your mother criticises my cooking", "your mother criticises my cooking"),
        ("you left the dishes in the sink again", "the dishes are left in the sink"),
        ("you forgot to call me", "you didn't call me"),
        ("you yelled at me in the car", "I heard yelling in the car"),
        ("You let me wait for an hour", "I waited for an hour"),
        ("my wife was late on Friday", "you were late on Friday"),
    ],
)
def test_the_same_event_in_other_words_is_faithful(sentence: str, situation: str) -> None:
    assert unfaithful(situation, sentence) == frozenset()


@pytest.mark.parametrize(
    ("sentence", "situation", "code"),
    [
        ("I had surgery and you went golfing", "I went golfing", "ROLES"),
        ("You never talk to me", "I don't talk to you", "ROLES"),
        ("You told me to leave the room", "you left the room", "ROLES"),
        ("You let me wait for an hour", "you waited for an hour", "ROLES"),
        ("My partner texts my sister at night", "my sister texts you at night", "ROLES"),
        ("Your mother criticises my cooking", "my mother criticises your cooking", "ROLES"),
        ("You compared me to your ex", "you compared me to my ex", "ROLES"),
        ("You're drunk every weekend", "I'm drunk every weekend", "ROLES"),
        ("You are so late when we go out", "I'm so late when we go out", "ROLES"),
        ("I left you at the station", "I was left at the station", "ROLES"),
        ("You looked at the money", "you get the money", "ROLES"),
        ("You never talk to me", "you talk to me", "SENSE"),
        ("you forgot to call me", "you called me", "SENSE"),
        ("you said nothing at the party", "you said something at the party", "SENSE"),
        ("he called me names at the party", "you called me names at the party and left", "ROLES"),
        ("he called me names at the party", "you called me names at the wedding", "NEW_WORD"),
        ("he called me names at the party", "you called me names at the party last night", "NEW_WORD"),
        ("you spent 200 on shoes", "you spent 300 on shoes", "NEW_NUMBER"),
        ("you called me twice", "you called me three times", "NEW_NUMBER"),
        ("you laughed with someone", "you laughed with Julia", "NEW_NAME"),
        ("you laughed with someone", "you laughed with julia", "NEW_NAME"),
    ],
)
def test_what_is_turned_or_added_is_found(sentence: str, situation: str, code: str) -> None:
    assert code in unfaithful(situation, sentence)


def test_who_does_what_is_read() -> None:
    told, left = read_deeds("You told me to leave the room")
    assert told == Deed(frozenset({"tell"}), "you", negated=False)
    assert left == Deed(frozenset({"leave"}), "i", negated=False)
    assert [deed.subject for deed in read_deeds("My wife came home and she never called")] == ["you", "you"]


def test_a_good_answer_becomes_our_own_statement() -> None:
    reply = model.read_reply(json.dumps({**PARTS, "situation": "When we paint  the fence."}), SENTENCE)
    assert reply.parts == PARTS
    made = model.rewrite_from(PARTS, SENTENCE)
    assert made.sentence == "I feel tense when we paint the fence. I need calm. Could we talk for ten minutes tonight?"
    assert made.feelings[0] == "tense"
    assert len(made.feelings) == len(set(made.feelings)) == 3
    assert find_blame(made.sentence) is None
    assert all(issue.severity < 2 for issue in find_issues(made.sentence))


def test_the_persons_own_feeling_comes_first_and_may_be_changed() -> None:
    draft = f"I'm sad, {SENTENCE}"
    assert model.rewrite_from(PARTS, draft).feeling == "sad"
    other = model.rewrite_from(PARTS, draft, feeling="lonely")
    assert other.sentence.startswith("I feel lonely when we paint the fence.")
    assert "lonely" in other.feelings


def test_all_that_may_be_chosen_can_be_said_without_blame() -> None:
    for feeling in model.prompting.feelings():
        assert model.faults_of({**PARTS, "feeling": feeling}, SENTENCE) == (), feeling
    for need in model.prompting.needs():
        assert model.faults_of({**PARTS, "need": need}, SENTENCE) == (), need


def test_what_the_model_is_told_names_all_it_may_choose() -> None:
    system = model.first_messages(SENTENCE)[0]["content"]
    for word in (*model.prompting.feelings(), *model.prompting.needs(), *model.PARTS):
        assert word in system
    assert "&" not in system
    assert len(system) < 5000


def test_each_form_of_answer_is_asked_for_in_its_way() -> None:
    assert [model.response_format(form) and model.response_format(form)["type"] for form in model.FORMATS] == [  # type: ignore[index]
        "json_schema",
        "json_object",
        None,
    ]


@settings(max_examples=150, deadline=None)
@given(
    content=st.text(max_size=200) | st.dictionaries(st.sampled_from(model.PARTS), st.text(max_size=60)).map(json.dumps)
)
def test_whatever_is_answered_nothing_raises_and_nothing_slips_through(content: str) -> None:
    reply = model.read_reply(content, SENTENCE)
    assert (reply.parts is None) == bool(reply.faults)


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=120))
def test_whatever_is_typed_can_be_looked_at(text: str) -> None:
    sent = model.sendable(text)
    assert sent is None or len(sent) <= 2000
    read_deeds(text)


def test_lists_that_cannot_be_used_say_so(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text('small = ["a"]\n', encoding="utf-8")
    with pytest.raises(ContentError, match="it needs"):
        lists.load(path)
