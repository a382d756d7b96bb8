"""Dangers: the third safety belt, models trained on how violence, control and fear are told in everyday words.

The detectors and the refusals know words; these weigh whole sentences ("I wear long sleeves in July and you know
why"). They can only keep a sentence from being made; nobody's risk is scored (NICE NG225, 2022).
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.encoder.questions import DANGER
from dialogs.statements.features import features_of, form_of
from dialogs.statements.wholes import ask_whole
from dialogs.statements.words import Word

# Set on the sets for development, see docs/statements.md: of their ordinary blame one in ten is asked about, or
# answered with a question where there would be choices.
_READ = 0.6  # of the encoder's
TOO_MUCH = 0.3
IN_DOUBT = 0.04
UNSURE = 0.03  # ... where there would be choices only: a guess gives way to a question sooner
CONCEIVABLE = 0.01  # below it, a word that is harmless for the most part is
# ... where a figure of speech stands: "she's choking me with her texts", "let me breathe".
FIGURE_TOO_MUCH, FIGURE_IN_DOUBT = 0.7, 0.6
# Below it, the words of the second belt are a figure of speech: "my heart beats faster", "scared to lose you",
# or about something else: "at the counselling you took a phone call".
POSSIBLE = {"violence": 0.06, "self_harm": 0.06, "fear": 0.015, "control": 0.03, "sex_under_pressure": 0.03}


def chance_of_danger(text: str, words: Sequence[Word]) -> float:
    """How likely that is, from 0 to 1."""
    return ask_whole(DANGER, danger_features(text, words), text, _READ)[DANGER]


def danger_features(text: str, words: Sequence[Word]) -> tuple[str, ...]:
    """What the linear model looks at."""
    return (*features_of(words), *form_of(text, words))
