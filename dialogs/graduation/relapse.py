"""Relapse: the plan that was written while things were calm, read back when the loop has returned."""

from __future__ import annotations

import re

from dialogs.careful import careful, lifted
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.graduation.page import PLAN, has_plan, is_practice, shown

LONGEST = 14  # words; what is longer is a story, and heard as one
_LOOP = r"(?:(?:the|our|that|this) )?(?:same )?(?:old )?(?:loop|pattern|cycle|dance|ways|fights?)"
_BACK = re.compile(
    rf"\bback (?:in|into) (?:it|{_LOOP})\b|\bback (?:to|at) (?:{_LOOP}|square one|where we (?:were|started))\b"
    rf"|\b(?:in|at) (?:it|{_LOOP}) again\b|\b{_LOOP}(?:['’]s| is| has come| came| has) (?:here again|back)\b"
    r"|\b(?:we|i)(?:['’]ve| have)? (?:slipped|relapsed|slid back|fell back|fallen back)\b",
    re.IGNORECASE,
)
_SUBJECT = r"(?:we(?:['’]re| are)|i(?:['’]m| am)|things are|it(?:['’]s| is))"
_GOOD = r"(?:(?:really|very|so|much|pretty|quite|all|a lot) )*(?:well|better|good|great|fine)"
_WELL = re.compile(
    rf"\b{_SUBJECT} (?:(?:both|now) )?(?:doing|going|getting along) {_GOOD}\b"
    rf"|\b(?:we(?:['’]re| are)|things are) {_GOOD}\b"
    r"|\b(?:i|we) (?:don['’]?t|do not|no longer) need (?:you|this) ?(?:any ?more|now)?\W*$",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:not|never|if|when|hope|wish|until|pretend|were|was|he|she|they|him|her|them)\b|\?", re.IGNORECASE
)


def back_in_it(text: str) -> bool:
    """Whether short words say that the old loop is back: "we're back in it"."""
    return _says(_BACK, text)


def doing_well(text: str) -> bool:
    """Whether short words say that the two are doing well, so that a closing can be offered."""
    return _says(_WELL, text)


def _says(pattern: re.Pattern[str], text: str) -> bool:
    return len(text.split()) <= LONGEST and _ELSE.search(text) is None and pattern.search(text) is not None


def with_plan(turn: Turn) -> bool:
    """Whether there is a plan to read back."""
    return has_plan(turn.person)


def with_practice(turn: Turn) -> bool:
    """Whether the first step of the plan is a practice of ours."""
    return is_practice(turn.person.graduation.get("step"))


def _note(turn: Turn) -> None:
    turn.record("relapse", planned=has_plan(turn.person))


RELAPSE = Dialog(
    "relapse",
    1,
    "start",
    states=(
        Pass("start"),
        Call("careful", "careful"),
        Pass("begin"),
        Wait(
            "plan",
            lambda turn: (
                *((Choice("step", "step"),) if with_practice(turn) else ()),
                Choice("calm", "calm"),
                Choice("enough", "leave"),
            ),
            values=lambda turn: shown(turn.person.graduation, PLAN),
        ),
        Wait("no_plan", (Choice("calm", "calm"), Choice("write", "write"), Choice("enough", "leave"))),
        Call("stepping", "practice", facts=lambda turn: {"name": turn.person.graduation.get("step")}),
        Call("calming", "practice", facts=lambda turn: {"side": "soothe"}),
        Call("writing", "graduate"),
        End("done"),
        End("left", lambda turn: None),
    ),
    moves=(
        Move("go", "start", "careful", when=careful),
        Move("go", "start", "begin", do=_note),
        Move("returned", "careful", "begin", when=lifted, do=_note),
        Move("returned", "careful", "left"),
        Move("go", "begin", "plan", when=with_plan),
        Move("go", "begin", "no_plan"),
        Move("step", "plan", "stepping"),
        Move("calm", ("plan", "no_plan"), "calming"),
        Move("write", "no_plan", "writing"),
        Move("returned", ("stepping", "calming", "writing"), "done"),
        Move("leave", ("plan", "no_plan"), "done"),
    ),
)
