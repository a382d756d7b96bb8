"""Cards: one every four weeks after a graduation, for who wants one. It asks how things are, and no more."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from dialogs.careful import silenced
from dialogs.engine import Call, Choice, Dialog, End, Move, Turn, Wait
from dialogs.graduation.page import PLAN, shown
from dialogs.schedule.clock import instant
from dialogs.schedule.recurrence import Recurrence
from dialogs.zones import local

TIMER = "card"
GRACE = timedelta(days=2)  # a card that is a day late is still one
EVERY = timedelta(weeks=4)
RULE = "FREQ=WEEKLY;INTERVAL=4"
AT = time(18, 0)


def begin(turn: Turn) -> None:
    """A card every four weeks from now on."""
    first = local(turn.now, turn.person.zone).date() + EVERY
    turn.know(graduation={**turn.person.graduation, "cards": first.isoformat()})
    turn.cancel_timer(TIMER)
    renew(turn, turn.now)


def end(turn: Turn) -> None:
    """No cards any more; the page stays."""
    turn.know(graduation={name: value for name, value in turn.person.graduation.items() if name != "cards"})
    turn.cancel_timer(TIMER)


def renew(turn: Turn, after: datetime) -> None:
    """Set the next card, at an instant after another."""
    first, zone = turn.person.graduation.get("cards"), turn.person.zone
    if first and zone:
        wall = next(Recurrence(RULE, date.fromisoformat(first), AT).after(after, zone))
        turn.start_timer_at(TIMER, instant(wall, zone))


def obstacle(turn: Turn, under_way: str) -> str | None:
    """Why a card that is due is left out; None where it is welcome."""
    if not turn.person.graduation.get("cards"):
        return "off"
    return "crisis" if silenced(turn.person, turn.now) else None


def _end(turn: Turn) -> None:
    end(turn)
    _note(turn)


def _note(turn: Turn) -> None:
    turn.facts["outcome"] = turn.value
    turn.record("card", outcome=turn.value)


_OUTCOMES = ("quiet", "off")

CARD = Dialog(
    "card",
    1,
    "due",
    states=(
        Wait("due", (Choice("show", "show"), Choice("off", "off", "off"))),
        Wait(
            "shown",
            (Choice("quiet", "quiet", "quiet"), Choice("about", "about", "about"), Choice("off", "off", "off")),
            values=lambda turn: shown(turn.person.graduation, PLAN),
            inside=True,
        ),
        Call("back", "relapse"),
        Wait(
            "closing",
            (Choice("menu", "leave"),),
            screen=lambda turn: f"card.closing.{turn.facts.get('outcome') or 'quiet'}",
            screens=tuple(f"card.closing.{outcome}" for outcome in _OUTCOMES),
            inside=True,
        ),
        End("left"),
    ),
    moves=(
        Move("show", "due", "shown"),
        Move("quiet", "shown", "closing", do=_note),
        Move("about", "shown", "back", do=_note),
        Move("off", ("due", "shown"), "closing", do=_end),
        Move("returned", "back", "left"),
        Move("leave", "closing", "left"),
    ),
    facts={"outcome": str},
    aside=True,
)
