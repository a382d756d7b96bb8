"""The missed bid and the reply to good news: sentences with the person's own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.engine import Dialog
from dialogs.reach_more import GOOD_NEWS, MISSED_BID, MOMENTS, MORE_REACH, read_topic
from tests.dialogs.conversation import Conversation, book_of, talk


def doing(dialog: Dialog, *answers: str) -> Conversation:
    """Somebody in a practice, behind its first rating and these answers: taps by their keys, else typed."""
    conversation = talk(book_of(dialog))
    for answer in (dialog.name, "start", "skip", *answers):
        if answer in conversation.session.offered:
            conversation.choose(answer)
        else:
            conversation.say(answer)
    return conversation


def test_they_come_in_their_order() -> None:
    assert [dialog.name for dialog in MORE_REACH] == [
        "missed_bid",
        "good_news",
        "listen_back",
        "disclosure",
        "flood_check",
    ]


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("It was about her new job.", "your new job"),
        ("she got the job", "you got the job"),
        ("my wife got promoted", "you got promoted"),
        ("how his day went", "how your day went"),
        ("their exam went well!", "your exam went well"),
        ("our trip", "our trip"),
        ("my mum and her dog", "my mum and her dog"),
        ("something about work", "work"),
    ],
)
def test_a_topic_is_said_to_the_partner(typed: str, topic: str) -> None:
    assert read_topic(typed) == topic


@given(st.text(max_size=80))
def test_any_topic_can_be_read(text: str) -> None:
    read_topic(text)


# -- the missed bid ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (
            ("told", "her new job", "now"),
            "what you told me: your new job. I didn't really listen. Will you tell me again",
        ),
        (("asked", "the summer", "today"), "the summer. I only half answered. I'd like to answer it well later today."),
        (("showed", "open", "tomorrow"), "I didn't really look. Will you show me tomorrow?"),
        (("wrote", "skip", "After dinner."), "I let it go by. I'd like to answer it after dinner."),
        (("close", "now"), "I'd like to be near you now, if you'd like that too."),
        (("at lunch I kept scrolling", "the garden", "now"), "I keep thinking of this: the garden. I brushed past it."),
        (("at lunch I kept scrolling", "open", "When I get home"), "Will you tell me when I get home?"),
        (("They told me", "your day", "Tonight"), "Will you tell me again tonight?"),
    ],
)
def test_the_sentence_has_the_person_s_own_words(answers: tuple[str, ...], sentence: str) -> None:
    conversation = doing(MISSED_BID, *answers)
    assert conversation.state == "missed_bid.ready"
    assert sentence in conversation.text


@pytest.mark.parametrize("moment", [*MOMENTS, "I looked away"])
@pytest.mark.parametrize("about", ["open", "your day"])
def test_every_moment_has_its_sentence(moment: str, about: str) -> None:
    answers = (moment, "now") if moment == "close" else (moment, about, "now")
    assert "Here it is" in doing(MISSED_BID, *answers).text


def test_the_words_can_be_changed() -> None:
    conversation = doing(MISSED_BID, "told", "your day", "now", "edit", "back")
    assert "what you told me: your day" in conversation.text
    conversation.say("change it")
    assert "Tell me about your day again?" in conversation.say("Tell me about your day again?")
    assert "what you told me" not in conversation.text


def test_of_the_missed_bid_only_the_kind_of_moment_is_kept() -> None:
    conversation = doing(MISSED_BID, "Periwinkle waited", "Marigold", "now", "said it", "3", "skip")
    assert conversation.records[-1].data["moment"] == "own"
    assert "Periwinkle" not in str(conversation.records)
    assert "Marigold" not in str(conversation.records)
    assert [row["name"] for row in conversation.person.practices] == ["missed_bid"]


# -- good news ---------------------------------------------------------------------------------------------------------


def test_two_questions_and_a_time() -> None:
    conversation = doing(GOOD_NEWS, "she passed the exam", "best")
    assert "What was the best part?" not in conversation.labels
    conversation.say("who did you tell first")
    conversation.choose("today")
    assert conversation.state == "good_news.ready"
    assert "your good news: you passed the exam. I'd like to hear more. What was the best part?" in conversation.text
    assert "who did you tell first?" in conversation.text
    conversation.say("ok")
    assert conversation.state == "good_news.after"


def test_where_nothing_comes_to_mind_it_is_asked_for() -> None:
    conversation = doing(GOOD_NEWS, "nothing lately", "feel", "after", "now")
    assert "Tell me one good thing from your day" in conversation.text


@pytest.mark.parametrize(
    "question", ["But can we pay for it?", "Are you sure?", "how much does it cost", "great", "What about me?"]
)
def test_a_question_that_dampens_is_doubted_once(question: str) -> None:
    conversation = doing(GOOD_NEWS, "the new job", question)
    assert conversation.state == "good_news.first"
    assert "stays with it" in conversation.text
    conversation.say(question)
    assert conversation.state == "good_news.second"


def test_so_is_the_second() -> None:
    conversation = doing(GOOD_NEWS, "the new job", "best", "but why")
    assert conversation.state == "good_news.second"
    conversation.choose("how")
    assert conversation.state == "good_news.when"


def test_the_news_are_not_kept() -> None:
    conversation = doing(GOOD_NEWS, "Periwinkle", "best", "feel", "now", "said", "skip", "skip")
    assert conversation.records[-1].data == {"name": "good_news", "before": None, "after": None, "noticed": None}


# -- both --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dialog", "answers"),
    [
        (MISSED_BID, ()),
        (MISSED_BID, ("told",)),
        (MISSED_BID, ("told", "your day")),
        (MISSED_BID, ("told", "your day", "now")),
        (MISSED_BID, ("told", "your day", "now", "edit")),
        (GOOD_NEWS, ()),
        (GOOD_NEWS, ("the bike",)),
        (GOOD_NEWS, ("the bike", "best")),
        (GOOD_NEWS, ("the bike", "best", "feel")),
        (GOOD_NEWS, ("the bike", "best", "feel", "now")),
    ],
)
def test_it_can_be_left_at_any_step(dialog: Dialog, answers: tuple[str, ...]) -> None:
    conversation = doing(dialog, *answers)
    assert conversation.state.startswith(f"{dialog.name}.")
    conversation.say("/cancel")
    assert conversation.state == "home.rest"
    assert conversation.records == []
