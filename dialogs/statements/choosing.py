"""Choosing: up to three situations to pick from, where no frame fits for sure, and always for a label alone."""

from __future__ import annotations

from collections.abc import Sequence

from content.statement_rows import FrameRow
from content.statements import frames_by_id
from dialogs.statements.labels import Label
from dialogs.statements.placing import place
from dialogs.statements.ranking import Ranking
from dialogs.statements.realising import Parts, parts_of
from dialogs.statements.words import Word

MOST = 3
_ENOUGH = 0.08  # of the chance of all frames, that three must have to be of help; set on the dev half


def offer(
    text: str, words: Sequence[Word], ranking: Ranking, act: Parts | None, label: Label | None
) -> tuple[Parts, ...]:
    """What may have happened, as the parts of a statement each; none where they would be shots in the dark.

    An ``act`` that was told, though it may not be the whole matter, is the first of them.
    """
    nearest = ranking.frames[:MOST]
    near = sum(one.chance for one in nearest) >= _ENOUGH * ranking.known
    likely = [one.frame for one in nearest] if near else []
    frames = _mixed(likely, [frames_by_id()[name] for name in label.row.frames]) if label else likely
    parts = [parts_of(frame, *place(text, words, frame, exact=False), text) for frame in frames]
    return tuple([*([act] if act else []), *parts][:MOST])


def _mixed(likely: Sequence[FrameRow], typical: Sequence[FrameRow]) -> list[FrameRow]:
    """The likeliest by the text first, then what such a label is often about."""
    mixed = list(dict.fromkeys([*likely[:1], *typical, *likely[1:]]))
    return mixed[:MOST]
