"""Intervals: a share with its Wilson 95 % interval (Wilson, 1927), for figures from few cases."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

_Z = 1.959964  # standard deviations of the middle 95 % of a normal distribution


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``cases``, from 0 to 1; of no cases the share is 1, with an interval of everything."""

    hits: int
    cases: int

    @property
    def value(self) -> float:
        return self.hits / self.cases if self.cases else 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson 95 % interval."""
        if not self.cases:
            return 0.0, 1.0
        n, p = self.cases, self.value
        middle = p + _Z**2 / (2 * n)
        spread = _Z * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
        return max(0.0, (middle - spread) / (1 + _Z**2 / n)), min(1.0, (middle + spread) / (1 + _Z**2 / n))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.1%} ({low:.1%}-{high:.1%}, {self.hits} of {self.cases})"
