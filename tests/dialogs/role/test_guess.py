"""The first guess: the gates over the stories, who does what, and any text at all."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import roles
from dialogs.role.guess import LONGEST, Guess, guess

STORIES = [
    (table["half"], table["role"], text)
    for table in tomllib.loads((Path(__file__).parent / "stories.toml").read_text(encoding="utf-8"))["story"]
    for text in table["texts"]
]
TRAPS = [
    (role, text)
    for role, texts in tomllib.loads((Path(__file__).parent / "traps.toml").read_text(encoding="utf-8")).items()
    for text in texts
]
OPPOSITE = {"pursuer": "distancer", "distancer": "pursuer"}
SLOWEST = 0.05  # seconds for the longest message
WORDS = sorted({word for cue in roles.load().by_word for word in (cue, "i", "he", "not", "and", ",", ".", '"', "me")})


@pytest.mark.parametrize(("half", "least"), [("dev", 0.85), ("test", 0.6)])
def test_stories(half: str, least: float, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(role, guess(text).role, text) for which, role, text in STORIES if which == half]
    right = sum(role == found for role, found, _ in rows)
    opposite = [text for role, found, text in rows if OPPOSITE.get(role) == found]
    named = [found for role, found, _ in rows if role != "unclear"]
    with capsys.disabled():
        print(
            f"\n{half}: {len(rows)} stories, {right / len(rows):.1%} right, {len(opposite)} opposite, "
            f"no guess for {named.count('unclear')} of the {len(named)} that show a role"
        )
    assert opposite == []
    assert right >= least * len(rows)


@pytest.mark.parametrize(("role", "text"), TRAPS)
def test_a_trap_never_gets_the_opposite(role: str, text: str) -> None:
    assert guess(text).role != OPPOSITE[role]


def test_the_stories_are_many_and_without_doubles() -> None:
    texts = [text for *_, text in STORIES]
    assert len(texts) == len(set(texts))
    assert all(sum(which == half for which, *_ in STORIES) >= 60 for half in ("dev", "test"))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("I yell and follow him", "pursuer"),
        ("He yells and follows me", "distancer"),
        ("I get the silent treatment", "pursuer"),
        ("He gets the silent treatment from me", "distancer"),
        ("I give her the silent treatment", "distancer"),
        ("I get bombarded with texts", "distancer"),
        ("She makes me shut down", "distancer"),
        ("I make her shut down by chasing her", "pursuer"),
        ("he went quiet when I asked and left", "unclear"),  # either could have left
        ("he calls when I sleep and chases me", "distancer"),
        ("I'm the one who chases", "pursuer"),
        ("She's the one who chases me", "distancer"),
        ("my mum follows me around the house", "unclear"),
        ("His shutting down drives me up the wall, I beg him to talk", "pursuer"),
        ("I get a shrug", "pursuer"),
        ("what I get back is a shrug", "unclear"),
        ("Sam shuts down and Sam walks out", "pursuer"),
    ],
)
def test_who_does_it(text: str, role: str) -> None:
    assert guess(text).role == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("I never chase", "unclear"),
        ("I don't shut down", "unclear"),
        ("I can't let it go", "pursuer"),
        ("I don't answer", "distancer"),
        ("I can't stop texting her", "pursuer"),
        ("I stopped chasing him", "unclear"),
        ("I used to shut down", "unclear"),
        ("I'm used to shutting down", "distancer"),
        ("I wish she would chase me", "unclear"),
        ("I want him to follow me around", "unclear"),
        ('He says "I shut down and I walk out" and that is it', "unclear"),
    ],
)
def test_what_is_not_done_is_no_sign(text: str, role: str) -> None:
    assert guess(text).role == role


def test_the_guess_gives_the_persons_own_words() -> None:
    found = guess("Look, when HE goes quiet I’ll keep  texting, and I can't let it go!")
    assert found.role == "pursuer"
    assert found.because == ("I’ll keep texting", "I can't let it go", "HE goes quiet")


def test_few_words_are_no_sign() -> None:
    for text in ("", " ", "?", "hi", "she goes silent", "она молчит"):
        assert guess(text) == Guess("unclear")


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=LONGEST), st.lists(st.sampled_from(WORDS), max_size=900).map(" ".join)))
def test_any_text_has_a_guess(text: str) -> None:
    found = guess(text)
    assert found.role in ("pursuer", "distancer", "mixed", "unclear")
    assert len(found.because) <= 3
    assert bool(found.because) == (found.role != "unclear")


@pytest.mark.parametrize(
    "piece", ["I keep texting him and ", "get ", "i not ", "and go ", "k i l l ", "a,", "\"he's", "need to talk ", "😂"]
)
def test_the_longest_message_is_read_at_once(piece: str) -> None:
    guess("warm up")
    text = (piece * LONGEST)[:LONGEST]
    best = min(_timed(text) for _ in range(3))
    assert best < SLOWEST


def _timed(text: str) -> float:
    start = time.perf_counter()
    guess(text)
    return time.perf_counter() - start
