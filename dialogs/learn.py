"""Lessons: twelve short texts about the loop and what lies beneath it, each with one question and one tiny act.

All are open to browse; which one is suggested next follows what was practised and read, and not the days that passed.
What somebody answers is kept with their facts, like a practice. Three lessons end in something of their own: the first
in the person's loop, the one on safety in the five private questions, the last in a deal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.catalogue import Phrase, Value
from dialogs.careful import careful
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait, unchanged
from dialogs.lessons import LESSONS, SOLO, all_finished, fitting, next_lesson, open_lessons, reads_ahead

__all__ = ["LEARN", "LESSONS", "SOLO", "next_lesson", "open_lessons"]

VARIANTS = ("pursuer", "distancer", "mixed")
LONGEST = 1000  # characters of an answer


def _variant(turn: Turn) -> str:
    return turn.person.role if turn.person.role in VARIANTS else "mixed"


def _name(turn: Turn) -> str:
    name = turn.facts.get("lesson")
    return name if name in LESSONS else LESSONS[0]


def practice_first(turn: Turn) -> bool:
    """Whether a practice is suggested before the next lesson; not where couple exercises rest."""
    return reads_ahead(turn) and not careful(turn) and next_lesson(turn) is not None


def _shown(turn: Turn) -> Mapping[str, Value]:
    done = sum(name in turn.person.lessons for name in open_lessons(turn))
    return {"done": done, "count": len(open_lessons(turn)), "next": _next(turn)}


def _next(turn: Turn) -> Value:
    """Which one fits next, and why."""
    fit = fitting(turn)
    if fit is None:
        return Phrase("learn.all_read" if all_finished(turn) and not careful(turn) else "learn.none_left")
    title = Phrase(f"learn.{fit.name}.title")
    if practice_first(turn):
        values: dict[str, Value] = {
            "title": title,
            "read": len(turn.person.lessons),
            "often": _often(turn.person.practised),
        }
        return Phrase("learn.practice_first", values)
    return Phrase("learn.next_one", {"title": title, "reason": fit.reason})


def _often(count: int) -> Value:
    return Phrase("learn.times", {"count": count}) if count > 1 else Phrase(f"learn.times_{count}")


def _listed(turn: Turn) -> Sequence[Choice]:
    following = next_lesson(turn)
    names = open_lessons(turn)
    ordered = (*((following,) if following else ()), *(name for name in names if name != following))
    graduate = (Choice("graduate", "graduate"),)
    return (
        *(graduate if all_finished(turn) and not careful(turn) else ()),
        *((Choice("practise", "practise"),) if practice_first(turn) else ()),
        *(Choice(name, "lesson", name, label=_label(turn, name)) for name in ordered),
        *((Choice("aside", "aside"),) if careful(turn) else graduate if not all_finished(turn) else ()),
        Choice("done", "leave"),
    )


def _label(turn: Turn, name: str) -> Value:
    title = Phrase(f"learn.{name}.title")
    return Phrase("learn.finished", {"title": title}) if name in turn.person.lessons else title


def _acts(turn: Turn) -> Sequence[Choice]:
    deal = (Choice("deal", "deal", True),) if _name(turn) == "halfway" and not careful(turn) else ()
    return (*deal, Choice("will_do", "finish", True), Choice("not_today", "finish", False))


def _take(turn: Turn) -> None:
    turn.facts["lesson"] = turn.value


def _answer(turn: Turn) -> None:
    name = _name(turn)
    turn.record("lesson", name=name, answer=turn.text)
    turn.say(f"learn.{name}.thanks")


def _finish(turn: Turn) -> None:
    name = _name(turn)
    turn.know(lessons={**turn.person.lessons, name: turn.now.date().isoformat()})
    turn.record("lesson", name=name, will_do=turn.result == "told" or bool(turn.value))


def given(turn: Turn) -> bool:
    """Whether the lesson was named by whoever called."""
    return turn.facts.get("lesson") in open_lessons(turn)


def on_the_loop(turn: Turn) -> bool:
    """Whether the lesson is the one whose act is the person's own loop."""
    return _name(turn) == "loop" and not careful(turn)


def on_safety(turn: Turn) -> bool:
    """Whether the lesson is the one at whose end the private questions are offered again."""
    return _name(turn) == "safety"


def told(turn: Turn) -> bool:
    """Whether the loop was told."""
    return bool(turn.result == "told")


def setting_aside(turn: Turn) -> bool:
    """Whether a private question was answered so that everything for couples is left."""
    return bool(turn.result == "aside")


LEARN = Dialog(
    "learn",
    3,
    "start",
    states=(
        Pass("start"),
        Wait("rest", _listed, values=_shown),
        Call("careful", "careful"),
        Call("practising", "practice"),
        Call("graduating", "graduate"),
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
        Call("own_loop", "own_loop"),
        Wait(
            "action",
            _acts,
            screen=lambda turn: f"learn.{_name(turn)}.action",
            screens=tuple(f"learn.{name}.action" for name in LESSONS),
        ),
        Call("private", "screening", facts=lambda turn: {"again": True}),
        Call("dealing", "deal"),
        End("done"),
        End("aside", lambda turn: "aside", unwind=True),
    ),
    moves=(
        Move("go", "start", "text", when=given),
        Move("go", "start", "rest"),
        Move("lesson", "rest", "text", do=_take),
        Move("practise", "rest", "practising"),
        Move("graduate", "rest", "graduating"),
        Move("aside", "rest", "careful"),
        Move("returned", ("careful", "practising", "graduating", "dealing"), "rest"),
        Move("leave", "rest", "done"),
        Move("next", "text", "question"),
        Move("back", "text", "rest"),
        Move("answered", "question", "own_loop", when=on_the_loop, do=_answer),
        Move("answered", "question", "action", do=_answer),
        Move("skip", "question", "own_loop", when=on_the_loop),
        Move("skip", "question", "action"),
        Move("returned", "own_loop", "rest", when=told, do=_finish),
        Move("returned", "own_loop", "action"),
        Move("deal", "action", "dealing", do=_finish),
        Move("finish", "action", "private", when=on_safety, do=_finish),
        Move("finish", "action", "rest", do=_finish),
        Move("returned", "private", "aside", when=setting_aside),
        Move("returned", "private", "rest"),
    ),
    facts={"lesson": str},
    # version 2 has one move where two led the same way; 3 ends some lessons in something of their own
    migrations=unchanged(1, 2),
    says=tuple(f"learn.{name}.thanks" for name in LESSONS),
)
