"""The loop: how far away a made-up partner is after each line, and why. A small machine, pure and explainable.

One demands, the other withdraws, and each move calls for the next (Christensen and Heavey, 1990). Here a level from 0
(close, calm) to 4 (gone, flooded) is moved by each line alone: harsh words by how harsh they are, warm ones a step at
a time; who backs off is driven by pressing after they asked for a break, who reaches by silence. What moves it is the
coach's own simplification for practice; no partner is reckoned like that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from content.partner import TOP, Ending, Kind
from dialogs.partner.hearing import Heard

START = 2
LEAST, MOST = 3, 5  # exchanges of a rehearsal
FAR = 3  # from this level on, who backs off has asked for a break
_SOOTHING = frozenset({"return", "room", "apology", "perspective", "reassure", "thanks"})  # what is no pressing
_ALONE = frozenset({"request"})  # what is warm only beside something else


@dataclass(frozen=True, slots=True)
class Partner:
    """A made-up partner in the middle of a rehearsal.

    ``used`` are the kinds of warmth that reached them; ``pressed`` counts lines that pressed on after they had asked
    for a break, ``unmet`` those in a row that gave someone who reaches nothing to hold.
    """

    kind: Kind
    level: int = START
    used: tuple[str, ...] = ()
    pressed: int = 0
    unmet: int = 0
    heard: int = 0  # lines so far

    @property
    def asked_for_a_break(self) -> bool:
        return self.kind == "distancer" and self.level >= FAR

    @property
    def ending(self) -> Ending | None:
        """How it ended; None while it goes on."""
        if self.heard < LEAST or (self.heard < MOST and 0 < self.level < TOP):
            return None
        return "repair" if self.level <= 1 else "closed" if self.level >= FAR else "open"

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary, without the kind."""
        return {name: getattr(self, name) for name in ("level", "pressed", "unmet", "heard")} | {"used": [*self.used]}

    @classmethod
    def from_json(cls, kind: Kind, value: Mapping[str, Any]) -> Partner:
        """Read what `to_json` gave."""
        return cls(kind, **{**value, "used": tuple(value["used"])})


@dataclass(frozen=True, slots=True)
class Moved:
    """The partner after a line, and what in it did that: a kind of warmth or blame, or how it came."""

    partner: Partner
    why: str
    change: int


def move(partner: Partner, heard: Heard) -> Moved:
    """Move the partner by one line. From the same place no harsh line leaves them closer than one that isn't."""
    step, why = _step(partner, heard)
    level = min(TOP, max(0, partner.level + step))
    warm = step < 0
    after = replace(
        partner,
        level=level,
        used=(*partner.used, *(kind for kind in heard.warm if kind not in partner.used)) if warm else partner.used,
        pressed=partner.pressed + (why in ("pressed", "waits")) if partner.asked_for_a_break else 0,
        unmet=partner.unmet + 1 if why == "neutral" else 0,
        heard=partner.heard + 1,
    )
    return Moved(after, why, level - partner.level)


def _step(partner: Partner, heard: Heard) -> tuple[int, str]:
    """How far away this line moves them, and why."""
    if heard.severity > 1:
        return _harm(heard), heard.blame or "blame"
    if heard.repeated:
        return 1, "repeated"
    if heard.shouted:
        return 1, "shouting"
    if heard.flooding and partner.kind == "distancer":
        return 1, "flood"
    warm = _reaching(partner, heard)
    if warm and partner.asked_for_a_break and not _SOOTHING & set(warm):
        return (1, "pressed") if partner.pressed else (0, "waits")
    if warm:
        return (-2 if "return" in warm and partner.level >= FAR else -1), warm[0]
    return _cold(partner, heard)


def _harm(heard: Heard) -> int:
    """One step for blame, two for what wounds, for a pile of it, or for blame that is shouted."""
    piled = sum(severity > 1 for severity in heard.severities) > 2
    return 2 if heard.severity > 2 or piled or heard.shouted else 1


def _reaching(partner: Partner, heard: Heard) -> tuple[str, ...]:
    """What is warm for this partner, the new first; nothing where it was all said before, or a slip spoils it."""
    warm = [kind for kind in heard.warm if not (kind == "room" and partner.kind == "pursuer")]
    if set(warm) <= _ALONE or (heard.severities and len(warm) < 2):
        return ()
    fresh = [kind for kind in warm if kind not in partner.used]
    if not set(fresh) - _ALONE and len(warm) < 2:
        return ()
    return (*fresh, *(kind for kind in warm if kind in partner.used))


def _cold(partner: Partner, heard: Heard) -> tuple[int, str]:
    """What a line does that brings nothing new."""
    if partner.kind == "pursuer" and (heard.withdrawn or heard.bare):
        return 1, "bare" if heard.bare else "withdrawal"
    if partner.asked_for_a_break and not heard.withdrawn:
        return 1, "pressed"
    if partner.kind == "pursuer" and partner.unmet:
        return 1, "unmet"
    return 0, heard.blame or ("again" if heard.warm and set(heard.warm) - _ALONE else "neutral")
