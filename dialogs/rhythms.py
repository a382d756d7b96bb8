"""Rhythms of breathing: what is drawn and paced, as phases with their words, seconds and how full one is after them.

Sources: Balban et al. 2023 (cyclic sighing: in through the nose, a second sip on top, a breath out about twice as
long); Lehrer and Gevirtz 2014, Zaccaro et al. 2018 (slow paced breath, about six a minute). The seconds of a sigh are
ours.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of one breath: the content key of its word, its seconds, and the fullness it ends at, from 0 to 1."""

    word: str
    seconds: int
    until: float


@dataclass(frozen=True, slots=True)
class Moment:
    """Where in a breath one is: the phase, the seconds since it began, and how full one is."""

    phase: Phase
    passed: float
    fullness: float

    @property
    def left(self) -> float:
        """Seconds until the phase is over."""
        return self.phase.seconds - self.passed


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One breath, again and again. It begins and ends empty, so that nothing jumps from one to the next."""

    phases: tuple[Phase, ...]

    @property
    def seconds(self) -> int:
        """How long one breath takes."""
        return sum(phase.seconds for phase in self.phases)

    def at(self, seconds: float) -> Moment:
        """The moment so many seconds after the first breath began; each phase sets out and arrives gently."""
        passed, full = seconds % self.seconds, self.phases[-1].until
        for phase in self.phases:
            if passed < phase.seconds:
                gently = (1 - math.cos(math.pi * passed / phase.seconds)) / 2
                return Moment(phase, passed, full + (phase.until - full) * gently)
            passed, full = passed - phase.seconds, phase.until
        raise AssertionError("a remainder lies within one breath")


RHYTHMS: Mapping[str, Rhythm] = {
    "sighing": Rhythm(
        (Phase("rhythm.in", 3, 0.8), Phase("rhythm.more", 1, 1.0), Phase("rhythm.slowly_out", 8, 0.0)),
    ),
    "breathing": Rhythm((Phase("rhythm.in", 4, 1.0), Phase("rhythm.out", 6, 0.0))),
}
