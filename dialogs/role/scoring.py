"""The score of "Reach & Retreat": twelve answers on one subject, about the last four weeks with one's partner.

Two axes, each 0 to 100, never one dial. Both are keyed the same way, so saying yes to everything raises both and
cancels in their difference, the *lean*. C1 (who wants things to change) never enters the score, it can only make it
less sure.

The cut-offs and confidences are our own: the confidences come from a simulation of 200,000 pairs of answers (alpha
.79, SD 21, standard error 9.8 points an axis). What is a change between two runs is told in `change`.
Nothing here is validated yet; the raw answers are kept with their ``ITEM_SET``, so that they can be scored anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Literal, get_args

from dialogs.role.answers import ITEM_SET, ITEMS, TOPICS, Answers, Wanting, one_of

__all__ = [
    "ITEMS",
    "ITEM_SET",
    "TOPICS",
    "Answers",
    "Confidence",
    "Outcome",
    "Result",
    "Role",
    "Wanting",
    "may_retake",
    "role_of",
    "score",
]

Outcome = Literal[
    "not_enough",
    "neither",
    "depends",
    "pursuer",
    "distancer",
    "leaning_pursuer",
    "leaning_distancer",
    "mixed",
    "mixed_mild",
]
Confidence = Literal["clear", "likely", "open"]
Role = Literal["pursuer", "distancer", "mixed", "unclear"]

RETAKE_AFTER = timedelta(days=14)

_LOW = 35  # below this on both axes there is no strong lean
_HIGH = 50  # from here on both axes a person plainly does both
_LEANS = 15
_PLAIN = 25
_SWAPS = 3  # F1: often
_HASTE = 1.2  # seconds a tap; nobody reads a sentence in less
_LOWERED = ("skipped", "identical", "fast", "change")
_ROLES: Mapping[Outcome, Role] = {
    "pursuer": "pursuer",
    "leaning_pursuer": "pursuer",
    "distancer": "distancer",
    "leaning_distancer": "distancer",
    "mixed": "mixed",
    "mixed_mild": "mixed",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What the answers say, lately and on this subject.

    ``reach`` and ``retreat`` are 0 to 100, ``lean`` is reach minus retreat; with the outcome "not_enough" all three are
    0 and mean nothing. ``confidence`` is how sure the direction is: "clear" from 95 %, "likely" from 83 %, else "open";
    outcomes without a direction are always "open". ``lowered`` tells why it dropped by a step: "skipped", "identical",
    "fast", "change" (C1 says the opposite).
    """

    outcome: Outcome
    reach: int
    retreat: int
    lean: int
    confidence: Confidence
    lowered: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        return {
            "outcome": self.outcome,
            "reach": self.reach,
            "retreat": self.retreat,
            "lean": self.lean,
            "confidence": self.confidence,
            "lowered": list(self.lowered),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, object]) -> Result:
        """The result again.

        Raises:
            ValueError: a value is missing or can't be; the message names it.
        """
        reach, retreat, lean = (_whole(raw, "reach", 0), _whole(raw, "retreat", 0), _whole(raw, "lean", -100))
        if lean != reach - retreat:
            raise ValueError(f"lean is {lean}, but reach {reach} less retreat {retreat} is {reach - retreat}")
        lowered = raw.get("lowered", [])
        if not isinstance(lowered, list | tuple):
            raise ValueError(f"lowered is {lowered!r}; give a list of reasons")
        return cls(
            one_of("outcome", raw.get("outcome"), get_args(Outcome)),
            reach,
            retreat,
            lean,
            one_of("confidence", raw.get("confidence"), get_args(Confidence)),
            tuple(one_of("lowered", reason, _LOWERED) for reason in lowered),
        )


def score(answers: Answers, other: Sequence[Result] = ()) -> Result:
    """Score one run; ``other`` are the latest results on other subjects."""
    reach, retreat = _axis(answers.reach), _axis(answers.retreat)
    if reach is None or retreat is None:
        return Result("not_enough", 0, 0, 0, "open", ("skipped",))
    outcome = _outcome(reach, retreat, answers.flip)
    lean = reach - retreat
    if outcome != "neither" and abs(lean) >= _LEANS and any(_opposes(result, lean) for result in other):
        outcome = "depends"
    lowered = tuple(_reasons(answers, outcome))
    return Result(outcome, reach, retreat, lean, _confidence(outcome, lean, bool(lowered)), lowered)


def may_retake(last: datetime, now: datetime) -> bool:
    """Whether the same questions make sense again: fourteen days after the last time."""
    return now - last >= RETAKE_AFTER


def role_of(outcome: Outcome) -> Role:
    """The role to coach for; "unclear" where the outcome names none."""
    return _ROLES.get(outcome, "unclear")


def _axis(points: Iterable[int | None]) -> int | None:
    """The mean in whole points of 0 to 100; None if more than one is skipped.

    Rounding never decides: with four answers means move in steps of 6.25, and no cut-off has a sum or a difference of
    them within half a point of it, except on it.
    """
    given = [value for value in points if value is not None]
    if len(given) < 4:
        return None
    return (50 * sum(given) + len(given)) // (2 * len(given))


def _outcome(reach: int, retreat: int, flip: int | None) -> Outcome:
    lean = reach - retreat
    if max(reach, retreat) < _LOW:
        return "neither"
    if flip is not None and flip >= _SWAPS and abs(lean) < _PLAIN:
        return "depends"
    if abs(lean) >= _PLAIN:
        return "pursuer" if lean > 0 else "distancer"
    if abs(lean) >= _LEANS:
        return "leaning_pursuer" if lean > 0 else "leaning_distancer"
    return "mixed" if min(reach, retreat) >= _HIGH else "mixed_mild"


def _opposes(result: Result, lean: int) -> bool:
    """Whether another subject shows the opposite lean. One that shows no strong lean at all can't."""
    if result.outcome in ("not_enough", "neither"):
        return False
    return abs(result.lean) >= _LEANS and (result.lean > 0) != (lean > 0)


def _reasons(answers: Answers, outcome: Outcome) -> Iterable[str]:
    given = [value for value in (*answers.reach, *answers.retreat) if value is not None]
    if len(given) < 10 or answers.flip is None:  # C1 decides nothing, so skipping it costs nothing
        yield "skipped"
    if len(set(given)) == 1:
        yield "identical"
    if answers.seconds and median(answers.seconds) < _HASTE:
        yield "fast"
    if (role_of(outcome), answers.change) in (("pursuer", "partner"), ("distancer", "me")):
        yield "change"


def _confidence(outcome: Outcome, lean: int, lowered: bool) -> Confidence:
    if role_of(outcome) not in ("pursuer", "distancer"):
        return "open"
    if abs(lean) >= _PLAIN:
        return "likely" if lowered else "clear"
    return "open" if lowered else "likely"


def _whole(raw: Mapping[str, object], key: str, least: int) -> int:
    value = raw.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 100:
        raise ValueError(f"{key} is {value!r}; give a whole number from {least} to 100")
    return value
