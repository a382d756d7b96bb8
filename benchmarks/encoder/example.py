"""Example: a text in pieces, with all that the branch should say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.encoder.wordpiece import LONGEST
from dialogs.statements.retelling import MOST

ANY = -1  # what nobody knows, so that any answer will do


@dataclass(frozen=True, slots=True)
class Example:
    """A text in pieces; ``shares``: by question how much each label counts.

    ``starts``: where each word begins among the pieces (none of a text that is too long). For each word its edit and
    its lead; none where they are not known.
    """

    pieces: tuple[int, ...]
    shares: Mapping[str, Mapping[int, float]]
    starts: tuple[int, ...] = ()
    edits: tuple[int, ...] = ()
    leads: tuple[int, ...] = ()


def lengthen(one: Example, other: Example, *, first: bool) -> Example | None:
    """An example whose edits are known with a text beside it that tells of nothing and is cut: a rant is much of that.

    None where both are too long together.
    """
    if len(one.pieces) + len(other.pieces) - 2 > LONGEST or len(one.starts) + len(other.starts) > MOST:
        return None
    before, after = (one, other) if first else (other, one)
    shift = len(before.pieces) - 2
    cut, none = (0,) * len(other.starts), (ANY,) * len(other.starts)  # to be cut is the first label
    return Example(
        (*before.pieces[:-1], *after.pieces[1:]),
        one.shares,
        (*before.starts, *(at + shift for at in after.starts)),
        (*one.edits, *cut) if first else (*cut, *one.edits),
        (*one.leads, *none) if first else (*none, *one.leads),
    )
