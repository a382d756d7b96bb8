"""Refusals: the second safety belt. Where one of its words stands, no sentence is made at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from content.statements import load
from dialogs import safety
from dialogs.language import is_foreign
from dialogs.statements.dangers import (
    CONCEIVABLE,
    FIGURE_IN_DOUBT,
    FIGURE_TOO_MUCH,
    IN_DOUBT,
    POSSIBLE,
    TOO_MUCH,
    UNSURE,
    chance_of_danger,
)
from dialogs.statements.lists import Firsts, by_first, stands_in, without
from dialogs.statements.outcomes import SOUNDS_DANGEROUS
from dialogs.statements.words import MOST, Word, spoken_to

_HARMLESS = "harmless"
_ANOTHER = frozenset(["you", "your", "partner", "husband", "wife", "boyfriend", "girlfriend"])
_IN_DOUBT = "in_doubt"
_NO_KINDS = frozenset({"examples", "counter_examples"})


@dataclass(frozen=True, slots=True)
class Danger:
    """``kind``: why no sentence may be made of a text, the detectors' kind or the list of the second belt; None if one
    may. ``doubtful``: whether one may, but not without asking first. ``unsure``: whether that holds for choices.
    """

    kind: str | None
    doubtful: bool = False
    unsure: bool = False


def find_danger(text: str, words: Sequence[Word]) -> Danger:
    """Whether a sentence may be made of a text.

    A gentle sign (tier C) of something done to somebody counts, too; one of being worn out only where nobody else is
    spoken of. A word of the second belt counts where the model of danger does not think it a figure of speech; one that
    is harmless for the most part makes it doubtful where the model does not rule danger out.
    """
    concern = safety.match(text)
    worn_out = concern is not None and concern.tier == "C" and concern.kind == "self_harm"
    if concern is not None and not (worn_out and any(word.text in _ANOTHER for word in spoken_to(words))):
        return Danger(concern.kind)
    chance = 0.0 if is_foreign(text) else chance_of_danger(text, words[:MOST])
    left = without(_kinds()[_HARMLESS], words)
    refusal = _refusal_in(left)
    if refusal is not None and chance < POSSIBLE.get(refusal, 0.0):
        refusal = None
    figure = refusal is None and len(left) < len(words)
    too_much, in_doubt = (FIGURE_TOO_MUCH, FIGURE_IN_DOUBT) if figure else (TOO_MUCH, IN_DOUBT)
    doubtful = chance >= in_doubt or (chance >= CONCEIVABLE and stands_in(_kinds()[_IN_DOUBT], left))
    kind = refusal or (SOUNDS_DANGEROUS if chance >= too_much else None)
    return Danger(kind, doubtful, doubtful or (chance >= UNSURE and not figure))


def find_refusal(words: Sequence[Word]) -> str | None:
    """The name of the list ("violence", "control", ...) that forbids a sentence about these words, or None."""
    return _refusal_in(without(_kinds()[_HARMLESS], words))


def _refusal_in(words: Sequence[Word]) -> str | None:
    lists = ((kind, patterns) for kind, patterns in _kinds().items() if kind not in (_HARMLESS, _IN_DOUBT))
    return next((kind for kind, patterns in lists if stands_in(patterns, words)), None)


@cache
def _kinds() -> dict[str, Firsts]:
    return {kind: by_first(sources) for kind, sources in load().refusals.items() if kind not in _NO_KINDS}
