"""The nudge as it comes: a neutral line, the small thing behind it, and an answer, all in one message.

It never asks for more than a tap, and an unanswered one is no failure. Nothing on the lock screen tells what it is
about unless the person wants that. Once a week its place is taken by the pulse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.catalogue import Phrase, Value
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.nudges import choosing, terms
from dialogs.nudges.adapting import slot_of
from dialogs.nudges.arranging import PAUSES
from dialogs.nudges.pulse import is_due
from dialogs.portraits import WINDOW
from dialogs.progress import days_practised

RARER: Mapping[str, int] = {"every_2": 2, "every_7": 7}  # days from one to the next
FEWER = (*RARER, *PAUSES)


def last_word(turn: Turn) -> bool:
    """Whether so many went unseen that only one question is left."""
    return terms.note_silence(turn) >= terms.LAST_WORD


def pulse_due(turn: Turn) -> bool:
    """Whether a week has passed since the last pulse."""
    return is_due(turn.person, turn.now)


def open_screen(turn: Turn) -> bool:
    """Whether the lock screen may show what it is about."""
    return bool(turn.person.nudge.get("open"))


def is_pulse(turn: Turn) -> bool:
    return turn.facts.get("name") == "pulse"


def asks_to_adapt(turn: Turn) -> bool:
    """Whether it is time to ask if time and kind may follow the taps."""
    return terms.wants_to_hear_of_adapting(turn)


def finished(turn: Turn) -> bool:
    return bool(turn.result == "done")


def _choose(turn: Turn) -> None:
    nudge = choosing.choose(turn.person, turn.now, turn.pick)
    _send(turn, nudge.id, nudge.kind)


def _choose_pulse(turn: Turn) -> None:
    _send(turn, "pulse", "pulse")


def _send(turn: Turn, name: str, kind: str) -> None:
    turn.facts["name"] = name
    slot = str(turn.facts.get("slot") or slot_of(str(turn.person.nudge.get("at") or "20:00")))
    turn.person = turn.person.with_nudge(name, kind, slot, turn.now)
    terms.renew(turn, turn.now)


def _ask_whether_to_go_on(turn: Turn) -> None:
    terms.change(turn, asked=True)


def _keep_on(turn: Turn) -> None:
    terms.change(turn, asked=None, ignored=None)


def _shown(turn: Turn) -> Mapping[str, Value]:
    nudge = choosing.find(turn.facts.get("name"))
    return {"text": nudge.text if nudge else Phrase("nudge.gone")}


def _buttons(turn: Turn) -> Sequence[Choice]:
    nudge = choosing.find(turn.facts.get("name"))
    done = Choice("did", "done", label=nudge.button) if nudge else Choice("did", "done")
    return (done, Choice("not_today", "not_today"), Choice("fewer", "fewer"))


def _done(turn: Turn) -> None:
    turn.person = turn.person.with_practice("nudge", turn.now, None, None)
    turn.record("nudge", name=turn.facts.get("name"), outcome="done")
    _answer(turn, "done")


def _not_today(turn: Turn) -> None:
    _answer(turn, "not_today")


def _answer(turn: Turn, outcome: str) -> None:
    terms.note_outcome(turn, outcome)
    turn.facts["outcome"] = outcome


def _less(turn: Turn) -> None:
    if turn.value in PAUSES:
        terms.pause(turn, PAUSES[turn.value])
    else:
        terms.change(turn, every=RARER[turn.value])
    turn.facts["outcome"] = turn.value


def _off(turn: Turn) -> None:
    terms.end(turn)
    turn.facts["outcome"] = "off"


def _as_before(turn: Turn) -> None:
    turn.facts["outcome"] = "as_before"


def _adapt(turn: Turn) -> None:
    terms.change(turn, adapt=True)
    turn.facts["outcome"] = "adapting"


def _dont_adapt(turn: Turn) -> None:
    terms.change(turn, adapt=False)
    turn.facts["outcome"] = "as_before"


_OUTCOMES = ("done", "not_today", *FEWER, "off", "as_before", "adapting")


def _closing(turn: Turn) -> str:
    outcome = turn.facts.get("outcome")
    return f"nudge.closing.{outcome if outcome in _OUTCOMES else 'done'}"


def _closed(turn: Turn) -> Mapping[str, Value]:
    nudge = choosing.find(turn.facts.get("name"))
    return {
        "reply": nudge.reply if nudge else Phrase("nudge.noted"),
        "days": days_practised(turn),
        "window": WINDOW,
        "until": terms.back_on(turn.person) or "",
    }


NUDGE = Dialog(
    "nudge",
    1,
    "due",
    states=(
        Pass("due"),
        Pass("chosen"),
        Wait("veiled", (Choice("show", "show"), Choice("not_today", "not_today"), Choice("fewer", "fewer"))),
        Pass("opening"),
        Wait("shown", _buttons, values=_shown, inside=True),
        Call("pulse", "pulse"),
        Wait(
            "fewer",
            (
                *(Choice(name, "less", name) for name in FEWER),
                Choice("off", "off"),
                Choice("as_before", "as_before"),
            ),
            inside=True,
        ),
        Wait("go_on", (Choice("keep", "keep"), Choice("stop", "stop"))),
        Pass("answered"),
        Wait("adapt", (Choice("adapt", "adapt"), Choice("dont_adapt", "dont_adapt")), inside=True),
        Wait(
            "closing",
            (Choice("menu", "leave"),),
            screen=_closing,
            screens=tuple(f"nudge.closing.{outcome}" for outcome in _OUTCOMES),
            values=_closed,
            inside=True,
        ),
        End("left"),
    ),
    moves=(
        Move("go", "due", "go_on", when=last_word, do=_ask_whether_to_go_on),
        Move("go", "due", "chosen", when=pulse_due, do=_choose_pulse),
        Move("go", "due", "chosen", do=_choose),
        Move("go", "chosen", "shown", when=lambda turn: open_screen(turn) and not is_pulse(turn)),
        Move("go", "chosen", "veiled"),
        Move("show", "veiled", "opening"),
        Move("go", "opening", "pulse", when=is_pulse),
        Move("go", "opening", "shown"),
        Move("returned", "pulse", "answered", when=finished, do=_done),
        Move("returned", "pulse", "answered", do=_not_today),
        Move("done", "shown", "answered", do=_done),
        Move("not_today", ("veiled", "shown"), "answered", do=_not_today),
        Move("fewer", ("veiled", "shown"), "fewer"),
        Move("less", "fewer", "closing", do=_less),
        Move("off", "fewer", "closing", do=_off),
        Move("as_before", "fewer", "closing", do=_as_before),
        Move("keep", "go_on", "closing", do=(_keep_on, _as_before)),
        Move("stop", "go_on", "closing", do=_off),
        Move("go", "answered", "adapt", when=asks_to_adapt),
        Move("go", "answered", "closing"),
        Move("adapt", "adapt", "closing", do=_adapt),
        Move("dont_adapt", "adapt", "closing", do=_dont_adapt),
        Move("leave", "closing", "left"),
    ),
    facts={"slot": str, "name": str, "outcome": str},
    says=("nudge.gone", "nudge.noted"),
    aside=True,
)
