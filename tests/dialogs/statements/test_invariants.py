"""What holds for every sentence that can be made, and for every text that can be typed."""

import os
import re
import subprocess
import sys
from itertools import product
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.statement_rows import FrameRow
from content.statements import load
from dialogs.assessment import assess
from dialogs.statements import compose, find_blame, hear_feeling, is_complaint, rewrite
from dialogs.statements.realising import SLOT, Parts, state
from dialogs.statements.strength import Strength, fit_strength

ROOT = Path(__file__).parents[3]
TABLES = load()
STRENGTHS: tuple[Strength, ...] = (1, 2, 3)
WORDS = sorted(
    {"you", "never", "always", "i", "feel", "me", "not", "to", "when", "my", "wife", "'s", "why", "don't", ",", "."}
    | {word for row in TABLES.frames for word in row.example.lower().split()}
)


@pytest.mark.parametrize("frame", TABLES.frames, ids=lambda frame: frame.id)
def test_every_sentence_of_a_frame_is_well_formed(frame: FrameRow) -> None:
    """Every wording in both tenses with every filler of its slot, every feeling of every strength, need and request."""
    slots = {slot for table in TABLES.slots.values() for slot in table.values()} if SLOT in frame.present else {""}
    feelings = sorted({fit_strength(name, strength) for name in frame.feelings for strength in STRENGTHS})
    made = 0
    for past in (False, True):
        for wording in (frame.past, *frame.also_past) if past else (frame.present, *frame.also_present):
            for slot in slots:
                parts = Parts(frame.id, wording.replace(SLOT, slot), past, (), (), ())
                for feeling, need, request in product(feelings, frame.needs, frame.requests):
                    short, sentence = state(
                        parts, TABLES.feelings[feeling].adjective, TABLES.needs[need].phrase, request
                    )
                    _check_form(short, sentence)
                    made += 1
                _check_words(sentence)
    assert made


def _check_form(short: str, sentence: str) -> None:
    assert sentence.startswith(short)
    assert re.match(r"I (feel|felt) [a-z]", short)
    assert short.endswith(".")
    assert sentence.endswith("?")
    assert "  " not in sentence
    assert "{" not in sentence


def _check_words(sentence: str) -> None:
    """The same checker as for somebody's own attempt: no blame, and a statement that can be said."""
    found = assess(sentence, 2)
    assert [issue.code for issue in found.issues if issue.severity >= 2] == [], sentence
    assert found.good, sentence


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
    for frame in TABLES.frames[::7]:
        assert rewrite(frame.example) == rewrite(frame.example)


def test_hash_seeds_change_no_byte() -> None:
    texts = "\n".join(f'"{row.example}"' for row in TABLES.frames[::9] if '"' not in row.example)
    command = (sys.executable, "-m", "bot", "rewrite", "--jsonl")
    answers = [
        subprocess.run(
            command,
            input=texts.encode(),
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert answers[0] == answers[1]
    assert answers[0].count(b"\n") == texts.count("\n") + 1
