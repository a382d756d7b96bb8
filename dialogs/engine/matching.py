"""Matching: a typed answer against the choices on the buttons.

The order is: the label itself, its number in the list, its first words, a near spelling. A near spelling counts only
if one label is clearly the nearest, so that a guess never decides between two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

NEAR = 0.8  # ratio from which a spelling is near; "somtimes" is .93, "often" against "never" .4
VERY_NEAR = 0.87  # ... where other words are welcome too; "keep itt" is .93
MARGIN = 0.1  # how much nearer than the second it must be
_RATING = re.compile(r"(?:about |around |maybe |like |its |it is |a |an |id say )*(\d+)(?: (?:out )?(?:of )?10)?")
_NOT_WORD = re.compile(r"[^\w\s]+")


def match(text: str, labels: Sequence[str], *, loose: bool = True) -> int | None:
    """The index of the label that the text means, or None.

    With ``loose`` off (where free text is welcome too) only the label itself, its number, its first words and a very
    near spelling count.
    """
    said = fold(text)
    if not said:
        return None
    folded = [fold(label) for label in labels]
    if said in folded:
        return folded.index(said)
    if said.isdecimal() and len(said) < 4:
        number = int(said)
        numeric = any(label.isdecimal() for label in folded)
        return number - 1 if not numeric and 1 <= number <= len(labels) else None
    if any(label.isdecimal() for label in folded) and (scaled := _RATING.fullmatch(said)) is not None:
        return folded.index(scaled[1]) if scaled[1] in folded else None
    starting = [index for index, label in enumerate(folded) if label.startswith(said + " ")]
    if len(starting) == 1 and (loose or len(said) >= 4 or " " in said):
        return starting[0]
    if loose and len(said) >= 3 and (part := _part_of_one(said, folded)) is not None:
        return part
    within = [index for index, label in enumerate(folded) if label and f" {label} " in f" {said} "]
    within = [index for index in within if not folded[index].isdecimal()]  # "3 days" is no 3
    if loose and len(within) == 1 and len(said.split()) <= 4 and not _NEGATION & set(said.split()):
        return within[0]
    needed = NEAR if loose else VERY_NEAR
    if len(said) < 3 or all(_nearest(said, label) < needed for label in folded):
        return None
    near = sorted(
        ((SequenceMatcher(None, said, label).ratio(), index) for index, label in enumerate(folded)), reverse=True
    )
    clear = len(near) == 1 or near[0][0] - near[1][0] >= MARGIN
    return near[0][1] if near[0][0] >= needed and clear else None


def _nearest(one: str, other: str) -> float:
    """How near two texts of these lengths can be at best: a sentence is near to no label, and that is quickly told."""
    return 2 * min(len(one), len(other)) / (len(one) + len(other))


def _part_of_one(said: str, labels: Sequence[str]) -> int | None:
    """The one label that these words are a part of: "sex" of "affection or sex"."""
    parts = [index for index, label in enumerate(labels) if f" {said} " in f" {label} "]
    return parts[0] if len(parts) == 1 else None


_NEGATION = {"not", "no", "dont", "never", "without"}


def fold(text: str) -> str:
    """Case, accents, punctuation and emoji taken away, spaces made single."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", ""))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return " ".join(_NOT_WORD.sub(" ", plain).split())
