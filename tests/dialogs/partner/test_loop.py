"""The loop moves as it should, stays in bounds, ends, and never rewards what is harsh."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.partner import KINDS, TOP, Kind
from dialogs.partner.hearing import HARSH, WARM, Heard, hear
from dialogs.partner.loop import LEAST, MOST, START, Partner, move
from dialogs.partner.shown import REASONS

_kinds = st.sampled_from(KINDS)
_warm = st.lists(st.sampled_from(WARM), unique=True, max_size=4).map(lambda kinds: tuple(sorted(kinds, key=WARM.index)))
_partners = st.builds(
    Partner,
    kind=_kinds,
    level=st.integers(0, TOP),
    used=_warm,
    pressed=st.integers(0, 3),
    unmet=st.integers(0, 3),
    heard=st.integers(0, MOST - 1),
)
_flags = st.booleans()
_heard = st.builds(
    Heard,
    severities=st.lists(st.sampled_from([1, 2, 3]), max_size=4).map(tuple),
    blame=st.just("slip"),
    warm=_warm,
    shouted=_flags,
    flooding=_flags,
    bare=_flags,
    withdrawn=_flags,
    repeated=_flags,
)
_words = st.one_of(
    st.text(max_size=120),
    st.sampled_from(
        [
            "You never listen to me",
            "You're so cold",
            "I feel lonely when we sit in silence",
            "I'm sorry. Take your time, we can talk at eight.",
            "fine",
            "Talk to me. TALK TO ME!!",
            "I need a break",
            "How was your day?",
            "I love you",
        ]
    ),
)


@settings(max_examples=60, deadline=None)
@given(kind=_kinds, lines=st.lists(_words, min_size=MOST, max_size=MOST))
def test_any_words_stay_in_bounds_and_come_to_an_end(kind: Kind, lines: list[str]) -> None:
    partner, said = Partner(kind), list[str]()
    for line in lines:
        moved = move(partner, hear(line, said))
        assert 0 <= moved.partner.level <= TOP
        assert moved.change == moved.partner.level - partner.level
        assert moved.why in REASONS
        partner = moved.partner
        said.append(line)
        assert Partner.from_json(kind, partner.to_json()) == partner
        if partner.ending:
            break
    assert partner.ending is not None
    assert LEAST <= partner.heard <= MOST


@given(partner=_partners, clean=_heard, harsh=_heard)
def test_a_harsh_line_never_leaves_them_closer_than_one_that_is_not(
    partner: Partner, clean: Heard, harsh: Heard
) -> None:
    clean = replace(clean, severities=tuple(each for each in clean.severities if each < 2))
    harsh = replace(harsh, severities=(*harsh.severities, 2))
    assert move(partner, harsh).partner.level >= move(partner, clean).partner.level


@given(partner=_partners, heard=_heard, more=st.sampled_from([1, 2, 3]))
def test_blame_added_to_a_line_never_brings_them_closer(partner: Partner, heard: Heard, more: int) -> None:
    worse = replace(heard, severities=(*heard.severities, more))
    assert move(partner, worse).partner.level >= move(partner, heard).partner.level


@given(partner=_partners, heard=_heard)
def test_a_step_is_one_and_two_only_for_what_wounds_or_for_a_break_with_a_time(partner: Partner, heard: Heard) -> None:
    moved = move(partner, heard)
    if moved.change == 2:
        assert heard.severity > 1
    if moved.change == -2:
        assert "return" in heard.warm
    assert -2 <= moved.change <= 2


@settings(max_examples=40, deadline=None)
@given(kind=_kinds, line=_words)
def test_a_flood_of_the_same_words_never_improves_on_the_first(kind: Kind, line: str) -> None:
    partner = move(Partner(kind), hear(line)).partner
    for again in range(1, MOST):
        after = move(partner, hear(line, [line] * again)).partner
        assert after.level >= partner.level
        partner = after


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text",
    ["I feel lonely when we don't spend time together", "I feel overwhelmed when I don't get time to myself"],
)
def test_what_the_seed_calls_good_brings_both_closer(kind: Kind, text: str) -> None:
    assert move(Partner(kind), hear(text)).change == -1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("You never listen to me", 1),
        ("You're too needy", 2),
        ("I feel ignored and unloved, so I keep reaching out to you. Why can't you just talk to me?", 1),
        ("I feel that you don't try.", 1),
        ("Answer me or we're done.", 2),
        ("Wow, parent of the year 🙄.", 2),
        ("I cried all night because of you.", 1),
        ("You need to call me every hour.", 1),
    ],
)
def test_what_the_seed_calls_blame_moves_both_away(kind: Kind, text: str, change: int) -> None:
    assert move(Partner(kind), hear(text)).change == change


def _after(kind: Kind, *lines: str) -> Partner:
    partner = Partner(kind)
    for at, line in enumerate(lines):
        partner = move(partner, hear(line, lines[:at])).partner
    return partner


def test_pressing_on_after_a_break_was_asked_for_moves_them_away() -> None:
    once = _after("distancer", "You never listen", "I feel sad about us, could we talk now?")
    assert once.level == START + 1, "heard, but they had asked for a break"
    assert _after("distancer", "You never listen", "I feel sad, talk to me", "I feel so alone with it").level == TOP
    assert _after("distancer", "You never listen", "and what about tomorrow").level == TOP


def test_a_break_with_a_time_brings_them_back_farther_than_anything() -> None:
    assert _after("distancer", "You never listen", "Take a break. We can talk at eight.").level == 1
    assert _after("distancer", "You never listen", "Take a break.").level == 2
    assert _after("pursuer", "You're so needy", "I need twenty minutes. I'll be back at eight.").level == 2


def test_silence_drives_who_reaches_and_not_who_backs_off() -> None:
    assert _after("pursuer", "fine").level == START + 1
    assert _after("pursuer", "I need a break").level == START + 1
    assert _after("pursuer", "The bus was late", "The bus was full").level == START + 1
    assert _after("distancer", "fine", "ok").level == START


def test_the_same_warmth_alone_works_once() -> None:
    assert _after("distancer", "I'm sorry", "I'm really sorry", "so sorry, my love").level == START - 1


@given(partner=_partners)
def test_the_ending_says_where_it_stands(partner: Partner) -> None:
    ending = replace(partner, heard=MOST).ending
    assert ending == ("repair" if partner.level < 2 else "closed" if partner.level > 2 else "open")
    assert replace(partner, heard=LEAST - 1).ending is None


def test_the_names_are_all_of_them() -> None:
    assert set(HARSH) < set(REASONS)
    assert set(get_args(Kind)) == set(KINDS)
