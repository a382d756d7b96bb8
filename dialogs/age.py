"""Age: the coach is for adults. Who says that they are younger is met kindly, and pointed to people for their age."""

from __future__ import annotations

import re
from collections.abc import Mapping

from content.catalogue import Value
from dialogs.engine import Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.safety.lines import numbers_shown, shown_for

_YOUNG = re.compile(
    r"\bi(?:['’]?m| am)(?: only| just| still)? (?:1[0-7])"
    r"(?: ?(?:yo|y/o)\b| ?(?:yrs?|years?)[ -]old\b|(?=\W*$|\s*[,.!?;]| and (?:he|she|they|my|i)\b| but\b))"
    r"|\bi (?:just )?turned 1[0-7]\b(?! years ago)"
    r"|\bas an? 1[0-7][ -]years?[ -]old\b"
    r"|\b(?:i|me) ?\(?1[0-7] ?[mf]\b"
    r"|\bi(?:['’]?m| am) (?:underage|a minor|in (?:middle school|year (?:[7-9]|1[01])|[6-9]th grade))\b",
    re.IGNORECASE,
)


def is_young(text: str) -> bool:
    """Whether somebody says that they are under 18."""
    return _YOUNG.search(text) is not None


def under_age(turn: Turn) -> bool:
    """Whether the words say so."""
    return is_young(turn.text or "")


def end_coaching(turn: Turn) -> None:
    """What was agreed to was agreed by an adult; nothing comes by itself any more."""
    turn.person = turn.person.silenced()
    turn.know(consented=None)
    turn.cancel_timer()


def _begin(turn: Turn) -> None:
    if turn.facts.get("agreed") is None:
        turn.facts["agreed"] = turn.person.consented
    end_coaching(turn)


def _listen(turn: Turn) -> None:
    turn.facts["spoken"] = True


def _mistaken(turn: Turn) -> None:
    turn.know(consented=turn.facts.get("agreed"))


def _shown(turn: Turn) -> Mapping[str, Value]:
    return {**numbers_shown(turn), "line": shown_for(turn, "child")}


# Where they say so in the middle of something; the menu and the welcome have an end of their own.
YOUNG = Dialog(
    "young",
    1,
    "begin",
    states=(
        Pass("begin"),
        Wait(
            "rest",
            (Choice("mistake", "mistake"),),
            text="words",
            screen=lambda turn: "young.again" if turn.facts.get("spoken") else "young.first",
            screens=("young.first", "young.again"),
            values=_shown,
        ),
        End("mistaken"),
    ),
    moves=(
        Move("go", "begin", "rest", do=_begin),
        Move("words", "rest", "rest", do=_listen),
        Move("mistake", "rest", "mistaken", do=_mistaken),
    ),
    facts={"agreed": str, "spoken": bool},
)
