"""The pattern in several episodes: what comes back at each step, and which step is cheapest to interrupt.

The rule, in the order in which it is applied; it is ours (coach.md, section 7) and not validated:

1. Below four episodes nothing is said.
2. Only the person's own steps count, a sign in the body or a move of theirs, never what the partner does.
3. A step counts if the same answer comes in at least three episodes and in at least half of them.
4. If the episodes without it ended better, it is preferred: at least two on each side tell how they ended, and the
   share that was mended is higher by a third.
5. Of those left the earliest is taken (the body before the move), then the more frequent.

An episode was mended if it ended with a talk or with a break and a time, or if somebody came back to it. With so few
episodes a difference may be chance, which the words say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dialogs.loop.steps import NOTHING, OWN, TOLD, Answer, identity, keys

LEAST = 4  # episodes from which on something is said
TIMES = 3  # episodes in which a step comes back before it counts
COMPARED = 2  # episodes with a known end, with and without a step, before they are compared
BETTER = Fraction(1, 3)  # by how much more of them were mended without it

_GOOD_ENDS = frozenset({"talked", "pause"})
_BAD_ENDS = keys("ended") - _GOOD_ENDS - {"interrupted"}
_REPAIRS = keys("repair") - {NOTHING}

Episode = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Habit:
    """An answer that a step had in ``times`` of ``count`` episodes."""

    step: str
    answer: Answer
    times: int
    count: int

    @property
    def recurs(self) -> bool:
        """Whether it comes back often enough to count."""
        return self.times >= TIMES and 2 * self.times >= self.count


@dataclass(frozen=True, slots=True)
class Contrast:
    """How many episodes were mended, of those whose end is known, with a step and without it."""

    mended_with: int
    known_with: int
    mended_without: int
    known_without: int

    @property
    def better_without(self) -> bool:
        """Whether there are enough to compare, and clearly more were mended without it."""
        if min(self.known_with, self.known_without) < COMPARED:
            return False
        shares = Fraction(self.mended_with, self.known_with), Fraction(self.mended_without, self.known_without)
        return shares[1] - shares[0] >= BETTER


@dataclass(frozen=True, slots=True)
class Cheapest:
    """The step that is cheapest to interrupt; ``contrast`` only where the episodes without it ended better."""

    habit: Habit
    contrast: Contrast | None = None


def typical(episodes: Sequence[Episode]) -> list[Habit]:
    """The most frequent answer of each step, in the order of happening; of several the one that came first."""
    return [max(habits, key=lambda habit: habit.times) for step in TOLD if (habits := _habits(step, episodes))]


def cheapest(episodes: Sequence[Episode]) -> Cheapest | None:
    """The step that is cheapest to interrupt, by the rule above; None where none can be named yet."""
    if len(episodes) < LEAST:
        return None
    found = [
        Cheapest(habit, contrast if (contrast := compare(habit, episodes)).better_without else None)
        for step in OWN
        for habit in _habits(step, episodes)
        if habit.recurs and habit.answer.get("key") != NOTHING
    ]
    return min(found, key=_order, default=None)


def compare(habit: Habit, episodes: Sequence[Episode]) -> Contrast:
    """How the episodes with a step ended beside those without it."""
    ends: dict[bool, list[bool]] = {True: [], False: []}
    for episode in episodes:
        end = mended(episode)
        if end is not None:
            ends[_has(episode, habit)].append(end)
    return Contrast(sum(ends[True]), len(ends[True]), sum(ends[False]), len(ends[False]))


def mended(episode: Episode) -> bool | None:
    """Whether an episode ended well or was repaired; None where its answers don't tell."""
    ended, repair = ((episode.get(step) or {}).get("key") for step in ("ended", "repair"))
    if ended in _GOOD_ENDS or repair in _REPAIRS:
        return True
    return False if ended in _BAD_ENDS or repair == NOTHING else None


def _has(episode: Episode, habit: Habit) -> bool:
    answer = episode.get(habit.step)
    return answer is not None and identity(answer) == identity(habit.answer)


def _habits(step: str, episodes: Sequence[Episode]) -> list[Habit]:
    """Every answer that a step had, in the order in which they first came."""
    rows: dict[tuple[str, str], list[Answer]] = {}
    for answer in _answers(step, episodes):
        rows.setdefault(identity(answer), []).append(answer)
    return [Habit(step, same[-1], len(same), len(episodes)) for same in rows.values()]


def _answers(step: str, episodes: Sequence[Episode]) -> Iterator[Answer]:
    return (episode[step] for episode in episodes if step in episode)


def _order(one: Cheapest) -> tuple[bool, int, int, tuple[str, str]]:
    return one.contrast is None, OWN.index(one.habit.step), -one.habit.times, identity(one.habit.answer)
