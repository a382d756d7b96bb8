"""Choosing: up to three situations to pick from, where no frame fits for sure, and always for a label alone."""

from __future__ import annotations

from collections.abc import Sequence

from content.statements import frames_by_id
from dialogs.statements.candidates import Candidate
from dialogs.statements.labels import Label

MOST = 3
_ENOUGH = 0.25  # that three situations together must be likely, to be of help; set on the development half
_WORTHWHILE = 0.08  # that one of them must be likely, to be read at all


def offer(candidates: Sequence[Candidate], label: Label | None) -> tuple[Candidate, ...]:
    """What may have happened, up to three; none where they would be shots in the dark.

    Of a label alone, the likeliest by the text comes first, and then what such a label is often about.
    """
    nearest = candidates[:MOST]
    enough = sum(one.chance for one in nearest) >= _ENOUGH
    likely = tuple(one for one in nearest if enough and one.chance >= _WORTHWHILE)
    if label is None:
        return likely
    named = {one.frame.id for one in likely[:1] if one.frame is not None}
    typical = [Candidate(0.0, frames_by_id()[name]) for name in label.row.frames if name not in named]
    return (*likely[:1], *typical, *likely[1:])[:MOST]
