"""Dangers: the third safety belt, a linear model trained on how violence, control and fear are told in everyday words.

The detectors and the refusals know words; this one weighs whole sentences ("I wear long sleeves in July and you know
why"). It can only keep a sentence from being made; nobody's risk is scored (NICE NG225, 2022).
"""

from __future__ import annotations

from collections.abc import Sequence

from content.models import load_model
from dialogs.statements.features import features_of, form_of
from dialogs.statements.words import Word

DANGER = "danger"
# Set on the development half, see docs/statements.md. IN_DOUBT is the lowest twentieth at which of the ordinary blame
# of the sets for development no more than one in thirty is asked about instead of getting its sentence or choices.
TOO_MUCH = 0.43
IN_DOUBT = 0.2
UNSURE = 0.08  # ... where there would be choices only: a guess gives way to a question sooner
CONCEIVABLE = 0.02  # below it, a word that is harmless for the most part is
# ... where a figure of speech stands: "she's choking me with her texts", "let me breathe".
FIGURE_TOO_MUCH, FIGURE_IN_DOUBT = 0.8, 0.7
# Below it, the words of the second belt are a figure of speech: "my heart beats faster", "scared to lose you".
POSSIBLE = {"violence": 0.12, "self_harm": 0.12, "fear": 0.03}


def chance_of_danger(text: str, words: Sequence[Word]) -> float:
    """How likely that is, from 0 to 1."""
    return load_model("danger").chance(DANGER, danger_features(text, words))


def danger_features(text: str, words: Sequence[Word]) -> tuple[str, ...]:
    """What the model looks at."""
    return (*features_of(words), *form_of(text, words))
