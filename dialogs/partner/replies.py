"""Replies: what the made-up partner says, by where they are and where the last line moved them; never the same twice.

Once they have come close they tell their own side of this very scene. Before the reply a few words may say what it was
that reached them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from content.partner import Direction, Side, load
from dialogs.partner.loop import Moved, Partner

NEAR = 1  # level from which they tell their side
_SEEN = "("  # how a line begins that is seen and not heard


def reply_to(moved: Moved, side: Side, said: Collection[str], pick: int) -> str:
    """What the partner says now; ``said`` is what they said before, ``pick`` the session's number for variation."""
    voice = load().voices[moved.partner.kind]
    close = moved.change < 0 and moved.partner.level <= NEAR
    told = _heard(said, side.theirs)
    if close and not told:
        line = _turned(side.theirs, pick)
    else:
        cell = voice.lines[moved.partner.level, direction_of(moved)]
        line = _turned([line for line in cell if not _heard(said, [line])] or cell, pick)
    openers = [words for words in voice.openers.get(moved.why, ()) if not _heard(said, [words])]
    if line.startswith(_SEEN) or not openers or pick % 3 == 0:
        return line
    return f"{_turned(openers, pick // 3)} {line}"


def direction_of(moved: Moved) -> Direction:
    """Where the line moved them."""
    if moved.change:
        return "closer" if moved.change < 0 else "away"
    return "same"


def is_seen(reply: str) -> bool:
    """Whether a reply is something they do, and no words."""
    return reply.startswith(_SEEN)


def ending_of(partner: Partner, pick: int) -> str:
    """How the scene ends, for one that has ended."""
    assert partner.ending is not None, "a rehearsal that goes on has no ending"
    return _turned(load().voices[partner.kind].ends[partner.ending], pick)


def _heard(said: Collection[str], lines: Sequence[str]) -> bool:
    return any(line in reply for reply in said for line in lines)


def _turned(lines: Sequence[str], pick: int) -> str:
    return lines[pick % len(lines)]
