"""Edits: a clause is made of the words that were told, spelled as they were typed, and of nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.statements.edits import CUT, FORMS, KEEP, LITERALS, Edit, apply_edits
from dialogs.statements.words import Word, read_words

_OPERATIONS = (CUT, KEEP, *FORMS, *(f"={word}" for word in sorted(LITERALS)))


def edited(text: str, **changed: str | tuple[str, str]) -> str | None:
    """All words kept, but for some: by word its operation, or that and what leads it."""
    edits = []
    for word in read_words(text):
        change = changed.get(word.text, KEEP)
        edits.append(Edit(change) if isinstance(change, str) else Edit(*change))
    return apply_edits(text, read_words(text), edits)


@pytest.mark.parametrize(
    ("text", "changed", "clause"),
    [
        ("He never calls his mum", {"he": "=you", "never": CUT, "calls": ("base", "do not"), "his": "=your"},
         "you don't call your mum"),
        ("u always laughs at Priya's dress", {"always": CUT, "laughs": "past"}, "you laughed at Priya's dress"),
        ('You said "not now" at the door', {}, 'you said "not now" at the door'),
        ('You said "not now" at the door', {"now": CUT}, 'you said not at the door'),
        ("You left me, the bags, the cot in the rain", {}, "you left me, the bags, the cot in the rain"),
        ("You spent £40 on the girls' night", {}, "you spent £40 on the girls' night"),
        ("YOU SAT ON THE BBQ", {}, "you sat on the BBQ"),
        ("you said you'd be home and i'd cooked", {}, "you said you'd be home and I'd cooked"),
        ("didnt ask me on xmas day", {"not": (KEEP, "")}, "didn't ask me on Christmas day"),
        ("You're always correcting me", {"always": CUT}, "you correct me"),
        ("You're correcting me in front of Jo", {}, "you're correcting me in front of Jo"),
        ("you forgot to pay the rent", {"to": CUT}, "you forgot to pay the rent"),
        ("you promised in march to march with me", {}, "you promised in March to march with me"),
    ],
)  # fmt: skip
def test_words_stay_as_they_were_typed(text: str, changed: dict[str, str | tuple[str, str]], clause: str) -> None:
    assert edited(text, **changed) == clause


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("you there are three days of plates", "there are three days of plates"),
        ("you shuts down and goes off to the shed", "you shut down and go off to the shed"),
        ("you replays my voice notes", "you replay my voice notes"),
        ("you not listen to me", "you don't listen to me"),
        ("you not speaking to me because I won", "you aren't speaking to me because I won"),
        ("you snoozing the alarm", "you snooze the alarm"),
        (
            "you told the vicar I was away. I was in the wardrobe",
            "you told the vicar I was away and I was in the wardrobe",
        ),
        ("I paying for your ex's telly", "I'm paying for your ex's telly"),
        ("you do not not call", "you don't call"),
        ('you say "I am coming" and go on', 'you say "I\'m coming" and go on'),
        ("you and I were late, you were at the match", "you and I were late and you were at the match"),
    ],
)
def test_small_slips_of_the_edits_are_mended(text: str, clause: str) -> None:
    assert edited(text) == clause


def test_whose_deed_it_was_is_not_lost() -> None:
    text = "He just told his mates my problem"
    kept = [Edit(KEEP) if at > 1 else Edit() for at in range(len(read_words(text)))]
    assert apply_edits(text, read_words(text), kept) == "you told his mates my problem"


def test_a_form_that_no_table_knows_makes_no_clause() -> None:
    assert edited("you blorbled the cat", blorbled="present") is None


@given(st.text(max_size=200), st.data())
def test_any_edits_of_any_text_are_taken(text: str, data: st.DataObject) -> None:
    words = read_words(text)
    edits = [
        Edit(data.draw(st.sampled_from(_OPERATIONS)), data.draw(st.sampled_from(["", "and", "do not"]))) for _ in words
    ]
    clause = apply_edits(text, words, edits)
    assert clause is None or clause == clause.strip()


@given(st.text(max_size=200))
def test_what_is_kept_whole_says_the_same(text: str) -> None:
    words = read_words(text)
    clause = apply_edits(text, words, [Edit(KEEP)] * len(words))
    assert clause is not None
    assert (clause == "") == (not words)


@given(st.lists(st.sampled_from("my wife left me at the station and laughed Priya's".split()), max_size=12))
def test_plain_words_come_back_as_they_are(typed: list[str]) -> None:
    text = " ".join(typed)
    words = read_words(text)
    clause = apply_edits(text, words, [Edit(KEEP)] * len(words)) or ""
    assert _said(read_words(clause)) == _said(words)


def _said(words: tuple[Word, ...]) -> list[str]:
    return [word.text for word in words]
