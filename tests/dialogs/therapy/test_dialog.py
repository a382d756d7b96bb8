"""Editing the page: parts left out and put back, words changed, a name or none, and nothing made unseen."""

from __future__ import annotations

from dataclasses import replace

from dialogs.engine import dump
from dialogs.engine.effects import ClearMessages, Record
from dialogs.rehearsal import Rehearsal
from tests.dialogs.nudges import said, tap
from tests.dialogs.therapy import FULL, KNOWN, LONELY, opened, previewed

CAREFUL = replace(KNOWN, careful="2026-03-01")
NOTE = "I would like us to find a way to pause a fight."


def titles(rehearsal: Rehearsal) -> list[str]:
    """The sections of the page that was made."""
    return [section["title"] for section in rehearsal.files[0].data["sections"]]


def text(rehearsal: Rehearsal) -> str:
    """All that the page says."""
    return str(rehearsal.files[0].data)


def walk(rehearsal: Rehearsal) -> list[str]:
    """Go on through all parts that are left, up to the name; what was shown."""
    shown = []
    while rehearsal.state == "therapy_page.section":
        shown.append(said(rehearsal))
        tap(rehearsal, rehearsal.session.offered[0])
    return shown


def test_every_part_is_shown_before_the_page_is() -> None:
    rehearsal = opened()
    shown = walk(rehearsal)
    assert len(shown) == 9
    assert "What I would like from these sessions (1 of 9)" in shown[0]
    assert "What I want to work on (9 of 9)" in shown[-1]
    assert rehearsal.state == "therapy_page.name"
    tap(rehearsal, "none")
    assert rehearsal.files == []
    tap(rehearsal, "make")
    assert [file.name for file in rehearsal.files] == ["therapy-pdf", "therapy-text"]
    assert rehearsal.files[0].data == rehearsal.files[1].data


def test_the_preview_says_what_the_page_says() -> None:
    rehearsal = previewed()
    shown = said(rehearsal)
    tap(rehearsal, "make")
    for section in rehearsal.files[0].data["sections"]:
        assert section["title"] in shown
        assert section["note"] in shown
        for line in section["lines"]:
            assert line["text"] in shown
            assert all(measure["text"] in shown for measure in line["measures"])
    assert rehearsal.files[0].data["print"] in shown


def test_a_part_is_left_out_and_put_back() -> None:
    rehearsal = opened()
    tap(rehearsal, "next", "keep")
    tap(rehearsal, "leave_out")
    assert "left out" in said(rehearsal)
    tap(rehearsal, "next")
    walk(rehearsal)
    tap(rehearsal, "none")
    assert "What I do lately" not in said(rehearsal)
    tap(rehearsal, "change")
    assert any(label.endswith("(left out)") for label in rehearsal.labels)
    tap(rehearsal, "scores", "put_back", "keep")
    assert rehearsal.state == "therapy_page.preview"
    assert "What I do lately" in said(rehearsal)


def test_a_note_is_typed_where_it_is_asked_for() -> None:
    rehearsal = opened()
    rehearsal.say(NOTE)
    assert rehearsal.state == "therapy_page.section"
    assert NOTE in said(rehearsal)
    walk(rehearsal)
    tap(rehearsal, "none", "make")
    assert NOTE in text(rehearsal)


def test_ones_own_sentences_are_worded_anew_and_can_be_had_back() -> None:
    rehearsal = previewed()
    tap(rehearsal, "change", "said", "change_2")
    assert LONELY in said(rehearsal)
    rehearsal.say("I was lonely at dinner.")
    assert "I was lonely at dinner." in said(rehearsal)
    assert LONELY not in said(rehearsal)
    assert rehearsal.session.person.statements == KNOWN.statements, "what was kept stays as it was"
    tap(rehearsal, "undo")
    assert LONELY in said(rehearsal)
    assert "undo" not in rehearsal.session.offered


def test_a_sentence_is_taken_out_and_put_back() -> None:
    rehearsal = previewed()
    tap(rehearsal, "change", "said", "change_1", "drop")
    assert FULL not in said(rehearsal)
    tap(rehearsal, "change", "drop")
    assert "Nothing is left" in said(rehearsal)
    tap(rehearsal, "undo")
    assert FULL in said(rehearsal)
    assert LONELY in said(rehearsal)


def test_numbers_are_not_worded_anew() -> None:
    rehearsal = previewed()
    tap(rehearsal, "change", "scores")
    assert not any(choice.startswith("change") for choice in rehearsal.session.offered)
    rehearsal.say("I am the calm one here")
    assert rehearsal.state == "therapy_page.section"
    assert "calm one" not in dump(rehearsal.session)


def test_a_word_for_what_the_partner_is_stays_with_one_remark() -> None:
    rehearsal = opened()
    rehearsal.say("My partner is a narcissist")
    assert "a camera" in said(rehearsal)
    assert "narcissist" in said(rehearsal)
    rehearsal.say("My partner is so selfish")
    assert "a camera" not in said(rehearsal)


def test_the_name_is_typed_known_or_left_off() -> None:
    for answer, about in (("known", "Sam. Made"), ("none", "Made on")):
        rehearsal = opened()
        walk(rehearsal)
        tap(rehearsal, answer, "make")
        assert rehearsal.files[0].data["about"].startswith(about)
    rehearsal = opened()
    walk(rehearsal)
    rehearsal.say("?!")
    assert rehearsal.state == "therapy_page.name"
    rehearsal.say("Robin Field")
    assert "Robin Field. Made on" in said(rehearsal)


def test_what_was_changed_is_there_next_time() -> None:
    rehearsal = opened()
    rehearsal.say(NOTE)
    rehearsal.say("/cancel")
    again = opened(rehearsal.session.person)
    assert NOTE in said(again)


def test_words_about_what_is_no_longer_there_are_dropped() -> None:
    person = replace(KNOWN, page={"words": {"said:2020-01-01T00:00:00+00:00": "long gone", "note": "old"}})
    rehearsal = opened(person)
    rehearsal.say(NOTE)
    assert rehearsal.session.person.page["words"] == {"note": NOTE}


def test_signs_that_cannot_be_drawn_are_announced() -> None:
    assert "can't be drawn" not in said(previewed())
    for words in ("我很累", "شكرا", "🥐"):
        assert "can't be drawn" in said(previewed(replace(KNOWN, page={"words": {"note": words}})))


def test_only_the_names_of_the_parts_are_noted() -> None:
    rehearsal = previewed(replace(KNOWN, page={"words": {"note": NOTE}, "out": ["loop", "said"]}))
    tap(rehearsal, "make")
    noted = [record for record in rehearsal.records if record.kind == "therapy_page"]
    assert noted == [Record("therapy_page", {"sections": ["note", "scores", "pulse", "tools", "promises", "lessons"]})]


# -- where couple exercises are set aside ------------------------------------------------------------------------------


def test_the_phone_comes_first_where_couple_exercises_are_set_aside() -> None:
    rehearsal = opened(CAREFUL)
    assert rehearsal.state == "device.rest"
    tap(rehearsal, "clear")
    assert any(isinstance(effect, ClearMessages) for effect in rehearsal.effects)
    assert rehearsal.state == "therapy_page.warned"
    assert rehearsal.files == []
    tap(rehearsal, "not_now")
    assert rehearsal.state.startswith("menu.")


def test_a_careful_page_tells_of_one_person_alone() -> None:
    rehearsal = opened(CAREFUL)
    tap(rehearsal, "back", "go_on")
    shown = walk(rehearsal)
    assert len(shown) == 4
    tap(rehearsal, "none", "make")
    assert titles(rehearsal) == ["What helps me, by my own ratings", "Lessons I finished"]
    assert "small sign" not in text(rehearsal), "reaching out rests"
    assert "The loop" not in text(rehearsal)
    assert "partner" not in text(rehearsal)


def test_danger_told_while_editing_leads_away_and_is_not_on_the_page() -> None:
    rehearsal = opened()
    rehearsal.say("he hits me when he is angry")
    assert rehearsal.state.startswith("safety.")
    assert "hits" not in dump(rehearsal.session)
