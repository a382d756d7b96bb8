"""Lessons: twelve short texts about the loop and what lies beneath it, each with one question and one tiny act.

All are open to browse; which one is offered next follows what was practised and read, and not the days that passed.
What somebody answers is kept with their facts, like a practice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.catalogue import Phrase, Value
from dialogs.careful import careful
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait, unchanged

LESSONS = (
    "loop", "my_side", "clock", "origins", "tendencies", "needs",
    "costs", "soothing", "availability", "words", "safety", "halfway",
)  # fmt: skip
SOLO = ("soothing", "safety")  # those that ask nothing of a couple: open also where couple exercises rest
VARIANTS = ("pursuer", "distancer", "mixed")
LONGEST = 1000  # characters of an answer


def next_lesson(turn: Turn) -> str | None:
    """The first lesson that was not finished yet; None where all were."""
    return next((name for name in open_lessons(turn) if name not in turn.person.lessons), None)


def open_lessons(turn: Turn) -> Sequence[str]:
    """The lessons on offer."""
    return SOLO if careful(turn) else LESSONS


def _variant(turn: Turn) -> str:
    return turn.person.role if turn.person.role in VARIANTS else "mixed"


def _name(turn: Turn) -> str:
    name = turn.facts.get("lesson")
    return name if name in LESSONS else LESSONS[0]


def _shown(turn: Turn) -> Mapping[str, Value]:
    done = sum(name in turn.person.lessons for name in open_lessons(turn))
    return {"done": done, "count": len(open_lessons(turn))}


def _listed(turn: Turn) -> Sequence[Choice]:
    following = next_lesson(turn)
    names = open_lessons(turn)
    ordered = (*((following,) if following else ()), *(name for name in names if name != following))
    return (
        *(Choice(name, "lesson", name, label=_label(turn, name)) for name in ordered),
        *((Choice("aside", "aside"),) if careful(turn) else ()),
        Choice("done", "leave"),
    )


def _label(turn: Turn, name: str) -> Value:
    title = Phrase(f"learn.{name}.title")
    return Phrase("learn.finished", {"title": title}) if name in turn.person.lessons else title


def _take(turn: Turn) -> None:
    turn.facts["lesson"] = turn.value


def _answer(turn: Turn) -> None:
    name = _name(turn)
    turn.record("lesson", name=name, answer=turn.text)
    turn.say(f"learn.{name}.thanks")


def _finish(turn: Turn) -> None:
    name = _name(turn)
    turn.know(lessons={**turn.person.lessons, name: turn.now.date().isoformat()})
    turn.record("lesson", name=name, will_do=turn.value)


def given(turn: Turn) -> bool:
    """Whether the lesson was named by whoever called."""
    return turn.facts.get("lesson") in open_lessons(turn)


LEARN = Dialog(
    "learn",
    2,
    "start",
    states=(
        Pass("start"),
        Wait("rest", _listed, values=_shown),
        Call("careful", "careful"),
        Wait(
            "text",
            (Choice("next", "next"), Choice("back", "back")),
            screen=lambda turn: f"learn.{_name(turn)}.{_variant(turn)}",
            screens=tuple(f"learn.{name}.{variant}" for name in LESSONS for variant in VARIANTS),
        ),
        Wait(
            "question",
            (Choice("skip", "skip"),),
            text="answered",
            longest=LONGEST,
            screen=lambda turn: f"learn.{_name(turn)}.question",
            screens=tuple(f"learn.{name}.question" for name in LESSONS),
        ),
        Wait(
            "action",
            (Choice("will_do", "finish", True), Choice("not_today", "finish", False)),
            screen=lambda turn: f"learn.{_name(turn)}.action",
            screens=tuple(f"learn.{name}.action" for name in LESSONS),
        ),
        End("done"),
    ),
    moves=(
        Move("go", "start", "text", when=given),
        Move("go", "start", "rest"),
        Move("lesson", "rest", "text", do=_take),
        Move("aside", "rest", "careful"),
        Move("returned", "careful", "rest"),
        Move("leave", "rest", "done"),
        Move("next", "text", "question"),
        Move("back", "text", "rest"),
        Move("answered", "question", "action", do=_answer),
        Move("skip", "question", "action"),
        Move("finish", "action", "rest", do=_finish),
    ),
    facts={"lesson": str},
    migrations=unchanged(1),  # version 2 has one move where two led the same way
    says=tuple(f"learn.{name}.thanks" for name in LESSONS),
)
