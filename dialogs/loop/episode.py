"""One episode: its six steps asked, what was answered, and the one gentle question where words judge."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from content.catalogue import Value
from dialogs.engine import Choice, Turn
from dialogs.engine.dialog import Guard
from dialogs.loop.picture import draw
from dialogs.loop.steps import ASKED, Answers, label, offered
from dialogs.loop.telling import tell
from dialogs.own_words import judges, worries

FIRST, LAST = ASKED[0], ASKED[-1]
_SUBJECT = re.compile(r"(?:i|we|you|he|she|they|it|my|our|his|her|their|the|a)\b", re.IGNORECASE)


def choices_at(step: str) -> Callable[[Turn], Sequence[Choice]]:
    """The answers on offer at a step, and the ways past it and back."""

    def choices(turn: Turn) -> Sequence[Choice]:
        chips = (Choice(key, "chosen", key, label=label(step, key)) for key in offered(step, turn.person.role))
        back = () if step == FIRST else (Choice("back", "back"),)
        return (*chips, Choice("leave_out", "leave_out"), *((Choice("as_it_was", "show"),) if changing(turn) else back))

    return choices


def at(step: str) -> Guard:
    """Whether this is the step that was answered last, or that is come back to."""

    def stands_there(turn: Turn) -> bool:
        return _step(turn) == step

    stands_there.__name__ = f"at_{step}"
    return stands_there


def worrying(turn: Turn) -> bool:
    """Whether the words are of violence, threats or control, which the detectors let pass; once a day it is asked."""
    return worries(turn, *_readings(turn))


def judging(turn: Turn) -> bool:
    """Whether the words judge or guess at a motive; asked about once an episode, and taken as they stand after that."""
    return judges(turn, *_readings(turn))


def changing(turn: Turn) -> bool:
    """Whether one step of an episode that was told already is changed."""
    return bool(turn.facts.get("changing"))


def complete(turn: Turn) -> bool:
    """Whether there is something to tell, and nothing left to ask."""
    return bool(_answers(turn)) and (changing(turn) or _step(turn) == LAST)


def take(turn: Turn) -> None:
    """Keep an answer: what was tapped, or the words as they were typed."""
    _put(turn, {"key": turn.value} if turn.text is None else {"words": turn.text})


def leave_out(turn: Turn) -> None:
    """Leave a step out, also one that was answered before."""
    _put(turn, None)


def ask_the_camera(turn: Turn) -> None:
    """Keep the words, which stand unless the person changes them, and ask no more in this episode."""
    take(turn)
    turn.facts["asked"] = True


def come_back(turn: Turn) -> None:
    """Remember the step, to come back to it from where its words led."""
    turn.facts["at"] = _step(turn)


def change(turn: Turn) -> None:
    """Go to one step of the episode, to answer it anew."""
    turn.facts.update(at=turn.value, changing=True)


def show(turn: Turn) -> None:
    """Show the episode as a picture; what follows tells it."""
    turn.facts["changing"] = None
    draw(turn, "loop.drawn.once", _answers(turn))


def told(turn: Turn) -> Mapping[str, Value]:
    """The episode in words."""
    return {"lines": tell(_answers(turn))}


def typed(turn: Turn) -> Mapping[str, Value]:
    """The words that the camera's question is about."""
    return {"words": (_answers(turn).get(_step(turn)) or {}).get("words", "")}


def keep(turn: Turn) -> None:
    """Keep the episode with the person and among the records."""
    turn.person = turn.person.with_episode(turn.now, _answers(turn))
    turn.record("episode", **_answers(turn))
    turn.say("loop.kept")
    _clear(turn)


def drop(turn: Turn) -> None:
    """Let the episode go, unsaved."""
    turn.say("loop.dropped" if _answers(turn) else "loop.nothing_there")
    _clear(turn)


def _answers(turn: Turn) -> Answers:
    return turn.facts.get("answers") or {}


def _step(turn: Turn) -> str:
    return turn.state if turn.state in ASKED else str(turn.facts.get("at") or FIRST)


def _put(turn: Turn, answer: Mapping[str, str] | None) -> None:
    step = _step(turn)
    others = {name: given for name, given in _answers(turn).items() if name != step}
    turn.facts.update(answers={**others, step: answer} if answer else others, at=step)


def _clear(turn: Turn) -> None:
    turn.facts.update(answers=None, at=None, asked=None, changing=None)


def _readings(turn: Turn) -> Sequence[str]:
    """The words as they may be meant: "was rude" tells of the partner where their move is asked for."""
    text = turn.text or ""
    unsaid = _step(turn) == "theirs" and not _SUBJECT.match(text)
    return (text, f"They {text}") if unsaid else (text,)
