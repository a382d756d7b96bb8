"""One's own loop: when …, I …, then they …, told back in the person's words as the act of the first lesson.

Where an episode was logged, or the loop told before, that one is offered first. What the other did is only ever what
could be seen or heard.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from content.catalogue import Value
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Person, Turn, Wait
from dialogs.own_words import LONGEST, judging, line, worrying

MOVES = ("trigger", "mine", "theirs")
_LEADS = {
    "trigger": re.compile(r"^(?:it (?:began|starts?|started|begins) )?(?:when|whenever|if)\s+", re.IGNORECASE),
    "mine": re.compile(r"^(?:and |so )?(?:then )?i(?:['’]ll)?\s+", re.IGNORECASE),
    "theirs": re.compile(r"^(?:and |so )?(?:then )?(?:they|he|she|my partner)\s+", re.IGNORECASE),
}


def logged(person: Person) -> Mapping[str, str] | None:
    """The three moves of the latest episode that names all of them in words; None where there is none."""
    for row in reversed(person.episodes):
        told = {move: words for move in MOVES if (words := _said(row.get(move)))}
        if len(told) == len(MOVES):
            return told
    return None


def _said(answer: Mapping[str, str] | None) -> str | None:
    """An answer of an episode in the person's own words; what was tapped is ours, and not told back as theirs."""
    words = (answer or {}).get("words", "")
    return words if " " in words.strip() else None


def known(turn: Turn) -> bool:
    """Whether there is a loop to begin with: that of the latest episode, else the one told before."""
    return bool(logged(turn.person) or turn.person.loop)


def _take_known(turn: Turn) -> None:
    turn.facts.update(logged(turn.person) or turn.person.loop)


def _take(turn: Turn) -> None:
    move = turn.state
    turn.facts[move] = _LEADS[move].sub("", line(turn.text or ""))
    turn.facts["asked"] = None


def _ask_the_camera(turn: Turn) -> None:
    turn.facts["asked"] = True
    turn.say("own_loop.camera")


def _keep(turn: Turn) -> None:
    moves = {move: str(turn.facts.get(move) or "") for move in MOVES}
    turn.know(loop=moves)
    turn.record("loop", **moves)


def _shown(turn: Turn) -> Mapping[str, Value]:
    return {move: str(turn.facts.get(move) or "") for move in MOVES}


_SKIP = (Choice("skip", "skip"),)

OWN_LOOP = Dialog(
    "own_loop",
    1,
    "start",
    states=(
        Pass("start"),
        *(Wait(move, _SKIP, text="words", longest=LONGEST, values=_shown) for move in MOVES),
        Wait("told", (Choice("right", "right"), Choice("anew", "anew"), Choice("drop", "skip")), values=_shown),
        Call("checking", "safety", facts=lambda turn: {"tier": "C", "kind": "partner_violence"}),
        End("done", lambda turn: "told"),
        End("left", lambda turn: None),
    ),
    moves=(
        Move("go", "start", "told", when=known, do=_take_known),
        Move("go", "start", "trigger"),
        Move("anew", "told", "trigger"),
        Move("words", MOVES, "checking", when=worrying),
        *(Move("words", move, move, when=judging, do=_ask_the_camera) for move in MOVES),
        Move("words", "trigger", "mine", do=_take),
        Move("words", "mine", "theirs", do=_take),
        Move("words", "theirs", "told", do=_take),
        Move("returned", "checking", "left"),
        Move("right", "told", "done", do=_keep),
        Move("skip", (*MOVES, "told"), "left"),
    ),
    facts={**dict.fromkeys(MOVES, str), "asked": bool},
    says=("own_loop.camera",),
)
