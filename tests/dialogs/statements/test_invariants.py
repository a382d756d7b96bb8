"""What holds for every sentence that can be made, and for every text that can be typed."""

import re
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.statements import FrameRow, load
from dialogs.statements import Rewrite, compose, find_blame, hear_feeling, is_complaint, rewrite
from dialogs.statements.frames import Fit
from dialogs.statements.rewriting import state

TABLES = load()
WORDS = sorted(
    {"you", "never", "always", "i", "feel", "me", "not", "to", "when", "my", "wife", "'s", "why", "don't", ",", "."}
    | {word for row in TABLES.frames for word in row.example.lower().split()}
)


@pytest.mark.parametrize("frame", TABLES.frames, ids=lambda frame: frame.id)
def test_every_sentence_of_a_frame_is_well_formed(frame: FrameRow) -> None:
    slots = {slot for table in TABLES.slots.values() for slot in table.values()} if "{slot}" in frame.present else {""}
    feelings = {*frame.feelings, "sad", "angry"}
    for past in (False, True):
        for slot in slots:
            situation = (frame.past if past else frame.present).replace("{slot}", slot)
            for feeling in feelings:
                for need in frame.needs:
                    for request in frame.requests:
                        made = state(Fit(frame, situation, past, False), feeling, TABLES.needs[need].phrase, request)
                        _check(made[0], made[1])


def _check(short: str, sentence: str) -> None:
    assert sentence.startswith(short)
    assert re.match(r"I (feel|felt) [a-z]", short)
    assert short.endswith(".")
    assert sentence.endswith("?")
    assert "  " not in sentence
    assert "{" not in sentence
    assert not re.search(r"\byou\b(?! *\.)", short.lower().replace("thank-you", ""))
    assert find_blame(sentence) is None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_any_text_will_do(text: str) -> None:
    rewrite(text)
    rewrite("You never listen to me", feeling=text, need=text)
    find_blame(text)
    hear_feeling(text)
    is_complaint(text)
    compose(text, text, text, text)


@pytest.mark.parametrize(
    "piece",
    [
        *("u ", "you never ", "you are always ", "you don't want to try to ", "a", "never ", "so ", "I feel "),
        *("why don't you ", "you spend every ", "my mother ", "😀", "''", "you, ", "you. ", "throw so "),
    ],
)
def test_the_longest_message_is_read_quickly(piece: str) -> None:
    rewrite("You never listen to me")  # the tables are read and the patterns compiled once
    text = (piece * 4096)[:4096]
    rewrite(text)
    started = perf_counter()
    rewrite(text)
    assert perf_counter() - started < 0.2  # 0.1 s on an idle machine; this one may be busy


def test_the_same_text_gives_the_same_outcome() -> None:
    for frame in TABLES.frames:
        first = rewrite(frame.example)
        assert isinstance(first, Rewrite)
        assert rewrite(frame.example) == first
