"""Nudges: small things to do within a minute, by role, kind and state; read from TOML, checked, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from content.tables import ContentError, read_table

ROLES = ("pursuer", "distancer", "mixed")
KINDS = ("micro", "bid", "reflect", "prime")
STATES = ("any", "tense", "distant", "kept", "missed")
LONGEST = {"text": 220, "button": 26, "reply": 150}  # characters
_FOLDER = Path(__file__).parent / "en" / "nudges"


@dataclass(frozen=True, slots=True)
class Nudge:
    """One nudge: what it says, the button that finishes it, and what stands in its place then.

    ``kind`` is micro (an exercise), bid (a small sign of closeness), reflect (one question) or prime (a moment of
    safety called up); ``state`` says when it fits: any, tense, distant, kept or missed (a return time).
    """

    id: str
    kind: str
    state: str
    text: str
    button: str
    reply: str


@lru_cache(maxsize=1)
def load(folder: Path = _FOLDER) -> Mapping[str, tuple[Nudge, ...]]:
    """All nudges by role.

    Raises:
        ContentError: a file is no TOML, or a nudge lacks something, is too long or is there twice.
    """
    found = {role: tuple(_read(folder / f"{role}.toml")) for role in ROLES}
    every = [nudge for nudges in found.values() for nudge in nudges]
    for name in ("id", "text"):
        values = [getattr(nudge, name) for nudge in every]
        if (twice := next((value for value in values if values.count(value) > 1), None)) is not None:
            raise ContentError(f"nudges: {twice!r} is there twice; change one {name}")
    return MappingProxyType(found)


def _read(path: Path) -> list[Nudge]:
    nudges = []
    rows, wanted = read_table(path).get("nudge"), ", ".join(spec.name for spec in fields(Nudge))
    if not isinstance(rows, list) or not rows:
        raise ContentError(f"{path.name} has no nudges; write each as [[nudge]] with {wanted}")
    for row in rows:
        if not isinstance(row, dict) or not row.get("id") or not all(isinstance(value, str) for value in row.values()):
            raise ContentError(f"{path.name}: {row!r} is no nudge; give it {wanted}, each a text")
        try:
            nudge = Nudge(**row)
        except TypeError as error:
            raise ContentError(f"{path.name}: {row.get('id', row)} is no nudge ({error}); give it {wanted}") from None
        _check(nudge, path.name)
        nudges.append(nudge)
    return nudges


def _check(nudge: Nudge, where: str) -> None:
    if nudge.kind not in KINDS or nudge.state not in STATES:
        raise ContentError(
            f"{where}: {nudge.id} is of kind {nudge.kind!r} for state {nudge.state!r}; "
            f"kinds are {', '.join(KINDS)}, states {', '.join(STATES)}"
        )
    for name, longest in LONGEST.items():
        if not 0 < (length := len(getattr(nudge, name))) <= longest:
            raise ContentError(f"{where}: {nudge.id}.{name} has {length} characters; write 1 to {longest}")
