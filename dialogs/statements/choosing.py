"""Choosing: up to three situations to pick from, where no frame fits for sure, and always for a label alone."""

from __future__ import annotations

from collections.abc import Sequence

from content.statements import frames_by_id
from dialogs.statements.candidates import Candidate
from dialogs.statements.labels import Label

MOST = 3
_ENOUGH = 0.25  # that three situations together must be likely, to be of help; set on the development half
_TOLD = 0.5  # ... to be named before what a label is often about
_WORTHWHILE = 0.08  # that one of them must be likely, to be read at all


def offer(candidates: Sequence[Candidate], label: Label | None) -> tuple[Candidate, ...]:
    """What may have happened, up to three; none where they would be shots in the dark.

    Where a label was used, what such a label is often about comes first, but for what is more likely than not by the
    text: of "you're such a child" the nearest situation is about children.
    """
    nearest = candidates[:MOST]
    enough = sum(one.chance for one in nearest) >= _ENOUGH
    likely = tuple(one for one in nearest if enough and one.chance >= _WORTHWHILE)
    if label is None:
        return likely
    told = tuple(one for one in likely[:1] if one.chance >= _TOLD)
    named = {one.frame.id for one in told if one.frame is not None}
    typical = [Candidate(0.0, frames_by_id()[name]) for name in label.row.frames if name not in named]
    return (*told, *typical)[:MOST]
