"""Stats: a log with known figures gives them, rounded, on a database that a bot is writing to."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.operation.activity import _WHAT
from bot.operation.reading import read
from bot.operation.stats import Stats, as_json, as_text, read_stats
from bot.store.database import sqlite_engine
from bot.store.lock import hold_channel
from dialogs.coach import build
from dialogs.rehearsal import Rehearsal
from tests.operation.log import Row, write_log

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
SINCE = NOW - timedelta(days=30)


def stats_of(folder: Path, rows: list[Row], since: datetime = SINCE) -> Stats:
    settings = write_log(folder, rows)
    with hold_channel(settings.database_path, "telegram"):  # as if the bot ran
        return read(settings, partial(read_stats, book=build(), since=since, now=NOW))


def test_a_conversation_is_counted_as_it_went(tmp_path: Path) -> None:
    """Ten people greet, and agree; four stop at the hello."""
    rows: list[Row] = []
    for number in range(14):
        rehearsal = Rehearsal(build())
        rehearsal.say("hi")
        if number < 10:
            for _ in range(3):
                rehearsal.choose(0)
        moves = rehearsal.moves
        rows += [(f"telegram:{number}", SINCE, each.dialog, each.trigger, each.source, each.dest) for each in moves]
    dialogs = as_json(stats_of(tmp_path, rows))["dialogs"]
    assert dialogs["welcome"]["entered"] == 10
    assert dialogs["welcome"]["left_in"] == {"name": 10}


def test_a_run_is_entered_once_however_many_moves_it_has(tmp_path: Path) -> None:
    book = build()
    dialog = book.dialogs["pause"]
    ends = {state.name for state in dialog.states if type(state).__name__ == "End"}
    ending = next(move for move in dialog.moves if move.dest in ends)
    began = (dialog.start, ending.sources[0])
    rows: list[Row] = []
    for number in range(12):
        chat = f"telegram:{number}"
        for _ in range(2):  # twice each
            rows.append((chat, SINCE, "pause", "go", *began))
            rows.append((chat, SINCE, "pause", ending.trigger, ending.sources[0], ending.dest))
    rows += [(f"telegram:{number}", SINCE, "pause", "go", *began) for number in range(20, 27)]
    run = stats_of(tmp_path, rows).funnel["pause"]
    assert (run.entered, run.times, run.finished, run.left) == (19, 31, 12, {ending.sources[0]: 7})


def test_a_run_that_was_left_and_begun_anew_is_two(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("telegram:1", SINCE, "pause", "go", "a", "b"),
        ("telegram:1", SINCE, "pause", "next", "b", "c"),
        ("telegram:1", SINCE, "menu", "rest", "x", "y"),
        ("telegram:1", SINCE, "pause", "go", "a", "b"),
    ]
    run = stats_of(tmp_path, rows).funnel["pause"]
    assert (run.entered, run.times, run.left) == (1, 2, {"c": 1, "b": 1})


def test_what_began_before_the_period_is_not_entered_in_it(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("telegram:1", SINCE - timedelta(days=1), "pause", "go", "a", "b"),
        ("telegram:1", SINCE + timedelta(days=1), "pause", "next", "b", "c"),
    ]
    run = stats_of(tmp_path, rows).funnel["pause"]
    assert (run.entered, run.left) == (0, {"c": 1})


def test_who_moved_within_a_day_is_under_way(tmp_path: Path) -> None:
    rows: list[Row] = [("telegram:1", NOW - timedelta(hours=1), "pause", "go", "a", "b")]
    run = stats_of(tmp_path, rows).funnel["pause"]
    assert (run.open, run.left) == (1, {})


def test_nudges_and_check_ins_are_counted_by_people(tmp_path: Path) -> None:
    rows: list[Row] = []
    for number in range(20):
        chat = f"telegram:{number}"
        rows += [
            (chat, SINCE, "nudge", "go", "due", "chosen"),
            (chat, SINCE, "nudge", "go", "chosen", "veiled"),
            (chat, SINCE, "nudge", "late", "due", "skipped"),
        ]
        if number < 11:
            rows.append((chat, SINCE, "nudge", "done", "shown", "answered"))
        if number < 6:
            rows.append((chat, SINCE, "nudge", "off", "fewer", "closing"))
            rows.append((chat, SINCE, "talk", "happened", "asked", "closeness"))
        if number < 3:
            rows.append((chat, SINCE, "nudge", "crisis", "due", "skipped"))
    found = as_json(stats_of(tmp_path, rows))
    people = found["people"]
    assert (people["nudges_came"], people["nudges_done"], people["nudges_muted"]) == (20, 10, 5)
    assert people["nudges_fewer"] is None
    assert people["check_ins_held"] == 5
    assert found["nudges_left_out"] == {"late": 20}
    assert found["nudges_came_times"] == 20


def test_only_what_people_did_themselves_makes_them_active(tmp_path: Path) -> None:
    rows: list[Row] = []
    for number in range(10):
        chat = f"telegram:{number}"
        rows.append((chat, NOW - timedelta(hours=2), "nudge", "go", "due", "chosen"))
        rows.append((chat, NOW - timedelta(hours=2), "nudge", "practised", "due", "skipped"))
        if number < 5:
            rows.append((chat, NOW - timedelta(days=5), "pause", "next", "a", "b"))
    assert stats_of(tmp_path, rows).activity.spans == {1: 0, 7: 5, 30: 5}


def test_every_event_that_is_counted_is_one_of_the_charts(tmp_path: Path) -> None:
    """A renamed trigger must not silently count nothing: every move of the book, once for each of five people."""
    rows: list[Row] = [
        (f"telegram:{number}", SINCE, dialog.name, move.trigger, source, move.dest)
        for dialog in build().dialogs.values()
        for move in dialog.moves
        for source in move.sources
        for number in range(5)
    ]
    assert as_json(stats_of(tmp_path, rows))["people"] == dict.fromkeys(_WHAT, 5)


def test_fewer_than_five_show_nowhere(tmp_path: Path) -> None:
    """Four people in danger: not even that anybody was there."""
    rows: list[Row] = [(f"telegram:{number}", SINCE, "safety", "go", "start", "urgent") for number in range(4)]
    stats = stats_of(tmp_path, rows)
    assert stats.funnel["safety"].entered == 4
    assert "safety" not in "\n".join(as_text(stats))
    assert "safety" not in json.dumps(as_json(stats))
    assert "4" not in json.dumps({**as_json(stats), "since": "", "until": ""})


def test_nothing_is_written_while_it_reads(tmp_path: Path) -> None:
    settings = write_log(tmp_path, [("telegram:1", SINCE, "pause", "go", "a", "b")])
    before = settings.database_path.read_bytes()
    engine = sqlite_engine(settings.database_path)
    with engine.begin():  # somebody is in the middle of writing
        read(settings, partial(read_stats, book=build(), since=SINCE, now=NOW))
    engine.dispose()
    assert settings.database_path.read_bytes() == before
