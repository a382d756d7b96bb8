"""Retelling: what happened comes back in the person's own words, to the partner, without what judges."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.statements.blame import find_blame
from dialogs.statements.clauses import connector_of, in_order, stands
from dialogs.statements.retelling import retell
from dialogs.statements.spelling import correct
from dialogs.statements.words import read_words


def retold(text: str) -> list[str]:
    return [one.situation for one in retell(text, read_words(text))]


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("You read my diary while I was in the shower.", "you read my diary while I was in the shower"),
        ("You always plan our holidays around the football.", "you plan our holidays around the football"),
        ("He shuts down and goes off to the shed when I cry.", "you shut down and go off to the shed when I cry"),
        ("My wife laughs at the neighbour's jokes and rolls her eyes at mine.",
         "you laugh at the neighbour's jokes and roll your eyes at mine"),
        ("You're such a hoarder, I counted eleven broken printers in the garage.",
         "I counted eleven broken printers in the garage"),
        ("u lent my bike 2 ur brother wen i was at work", "you lent my bike to your brother when I was at work"),
    ],
)  # fmt: skip
def test_what_happened_is_said_back(text: str, situation: str) -> None:
    assert any(situation in one for one in retold(text)), retold(text)


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("You forgot to pick Noah up from football on Wednesday and he waited forty minutes in the rain.",
         "you forgot to pick Noah up from football on Wednesday"),
        ("you invited your cousin to live with us till diwali and i am getting to know from your MOTHER",
         "you invited your cousin to live with us till Diwali"),
        ("My wife lets her dog sleep in our bed, between us, and if I move him she gets mad at ME.",
         "you let your dog sleep in our bed"),
    ],
)  # fmt: skip
def test_of_a_sentence_in_doubt_its_beginning_is_said_back(text: str, situation: str) -> None:
    assert situation in retold(text)


def test_what_the_writer_did_is_no_beginning() -> None:
    assert "I told you I had a lump" not in retold("I told you I had a lump and you went back to your game.")


@pytest.mark.parametrize(
    ("situation", "may"),
    [
        ("you said you'd call the plumber on Monday", False),
        ("you promised to finish the nursery", False),
        ("I asked you twice to turn the telly down", False),
        ("you said you'd call and the shower is still leaking", True),
        ("you told me I'd put on weight", True),
        ("I asked you to wait and you left", True),
    ],
)
def test_a_promise_alone_is_not_what_happened(situation: str, may: bool) -> None:
    assert stands(situation) is may


def test_what_is_denied_is_not_told_as_done() -> None:
    assert "you put your phone down at dinner" not in retold(
        "My wife (34F) never puts her phone down at dinner. I talk and she just goes 'mhm' and keeps scrolling."
    )
    push = "You push my wheelchair as if I were a trolley and don't ask where I want to go."
    assert not any(one.startswith("you ask") for one in retold(push))


def test_what_nobody_denied_is_not_denied() -> None:
    assert not any("n't" in one for one in retold("You make me so mad when you leave all the lights on."))
    assert not any("n't" in one for one in retold("I'm the only one who ever takes the bins out"))


@pytest.mark.parametrize("text", ["You used to hug me", "YOU NEVER LISTEN TO ME!!!", "you dont listen"])
def test_what_no_camera_saw_is_not_said_back(text: str) -> None:
    assert retold(text) == []


def test_of_a_long_story_no_more_than_three_clauses_are_said_back() -> None:
    story = "You left the gate open. You lost my keys. You broke the lamp. You ate my lunch. You forgot my birthday."
    assert 1 < len(retold(story)) <= 3


def test_what_the_partner_did_comes_first() -> None:
    assert in_order("when my mum was dying you went golfing") == "you went golfing when my mum was dying"
    assert in_order("Whilst I cleaned the car you sat inside") == "you sat inside whilst I cleaned the car"


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("When I was in labour you were playing golf", "I was in labour and you were playing golf"),
        ("When I told you about the job you had no time", "I told you about the job and you had no time"),
        (
            "Why must you always side with your sister in every argument lah",
            "you side with your sister in every argument",
        ),
        ("why is it always me who has to book the dentist", "I'm the one who has to book the dentist"),
    ],
)
def test_clauses_are_joined_and_particles_left_out(text: str, situation: str) -> None:
    assert situation in retold(text)


def test_a_clause_does_not_begin_with_its_connector() -> None:
    assert in_order("when my dad was ill and you went skiing") == "my dad was ill and you went skiing"


@pytest.mark.parametrize(
    ("situation", "connector"),
    [
        ("you left early", "when"),
        ("you laugh when I talk", "that"),
        ("at the vet's you laughed", "that"),
        ("you haven't asked about my interview", "that"),
        ("I called when the car broke down and you didn't answer", "when"),
    ],
)
def test_the_word_before_a_clause_goes_with_it(situation: str, connector: str) -> None:
    assert connector_of(situation) == connector


def test_nothing_is_said_twice() -> None:
    assert retold("You won't come to my mother's for dinner") == ["you won't come to my mother's for dinner"]


def test_of_a_long_story_the_sentence_that_tells_it() -> None:
    text = (
        "I'm 29 and my husband is 33, and I thought we were solid. Last Saturday he sold my grandmother's sewing "
        "machine without asking me. I'm still shaking."
    )
    assert "you sold my grandmother's sewing machine last Saturday without asking me" in retold(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_taken_and_no_clause_blames(text: str) -> None:
    for situation in retold(text):
        assert 3 <= len(read_words(situation)) <= 24
        assert find_blame(f"I feel sad when {situation}") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("you forgto to feed the rabits", "you forgot to feed the rabbits"),
        ("he stuck it in the scool bag agian", "he stuck it in the school bag again"),
        ("the bairn wantin her tea in yer hoose, ya numpty", "the bairn wantin her tea in yer hoose, ya numpty"),
        ("u let kwame and priya use my tablet", "u let kwame and priya use my tablet"),
        ("you shout at me infront of the neybours evry munth", "you shout at me infront of the neighbours evry month"),
        ("he was agenst it, a hole secund befor the weding", "he was against it, a hole second before the wedding"),
        ("nonna made biryani and zumba at the gurdwara", "nonna made biryani and zumba at the gurdwara"),
        ("Recrod it at www.recrod.org or #recrod, sooooo", "Recrod it at www.recrod.org or #recrod, sooooo"),
    ],
)  # fmt: skip
def test_slips_of_the_fingers_are_put_right_and_dialect_and_names_stay(typed: str, meant: str) -> None:
    assert correct(typed) == meant


@given(st.text(alphabet="abcdeilnorst ", max_size=80))
def test_what_was_put_right_stays(text: str) -> None:
    assert correct(correct(text)) == correct(text)
