"""Screening: five private questions about safety before any exercise for couples; each may be passed over.

The questions follow the domains of HARK (humiliation, afraid, rape, kick; Sohal et al., 2007) in words of our own and
are not validated. Answers are kept nowhere: a yes only sets couple exercises aside, with a date. The first yes ends
the questions, since more of them would help nobody.
"""

from __future__ import annotations

import re
from itertools import pairwise

from dialogs.careful import set_aside
from dialogs.engine import Call, Choice, Dialog, End, Move, Turn, Wait, unchanged

ASKED = ("afraid", "hurt", "forced", "controlled")
_ALL = (*ASKED, "mine")
_YES = re.compile(
    r"^\W*(?:yes|yeah|yep|once|twice|sometimes|often|a (?:bit|few)|kind of|maybe|i think so|(?:he|she|they|i) did"
    r"|i am|(?:he|she) does|all the time)\b",
    re.I,
)
_NO = re.compile(r"^\W*(?:no|nope|nah|never|not (?:really|that|at all))\b", re.I)
_ANSWERS = (Choice("yes", "yes"), Choice("no", "no"), Choice("rather_not", "rather_not"))


def held_back(turn: Turn) -> bool:
    """Whether a question was passed over."""
    return turn.facts.get("held_back") is True


def affirming(turn: Turn) -> bool:
    """Whether the typed words begin with a yes, or with how often."""
    return _YES.search(turn.text or "") is not None


def denying(turn: Turn) -> bool:
    """Whether the typed words begin with a no."""
    return _NO.search(turn.text or "") is not None


def _show(turn: Turn) -> None:
    turn.facts["shown"] = True


def _told_screen(turn: Turn) -> str:
    return "screening.told.again" if turn.facts.get("shown") else "screening.told.first"


def _responsible_screen(turn: Turn) -> str:
    return "screening.responsible.again" if turn.facts.get("shown") else "screening.responsible.first"


def _hold_back(turn: Turn) -> None:
    turn.facts["held_back"] = True


def _thank(turn: Turn) -> None:
    turn.say("screening.here" if held_back(turn) else "screening.thanks")


def _pass_over(turn: Turn) -> None:
    turn.say("screening.here")


SCREENING = Dialog(
    "screening",
    4,
    "offer",
    states=(
        Wait(
            "offer",
            (Choice("begin", "begin"), Choice("skip", "skip")),
            text="words",
            screen=lambda turn: "screening.offer.again" if turn.facts.get("again") else "screening.offer.first",
            screens=("screening.offer.first", "screening.offer.again"),
        ),
        *(Wait(name, _ANSWERS, text="words") for name in _ALL),
        Wait(
            "told",
            (Choice("lines", "lines"), Choice("device", "device"), Choice("go_on", "leave")),
            text="words",
            screen=_told_screen,
            screens=("screening.told.first", "screening.told.again"),
        ),
        Wait(
            "responsible",
            (Choice("plan", "plan"), Choice("lines", "lines"), Choice("calm", "calm"), Choice("go_on", "leave")),
            text="words",
            screen=_responsible_screen,
            screens=("screening.responsible.first", "screening.responsible.again"),
        ),
        Call("helping", "safety", facts=lambda turn: {"tier": "help", "kind": "help_now"}),
        Call("helping_to_stop", "safety", facts=lambda turn: {"tier": "help", "kind": "harm_to_other"}),
        Call("planning_to_stop", "safety", facts=lambda turn: {"tier": "plan", "kind": "harm_to_other"}),
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
        Move("rather_not", "mine", "done", do=(_hold_back, _thank)),
        *(Move("words", name, "told", when=affirming, do=set_aside) for name in ASKED),
        *(Move("words", name, following, when=denying) for name, following in pairwise(_ALL)),
        Move("words", "mine", "responsible", when=affirming, do=set_aside),
        Move("words", "mine", "done", when=denying, do=_thank),
        *(Move("words", name, name) for name in ("offer", *_ALL)),
        Move("words", "told", "told", do=_show),
        Move("words", "responsible", "responsible", do=_show),
        Move("lines", "told", "helping"),
        Move("lines", "responsible", "helping_to_stop"),
        Move("plan", "responsible", "planning_to_stop"),
        Move("device", "told", "device"),
        Move("calm", "responsible", "calming"),
        Move("returned", ("helping", "device"), "told", do=_show),
        Move("returned", ("helping_to_stop", "planning_to_stop", "calming"), "responsible", do=_show),
        Move("leave", ("told", "responsible"), "aside"),
    ),
    facts={"held_back": bool, "shown": bool, "again": bool},
    says=("screening.here", "screening.thanks"),
    # version 2 understands more words, 3 can be offered again after a lesson, 4 has a plan for stopping; nothing is
    # taken away
    migrations=unchanged(1, 2, 3),
)
