"""Acts: what a text does, as far as a linear model can tell: blames, or not.

The rules' own signs are among what it looks at, so that it learns how far each of them can be trusted.
"""

from __future__ import annotations

from content.models import load_model
from dialogs.statements.features import features_of, form_of
from dialogs.statements.roles import roles_of
from dialogs.statements.signs import Signs

BLAME = "blame"


def chance_of_blame(signs: Signs) -> float:
    """How likely a text blames, from 0 to 1."""
    return load_model("acts").chance(BLAME, act_features(signs))


def act_features(signs: Signs) -> tuple[str, ...]:
    """What the model looks at: what a text is about, what it looks like, and what the rules see in it."""
    return (*features_of(signs.words), *form_of(signs.text, signs.words), *signs.names, *roles_of(signs.words))
