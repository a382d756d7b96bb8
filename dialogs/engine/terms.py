"""Terms: on what terms a language model may be asked, where the operator has configured one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class ModelTerms:
    """``host`` names where the model runs, and people agree to that host alone; ``away`` is another machine.

    ``patience`` is how long its answer is waited for; then it goes on without.
    """

    host: str
    away: bool
    patience: timedelta
