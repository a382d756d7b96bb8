"""Screening: five private questions about safety before any exercise for couples; each may be passed over.

The questions follow the domains of HARK (humiliation, afraid, rape, kick; Sohal et al., 2007) in words of our own and
are not validated. Answers are kept nowhere: a yes only sets couple exercises aside, with a date. The first yes ends
the questions, since more of them would help nobody.
"""

from __future__ import annotations

from itertools import pairwise

from dialogs.careful import set_aside
from dialogs.engine import Call, Choice, Dialog, End, Move, Turn, Wait

ASKED = ("afraid", "hurt", "forced", "controlled")
_ALL = (*ASKED, "mine")
_ANSWERS = (Choice("yes", "yes"), Choice("no", "no"), Choice("rather_not", "rather_not"))


def held_back(turn: Turn) -> bool:
    """Whether a question was passed over."""
    return turn.facts.get("held_back") is True


def _hold_back(turn: Turn) -> None:
    turn.facts["held_back"] = True


def _thank(turn: Turn) -> None:
    turn.say("screening.here" if held_back(turn) else "screening.thanks")


def _pass_over(turn: Turn) -> None:
    turn.say("screening.here")


def _hold_back_and_thank(turn: Turn) -> None:
    _hold_back(turn)
    _thank(turn)


SCREENING = Dialog(
    "screening",
    1,
    "offer",
    states=(
        Wait("offer", (Choice("begin", "begin"), Choice("skip", "skip")), text="words"),
        *(Wait(name, _ANSWERS, text="words") for name in _ALL),
        Wait("told", (Choice("lines", "lines"), Choice("device", "device"), Choice("go_on", "leave")), text="words"),
        Wait("responsible", (Choice("lines", "lines"), Choice("calm", "calm"), Choice("go_on", "leave")), text="words"),
        Call("helping", "safety", facts=lambda turn: {"tier": "help", "kind": "help_now"}),
        Call("helping_to_stop", "safety", facts=lambda turn: {"tier": "help", "kind": "harm_to_other"}),
        Call("device", "device"),
        Call("calming", "practice", facts=lambda turn: {"side": "soothe"}),
        End("done"),
        End("aside", lambda turn: "aside"),
    ),
    moves=(
        Move("begin", "offer", "afraid"),
        Move("skip", "offer", "done", do=_pass_over),
        *(Move("yes", name, "told", do=set_aside) for name in ASKED),
        *(
            move
            for name, following in pairwise(_ALL)
            for move in (Move("no", name, following), Move("rather_not", name, following, do=_hold_back))
        ),
        Move("yes", "mine", "responsible", do=set_aside),
        Move("no", "mine", "done", do=_thank),
        Move("rather_not", "mine", "done", do=_hold_back_and_thank),
        *(Move("words", name, name) for name in ("offer", *_ALL, "told", "responsible")),
        Move("lines", "told", "helping"),
        Move("lines", "responsible", "helping_to_stop"),
        Move("device", "told", "device"),
        Move("calm", "responsible", "calming"),
        Move("returned", ("helping", "device"), "told"),
        Move("returned", ("helping_to_stop", "calming"), "responsible"),
        Move("leave", ("told", "responsible"), "aside"),
    ),
    facts={"held_back": bool},
    says=("screening.here", "screening.thanks"),
)
