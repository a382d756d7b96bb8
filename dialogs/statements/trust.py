"""Trust: whether an act said back is what a text complains of, whole and in good English, by a linear model.

The model learned from 3,000 acts judged by hand (``benchmarks/statements/judged/acts.tsv``): where the point was cut
off, a figure of speech was taken to the letter, or blame was left, an act is not what it should be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from content.models import load_model
from dialogs.statements.features import features_of
from dialogs.statements.words import Word, read_words

RIGHT, WRONG = "right", "wrong"
_PARTS = 6  # steps of how much of a text the act is
_LONG, _MANY = 9, 5


def trust(words: Sequence[Word], situation: str) -> float:
    """How likely a situation with its connector ("when you left early") says what was told in a text; from 0 to 1."""
    return load_model("told").chance(RIGHT, told_features(words, situation))


def told_features(words: Sequence[Word], situation: str) -> tuple[str, ...]:
    """What the model looks at: the act, how it begins and ends, what of the text it leaves out, and how much."""
    return tuple(dict.fromkeys(_features(words, situation)))


def _features(words: Sequence[Word], situation: str) -> Iterator[str]:
    act = read_words(situation)
    said = {word.text for word in act}
    yield from (f"s:{feature}" for feature in features_of(act))
    yield from (f"-{word.text}" for word in words if word.text not in said)
    written = situation.split()
    yield f"$end {written[-1]}"
    yield f"$end {' '.join(written[-2:])}"
    yield f"$begin {' '.join(written[:3])}"
    yield f"$first {words[0].text if words else ''}"
    share = min(1.0, len(act) / max(1, sum(not word.light for word in words)))
    yield f"$share {int(share * _PARTS)}"
    yield f"$size {len(act) // 2}"
    yield f"$length {min(len(words) // 6, _LONG)}"
    yield f"$sentences {min(sum(word.pause == '.' for word in words[1:]), _MANY)}"
