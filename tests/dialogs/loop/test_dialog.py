"""The loop dialog: six taps or own words, told back, kept, looked at again, and what comes back in several."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.engine import Person, dump, load
from dialogs.engine.effects import Unrecord
from dialogs.engine.person import KEPT_EPISODES
from dialogs.loop.dialog import LONGEST
from dialogs.loop.steps import ASKED
from dialogs.rehearsal import Rehearsal
from tests.dialogs.conversation import says
from tests.dialogs.loop import REPLY, answer, episode, logging, met, with_episodes
from tests.dialogs.nudges import KNOWN, said, tap

SIX = tuple(REPLY[step] for step in ASKED)
FOUR = with_episodes([episode()] * 4)


def told(*given: str, person: Person = KNOWN, role: str | None = "pursuer") -> Rehearsal:
    """Somebody whose episode is told back to them."""
    rehearsal = logging(person, role)
    answer(rehearsal, *given)
    assert rehearsal.state == "loop.told"
    return rehearsal


# -- logging an episode ------------------------------------------------------------------------------------------------


def test_six_taps_are_an_episode() -> None:
    rehearsal = told(*SIX)
    assert "When a message stayed unanswered\nIn my body a tight chest\nI asked again" in said(rehearsal)
    tap(rehearsal, "save")
    assert [dict(row) for row in rehearsal.session.person.episodes] == [
        {"at": "2026-03-02T12:00:00.000+00:00", **episode()}
    ]
    assert [(record.kind, record.data) for record in rehearsal.records] == [("episode", episode())]
    assert rehearsal.state == "loop.rest"


@pytest.mark.parametrize("role", ["pursuer", "distancer", "mixed", "unclear", None])
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_every_role_gets_through_with_taps_alone(role: str | None, place: int) -> None:
    rehearsal = logging(role=role)
    for step in ASKED:
        assert rehearsal.state == f"loop.{step}"
        rehearsal.choose(place)
    assert rehearsal.state == "loop.told"
    tap(rehearsal, "save")
    assert set(rehearsal.session.person.episodes[0]) == {"at", *ASKED}


def test_every_step_can_be_left_out() -> None:
    rehearsal = logging()
    answer(rehearsal, "skip it", "asked", *["leave_out"] * 4)
    assert rehearsal.state == "loop.told"
    tap(rehearsal, "save")
    assert rehearsal.records[-1].data == {"mine": {"key": "asked"}}


def test_of_nothing_nothing_is_kept() -> None:
    rehearsal = logging()
    answer(rehearsal, *["leave_out"] * 6)
    assert "nothing to keep" in said(rehearsal)
    assert rehearsal.state == "loop.intro"
    assert rehearsal.session.person.episodes == ()
    assert rehearsal.records == []


def test_one_can_step_back_and_answer_anew() -> None:
    rehearsal = logging()
    answer(rehearsal, "no_reply", "asked", "back", "back")
    assert rehearsal.state == "loop.trigger"
    assert "back" not in rehearsal.session.offered, "there is nothing before the first step"
    answer(rehearsal, "late", "wrote", "quiet", "chest", "silence", "none")
    assert "When one of us came home late" in said(rehearsal)
    assert "I wrote more messages" in said(rehearsal)


@pytest.mark.parametrize("step", ASKED)
def test_one_step_can_be_changed_before_it_is_kept(step: str) -> None:
    rehearsal = told(*SIX)
    tap(rehearsal, "change", step)
    assert rehearsal.state == f"loop.{step}"
    rehearsal.say("something else entirely")
    assert rehearsal.state == "loop.told"
    tap(rehearsal, "save")
    assert rehearsal.records[-1].data == episode(**{step: "something else entirely"})


def test_who_begins_to_change_a_step_may_leave_it() -> None:
    rehearsal = told(*SIX)
    tap(rehearsal, "change", "mine", "as_it_was", "change", "back", "change", "repair", "leave_out", "save")
    assert rehearsal.records[-1].data == episode(repair=None)


def test_an_episode_need_not_be_kept() -> None:
    rehearsal = told(*SIX)
    tap(rehearsal, "drop")
    assert "Nothing of it is kept" in said(rehearsal)
    assert rehearsal.session.person.episodes == ()
    assert rehearsal.records == []
    assert "no_reply" not in dump(rehearsal.session)


def test_the_latest_dozen_is_kept_at_hand_and_every_one_is_recorded() -> None:
    rehearsal = logging()
    for number in range(KEPT_EPISODES + 2):
        answer(rehearsal, f"it was evening number {number}", *SIX[1:], "save")
        answer(rehearsal, *(("done",) if rehearsal.state == "loop.pattern" else ()), "log")
    kept = [row["trigger"]["words"] for row in rehearsal.session.person.episodes]
    assert kept == [f"it was evening number {number}" for number in range(2, KEPT_EPISODES + 2)]
    assert len(rehearsal.records) == KEPT_EPISODES + 2


def test_before_somebody_agreed_nothing_is_asked() -> None:
    rehearsal = met(Person(), None)
    assert rehearsal.state.startswith("welcome.")


# -- own words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "I said <b>hm</b> & made <i> tea",
        "🙂🙃 we laughed, then we didn't 🙃",
        "{times} of {count}",
        "Wir haben über das Geld geredet",
        "x" * LONGEST,
        "a\nb",
        "&" * LONGEST,
    ],
)
def test_own_words_are_kept_and_shown_to_the_letter(words: str) -> None:
    rehearsal = told(words, words, *SIX[2:])
    assert said(rehearsal).count(f"“{words}”") == 2
    tap(rehearsal, "save", "earlier", "e0")
    assert said(rehearsal).count(f"“{words}”") == 2
    assert rehearsal.session.person.episodes[0]["mine"] == {"words": words}


def test_six_answers_in_own_words_fit_into_one_message() -> None:
    rehearsal = told(*["&" * LONGEST] * 6)
    assert all(len(message.text) <= 4096 for message in rehearsal.messages)


@pytest.mark.parametrize("step", range(6))
def test_seven_hundred_characters_are_asked_to_be_fewer(step: int) -> None:
    rehearsal = logging()
    answer(rehearsal, *SIX[:step])
    rehearsal.say("we talked " * 70)
    assert says(said(rehearsal), "engine.too_long", longest=LONGEST)
    assert rehearsal.state == f"loop.{ASKED[step]}"
    assert "we talked" not in dump(rehearsal.session)


def test_words_that_are_a_button_count_as_the_button() -> None:
    rehearsal = told("a message stayed unanswered", "Asked again", "went quiet", "tight chest", "in silence", "nobody")
    tap(rehearsal, "save")
    assert rehearsal.records[-1].data == episode(repair="none")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.text("abc<>&{}“” \n😀é", min_size=1, max_size=LONGEST).filter(lambda text: text.strip()))
def test_whatever_is_typed_nothing_breaks(words: str) -> None:
    rehearsal = logging()
    answer(rehearsal, *SIX[:3])
    rehearsal.say(words)
    rehearsal.say("/progress")
    rehearsal.say("/cancel")
    assert rehearsal.state in ("loop.body", "loop.ended", "loop.camera")
    assert all(len(message.text) <= 4096 for message in rehearsal.messages)


# -- what a camera would have seen -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (0, "he was being selfish"),
        (2, "they were being selfish"),
        (2, "was rude"),
        (2, "never listens to me"),
        (2, "they didn't care"),
        (4, "because she is a narcissist"),
    ],
)
def test_words_that_judge_are_asked_about_once_and_kept_if_wanted(step: int, words: str) -> None:
    rehearsal = logging()
    answer(rehearsal, *SIX[:step], words)
    assert rehearsal.state == "loop.camera"
    assert f"“{words}”" in said(rehearsal)
    assert "What would a camera have seen or heard" in said(rehearsal)
    tap(rehearsal, "keep")
    answer(rehearsal, *SIX[step + 1 :], "save")
    assert rehearsal.records[-1].data == episode(**{ASKED[step]: words})


def test_what_the_camera_saw_takes_the_place_of_the_judgement() -> None:
    rehearsal = logging()
    answer(rehearsal, *SIX[:2], "they were being selfish", "they ate the last slice", *SIX[3:])
    assert "“they ate the last slice”" in said(rehearsal)
    assert "selfish" not in said(rehearsal) + dump(rehearsal.session)


def test_in_one_episode_it_is_asked_once() -> None:
    rehearsal = logging()
    answer(rehearsal, "he was being selfish", "he is so selfish", "asked", "they were being selfish")
    assert rehearsal.state == "loop.body"


def test_in_the_next_episode_it_is_asked_again() -> None:
    rehearsal = logging()
    answer(rehearsal, "he was being selfish", "keep", *SIX[1:], "save", "log", "he was being selfish")
    assert rehearsal.state == "loop.camera"


def test_from_the_question_one_can_go_back_to_the_list() -> None:
    rehearsal = logging()
    answer(rehearsal, *SIX[:2], "they were being selfish", "back")
    assert rehearsal.state == "loop.theirs"
    answer(rehearsal, *SIX[2:], "save")
    assert rehearsal.records[-1].data == episode()


@pytest.mark.parametrize(
    "words", ["they came home at nine", "looked at the phone twice", "I slammed the door", "he sighed"]
)
def test_what_a_camera_can_see_is_not_asked_about(words: str) -> None:
    rehearsal = logging()
    answer(rehearsal, *SIX[:2], words)
    assert rehearsal.state == "loop.body"


def test_also_a_step_that_is_changed_is_asked_about() -> None:
    rehearsal = told(*SIX)
    answer(rehearsal, "change", "theirs", "they were being selfish")
    assert rehearsal.state == "loop.camera"
    answer(rehearsal, "they left the table")
    assert rehearsal.state == "loop.told"
    assert "“they left the table”" in said(rehearsal)


# -- danger and care ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", range(6))
def test_danger_is_heard_at_every_step(step: int) -> None:
    rehearsal = logging()
    answer(rehearsal, *SIX[:step])
    rehearsal.say("he hits me when he is angry")
    assert rehearsal.state.startswith("safety.")
    tap(rehearsal, "go_on")
    assert rehearsal.state == "menu.rest", "an episode of violence is no loop to go on with"
    rehearsal.say("/loop")
    assert rehearsal.state == "careful.rest"
    assert "hits me" not in dump(rehearsal.session) + str(rehearsal.records)


def test_what_the_detectors_let_pass_is_asked_about_softly_and_the_step_comes_again() -> None:
    rehearsal = logging()
    answer(rehearsal, *SIX[:2], "threw a plate")
    assert rehearsal.state == "safety.check"
    tap(rehearsal, "false_alarm")
    assert rehearsal.state == "loop.theirs"
    assert "plate" not in dump(rehearsal.session)
    answer(rehearsal, "threw a plate")
    assert rehearsal.state == "loop.body", "once a day it is asked"


def test_it_is_asked_before_a_better_wording_is() -> None:
    rehearsal = logging()
    answer(rehearsal, *SIX[:2], "they were being selfish", "threw a plate")
    assert rehearsal.state == "safety.check"
    tap(rehearsal, "false_alarm")
    assert rehearsal.state == "loop.theirs"


def test_where_couple_exercises_are_set_aside_it_is_closed() -> None:
    rehearsal = met(replace(FOUR, careful="2026-03-01"))
    assert rehearsal.state == "careful.rest"
    tap(rehearsal, "not_now")
    assert rehearsal.state == "menu.rest"


def test_who_lifts_it_goes_on_to_the_loop() -> None:
    rehearsal = met(replace(FOUR, careful="2026-03-01"))
    tap(rehearsal, "lift", "lift")
    assert rehearsal.state == "loop.rest"


# -- left and resumed --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", range(7))
def test_it_is_resumed_where_it_was_left(step: int) -> None:
    rehearsal = logging()
    answer(rehearsal, *SIX[:step])
    state = rehearsal.state
    rehearsal.say("/progress")
    rehearsal.session = load(dump(rehearsal.session))
    tap(rehearsal, "done")
    assert rehearsal.state == state
    answer(rehearsal, *SIX[step:], "save")
    assert rehearsal.records[-1].data == episode()


@pytest.mark.parametrize("step", range(7))
def test_cancel_leaves_nothing_behind(step: int) -> None:
    rehearsal = logging()
    answer(rehearsal, *["something of my own"] * step)
    rehearsal.say("/cancel")
    assert rehearsal.state == "menu.rest"
    assert rehearsal.records == []
    assert "something of my own" not in dump(rehearsal.session)


# -- what comes back ---------------------------------------------------------------------------------------------------


def test_below_four_nothing_is_named() -> None:
    rehearsal = met(with_episodes([episode()] * 2))
    assert "From 4 on" in said(rehearsal)
    assert "pattern" not in rehearsal.session.offered
    answer(rehearsal, "log", *SIX, "save")
    assert rehearsal.state == "loop.rest"


def test_with_the_fourth_it_is_shown_at_once() -> None:
    rehearsal = logging(with_episodes([episode(), episode(), episode(body="hot")]))
    answer(rehearsal, *SIX, "save")
    assert rehearsal.state == "loop.pattern"
    text = said(rehearsal)
    assert "In my body a tight chest (3 of 4)" in text
    assert "In 3 of 4 episodes your body gave this sign: a tight chest." in text
    assert "With 4 episodes that's a hint and no proof." in text


def test_a_move_is_named_where_no_sign_comes_back() -> None:
    rehearsal = met(with_episodes([episode(body=None, mine="wrote him a long letter")] * 5))
    tap(rehearsal, "pattern")
    assert "In 5 of 5 episodes this was your move: “wrote him a long letter”" in said(rehearsal)
    assert "No sign in your body came as often" in said(rehearsal)


def test_that_it_ended_better_without_a_step_is_said_with_its_numbers() -> None:
    bad, good = episode(ended="loud", repair="none"), episode(mine="okay", ended="talked")
    rehearsal = met(with_episodes([bad, bad, bad, good, good]))
    tap(rehearsal, "pattern")
    assert "this was your move: asked again" in said(rehearsal)
    assert "Without it, 2 of 2 were mended afterwards; with it, 0 of 3" in said(rehearsal)
    assert "No sign in your body" not in said(rehearsal)


def test_of_two_answers_that_come_equally_often_the_one_spoken_of_is_told() -> None:
    rows = [episode(body=sign, mine=None) for sign in ("hot", "chest", "hot", "chest", "hot", "chest")]
    rehearsal = met(with_episodes(rows))
    tap(rehearsal, "pattern")
    assert "In my body a tight chest (3 of 6)" in said(rehearsal)
    assert "gave this sign: a tight chest" in said(rehearsal)


def test_where_nothing_of_ones_own_comes_back_nothing_is_named() -> None:
    rows = [episode(body=None, mine=mine) for mine in ("asked", "wrote", "louder", "okay")]
    rehearsal = met(with_episodes(rows))
    tap(rehearsal, "pattern")
    assert "I won't name one" in said(rehearsal)
    assert rehearsal.session.offered == ("done",)
    tap(rehearsal, "done", "log")
    assert rehearsal.state == "loop.trigger"


def test_the_practice_that_fits_can_be_done_at_once() -> None:
    rehearsal = met(FOUR)
    tap(rehearsal, "pattern")
    assert rehearsal.labels[0] == "Long sighs (5 min)"
    tap(rehearsal, "practice")
    assert rehearsal.state == "sighing.why"
    tap(rehearsal, "not_now", "not_now")
    assert rehearsal.state == "loop.rest"


def test_a_plan_can_be_made_of_it() -> None:
    rehearsal = met(FOUR)
    tap(rehearsal, "pattern", "plan", "start", "skip")
    assert rehearsal.state == "plan.act", "what it is about is known"
    assert "If I notice a tight chest, then I" in said(rehearsal)
    tap(rehearsal, "breathe", "no_hour", "skip", "skip")
    assert rehearsal.state == "loop.rest"
    assert [(plan["if"], plan["then"]) for plan in rehearsal.session.person.plans] == [
        ("I notice a tight chest", "breathe")
    ]


# -- earlier episodes --------------------------------------------------------------------------------------------------


def test_earlier_episodes_can_be_looked_at_the_latest_first() -> None:
    rehearsal = met(with_episodes([episode(trigger="late"), episode(trigger=None, mine="left my <coat>"), episode()]))
    tap(rehearsal, "earlier")
    assert rehearsal.labels == [
        "1 March: a message stayed unanswered",
        "28 February: “left my <coat>”",
        "27 February: one of us came home late",
        "Done",
    ]
    tap(rehearsal, "e0")
    assert "When one of us came home late" in said(rehearsal)
    tap(rehearsal, "back", "e1")
    assert "My move “left my <coat>”" in said(rehearsal)


def test_one_can_be_deleted_here_and_among_the_records() -> None:
    person = with_episodes([episode(trigger="late"), episode(trigger="plan"), episode()])
    rehearsal = met(person)
    tap(rehearsal, "earlier", "e1", "delete", "delete")
    assert "Deleted" in said(rehearsal)
    assert rehearsal.session.person.episodes == (person.episodes[0], person.episodes[2])
    assert [effect for effect in rehearsal.effects if isinstance(effect, Unrecord)] == [
        Unrecord("episode", datetime.fromisoformat(person.episodes[1]["at"]))
    ]


def test_nothing_is_deleted_before_it_is_confirmed() -> None:
    person = with_episodes([episode()])
    rehearsal = met(person)
    tap(rehearsal, "earlier", "e0", "delete", "keep")
    assert rehearsal.state == "loop.earlier"
    assert rehearsal.session.person.episodes == person.episodes


def test_after_the_only_one_is_deleted_it_begins_anew() -> None:
    rehearsal = met(with_episodes([episode()]))
    tap(rehearsal, "earlier", "e0", "delete", "delete")
    assert rehearsal.state == "loop.intro"


def test_one_that_a_digression_deleted_is_gone_quietly() -> None:
    rehearsal = met(with_episodes([episode()]))
    tap(rehearsal, "earlier", "e0", "delete")
    rehearsal.session = replace(rehearsal.session, person=replace(rehearsal.session.person, episodes=()))
    tap(rehearsal, "delete")
    assert rehearsal.state == "loop.intro"


def test_forget_forgets_them() -> None:
    rehearsal = met(FOUR)
    rehearsal.say("/forget")
    rehearsal.choose(0)
    assert rehearsal.session.person == Person()
