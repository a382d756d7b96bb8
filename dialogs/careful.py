"""Careful: once somebody told of violence or control, nothing for couples is offered until they themselves say so.

Softening a message, giving space or looking for one's own part puts the duty on whoever is being hurt (Stith et al.,
2011, on couple work and violence). Calming down, plain information and lines stay open; only a date is kept.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dialogs.engine import Call, Choice, Dialog, End, Move, Person, Turn, Wait, unchanged

CRISIS_DAYS = 7  # of silence after danger to life was told
GRIEF_DAYS = 14  # ... and after the end of a relationship, or a death
KINDS = ("partner_violence", "coercive_control", "harm_to_other")


def careful(turn: Turn) -> bool:
    """Whether couple exercises are set aside."""
    return turn.person.careful is not None


def in_crisis(person: Person, now: datetime) -> bool:
    """Whether danger was told within the week."""
    return person.crisis is not None and (
        now.date() < date.fromisoformat(person.crisis) + timedelta(days=CRISIS_DAYS)  # both in UTC
    )


def in_grief(person: Person, now: datetime) -> bool:
    """Whether a loss was told within two weeks."""
    return person.lost is not None and now < datetime.fromisoformat(person.lost) + timedelta(days=GRIEF_DAYS)


def silenced(person: Person, now: datetime) -> bool:
    """Whether nothing about the couple is said unasked: in a crisis, in grief, while couple exercises are set aside."""
    return person.careful is not None or in_crisis(person, now) or in_grief(person, now)


def lifted(turn: Turn) -> bool:
    """Whether the person wants them back."""
    return bool(turn.result == "lifted")


def past_careful(at: str, into: str, again: str | None = None) -> tuple[Move, ...]:
    """The moves by which a dialog for couples begins: closed while they are set aside, open once they are wanted back.

    From its Pass ``at`` it goes ``into`` a state; after they were wanted back, to ``again`` or to the same. The dialog
    has a state ``careful`` that calls this one, and an End ``left``.
    """
    return (
        Move("go", at, "careful", when=careful),
        Move("go", at, into),
        Move("returned", "careful", again or into, when=lifted),
        Move("returned", "careful", "left"),
    )


def set_aside(turn: Turn) -> None:
    """Set couple exercises aside, and remind nobody to go back to someone dangerous."""
    turn.know(careful=turn.now.date().isoformat())
    for timer in ("return", "return_soon"):
        turn.cancel_timer(timer)


def _lift(turn: Turn) -> None:
    turn.know(careful=None)


CAREFUL = Dialog(
    "careful",
    3,
    "rest",
    states=(
        Wait(
            "rest",
            (
                Choice("calm", "calm"),
                Choice("help_now", "help_now"),
                Choice("device", "device"),
                Choice("lift", "lift"),
                Choice("not_now", "leave"),
            ),
        ),
        Wait("sure", (Choice("lift", "lift"), Choice("not_now", "leave"))),
        Call("calming", "practice", facts=lambda turn: {"side": "soothe"}),
        Call("helping", "safety", facts=lambda turn: {"tier": "help", "kind": "help_now"}),
        Call("device", "device"),
        End("lifted", lambda turn: "lifted"),
        End("left", lambda turn: None),
    ),
    moves=(
        Move("calm", "rest", "calming"),
        Move("help_now", "rest", "helping"),
        Move("device", "rest", "device"),
        Move("returned", "device", "rest"),
        Move("lift", "rest", "sure"),
        Move("lift", "sure", "lifted", do=_lift),
        Move("leave", ("rest", "sure"), "left"),
        Move("returned", "calming", "left"),
        Move("returned", "helping", "left"),
    ),
    migrations=unchanged(1, 2),  # version 2 has more to offer, 3 asks once more before couple exercises come back
)
