"""The held message: written now, kept for 10, 20 or 30 minutes, then sent, changed or dropped.

The urge to send rises and falls by itself if nothing feeds it (urge surfing, Marlatt and Gordon, 1985; for messages the
transfer is ours). The waiting time grows with practice. The words lie sealed with the timer and are gone with it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from content.catalogue import Value
from dialogs.engine import Call, Choice, Dialog, End, Move, Turn, Wait, unchanged
from dialogs.exercise import exercise, remember

MINUTES = (10, 20, 30)
LONGEST = 1500  # characters of a message
TIMER = "hold"


def _released(turn: Turn) -> int:
    return sum(turn.person.holds.values())


def _rung(turn: Turn) -> Mapping[str, Value]:
    """The waiting time to try next: longer after each second message that was held."""
    return {"minutes": MINUTES[min(_released(turn) // 2, len(MINUTES) - 1)]}


def _hold(turn: Turn) -> None:
    turn.facts["minutes"] = turn.value
    held = turn.person.holding
    second = held is not None and turn.now < datetime.fromisoformat(held)  # one is held already: both come back
    name = f"{TIMER}:2" if second else TIMER
    turn.start_timer(name, timedelta(minutes=turn.value), text=turn.facts.get("message"), minutes=turn.value)
    turn.facts["until"] = (turn.now + timedelta(minutes=turn.value)).isoformat(timespec="seconds")
    if not second:
        turn.know(holding=turn.facts["until"])
    turn.facts["message"] = None  # it lies with the timer now, and nowhere else


def _over(turn: Turn) -> bool:
    until = turn.facts.get("until")
    return until is not None and datetime.fromisoformat(until) <= turn.now


def _held(turn: Turn) -> Mapping[str, Value]:
    until = turn.facts.get("until")
    left = datetime.fromisoformat(until) - turn.now if until else timedelta(0)
    return {"minutes": max(1, math.ceil(left / timedelta(minutes=1)))}


HOLD = exercise(
    "hold",
    "soothe",
    version=2,
    migrations=unchanged(1),  # version 2 knows until when
    steps=(
        Wait("message", (Choice("stop", "stop"),), text="wrote", longest=LONGEST),
        Wait("minutes", tuple(Choice(f"m{minutes}", "hold", minutes) for minutes in MINUTES), values=_rung),
        Wait(
            "held",
            (Choice("next", "next"),),
            screen=lambda turn: "hold.held.over" if _over(turn) else "hold.held.waiting",
            screens=("hold.held.waiting", "hold.held.over"),
            values=_held,
        ),
    ),
    moves=(
        Move("wrote", "message", "minutes", do=remember("message")),
        Move("stop", "message", "left"),
        Move("hold", "minutes", "held", do=_hold),
        Move("next", "held", "after"),
    ),
    facts={"message": str, "minutes": int, "until": str},
    keeps=lambda turn: {"minutes": turn.facts.get("minutes")},
)


def _shown(turn: Turn) -> Mapping[str, Value]:
    return {"text": str(turn.facts.get("text") or ""), "minutes": int(turn.facts.get("minutes") or MINUTES[0])}


def _send(turn: Turn) -> None:
    _count(turn, "edited" if turn.facts.get("edited") else "sent")
    turn.say("release.sent")
    turn.say("release.copy", apart=True, text=str(turn.facts.get("text") or ""))


def _drop(turn: Turn) -> None:
    _count(turn, "dropped")
    turn.say("release.dropped")


def _count(turn: Turn, outcome: str) -> None:
    holds = dict(turn.person.holds)
    turn.know(holds={**holds, outcome: holds.get(outcome, 0) + 1})
    turn.record("hold", outcome=outcome, minutes=turn.facts.get("minutes"))


def _longer(turn: Turn) -> None:
    turn.start_timer(TIMER, timedelta(minutes=MINUTES[0]), text=turn.facts.get("text"), minutes=MINUTES[0])
    turn.say("release.longer")


def _edit(turn: Turn) -> None:
    turn.facts.update(text=(turn.text or "").strip(), edited=True)


def _draft(turn: Turn) -> dict[str, Any]:
    return {"draft": turn.facts.get("text")}


def _keep_holding(turn: Turn) -> None:
    """Left without an answer: the message comes back, it is not lost."""
    text, minutes = turn.facts.get("text"), turn.facts.get("minutes")
    turn.start_timer(TIMER, timedelta(minutes=MINUTES[0]), text=text, minutes=minutes)


def _said_differently(turn: Turn) -> None:
    _count(turn, "edited")


RELEASE = Dialog(
    "release",
    1,
    "asked",
    states=(
        Wait("asked", (Choice("show", "show"), Choice("longer", "longer"), Choice("drop", "drop")), values=_shown),
        Wait(
            "shown",
            (
                Choice("send", "send"),
                Choice("edit", "edit"),
                Choice("differently", "differently"),
                Choice("drop", "drop"),
            ),
            values=_shown,
            inside=True,
        ),
        Wait("edit", (Choice("back", "back"),), text="edited", longest=LONGEST),
        Call("differently", "rephrase", facts=_draft),
        End("done"),
    ),
    moves=(
        Move("show", "asked", "shown"),
        Move("longer", "asked", "done", do=_longer),
        Move("drop", ("asked", "shown"), "done", do=_drop),
        Move("send", "shown", "done", do=_send),
        Move("edit", "shown", "edit"),
        Move("edited", "edit", "shown", do=_edit),
        Move("back", "edit", "shown"),
        Move("differently", "shown", "differently"),
        Move("returned", "differently", "done", do=_said_differently),
    ),
    facts={"text": str, "minutes": int, "edited": bool},
    says=("release.sent", "release.copy", "release.dropped", "release.longer"),
    aside=True,
    leaving=_keep_holding,
)
