"""The gym: a drill, an honest answer, one thing to look at, another try; and nothing that softens what must not be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from content.catalogue import load as load_catalogue
from content.catalogue import unmarked
from content.gym import Repair, Spot, load
from dialogs.coach import build
from dialogs.engine import Person, Turn
from dialogs.gym import feedback, spotting
from dialogs.gym.attempts import assessment_of
from dialogs.gym.dialog import _situation
from tests.dialogs.conversation import CONSENTED, NOON, Conversation, says, talk

BLAME = "You never help me with anything"
SMALL = "I felt lonely when we had dinner in silence yesterday"
FULL = "I felt sad when you left early yesterday. I need closeness. Could we talk for ten minutes tonight?"
LONGEST = 60  # words of a message


def gym(kind: str, **changes: Any) -> Conversation:
    """Somebody who asked for one kind of drill."""
    conversation = talk(build(), replace(CONSENTED, **changes))
    conversation.say("/practice_statement")
    conversation.choose(kind)
    return conversation


def attempts(conversation: Conversation) -> list[dict[str, Any]]:
    return [dict(record.data) for record in conversation.records if record.kind == "attempt"]


# -- the way in --------------------------------------------------------------------------------------------------------


def test_it_is_in_the_menu_and_a_command() -> None:
    conversation = talk(build())
    conversation.tap("Practise the words")
    assert conversation.state == "gym.rest"
    conversation.say("/menu")
    conversation.say("practise the words")
    assert conversation.state == "gym.rest"


def test_nothing_is_practised_before_consent() -> None:
    conversation = talk(build(), Person())
    conversation.say("/practice_statement")
    assert conversation.state.startswith("welcome.")


def test_it_is_set_aside_where_care_is_taken() -> None:
    conversation = talk(build(), replace(CONSENTED, careful="2026-03-01"))
    assert "I've set that aside" in conversation.say("/practice_statement")
    conversation.choose("not_now")
    conversation.say("/menu")
    assert "gym" not in conversation.session.offered, "the menu offers nothing that would be refused"
    conversation.say("/practice_statement")
    conversation.tap("I'm safe")
    conversation.tap("Yes")
    assert conversation.state == "gym.rest"


def test_telling_of_violence_in_a_drill_leaves_it() -> None:
    conversation = gym("write")
    conversation.say("he hits me")
    conversation.choose("go_on")
    assert conversation.state == "menu.rest"
    assert attempts(conversation) == []


# -- spotting ----------------------------------------------------------------------------------------------------------


def test_a_slip_that_is_seen_is_explained_and_moves_on() -> None:
    conversation = gym("spot", slips={"LABEL": {"box": 1, "due": "2026-03-02", "count": 2}})
    spot = load().spots[conversation.facts["item"]]
    assert spot.code == "LABEL"
    right = f"p{spot.at}" if "p0" in conversation.session.offered else "LABEL"
    shown = conversation.choose(right)
    assert spot.quote in shown
    assert spot.better in shown
    assert says(shown, "gym.verdict.right")
    assert conversation.person.slips["LABEL"] == {"box": 2, "due": "2026-03-03", "count": 2}
    assert attempts(conversation)[0]["right"] is True


def test_one_not_seen_is_explained_and_comes_back() -> None:
    conversation = gym("spot")
    code = conversation.facts["slip"]
    shown = conversation.choose("unsure")
    assert says(shown, "gym.verdict.wrong")
    assert not says(shown, "gym.verdict.right")
    assert conversation.person.slips[code] == {"box": 1, "due": "2026-03-02", "count": 0}
    assert attempts(conversation)[0]["picked"] == "unsure"


def test_the_sentence_that_was_looked_at_can_be_mended() -> None:
    conversation = gym("spot", slips={"LABEL": {"box": 1, "due": "2026-03-02", "count": 2}})
    conversation.choose("unsure")
    shown = conversation.choose("mine")
    assert load().spots[conversation.facts["item"]].text in shown
    conversation.say(SMALL)
    assert conversation.state == "gym.good"


def test_the_offered_kinds_hold_the_right_one_once() -> None:
    for name, spot in load().spots.items():
        for order in range(24):
            turn = a_turn(item=name, order=order)
            keys = [choice.key for choice in spotting.spot_answers(turn)]
            right = f"p{spot.at}" if spotting.asks_words(turn) else spot.code
            assert keys.count(right) == 1
            assert len(set(keys)) == len(keys)
            assert 4 <= len(keys) <= 5


# -- the answer to an attempt ------------------------------------------------------------------------------------------


def test_the_answer_keeps_its_order() -> None:
    """Feeling, strength, the worst span quoted, the question, the score; and then again."""
    conversation = gym("write")
    shown = conversation.say("I felt sad yesterday when you left. You're so selfish.")
    parts = ["“sad”", "You name a feeling", "“selfish”", "?", "▰"]
    places = [shown.find(part) for part in parts]
    assert -1 not in places, shown
    assert places == sorted(places)
    assert says(shown, "gym.again.heard")


def test_before_and_after_are_shown() -> None:
    conversation = gym("write")
    conversation.say("I feel sad")
    first = conversation.facts["score"]
    assert f"{first} of 100" in conversation.text
    assert f"{first} → 100" in conversation.say(SMALL)
    assert [row["before"] for row in attempts(conversation)] == [None, first]


def test_a_repair_is_compared_with_what_it_repairs() -> None:
    conversation = gym("repair")
    before = conversation.facts["score"]
    assert f"{before} → 100" in conversation.say(SMALL)
    assert before < 60


def test_a_way_is_shown_on_request_or_after_a_try_and_no_sooner() -> None:
    conversation = gym("repair")
    repair = load().repairs[conversation.facts["item"]]
    assert repair.better not in conversation.text
    assert repair.better in conversation.tap("Show me a way")
    conversation = gym("write")
    conversation.say("You never listen to me")
    assert "I feel lonely when we don't get time to talk" in conversation.tap("Show me a way")


def test_what_was_copied_does_not_count() -> None:
    conversation = gym("repair", slips={"LABEL": {"box": 1, "due": "2026-03-02", "count": 2}})
    better = load().repairs[conversation.facts["item"]].better
    conversation.choose("show")
    conversation.say(better)
    assert conversation.state == "gym.good"
    assert conversation.person.slips["LABEL"]["box"] == 1
    assert conversation.person.attempts[-1]["good"] is False


def test_words_that_are_no_sentence_are_not_scored() -> None:
    conversation = gym("write")
    for words in ("asdfg", "12345", "the weather was nice"):
        assert says(conversation.say(words), "gym.unreadable")
    assert conversation.state == "gym.write"
    assert conversation.person.attempted == 0


@pytest.mark.parametrize("kind", ["repair", "write"])
def test_what_must_not_be_softened_is_neither_praised_nor_mended(kind: str) -> None:
    conversation = gym(kind)
    shown = conversation.say("I felt sad when you cornered me on Sunday")
    assert conversation.state == "gym.refused"
    assert "I won't turn that into softer words" in shown
    assert "You name a feeling" not in shown
    assert attempts(conversation) == []
    assert conversation.person.attempted == 0
    assert "cornered" not in str(conversation.session)
    conversation.choose("help_now")
    assert conversation.state.startswith("safety.")


def test_a_way_of_speaking_leads_back_to_the_same_drill() -> None:
    conversation = gym("write")
    item = conversation.facts["item"]
    conversation.say("you cornered me")
    conversation.choose("figure")
    assert (conversation.state, conversation.facts["item"]) == ("gym.write", item)


# -- what is kept ------------------------------------------------------------------------------------------------------


def test_slips_are_counted_and_shown_in_progress() -> None:
    conversation = gym("write")
    conversation.say(BLAME)
    conversation.say("You never ever listen")
    conversation.say(SMALL)
    assert conversation.person.slips["ABSOLUTE"]["count"] == 2
    assert [row["slips"] for row in attempts(conversation)] == [["ABSOLUTE"], ["ABSOLUTE"], []]
    shown = conversation.say("/progress")
    first = conversation.person.attempts[0]["score"]
    assert f"Sentences practised: 3. The first scored {first}, the latest 100." in shown
    assert "Always and never" in shown


def test_words_that_were_practised_are_kept_with_their_attempt_and_nowhere_else() -> None:
    conversation = gym("write")
    conversation.say("You never feed the periwinkle")
    conversation.say("I felt sad when the periwinkle withered yesterday")
    conversation.choose("enough")
    assert [attempt["text"] for attempt in attempts(conversation)] == [
        "You never feed the periwinkle",
        "I felt sad when the periwinkle withered yesterday",
    ]
    assert "periwinkle" not in str(conversation.session)
    assert all("periwinkle" not in str(one) for one in conversation.records if one.kind != "attempt")


def test_a_missing_part_is_a_slip_from_its_level_on() -> None:
    conversation = gym("write")
    conversation.say(SMALL)
    assert attempts(conversation)[0]["slips"] == []
    conversation = gym("write", level=2)
    conversation.say(SMALL)
    assert set(attempts(conversation)[0]["slips"]) <= {"NO_NEED", "NO_REQUEST"}
    assert attempts(conversation)[0]["slips"]


def test_somebody_who_never_practised_sees_no_line_of_it() -> None:
    assert "Sentences practised" not in talk(build()).say("/progress")


def test_the_person_goes_through_json() -> None:
    conversation = gym("write")
    conversation.say(BLAME)
    person = conversation.person
    assert Person.from_json(person.to_json()) == person
    for _ in range(30):
        person = person.with_attempt(NOON, 50, 1, False)
    assert person.attempted == 31
    assert len(person.attempts) == 8
    assert person.attempts[0] == conversation.person.attempts[0], "the first stays, to compare with"


# -- levels ------------------------------------------------------------------------------------------------------------


def test_three_good_ones_in_a_row_lead_a_level_up() -> None:
    conversation = gym("write")
    for _ in range(2):
        assert "level 2" not in conversation.say(SMALL)
        conversation.choose("another")
    assert "you're on level 2 now" in conversation.say(SMALL)
    assert conversation.person.level == 2
    conversation.choose("another")
    assert "one small wish" in conversation.text


def test_a_slip_in_between_begins_the_row_anew() -> None:
    conversation = gym("write")
    for words in (SMALL, SMALL, BLAME, SMALL, SMALL):
        conversation.say(words)
        conversation.choose("another")
    assert conversation.person.level == 1


def test_the_same_good_sentence_counts_once() -> None:
    conversation = gym("write")
    for _ in range(4):
        conversation.say(SMALL)
    assert conversation.person.level == 1


def test_a_feeling_and_a_situation_are_no_full_score_at_level_two() -> None:
    conversation = gym("write", level=2)
    for _ in range(4):
        conversation.say(SMALL)
        assert conversation.state == "gym.good"
        conversation.choose("another")
    assert conversation.person.level == 2
    for _ in range(3):
        conversation.say(FULL)
        conversation.choose("another")
    assert conversation.person.level == 3


def test_the_person_may_choose_the_level() -> None:
    conversation = talk(build())
    conversation.say("/practice_statement")
    conversation.tap("Another level")
    assert "Level 3 of 3" in conversation.tap("Level 3")
    assert conversation.person.level == 3


# -- the words ---------------------------------------------------------------------------------------------------------


def a_turn(level: int = 3, **facts: Any) -> Turn:
    slips = {code: {"box": 1, "due": "2026-03-01", "count": 3} for code in ("KITCHEN_SINK", "LABEL")}
    person = replace(CONSENTED, level=level, slips=slips)
    return Turn(state="x", facts=facts, person=person, now=NOON, key="k", pick=0, depth=1, effects=[])


def length(key: str, values: Any) -> int:
    return len(unmarked(load_catalogue().text(key, "en", values)).split())


def test_no_drill_is_a_wall_of_words() -> None:
    bank = load()
    for name in bank.spots:
        for order in (0, 1):
            turn = a_turn(item=name, order=order)
            assert length(spotting.spot_screen(turn), spotting.sentence_shown(turn)) <= LONGEST
            assert length("gym.spotted", spotting.explanation(turn)) <= LONGEST, name
    for name in (*bank.spots, *bank.repairs):
        turn = a_turn(item=name, kind="repair")
        assert length("gym.repair", feedback.repair_shown(turn)) <= LONGEST
        assert length("gym.shown", feedback.way_shown(turn)) <= LONGEST
    for name in bank.situations:
        for slip in ("BUT_ERASE", "NO_FEELING"):
            assert length("gym.write", _situation(a_turn(item=name, kind="write", slip=slip))) <= LONGEST, name


def test_no_answer_is_a_wall_of_words() -> None:
    bank = load()
    rows: list[Spot | Repair] = [*bank.spots.values(), *bank.repairs.values()]
    for draft in [text for row in rows for text in (row.text, row.better)]:
        turn = a_turn(draft=draft, score=50, before=40, news=True)
        if assessment_of(turn).good:
            assert length(feedback.good_screen(turn), feedback.praise(turn)) <= LONGEST, draft
        else:
            assert length(feedback.again_screen(turn), feedback.feedback(turn)) <= LONGEST + 5, draft


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_way_in_is_short(level: int) -> None:
    for key in ("gym.rest.first", "gym.rest.again"):
        assert length(key, feedback.level_shown(a_turn(level=level))) <= LONGEST


def test_every_slip_has_its_words() -> None:
    catalogue = load_catalogue()
    for code in load().slips:
        assert catalogue.has(f"gym.slips.{code}")
        assert catalogue.has(f"gym.why.{code}")
        assert catalogue.has(f"assessment.remarks.{code.lower()}")
        assert catalogue.has(f"assessment.questions.{code.lower()}")
        assert not code.startswith("NO_") or catalogue.has(f"gym.with.{code}")


# -- releases ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["spot", "repair", "write"])
def test_a_row_that_a_release_took_away_leaves_nobody_stuck(kind: str) -> None:
    conversation = gym(kind)
    *below, top = conversation.session.stack
    gone = replace(top, facts={**top.facts, "item": "gone.gone", "slip": "GONE"})
    conversation.session = replace(conversation.session, stack=(*below, gone))
    conversation.say("/start")
    if kind == "spot":
        conversation.choose("unsure")
        conversation.choose("another")
    else:
        conversation.choose("show")
        conversation.say(SMALL)
    assert conversation.labels


def test_a_slip_of_another_release_is_passed_over() -> None:
    conversation = gym("spot", slips={"GONE": {"box": 1, "due": "2026-03-02", "count": 9}})
    assert conversation.facts["slip"] in load().slips
    assert "What slips in" not in conversation.say("/progress")
