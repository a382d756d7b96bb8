"""More practices for calming down: each step is reached, words are understood, one may stop, and little is kept."""

from __future__ import annotations

import pytest

from dialogs.breathing import BREATHING
from dialogs.engine import Dialog, Wait, dump
from dialogs.engine.effects import Record
from dialogs.rehearsal import Rehearsal
from dialogs.soothe_more import COMPASSION, MORE_SOOTHE, SENTENCES
from dialogs.timed_breaks import BODY_BREAK, URGE
from tests.dialogs.nudges import said, tap
from tests.dialogs.practising import book, finish, practising

PLAIN = tuple(dialog for dialog in MORE_SOOTHE if dialog not in (BREATHING, BODY_BREAK, URGE))
# The choices of each practice from its first step to its last rating.
WAYS = {
    "gap": ("next", "next", "later"),
    "pause": ("next", "next", "next", "next"),
    "compassion": ("next", "next", "slowly", "next"),
    "memory": ("nobody", "next", "next", "next", "next", "next"),
    "journal": ("skip", "skip", "sad", "rest"),
}
FRAME = {"why", "before", "after", "noticed"}
SECRET = "Periwinkle"


def kept(rehearsal: Rehearsal) -> str:
    return dump(rehearsal.session) + str(rehearsal.records)


def practice_of(rehearsal: Rehearsal) -> Record:
    return next(record for record in rehearsal.records if record.kind == "practice")


def steps(dialog: Dialog) -> set[str]:
    return {state.name for state in dialog.states if isinstance(state, Wait)} - FRAME


# -- all of them -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialog", PLAIN, ids=lambda dialog: dialog.name)
def test_each_step_is_reached_and_the_ratings_are_kept(dialog: Dialog) -> None:
    rehearsal, met = practising(dialog.name), set[str]()
    for choice in WAYS[dialog.name]:
        met.add(rehearsal.state.split(".")[1])
        tap(rehearsal, choice)
    finish(rehearsal, noticed="quieter")
    assert met == steps(dialog)
    data = practice_of(rehearsal).data
    assert {name: data[name] for name in ("name", "before", "after", "noticed")} == {
        "name": dialog.name, "before": 7, "after": 4, "noticed": "quieter",
    }  # fmt: skip
    row = rehearsal.session.person.practices[-1]
    assert (row["name"], row["before"], row["after"]) == (dialog.name, 7, 4)


@pytest.mark.parametrize("name", list(WAYS))
def test_one_may_stop_at_any_step_and_is_asked_how_it_is(name: str) -> None:
    for stopped in range(len(WAYS[name])):
        rehearsal = practising(name)
        for choice in WAYS[name][:stopped]:
            tap(rehearsal, choice)
        if rehearsal.state == "gap.choose":  # any answer is the end of it
            continue
        rehearsal.say("that's enough")
        finish(rehearsal)


@pytest.mark.parametrize("name", list(WAYS))
def test_what_is_typed_does_for_a_tap(name: str) -> None:
    rehearsal = practising(name)
    for choice in WAYS[name]:
        rehearsal.say("done" if choice == "next" else choice)
    finish(rehearsal)


def test_no_message_is_a_wall_and_none_shouts() -> None:
    names = {dialog.name for dialog in MORE_SOOTHE} | {"break_over", "wave"}
    for key, screen in book().catalogue.screens().items():
        for wording in screen.wordings if key.split(".")[0] in names else ():
            assert len(wording.source.split()) < 60, key
            assert "!" not in wording.source, key


@pytest.mark.parametrize("name", ["pause", "compassion", "memory"])
def test_words_on_the_way_are_welcome_and_kept_nowhere(name: str) -> None:
    rehearsal = practising(name)
    for _ in range(6):
        if rehearsal.state.endswith(".after"):
            break
        rehearsal.say(f"a word of {SECRET}")
        assert SECRET not in said(rehearsal)
    finish(rehearsal)
    assert SECRET not in kept(rehearsal)


def test_danger_is_heard_in_the_middle_of_one() -> None:
    rehearsal = practising("journal")
    rehearsal.say(f"he hits me, {SECRET}")
    assert rehearsal.state.startswith("safety.")
    assert SECRET not in kept(rehearsal)


# -- each of them ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "answer", "reply"),
    [
        ("yes", "now", "One calm sentence"),
        ("right now", "now", "One calm sentence"),
        ("not yet", "later", "It can wait"),
        ("I'll wait", "later", "It can wait"),
        ("no", "none", "Not everything needs an answer"),
        ("not this time", "none", "Not everything needs an answer"),
    ],
)
def test_after_the_gap_the_choice_is_the_person_s(words: str, answer: str, reply: str) -> None:
    rehearsal = practising("gap")
    tap(rehearsal, "next", "next")
    rehearsal.say(words)
    assert reply in said(rehearsal)
    finish(rehearsal)
    assert practice_of(rehearsal).data["answer"] == answer


@pytest.mark.parametrize("chosen", SENTENCES)
def test_the_kind_sentence_is_said_back(chosen: str) -> None:
    rehearsal = practising("compassion")
    tap(rehearsal, "next", "next")
    sentence = rehearsal.labels[SENTENCES.index(chosen)]
    tap(rehearsal, chosen)
    assert said(rehearsal).endswith(sentence)


def test_a_sentence_of_one_s_own_is_not_said_back() -> None:
    rehearsal = practising("compassion")
    tap(rehearsal, "next", "next")
    rehearsal.say(f"I'm such an idiot, {SECRET}")
    assert rehearsal.state == "compassion.hand"
    assert SECRET not in said(rehearsal) + kept(rehearsal)
    assert "in the voice you'd use with that friend" in said(rehearsal)
    assert COMPASSION.fits({"sentence": None})


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("nobody", "instead"),
        ("there's no one", "instead"),
        ("No one, really.", "instead"),
        ("I don't know", "instead"),
        ("I can't think of anyone", "instead"),
        ("idk", "instead"),
        ("no", "instead"),
        ("No, my aunt", "place"),
        ("my grandma", "place"),
        ("I do: Ann", "place"),
        ("Nona, my aunt", "place"),
        ("ok", "place"),
    ],
)
def test_who_has_nobody_is_met_kindly(words: str, state: str) -> None:
    rehearsal = practising("memory")
    rehearsal.say(words)
    assert rehearsal.state == f"memory.{state}"


def test_the_pages_are_kept_as_they_were_written() -> None:
    rehearsal = practising("journal")
    rehearsal.say("They came home at nine.")
    tap(rehearsal, "skip")
    rehearsal.say("sad, and a little relieved too")
    tap(rehearsal, "space")
    finish(rehearsal)
    assert practice_of(rehearsal).data["writing"] == {
        "fact": "They came home at nine.",
        "feeling": "sad, and a little relieved too",
        "need": "space",
    }


def test_pages_that_were_begun_are_kept_when_somebody_stops() -> None:
    rehearsal = practising("journal")
    rehearsal.say("They came home at nine.")
    tap(rehearsal, "stop")
    finish(rehearsal)
    assert practice_of(rehearsal).data["writing"] == {"fact": "They came home at nine."}


def test_a_long_page_has_room() -> None:
    rehearsal = practising("journal")
    rehearsal.say("word " * 590)
    assert rehearsal.state == "journal.story"
