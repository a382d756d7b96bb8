"""Weighing: models over whole messages, for what no pattern foresaw.

Patterns are exact and know only the wordings they were written for: on messages by people who had not seen them they
found one disclosure in four. Linear models over words and the encoder read the whole and answer two questions, their
chances blended: whether this is danger at all (learned from what sounds like blame, too), and of which tier and kind.
All are trained on our own examples (``benchmarks/safety``, ``benchmarks/statements/danger``) and score nobody's risk
(NICE NG225, 2022).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from content.patterns import Kind, Tier
from dialogs.encoder.blending import ask
from dialogs.encoder.questions import CONCERNS, DANGER
from dialogs.safety.normal import Word, plain_text
from dialogs.statements.features import features_of, form_of
from dialogs.statements.words import read_words

NONE = "none"
# From these chances on. They were set on sets for development: danger is to be noticed there in 97 of 100, with as few
# ordinary messages (near misses among them) told or asked about as that allows; see docs/safety.md.
TOLD = 0.93  # of any concern but a soft one: tier B, or A, if it is danger, too
SOFT = 0.91  # of a soft concern
DANGEROUS = 0.65  # of danger of any kind
LIKELY, CONCERNING = 0.4, 0.35  # ... or of danger, and at the same time of any concern
DOUBTED = {"A": 0.2, "B": 0.35}  # below it, what a pattern of a tier found is asked about first
_KEPT = 256  # messages: short answers come again and again
URGENT = 0.5  # of tier A, as a share of what was told


@dataclass(frozen=True, slots=True)
class Weighed:
    """The likeliest kind, how likely any concern is, and the tier that this amounts to; None where it is too
    little.
    """

    tier: Tier | None
    kind: Kind
    chance: float


def weigh(words: Sequence[Word]) -> Weighed:
    """What a message in its normal form is likely to tell of; a tier of None for an ordinary one."""
    return _weigh(plain_text(words))


@lru_cache(maxsize=_KEPT)
def _weigh(text: str) -> Weighed:
    features = concern_features(text)
    concerns, danger = (ask(question, features, text) for question in (CONCERNS, DANGER))
    return judge(concerns, danger[DANGER])


def judge(likely: Mapping[str, float], danger: float) -> Weighed:
    """The concern that the chances of each label ("B self_harm") and of danger amount to.

    Danger alone is asked about. It is told where tier and kind say so, too: they err on different texts.
    """
    by_kind: dict[str, float] = {}
    urgent = soft = 0.0
    for label, chance in likely.items():
        if label == NONE:
            continue
        kind = label[2:]
        by_kind[kind] = by_kind.get(kind, 0.0) + chance
        urgent += chance if label[0] == "A" else 0.0
        soft += chance if label[0] == "C" else 0.0
    any_of_them = sum(by_kind.values())
    told = any_of_them - soft
    likeliest = max(by_kind, key=lambda name: (by_kind[name], name))
    asked = danger >= DANGEROUS or any_of_them >= (SOFT if soft >= told else TOLD)
    asked = asked or (danger >= LIKELY and any_of_them >= CONCERNING)
    tier: Tier | None = "C" if asked else None
    if told >= TOLD and danger >= LIKELY:
        tier = "A" if urgent >= URGENT * told else "B"
    return Weighed(tier, cast(Kind, likeliest), any_of_them)


def concern_features(text: str) -> tuple[str, ...]:
    """What the linear models look at: the features of statements, over a text in its normal form."""
    read = read_words(text)
    return (*features_of(read), *form_of(text, read))
