"""The step: routing, digressions, tokens, exits. On three small dialogs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from content.catalogue import Catalogue, Screen
from content.catalogue import load as load_catalogue
from dialogs.engine import (
    Alarm,
    Book,
    Call,
    Choice,
    Dialog,
    End,
    Frame,
    Move,
    Pass,
    Person,
    Route,
    Session,
    Turn,
    Wait,
    step,
)
from dialogs.engine.effects import Ack, Answered, CancelTimer, Erase, Record, Show, StartTimer
from dialogs.engine.errors import BookError, LoopError
from dialogs.engine.events import Blocked, Tap, Text, TimerFired, Unreadable
from tests.dialogs.conversation import CONSENTED, NOON, Conversation, says

FINE = "engine.tapped_twice"


def _note(turn: Turn) -> None:
    turn.facts["answers"] = [*turn.facts.get("answers", []), turn.value or turn.text]
    turn.record("answer", given=turn.value or turn.text)


def _few(turn: Turn) -> bool:
    return len(turn.facts.get("answers", [])) < 2


QUIZ = Dialog(
    "quiz",
    2,
    "ask",
    (
        Wait("ask", (Choice("yes", "answer", "y", label="Yes"), Choice("no", "answer", "n", label="No")), screen=FINE),
        End("over", lambda turn: turn.facts["answers"]),
    ),
    (Move("answer", "ask", "ask", when=_few, do=_note), Move("answer", "ask", "over", do=_note)),
    facts={"answers": list, "topic": str},
    migrations={1: lambda frame: replace(frame, facts={"answers": ["old"]})},
)

NOTEPAD = Dialog(
    "notepad",
    1,
    "write",
    (
        Wait("write", (Choice("done", "close", label="Done"),), text="write", screen=FINE, longest=20, english=True),
        End("closed"),
    ),
    (Move("write", "write", "write", do=_note), Move("close", "write", "closed")),
    facts={"answers": list, "draft": str},
)


def _keep(turn: Turn) -> None:
    turn.facts["last"] = turn.result


def _erase(turn: Turn) -> None:
    turn.erase()


HOME = Dialog(
    "home",
    1,
    "arrive",
    (
        Pass("arrive"),
        Call("quizzing", "quiz"),
        Wait("menu", (Choice("quiz", "quiz", label="Quiz"), Choice("gone", "gone", label="Forget me")), screen=FINE),
    ),
    (
        Move("go", "arrive", "menu"),
        Move("quiz", "menu", "quizzing"),
        Move("gone", "menu", "menu", do=_erase),
        Move("returned", "quizzing", "menu", when=lambda turn: turn.result is not None, do=_keep),
        Move("returned", "quizzing", "menu"),
    ),
    facts={"last": list},
)

SAFETY = Dialog(
    "safety",
    1,
    "check",
    (Wait("check", (Choice("fine", "fine", label="False alarm"),), text="more", screen=FINE), End("left")),
    (
        Move("fine", "check", "left"),
        Move("more", "check", "check"),
        Move("again", "check", "check", do=lambda turn: turn.facts.update(tier=turn.value["tier"])),
    ),
    facts={"tier": str, "kind": str},
)


@dataclass(frozen=True)
class Siren:
    tier: str = "A"
    kind: str = "self_harm"
    sure: bool = True


def book(*dialogs: Dialog) -> Book:
    named = {dialog.name: dialog for dialog in dialogs or (HOME, QUIZ, NOTEPAD, SAFETY)}
    return Book(
        named,
        load_catalogue(),
        home="home",
        menu="home",
        safety="safety",
        detect=lambda text: Siren("A") if "kill myself" in text else Siren("B") if "hits me" in text else None,
        commands={
            "quiz": Route("quiz"),
            "note": Route("notepad", lambda text: {"draft": text} if text else {}),
            "always": Route("notepad", before_consent=True),
        },
        timers={"tea": Alarm("notepad")},
    )


def talk(person: Person = CONSENTED) -> Conversation:
    conversation = Conversation(book(), Session(seed=7, person=person))
    conversation.say("/start")
    return conversation


def test_a_called_dialog_comes_back_with_its_result() -> None:
    with_answers = talk()
    with_answers.tap("Quiz")
    for label in ("Yes", "No", "Yes"):
        with_answers.tap(label)
    assert with_answers.state == "home.menu"
    assert with_answers.facts == {"last": ["y", "n", "y"]}
    assert [record.data for record in with_answers.records] == [{"given": "y"}, {"given": "n"}, {"given": "y"}]


def test_cancel_comes_back_without_one() -> None:
    conversation = talk()
    conversation.tap("Quiz")
    assert says(conversation.say("/cancel"), "engine.cancelled")
    assert conversation.state == "home.menu"
    assert conversation.facts == {}
    assert "nothing to stop" in conversation.say("/cancel")


def test_a_digression_returns_to_exactly_where_the_person_was() -> None:
    conversation = talk()
    conversation.tap("Quiz")
    conversation.tap("Yes")
    stack = conversation.session.stack
    conversation.say("/note")
    assert conversation.state == "notepad.write"
    conversation.say("a word")
    assert "Back to where we were" in conversation.tap("Done")
    assert conversation.session.stack == stack
    conversation.tap("No")
    conversation.tap("No")
    assert conversation.facts == {"last": ["y", "n", "n"]}


def test_a_command_with_an_argument_starts_afresh_and_does_not_pile_up() -> None:
    conversation = talk()
    conversation.tap("Quiz")
    for number in range(30):
        conversation.say(f"/note {number}")
    assert conversation.facts == {"draft": "29"}
    assert len(conversation.session.stack) == 3


def test_digressions_upon_digressions_stay_few() -> None:
    conversation = talk()
    for number in range(40):
        conversation.say("/quiz" if number % 2 else f"/note {number}")
    assert len(conversation.session.stack) <= 8


def test_the_same_command_again_stays() -> None:
    conversation = talk()
    conversation.say("/quiz")
    conversation.tap("Yes")
    assert "already there" in conversation.say("/quiz")
    assert conversation.facts == {"answers": ["y"]}


def test_typed_labels_numbers_and_near_spellings_choose() -> None:
    conversation = talk()
    conversation.tap("Quiz")
    for typed in ("yes", "2", "Yess"):
        conversation.say(typed)
    assert conversation.facts == {"last": ["y", "n", "y"]}


def test_what_is_not_understood_asks_again_and_keeps_the_state() -> None:
    conversation = talk()
    conversation.tap("Quiz")
    before = conversation.session.stack
    assert "tap" in conversation.say("perhaps so perhaps not").casefold()
    assert conversation.labels == ["Yes", "No"]
    assert conversation.session.stack == before


def test_every_question_has_a_new_token_and_an_old_button_leads_to_the_present() -> None:
    conversation = talk()
    old = conversation.session.token
    conversation.tap("Quiz")
    conversation.tap("Yes")
    before = conversation.session
    answer = conversation.send(Tap("k", old, 0, 3, "An old question"))
    assert "earlier question" in answer
    assert conversation.labels == ["Yes", "No"]
    assert conversation.session.stack == before.stack
    assert Ack("engine.old_button") in conversation.effects
    assert Answered(old, 3, "An old question") in conversation.effects, "the old message loses its buttons"


def test_a_double_tap_is_answered_once_and_shows_nothing_twice() -> None:
    conversation = talk()
    conversation.tap("Quiz")
    token = conversation.session.token
    conversation.send(Tap("k1", token, 0, 3, "?"))
    conversation.send(Tap("k2", token, 0, 3, "?"))
    assert conversation.facts == {"answers": ["y"]}
    assert conversation.effects == (Ack("engine.tapped_twice"),)
    conversation.choose("no")
    assert conversation.facts == {"answers": ["y", "n"]}


@pytest.mark.parametrize(("token", "choice"), [("", -1), ("x-1", 0), ("zzzz-zzzz", 99)])
def test_a_forged_button_changes_nothing(token: str, choice: int) -> None:
    conversation = talk()
    before = conversation.session.stack
    conversation.send(Tap("k", token, choice))
    assert conversation.session.stack == before


def test_a_tap_answers_the_message_and_a_typed_answer_closes_it() -> None:
    conversation = talk()
    conversation.tap("Quiz")
    answered = [effect for effect in conversation.effects if isinstance(effect, Answered)]
    assert answered[0].message == 1
    token = conversation.session.token
    conversation.say("yes")
    answered = [effect for effect in conversation.effects if isinstance(effect, Answered)]
    assert [(each.token, each.message) for each in answered] == [(token, None)]


@pytest.mark.parametrize(
    "kind",
    ["photo", "sticker", "voice", "video", "document", "location", "contact", "forwarded", "edited", "empty", "other"],
)
def test_unreadable_things_get_a_kind_word_and_change_nothing(kind: str) -> None:
    conversation = talk()
    conversation.tap("Quiz")
    before = conversation.session
    assert conversation.show(kind)
    assert replace(conversation.session, worded={}) == before, "the question above still stands, with its buttons"


def test_a_group_is_told_to_write_in_private_and_gets_no_questions() -> None:
    conversation = Conversation(book())
    assert says(conversation.show("group"), "engine.unreadable.group")
    assert conversation.labels == []


def test_words_with_a_picture_are_heard_by_the_detectors() -> None:
    conversation = talk()
    conversation.send(Unreadable("k", "photo", "I want to kill myself"))
    assert conversation.state == "safety.check"


def test_detectors_come_first_and_a_false_alarm_resumes_exactly() -> None:
    conversation = talk()
    conversation.say("/note")
    stack = conversation.session.stack
    conversation.say("I will kill myself")
    assert conversation.state == "safety.check"
    assert conversation.facts == {"tier": "A", "kind": "self_harm"}
    assert "kill myself" not in str(conversation.session), "the words are kept nowhere"
    conversation.say("he hits me")
    assert conversation.facts["tier"] == "B"
    assert len(conversation.session.stack) == 3
    conversation.tap("False alarm")
    assert conversation.session.stack == stack


def test_a_command_whose_argument_alarms_is_not_carried_out() -> None:
    conversation = talk()
    conversation.say("/note I want to kill myself")
    assert conversation.state == "safety.check"


def test_too_long_and_foreign_words_are_not_taken() -> None:
    conversation = talk()
    conversation.say("/note")
    assert says(conversation.say("x" * 21), "engine.too_long", length=21, longest=20)
    assert "only understand English" in conversation.say("no me escuchas nunca")
    assert conversation.facts == {}


@pytest.mark.parametrize("word", ["menu", "Help", "CANCEL", "stop.", "bye!"])
def test_bare_words_work_as_commands(word: str) -> None:
    conversation = talk()
    conversation.say("/note")
    conversation.say(word)
    assert conversation.records == [], "it was not taken for a note"


def test_stop_goes_quiet_and_start_wakes() -> None:
    conversation = talk()
    conversation.tap("Quiz")
    assert "won't write" in conversation.say("/stop")
    assert CancelTimer(None) in conversation.effects
    assert conversation.fire("tea") == ""
    assert "Good to see you" in conversation.say("/start")
    assert conversation.state == "quiz.ask"
    conversation.fire("tea")
    assert conversation.state == "notepad.write"


def test_a_timer_of_a_step_that_is_past_is_dropped() -> None:
    conversation = talk()
    before = conversation.session
    conversation.send(TimerFired("k", "tea", token="x-1"))
    assert conversation.session == before
    assert conversation.effects == ()


def test_before_consent_only_some_commands_work_and_nothing_is_kept() -> None:
    conversation = talk(Person())
    assert "what I keep" in conversation.say("/quiz")
    assert conversation.state == "home.menu"
    conversation.say("/always")
    conversation.say("a word")
    assert conversation.state == "notepad.write"
    assert conversation.records == []


def test_the_first_words_ever_are_a_hello() -> None:
    conversation = Conversation(book())
    assert conversation.say("hi there") == "Got it the first time."
    assert conversation.state == "home.menu"


def test_a_button_from_before_forgetting_begins_anew() -> None:
    conversation = Conversation(book())
    conversation.send(Tap("k", "1-0", 0, 1, "shown"))
    assert conversation.state == "home.menu"


def test_blocked_says_nothing() -> None:
    conversation = Conversation(book())
    conversation.send(Blocked("k"))
    assert conversation.messages == []


def test_an_unknown_command_is_named() -> None:
    assert "/dance" in talk().say("/dance")


def test_erase_ends_the_session_and_shows_only_what_follows() -> None:
    conversation = talk()
    conversation.tap("Forget me")
    assert any(isinstance(effect, Erase) for effect in conversation.effects)
    assert conversation.session.person == Person()
    assert conversation.messages == []


def test_the_same_input_gives_the_same_output() -> None:
    session = talk().session
    first, second = (step(book(), session, Text("k", "yes"), NOON) for _ in range(2))
    assert first == second


# -- sessions of other releases ---------------------------------------------------------------------------------------


def _resumed(*stack: Frame) -> Conversation:
    return Conversation(book(), Session(seed=7, stack=stack, person=CONSENTED))


def test_a_frame_of_an_older_version_is_migrated_silently() -> None:
    conversation = _resumed(Frame("home", 1, "quizzing"), Frame("quiz", 1, "ask"))
    conversation.say("yes")
    assert conversation.facts == {"answers": ["old", "y"]}


@pytest.mark.parametrize(
    "frame",
    [
        Frame("quiz", 2, "a state that is gone"),
        Frame("quiz", 2, "ask", {"answers": "not a list"}),
        Frame("quiz", 2, "ask", {"unknown": 1}),
        Frame("quiz", 9, "ask"),
    ],
)
def test_a_frame_that_fits_no_more_goes_to_the_fallback_with_an_honest_line(frame: Frame) -> None:
    conversation = _resumed(Frame("home", 1, "quizzing"), frame)
    assert "updated" in conversation.say("hello")
    assert conversation.state == "quiz.ask"
    assert conversation.labels == ["Yes", "No"]


def test_an_unknown_dialog_is_taken_out_and_its_caller_goes_on() -> None:
    conversation = _resumed(Frame("home", 1, "quizzing"), Frame("retired", 1, "ask"))
    assert "updated" in conversation.say("/start")
    assert conversation.state == "home.menu"


def test_a_choice_that_a_release_took_away_is_not_mistaken_for_another() -> None:
    conversation = talk()
    conversation.tap("Quiz")
    conversation.session = replace(conversation.session, offered=("maybe", "yes", "no"))
    assert "updated" in conversation.send(Tap("k", conversation.session.token, 0))
    assert conversation.facts == {}


# -- declarations -----------------------------------------------------------------------------------------------------


def test_a_loop_without_a_wait_is_found_out() -> None:
    spinning = Dialog("home", 1, "a", (Pass("a"), Pass("b")), (Move("go", "a", "b"), Move("go", "b", "a")))
    with pytest.raises(LoopError, match=r"home\.\w: 64 states"):
        step(book(spinning, QUIZ, NOTEPAD, SAFETY), Session(seed=1), Text("k", "hi"), NOON)


@pytest.mark.parametrize(
    ("dialog", "message"),
    [
        (lambda: Dialog("d", 1, "a", (Wait("a", text="t"), Wait("a", text="t")), ()), "names a state twice"),
        (lambda: Dialog("d", 1, "a", (Wait("a", text="t"),), (Move("t", "a", "b"),)), "no state 'b'"),
        (lambda: book(HOME, QUIZ, NOTEPAD, Dialog("safety", 1, "a", (Wait("a"),), ())), "neither a choice nor a text"),
        (
            lambda: book(
                HOME, QUIZ, NOTEPAD, Dialog("safety", 1, "a", (Pass("a"),), (Move("go", "a", "a", when=_few),))
            ),
            "without a guard",
        ),
        (
            lambda: book(
                HOME, QUIZ, NOTEPAD, Dialog("safety", 1, "a", (Call("a", "nobody"),), (Move("returned", "a", "a"),))
            ),
            "'nobody', which is no dialog",
        ),
        (lambda: book(HOME, QUIZ, SAFETY), "no dialog 'notepad'"),
    ],
)
def test_wrong_declarations_are_refused_before_anybody_talks(dialog: object, message: str) -> None:
    with pytest.raises(BookError, match=message):
        dialog()  # type: ignore[operator]


def test_effects_of_a_turn() -> None:
    def act(turn: Turn) -> None:
        from datetime import timedelta

        turn.start_timer("tea", timedelta(minutes=3), cup=1)
        turn.say("engine.back")
        turn.record("x", y=1)
        turn.send_file("export", "engine.back")

    doer = Dialog(
        "home", 1, "a", (Wait("a", (Choice("do", "do", label="Do"),), screen=FINE),), (Move("do", "a", "a", do=act),)
    )
    conversation = Conversation(book(doer, QUIZ, NOTEPAD, SAFETY), Session(seed=1, person=CONSENTED))
    conversation.say("/start")
    conversation.tap("Do")
    kinds = [type(effect) for effect in conversation.effects]
    assert StartTimer in kinds
    assert Record in kinds
    assert Show in kinds
    assert conversation.files[0].name == "export"


def test_texts_of_one_turn_become_one_message() -> None:
    def act(turn: Turn) -> None:
        turn.say("engine.back")
        turn.say("engine.stopped", apart=True)
        turn.say("engine.back")

    doer = Dialog(
        "home", 1, "a", (Wait("a", (Choice("do", "do", label="Do"),), screen=FINE),), (Move("do", "a", "a", do=act),)
    )
    screens: dict[str, Screen] = dict(load_catalogue().screens())
    conversation = Conversation(
        replace(book(doer, QUIZ, NOTEPAD, SAFETY), catalogue=Catalogue({"en": screens})),
        Session(seed=1, person=CONSENTED),
    )
    conversation.say("/start")
    conversation.tap("Do")
    assert [says(message.text, "engine.back") for message in conversation.messages] == [True, False, True]
    assert conversation.messages[2].text.endswith("\n\nGot it the first time.")
