"""Acts: what a text does, as far as models can tell: blames, or not.

The rules' own signs are among what the linear model looks at, so that it learns how far each of them can be trusted;
the encoder reads the text as a whole.
"""

from __future__ import annotations

from dialogs.encoder.blending import blend
from dialogs.encoder.questions import ACTS, BLAMING
from dialogs.statements.features import features_of, form_of
from dialogs.statements.roles import roles_of
from dialogs.statements.signs import Signs
from dialogs.statements.wholes import ask_whole, whole

BLAME = "blame"
_READ = 0.2  # of the encoder's: it does not see what the rules do
_BRANCHED, _BRANCHED_SHORT = 0.3, 0.2  # of the branch's, which learned most from texts that look like what they are not
_SHORT = 9  # words


def chance_of_blame(signs: Signs) -> float:
    """How likely a text blames, from 0 to 1."""
    both = ask_whole(ACTS, act_features(signs), signs.text, _READ)
    share = _BRANCHED_SHORT if is_short(signs) else _BRANCHED
    return blend(both, whole(BLAMING, signs.text), share)[BLAME]


def is_short(signs: Signs) -> bool:
    """Whether a text has so few words that less is known of it."""
    return len(signs.words) <= _SHORT


def act_features(signs: Signs) -> tuple[str, ...]:
    """What the linear model looks at: what a text is about, what it looks like, and what the rules see in it."""
    return (*features_of(signs.words), *form_of(signs.text, signs.words), *signs.names, *roles_of(signs.words))
