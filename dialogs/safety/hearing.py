"""Hearing: what somebody means who types instead of tapping, in the middle of an answer to danger.

Only plain, short words count: a yes, a no, a call that was made, a means that came near, and the words of those who
don't know, want to be left alone, ask whether anybody is there, or write in another language.
"""

from __future__ import annotations

import re

from content.heard import load
from dialogs.engine import Turn
from dialogs.language import is_foreign

ASIDES = ("unsure", "left", "plea", "foreign")  # what is answered in a line of its own before the ways on are shown

_YES = re.compile(r"^\W*(?:yes|yeah|yep|yea|ya|y|i do|i am|i think so|maybe|sometimes|kind of|a bit|not sure)\b", re.I)
_NO = re.compile(
    r"^\W*(?:no|nope|nah|not|i'?m not|i am not|im not|never|(?:s?he|they)(?:'s| is| are)? (?:still )?here)\b", re.I
)
_CALLED = re.compile(
    r"^\W*(?:ok(?:ay)?,? |yes,? |yeah,? )?(?:i(?:'ve| have)? (?:just |already )?called\b(?! him| her| my)|i'm calling\b"
    r"|called (?:them|the police|911|112|999|000)\b"
    r"|(?:the )?(?:police|ambulance|they)(?: is| are|'re)? (?:coming|on the way|here)\b)",
    re.I,
)
_DENYING = re.compile(
    r"\W*(?:no+|nope|nah|lol|haha)?,?\W*(?:(?:i'?m|i am|it'?s|we'?re|all) (?:really |totally |just )?"
    r"(?:fine|ok(?:ay)?|good|safe|alright|all right)(?: really| thanks?)?"
    r"|nothing(?: like that)?|none of (?:that|these|those)|stop asking"
    r"|it was (?:just )?(?:a joke|nothing)|not that|wrong|never mind|no)?\W*",
    re.I,
)
_RISING = re.compile(  # said after danger was told, each of these brings it nearer
    r"\b(?:pills?|tablets|overdos\w+|rope|noose|gun|knife|blade|razor|bridge|roof|ledge|train tracks?"
    r"|have a plan|tonight|right now|took (?:them|it|all|too)|taken (?:them|it|all)|swallowed|bleeding"
    r"|can'?t breathe|choking|goodbye"
    r"|(?:he|she|they)(?:'s| is|'re| are) (?:here|coming|outside|back|at the door|breaking|trying to get in))\b",
    re.I,
)
_DENIED = re.compile(r"\b(?:no|not|never|don'?t|isn'?t|haven'?t|won'?t)\b", re.I)
_FEW = 12  # words; what is longer is told, and not a cry


def plain(turn: Turn) -> str:
    """The typed words with straight apostrophes."""
    return (turn.text or "").replace("’", "'")


def affirming(turn: Turn) -> bool:
    """Whether the typed words begin with a yes, or half a one."""
    return _YES.search(plain(turn)) is not None


def refusing(turn: Turn) -> bool:
    """Whether the typed words begin with a no."""
    return _NO.search(plain(turn)) is not None


def calling(turn: Turn) -> bool:
    """Whether the typed words say that help was called."""
    return _CALLED.search(plain(turn)) is not None


def denying(turn: Turn) -> bool:
    """Whether the words say plainly that it is nothing of the kind; only a gentle question takes that as it is."""
    return _DENYING.fullmatch(plain(turn)) is not None


def nearing(turn: Turn) -> bool:
    """Whether the typed words bring what was told nearer: a means, a time, somebody at the door."""
    words = plain(turn)
    return _RISING.search(words) is not None and _DENIED.search(words) is None


def unsure(turn: Turn) -> bool:
    """Whether somebody says that they don't know, or half and half."""
    return load("asides")["unsure"].pattern.search(plain(turn)) is not None


def aside_in(turn: Turn) -> str | None:
    """Which of `ASIDES` the typed words are; None for all others."""
    words, sayings, pleas = plain(turn), load("asides"), load("pleas")
    if len(words.split()) <= _FEW:
        for name, saying in (*sayings.items(), *(("plea", plea) for plea in pleas.values())):
            if saying.pattern.search(words):
                return name
    return "foreign" if is_foreign(words) else None
