"""The kind observer: seven minutes of writing about a disagreement as a friend of both would see it, and again later.

Source: Finkel et al., 2013. Of 120 couples those who wrote like this three times in a year, about every four months,
seven minutes each, stopped sliding in satisfaction. They did it as couples.

All words are recorded; the person keeps the latest, shortened, so that it can be shown beside the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from content.catalogue import Phrase, Value
from dialogs.again import offers
from dialogs.ago import ago
from dialogs.engine import Choice, Dialog, End, Frame, Move, Pass, Turn, Wait
from dialogs.exercise import LONG, exercise

PROMPTS = ("friend", "block", "use")
TIMER = "seven_minutes"
MINUTES = timedelta(minutes=7)
KEPT = 600  # characters under one prompt that are kept at hand, since they are read and written with every turn
CUT = "…"


def wrote(turn: Turn) -> bool:
    """Whether anything was written under any prompt."""
    return any(turn.facts.get(prompt) for prompt in PROMPTS)


def wrote_before(turn: Turn) -> bool:
    """Whether there are words now, and earlier ones to read beside them."""
    return wrote(turn) and bool(turn.person.writing)


def fits(turn: Turn) -> bool:
    """Whether there is room for these words under the prompt."""
    return len(_joined(turn)) <= LONG


def _joined(turn: Turn) -> str:
    return "\n\n".join(part for part in (turn.facts.get(turn.state), (turn.text or "").strip()) if part)


def _start_the_clock(turn: Turn) -> None:
    until = (turn.now + MINUTES).isoformat(timespec="seconds")
    turn.facts["until"] = until
    turn.start_timer(TIMER, MINUTES, until=until)
    turn.say("observer.clock")


def _write(turn: Turn) -> None:
    turn.facts[turn.state] = _joined(turn)


def _too_much(turn: Turn) -> None:
    turn.say("observer.too_much")


def _stop_the_clock(turn: Turn) -> None:
    turn.cancel_timer(TIMER)


def _keep(turn: Turn) -> None:
    """Record every word, keep this writing in the place of the earlier one, and plan the next."""
    words = {prompt: str(turn.facts[prompt]) for prompt in PROMPTS if turn.facts.get(prompt)}
    turn.record("writing", **words)
    turn.facts["then"] = dict(turn.person.writing)
    turn.know(writing={"at": turn.now.isoformat(timespec="seconds")} | {name: _short(words[name]) for name in words})
    offers.plan(turn, "observer")
    turn.say("observer.kept" if offers.is_planned(turn.person, "observer") else "observer.kept_only")


def _short(text: str) -> str:
    return text if len(text) <= KEPT else text[: KEPT - 1].rstrip() + CUT


def _show_both(turn: Turn) -> None:
    """The earlier words and today's, prompt by prompt."""
    then = turn.facts.get("then") or {}
    pairs = {prompt: (then.get(prompt, ""), _short(turn.facts.get(prompt) or "")) for prompt in PROMPTS}
    for prompt, words in pairs.items():
        if any(words):
            before, now = (said or Phrase("observer.nothing") for said in words)
            turn.say("observer.both", apart=True, question=Phrase(f"observer.questions.{prompt}"), then=before, now=now)
    if any(said.endswith(CUT) for words in pairs.values() for said in words):
        turn.say("observer.shortened")


def _ago(turn: Turn) -> Mapping[str, Value]:
    return {"ago": ago((turn.facts.get("then") or {}).get("at"), turn.now)}


def _ways(turn: Turn) -> Sequence[Choice]:
    if not turn.facts.get(turn.state):
        return (Choice("skip", "next"),)
    finish = Choice("finish", "finish")
    return (finish,) if turn.state == PROMPTS[-1] else (Choice("next", "next"), finish)


def _prompt(name: str) -> Wait:
    """A question that takes as many messages as somebody writes."""
    return Wait(
        name,
        _ways,
        text="wrote",
        screen=lambda turn: "observer.on" if turn.facts.get(name) else f"observer.{name}",
        screens=(f"observer.{name}", "observer.on"),
        longest=LONG,
    )


def _back_to_the_last(frame: Frame) -> Frame:
    """Version 1 kept the words at the very end: who had only ratings left is asked to finish, so that none is lost."""
    written = any(frame.facts.get(prompt) for prompt in PROMPTS)
    return replace(frame, state=PROMPTS[-1]) if written and frame.state in ("after", "noticed") else frame


OBSERVER = exercise(
    "observer",
    "soothe",
    version=2,
    steps=(
        Pass("begin"),
        *(_prompt(prompt) for prompt in PROMPTS),
        Pass("written"),
        Wait("beside", (Choice("show", "show"), Choice("not_now", "next")), values=_ago),
    ),
    moves=(
        Move("go", "begin", "friend", do=_start_the_clock),
        *(Move("wrote", prompt, prompt, when=fits, do=_write) for prompt in PROMPTS),
        *(Move("wrote", prompt, prompt, do=_too_much) for prompt in PROMPTS),
        *(Move("next", prompt, then) for prompt, then in zip(PROMPTS, (*PROMPTS[1:], "written"), strict=True)),
        Move("finish", PROMPTS, "written"),
        Move("go", "written", "beside", when=wrote_before, do=(_stop_the_clock, _keep)),
        Move("go", "written", "after", when=wrote, do=(_stop_the_clock, _keep)),
        Move("go", "written", "after", do=_stop_the_clock),
        Move("show", "beside", "after", do=_show_both),
        Move("next", "beside", "after"),
    ),
    facts={**dict.fromkeys((*PROMPTS, "until"), str), "then": dict},
    says=(
        "observer.clock",
        "observer.too_much",
        "observer.kept",
        "observer.kept_only",
        "observer.both",
        "observer.shortened",
    ),
    migrations={1: _back_to_the_last},
)


def obstacle(turn: Turn, under_way: str) -> str | None:
    """Why nobody is told that the time is up: they don't write any more, or began anew. The turn is that of the top."""
    writing = under_way == OBSERVER.name and turn.state in PROMPTS
    return None if writing and turn.facts.get("until") == (turn.value or {}).get("until") else "off"


def _say_it_is_up(turn: Turn) -> None:
    turn.say("seven_minutes.up")


SEVEN_MINUTES = Dialog(
    "seven_minutes",
    1,
    "due",
    states=(Pass("due"), End("told")),
    moves=(Move("go", "due", "told", do=_say_it_is_up),),
    facts={"until": str},
    says=("seven_minutes.up",),
)
