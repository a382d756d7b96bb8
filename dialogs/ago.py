"""How long ago: an instant of the past as people speak of it."""

from __future__ import annotations

from datetime import datetime

from content.catalogue import Phrase, Value

_DAYS, _WEEKS = 14, 60  # days up to which days are counted, and weeks; then months
_MONTH = 30.4  # days


def ago(at: str | None, now: datetime) -> Value:
    """Today, yesterday, 5 days ago, 4 weeks ago, about 4 months ago; for an instant in ISO 8601, today if none."""
    days = max(0, (now - datetime.fromisoformat(at)).days) if at else 0
    if days <= 1:
        return Phrase(f"words.ago.{('today', 'yesterday')[days]}")
    if days < _DAYS:
        return Phrase("words.ago.days", {"count": days})
    if days < _WEEKS:
        return Phrase("words.ago.weeks", {"count": round(days / 7)})
    return Phrase("words.ago.months", {"count": round(days / _MONTH)})
