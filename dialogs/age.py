"""Age: the coach is for adults. Who says that they are younger is met kindly, and pointed to people for their age."""

from __future__ import annotations

import re

from dialogs.engine import Turn

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
    """What was agreed to was agreed by an adult."""
    turn.know(consented=None)
