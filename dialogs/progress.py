"""Progress: what the person has done, from their own data alone. Days are counted, broken streaks are not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from content.catalogue import Phrase, Value
from dialogs.engine import Call, Choice, Dialog, End, Move, Turn, Wait, unchanged
from dialogs.gym.boxes import most_frequent
from dialogs.gym.drills import slips_of
from dialogs.portraits import WINDOW, practised_days
from dialogs.role import shown
from dialogs.what_works import effects, ratings
from dialogs.zones import local

SHOWN = 3  # of the latest statements


def days_practised(turn: Turn) -> int:
    """On how many of the last fourteen days, by the person's own clock, something was practised."""
    first = local(turn.now, turn.person.zone).date() - timedelta(days=WINDOW - 1)
    return sum(1 for day in practised_days(turn) if day >= first)


def _shown(turn: Turn) -> Mapping[str, Value]:
    return {
        "practices": _practices(turn),
        "calmer": _calmer(turn),
        "works": _works(turn),
        "roles": _roles(turn),
        "returns": _returns(turn),
        "words": _words(turn),
        "slip": _slip(turn),
        "statements": _statements(turn),
    }


def _practices(turn: Turn) -> Value:
    count = turn.person.practised
    if not count:
        return Phrase("progress.no_exercise" if turn.person.attempted else "progress.no_practice")
    key = "progress.one_practice" if count == 1 else "progress.practices"
    return Phrase(key, {"count": count, "days": days_practised(turn), "window": WINDOW})


def _calmer(turn: Turn) -> Value:
    rated = [pair for pairs in ratings(turn.person).values() for pair in pairs]
    eased = sum(after < before for before, after in rated)
    return Phrase("progress.eased", {"eased": eased, "rated": len(rated)}) if eased else ""


def _works(turn: Turn) -> Value:
    """What eased this person most, once there is enough to say so, and between which bounds it may lie."""
    clear = [effect for effect in effects(turn.person) if effect.clear]
    if not clear:
        return ""
    best = clear[0]
    values: dict[str, Value] = {name: f"{getattr(best, name):.1f}" for name in ("eased", "least", "most")}
    return Phrase("progress.works", {**values, "name": Phrase(f"practice.names.{best.name}"), "times": best.times})


def _roles(turn: Turn) -> Value:
    if not turn.person.roles:
        return Phrase("progress.no_roles")
    lines: Value = ""
    for name, row in turn.person.roles.items():
        values: dict[str, Value] = {
            "topic": shown.topic(name),
            "reach": shown.bar(row["reach"]),
            "retreat": shown.bar(row["retreat"]),
            "before": lines,
        }
        lines = Phrase("progress.role_line", values)
    return Phrase("progress.roles", {"lines": lines})


def _returns(turn: Turn) -> Value:
    kept, late, missed = (turn.person.returns.get(outcome, 0) for outcome in ("kept", "late", "missed"))
    count = kept + late + missed
    if late:
        return Phrase("progress.returns_late", {"kept": kept, "late": late, "count": count})
    return Phrase("progress.returns", {"kept": kept, "count": count}) if count else ""


def _words(turn: Turn) -> Value:
    """How many sentences were practised, and how the first and the latest of them scored."""
    scores = [row["score"] for row in turn.person.attempts]
    if not scores:
        return ""
    key = "progress.words_one" if turn.person.attempted == 1 else "progress.words"
    return Phrase(key, {"count": turn.person.attempted, "first": scores[0], "latest": scores[-1]})


def _slip(turn: Turn) -> Value:
    often = most_frequent(slips_of(turn.person))
    return Phrase("progress.words_slip", {"name": Phrase(f"gym.slips.{often}")}) if often else ""


def _statements(turn: Turn) -> Value:
    if not turn.person.stated:
        return Phrase("progress.no_statements")
    latest = "\n".join(f"• {row['text']}" for row in reversed(turn.person.statements[-SHOWN:]))
    key = "progress.one_statement" if turn.person.stated == 1 else "progress.statements"
    return Phrase(key, {"count": turn.person.stated, "latest": latest})


PROGRESS = Dialog(
    "progress",
    3,
    "rest",
    states=(
        Wait(
            "rest",
            (
                Choice("practice", "practice"),
                Choice("rewrite", "rewrite"),
                Choice("role", "role"),
                Choice("pictures", "pictures"),
                Choice("therapy", "therapy"),
                Choice("done", "done"),
            ),
            values=_shown,
        ),
        Call("practising", "practice"),
        Call("rewriting", "rephrase"),
        Call("asking", "role"),
        Call("looking", "pictures"),
        Call("paging", "therapy_page"),
        End("done"),
    ),
    moves=(
        Move("practice", "rest", "practising"),
        Move("rewrite", "rest", "rewriting"),
        Move("role", "rest", "asking"),
        Move("pictures", "rest", "looking"),
        Move("therapy", "rest", "paging"),
        Move("done", "rest", "done"),
        Move("returned", ("practising", "rewriting", "asking", "looking", "paging"), "rest"),
    ),
    migrations=unchanged(1, 2),  # versions 2 and 3 offer pictures, and the page for a counsellor
)
