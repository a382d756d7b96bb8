"""Instants as the database keeps them: whole milliseconds since 1970 in UTC, compared alike by every dialect."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970 of an aware datetime."""
    return (at - _EPOCH) // _MILLISECOND


def from_ms(ms: int) -> datetime:
    """The aware datetime, in UTC."""
    return _EPOCH + ms * _MILLISECOND


def now() -> datetime:
    """The wall clock, in UTC: the one place where it is read."""
    return datetime.now(UTC)
