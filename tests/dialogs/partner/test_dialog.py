"""The rehearsal as a person meets it: a scene, whom with, a few lines, what moved them, and again from any line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from content.partner import ENDINGS, load
from dialogs.coach import build
from dialogs.engine import Person
from tests.dialogs.conversation import CONSENTED, Conversation, talk

HARSH = ("You're always on your phone", "You're so cold", "Why can't you just talk to me?")
SOFT = ("I felt lonely when we sat in silence this week", "How was your day?", "I can see it was long. Thank you.")
LONGEST = 95  # words of a message


def rehearsing(scene: str = "sofa", kind: str = "distancer", **changes: Any) -> Conversation:
    """Somebody at the beginning of a scene."""
    conversation = talk(build(), replace(CONSENTED, **changes))
    conversation.say("/partner")
    conversation.choose(scene)
    conversation.choose(kind)
    assert conversation.state == "partner.exchange"
    return conversation


def played(*lines: str, **given: Any) -> Conversation:
    """Somebody who said these lines."""
    conversation = rehearsing(**given)
    for line in lines:
        conversation.say(line)
    return conversation


def levels(conversation: Conversation) -> list[int]:
    return [line["partner"]["level"] for line in conversation.facts["lines"]]


def replies(conversation: Conversation) -> list[str]:
    return [line["reply"] for line in conversation.facts["lines"]]


# -- the way in --------------------------------------------------------------------------------------------------------


def test_it_says_at_once_that_the_partner_is_made_up() -> None:
    conversation = talk(build())
    for again in (False, True):
        conversation = talk(build(), replace(CONSENTED, rehearsals={"count": 1} if again else {}))
        shown = conversation.say("/partner")
        assert "made-up" in shown
        assert "can't know how yours would answer" in shown
    assert len(conversation.labels) == len(load().scenes) + 2


@pytest.mark.parametrize(("role", "first"), [("pursuer", "distancer"), ("distancer", "pursuer"), (None, "distancer")])
def test_the_one_opposite_to_ones_own_role_comes_first(role: str | None, first: str) -> None:
    conversation = talk(build(), replace(CONSENTED, role=role))
    conversation.say("/partner")
    conversation.choose("surprise")
    assert conversation.session.offered[0] == first


def test_who_reaches_speaks_first() -> None:
    assert "Is something wrong between us?" in rehearsing(kind="pursuer").text
    assert "You begin." in rehearsing(kind="distancer").text


def test_it_is_set_aside_where_care_is_taken_and_before_consent() -> None:
    conversation = talk(build(), replace(CONSENTED, careful="2026-03-01"))
    assert "I've set that aside" in conversation.say("/partner")
    newcomer = talk(build(), Person())
    newcomer.say("/partner")
    assert newcomer.state.startswith("welcome.")


# -- the talk ----------------------------------------------------------------------------------------------------------


def test_harsh_words_close_the_loop_and_the_debrief_quotes_them() -> None:
    conversation = played(*HARSH)
    assert conversation.state == "partner.over"
    assert levels(conversation) == [3, 4, 4]
    assert "The loop has closed" in conversation.text
    assert "“You're so cold”" in conversation.text or "“You're always on your phone”" in conversation.text
    assert conversation.person.rehearsals["end"] == "closed"


def test_soft_words_end_softly_and_the_debrief_quotes_them() -> None:
    conversation = played(*SOFT)
    assert conversation.state == "partner.over"
    assert levels(conversation) == [1, 0, 0]
    assert "It ended softly" in conversation.text
    assert f"“{SOFT[0]}”" in conversation.text
    assert conversation.person.rehearsals["best"] == "repair"


def test_a_talk_that_goes_nowhere_ends_halfway_after_five() -> None:
    conversation = played(*(f"The bus was late on day {number}" for number in range(1, 6)))
    assert conversation.state == "partner.over"
    assert "ended halfway" in conversation.text


def test_each_reply_says_where_they_are_and_why() -> None:
    conversation = played(HARSH[0])
    assert "Distance ▰▰▰▱ 2 → 3: always and never leave no way out." in conversation.text


@pytest.mark.parametrize("kind", ["distancer", "pursuer"])
@pytest.mark.parametrize("turns", range(6))
def test_nothing_is_said_twice_in_one_rehearsal(kind: str, turns: int) -> None:
    conversation = talk(build())
    for _ in range(turns):  # another number for variation
        conversation.say("/menu")
    conversation.say("/partner")
    conversation.choose("bills")
    conversation.choose(kind)
    for line in (
        "The bus was late",
        "Hm, the bus",
        "You never look at it",
        "Sorry. Let's talk tomorrow.",
        "The bus again",
    ):
        if conversation.state == "partner.exchange":
            conversation.say(line)
    said = replies(conversation)
    assert len(set(said)) == len(said) >= 3


def test_they_tell_their_side_of_this_scene_once_they_are_close() -> None:
    side = load().scenes["sofa"].against["distancer"]
    assert any(words in played(SOFT[0]).text for words in side.theirs)


def test_no_message_is_a_wall() -> None:
    for scene in load().scenes:
        for kind in ("distancer", "pursuer"):
            conversation = rehearsing(scene, kind)
            for line in ("I felt sad when " + "it was very quiet here " * 4 + "yesterday", *HARSH):
                assert all(len(message.text.split()) <= LONGEST for message in conversation.messages)
                if conversation.state == "partner.exchange":
                    conversation.say(line)


# -- what is no line ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["asdf", "😭", "12345"])
def test_noise_is_not_answered_by_the_partner(words: str) -> None:
    conversation = rehearsing()
    assert "I can't read that" in conversation.say(words)
    assert not conversation.facts["lines"]


def test_another_language_is_declined_kindly() -> None:
    conversation = rehearsing()
    assert "English" in conversation.say("nunca me escuchas cuando quiero hablar")
    assert not conversation.facts["lines"]


@pytest.mark.parametrize("words", ["what should I say?", "A hint, please", "I don't know what to say"])
def test_a_question_to_the_coach_gets_a_hint(words: str) -> None:
    conversation = rehearsing()
    assert "one feeling of yours" in conversation.say(words)
    assert not conversation.facts["lines"]
    conversation.say(HARSH[0])
    assert "name a time" in conversation.say("hint")
    assert len(conversation.facts["lines"]) == 1


def test_what_must_not_be_softened_stops_the_scene() -> None:
    conversation = rehearsing()
    conversation.say("I felt sad when you cornered me on Sunday")
    assert conversation.state == "partner.refused"
    assert "cornered" not in str(conversation.session)
    assert [one for one in conversation.records if "line" in one.kind] == []
    conversation.choose("figure")
    assert conversation.state == "partner.exchange"


def test_what_only_sounded_dangerous_can_be_said_once_it_was_called_a_figure() -> None:
    conversation = rehearsing("name")
    conversation.say("I got frightened when you honked")
    assert conversation.state == "partner.refused"
    conversation.choose("figure")
    conversation.say("I got frightened when you honked")
    assert levels(conversation) == [1]
    conversation.say("you cornered me")
    assert conversation.state == "partner.refused", "what stands in the lists stays refused"


def test_telling_of_violence_leaves_it() -> None:
    conversation = played(HARSH[0])
    conversation.say("he hits me")
    conversation.choose("go_on")
    assert conversation.state == "menu.rest"


# -- afterwards --------------------------------------------------------------------------------------------------------


def test_it_can_be_begun_again_before_any_line() -> None:
    conversation = played(SOFT[0], "You never listen", "You're so cold")
    first = replies(conversation)
    assert conversation.state == "partner.over"
    conversation.choose("again")
    assert conversation.session.offered == ("line0", "line1", "line2", "back")
    shown = conversation.choose("line1")
    assert first[0] in shown
    assert levels(conversation) == [1]
    conversation.say("I can see you're tired.")
    assert levels(conversation) == [1, 0]
    assert conversation.facts["lines"][1]["reply"] not in first, "the same talk doesn't repeat itself"


def test_from_the_other_side_is_the_same_scene_with_the_other_partner() -> None:
    conversation = played(*HARSH)
    shown = conversation.choose("other_side")
    assert load().scenes["sofa"].against["pursuer"].setup in shown
    assert conversation.facts["lines"] == []
    conversation.say("fine")
    assert levels(conversation) == [3]


def test_a_scene_that_is_stopped_is_looked_at_and_counts_as_no_end() -> None:
    conversation = rehearsing()
    conversation.choose("leave_scene")
    assert conversation.state == "menu.rest"
    conversation = played(SOFT[0])
    assert "You stopped it there." in conversation.choose("leave_scene")
    assert f"“{SOFT[0]}”" in conversation.text
    assert conversation.person.rehearsals == {}
    assert [record.data["end"] for record in conversation.records if record.kind == "rehearsal"] == ["stopped"]
    conversation.choose("again")
    conversation.choose("line0")
    assert levels(conversation) == []


def test_left_in_the_middle_it_goes_on_where_it_was() -> None:
    conversation = played(SOFT[0])
    reply = replies(conversation)[0]
    conversation.say("/rewrite")
    assert reply in conversation.say("/cancel")
    assert levels(conversation) == [1]


# -- what is kept ------------------------------------------------------------------------------------------------------


def test_lines_and_rehearsals_are_recorded_and_the_words_lie_nowhere_else() -> None:
    conversation = played("You never water the periwinkle", *HARSH[1:])
    conversation.choose("finished")
    lines = [record.data for record in conversation.records if record.kind == "rehearsed_line"]
    assert [line["level"] for line in lines] == [3, 4, 4]
    assert lines[0]["text"] == "You never water the periwinkle"
    assert lines[0]["slips"] == ["ABSOLUTE"]
    whole = next(record.data for record in conversation.records if record.kind == "rehearsal")
    assert (whole["end"], whole["levels"], whole["partner"]) == ("closed", [2, 3, 4, 4], "distancer")
    assert "periwinkle" not in str(conversation.session)


def test_what_is_known_of_the_person_is_small() -> None:
    conversation = played(*HARSH)
    conversation.choose("other_scene")
    conversation.choose("pans")
    conversation.choose("distancer")
    for line in SOFT:
        conversation.say(line)
    rehearsals = conversation.person.rehearsals
    assert (rehearsals["count"], rehearsals["scene"], rehearsals["best"], rehearsals["end"]) == (
        2,
        "pans",
        "repair",
        "repair",
    )
    assert set(ENDINGS) >= {rehearsals["end"]}
    assert Person.from_json(conversation.person.to_json()) == conversation.person


def test_slips_count_in_ones_own_part_and_not_where_something_is_tried_out() -> None:
    conversation = played(*HARSH)
    assert conversation.person.slips["ABSOLUTE"]["count"] == 1
    conversation.choose("again")
    conversation.choose("line0")
    conversation.say("You never ever listen")
    assert conversation.person.slips["ABSOLUTE"]["count"] == 1
    assert "ABSOLUTE" not in played(HARSH[0], kind="pursuer", role="pursuer").person.slips
