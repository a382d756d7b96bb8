"""Several episodes: what comes back in them, what to do about it, and earlier ones to look at or delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from content.catalogue import Phrase, Value
from dialogs.engine import Choice, Turn
from dialogs.loop.advice import practice_for
from dialogs.loop.pattern import LEAST, Cheapest, Habit, cheapest, typical
from dialogs.loop.picture import draw
from dialogs.loop.steps import ASKED
from dialogs.loop.telling import moment, quoted, tell, tell_counted
from dialogs.zones import local


def known(turn: Turn) -> bool:
    """Whether an episode is kept."""
    return bool(turn.person.episodes)


def enough(turn: Turn) -> bool:
    """Whether there are enough episodes to look for what comes back."""
    return len(turn.person.episodes) >= LEAST


def counted(turn: Turn) -> Mapping[str, Value]:
    """How many episodes there are, and how many more it takes."""
    count = len(turn.person.episodes)
    return {
        "count": Phrase("loop.count.one") if count == 1 else Phrase("loop.count.many", {"count": count}),
        "more": "" if enough(turn) else Phrase("loop.count.more", {"least": LEAST}),
    }


def rest_choices(turn: Turn) -> Sequence[Choice]:
    """What can be done with the episodes there are."""
    pattern = (Choice("pattern", "pattern"),) if enough(turn) else ()
    return (Choice("log", "log"), *pattern, Choice("earlier", "earlier"), Choice("done", "leave"))


# -- what comes back ---------------------------------------------------------------------------------------------------


def show_loop(turn: Turn) -> None:
    """Show the loop that comes back as a picture, with the step that is cheapest to interrupt."""
    found = _found(turn)
    answers = {habit.step: habit.answer for habit in _loop(turn)}
    draw(turn, "loop.drawn.often", answers, found.habit.step if found else None)


def pattern_screen(turn: Turn) -> str:
    """Which screen tells what comes back."""
    return "loop.pattern.found" if _found(turn) else "loop.pattern.open"


def pattern(turn: Turn) -> Mapping[str, Value]:
    """The loop with its counts, and where a step can be named, which one and why."""
    values: dict[str, Value] = {"count": len(turn.person.episodes), "lines": tell_counted(_loop(turn))}
    found = _found(turn)
    if found is None:
        return values
    habit = found.habit
    reason: dict[str, Value] = {
        "answer": quoted(habit.step, habit.answer), "times": habit.times, "count": habit.count
    }  # fmt: skip
    return {
        **values,
        "reason": Phrase(f"loop.reason.{habit.step}", reason),
        "why": Phrase("loop.why.mended", asdict(found.contrast))
        if found.contrast
        else Phrase(f"loop.why.{habit.step}"),
        "practice": _practice(turn, habit),
    }


def pattern_choices(turn: Turn) -> Sequence[Choice]:
    """A practice and a plan for the step that was named."""
    found, done = _found(turn), Choice("done", "done")
    if found is None:
        return (done,)
    return (Choice("practice", "practice", label=_practice(turn, found.habit)), Choice("plan", "plan"), done)


def to_practise(turn: Turn) -> Mapping[str, Any]:
    """The facts that the practices begin with."""
    found = _found(turn)
    return {"name": practice_for(found.habit, turn.person)} if found else {}


def to_plan(turn: Turn) -> Mapping[str, Any]:
    """The facts that an if-then plan begins with."""
    found = _found(turn)
    return {"trigger": moment(found.habit.step, found.habit.answer, turn.person.locale)} if found else {}


def _found(turn: Turn) -> Cheapest | None:
    return cheapest(turn.person.episodes)


def _loop(turn: Turn) -> Sequence[Habit]:
    """The most frequent answer of each step, but at the step that is spoken of the one that is spoken of."""
    found = _found(turn)
    return [
        found.habit if found is not None and found.habit.step == habit.step else habit
        for habit in typical(turn.person.episodes)
    ]


def _practice(turn: Turn, habit: Habit) -> Phrase:
    return Phrase(f"practice.names.{practice_for(habit, turn.person)}")


# -- earlier episodes --------------------------------------------------------------------------------------------------


def earlier(turn: Turn) -> Sequence[Choice]:
    """The episodes that are kept, the latest first."""
    rows = reversed(list(enumerate(turn.person.episodes)))
    return (
        *(Choice(f"e{index}", "open", index, label=_title(turn, row)) for index, row in rows),
        Choice("done", "done"),
    )


def open_episode(turn: Turn) -> None:
    """Look at an episode."""
    turn.facts["open"] = turn.value
    draw(turn, "loop.drawn.once", _opened(turn) or {})


def opened(turn: Turn) -> Mapping[str, Value]:
    """The episode that is looked at, in words."""
    return {"lines": tell(_opened(turn) or {})}


def delete(turn: Turn) -> None:
    """Delete the episode, here and among the records."""
    episode = _opened(turn)
    if episode is not None:  # a digression may have deleted it before
        turn.unrecord("episode", datetime.fromisoformat(episode["at"]))
        turn.know(episodes=tuple(other for other in turn.person.episodes if other is not episode))
    turn.say("loop.deleted")


def _opened(turn: Turn) -> Mapping[str, Any] | None:
    """The episode that is looked at; None where it is there no more."""
    index, episodes = turn.facts.get("open"), turn.person.episodes
    return episodes[index] if index is not None and index < len(episodes) else None


def _title(turn: Turn, episode: Mapping[str, Any]) -> Value:
    """An episode on a button: its day, and the first step that was answered."""
    day = local(datetime.fromisoformat(episode["at"]), turn.person.zone)
    step = next(name for name in ASKED if name in episode)  # an empty one is never kept
    values: dict[str, Value] = {
        "day": day.day, "month": Phrase(f"words.months.{day.month}"), "answer": quoted(step, episode[step])
    }  # fmt: skip
    return Phrase("loop.title", values)
