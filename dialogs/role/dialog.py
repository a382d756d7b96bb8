"""The role dialog: a first guess from a person's own words, the twelve questions, and a result they may overrule.

Every answer set is kept with its topic and item-set version, so that cut-offs can be set anew later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from content.catalogue import Phrase, Value
from dialogs import statements
from dialogs.again import offers
from dialogs.careful import careful, lifted
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait, unchanged
from dialogs.role import shown
from dialogs.role.change import reliable_change, to_compare_with
from dialogs.role.guess import guess
from dialogs.role.questions import keep_answer_to, note_time, question
from dialogs.role.scoring import ITEM_SET, ITEMS, TOPICS, Answers, Result, may_retake, role_of, score

LONG = 3000  # characters of the story of a fight
ROLES = ("pursuer", "distancer", "mixed")

# -- the first guess ---------------------------------------------------------------------------------------------------


def told(turn: Turn) -> bool:
    """Whether the dialog began with the story of a fight."""
    return bool(turn.facts.get("story"))


def known(turn: Turn) -> bool:
    """Whether the person settled on a role before."""
    return turn.person.role is not None


def guessed(role: str) -> Any:
    """Whether the guess is this role."""

    def is_it(turn: Turn) -> bool:
        return turn.facts.get("guess") == role

    is_it.__name__ = f"guessed_{role}"
    return is_it


def worrying(turn: Turn) -> bool:
    """Whether the story is one of violence, threats or control: that is no loop of two, and no role comes of it."""
    outcome = statements.rewrite(turn.facts.get("story") or "")
    return isinstance(outcome, statements.Refused) and not outcome.guessed  # a chase told as one's own is the loop


def _take_story(turn: Turn) -> None:
    turn.facts["story"] = turn.text


def _drop_story(turn: Turn) -> None:
    turn.facts["story"] = None


def _guess(turn: Turn) -> None:
    found = guess(turn.facts.get("story") or "")
    turn.facts.update(guess=found.role, because=list(found.because), story=None)


def _take_guess(turn: Turn) -> None:
    turn.know(role=turn.facts.get("guess"))
    turn.record("role", by="guess", role=turn.facts.get("guess"))
    turn.say("role.noted_guess")


def _because(turn: Turn) -> Mapping[str, Value]:
    quotes = [f"“{phrase}”" for phrase in turn.facts.get("because") or []]
    return {"because": ", ".join(quotes)}


# -- the topic ---------------------------------------------------------------------------------------------------------


def too_soon(turn: Turn) -> bool:
    """Whether this topic was rated less than fourteen days ago."""
    row = turn.person.roles.get(str(turn.value))
    return row is not None and not may_retake(datetime.fromisoformat(row["at"]), turn.now)


def named(turn: Turn) -> bool:
    """Whether the dialog began with a topic: one that is old enough to be asked about again."""
    return turn.facts.get("topic") in TOPICS


def _begin(turn: Turn, topic: object) -> None:
    turn.facts.update(topic=topic, answers={}, seconds=[], change=None, result=None)
    note_time(turn)


def _take_topic(turn: Turn) -> None:
    _begin(turn, turn.value)


def _begin_again(turn: Turn) -> None:
    _begin(turn, turn.facts["topic"])


def _days_left(turn: Turn) -> Mapping[str, Value]:
    topic = str(turn.facts.get("topic"))
    row = turn.person.roles.get(topic, {})
    days = (turn.now - datetime.fromisoformat(row["at"])).days if row else 0
    return {
        "topic": shown.topic(topic),
        "ago": Phrase("role.today") if days == 0 else Phrase("role.days", {"days": days}),
    }


def _last_result(turn: Turn) -> None:
    row = turn.person.roles[str(turn.facts["topic"])]
    turn.facts["result"] = _bare(row)
    _say_axes(turn)


# -- the score ---------------------------------------------------------------------------------------------------------


def enough(turn: Turn) -> bool:
    """Whether enough questions were answered to say anything."""
    return shown.result(turn).outcome != "not_enough"


def _score(turn: Turn) -> None:
    topic = str(turn.facts["topic"])
    answers = Answers.from_json({**(turn.facts.get("answers") or {}), "seconds": turn.facts.get("seconds") or []})
    others = [Result.from_json(_bare(row)) for name, row in turn.person.roles.items() if name != topic]
    result = score(answers, others)
    turn.facts["result"] = result.to_json()
    turn.record("answers", item_set=ITEM_SET, topic=topic, answers=answers.to_json(), result=result.to_json())
    if result.outcome == "not_enough":
        return
    row = turn.person.roles.get(topic)
    before = to_compare_with(row)
    if row and before:
        change = reliable_change(Result.from_json(_bare(row)), result)
        turn.facts["change"] = [change.reach, change.retreat, change.reach_by, change.retreat_by]
    at = turn.now.isoformat(timespec="seconds")
    kept = {**result.to_json(), "at": at, "item_set": ITEM_SET, "wants": answers.change, "before": before}
    turn.know(roles={**turn.person.roles, topic: kept}, role=role_of(result.outcome))
    offers.plan(turn, "role")
    _say_axes(turn)


def _tell_when_again(turn: Turn) -> None:
    """What comes by itself is told beforehand, to who just answered."""
    if turn.facts.get("answers") and offers.is_planned(turn.person, "role"):
        turn.say("role.again")


def _bare(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("outcome", "reach", "retreat", "lean", "confidence", "lowered") if name in row}


def _say_axes(turn: Turn) -> None:
    turn.say("role.axes", apart=True, **shown.axes(turn))


# -- the person's own word ---------------------------------------------------------------------------------------------


def _overrule(turn: Turn) -> None:
    result = shown.result(turn)
    turn.know(role=turn.value)
    turn.record("role", by="person", role=turn.value, instead_of=result.outcome, topic=turn.facts.get("topic"))
    turn.say("role.noted")


def _overruling(turn: Turn) -> Sequence[Choice]:
    return (
        *(Choice(role, "overrule", role) for role in (*ROLES, "unclear")),
        Choice("keep", "keep"),
    )


_GUESSES = tuple(f"guess_{role}" for role in ROLES)
_LISTENING = ("intro", "intro_again", "story", *_GUESSES)
_FIRST, *_REST = ITEMS
_NEXT = dict(zip(ITEMS, (*_REST, "scoring"), strict=True))

ROLE = Dialog(
    "role",
    2,
    "begin",
    states=(
        Pass("begin"),
        Call("careful", "careful"),
        Wait(
            "intro",
            (Choice("questions", "questions"), Choice("words", "words"), Choice("not_now", "leave")),
            text="told",
            longest=LONG,
            english=True,
        ),
        Wait(
            "intro_again",
            (Choice("questions", "questions"), Choice("words", "words"), Choice("not_now", "leave")),
            text="told",
            longest=LONG,
            english=True,
            values=shown.settled,
        ),
        Wait("story", (Choice("questions", "questions"),), text="told", longest=LONG, english=True),
        Pass("guessing"),
        Pass("guessed"),
        *(
            Wait(
                f"guess_{role}",
                (Choice("fits", "fits"), Choice("questions", "questions"), Choice("words", "words")),
                text="told",
                values=_because,
                longest=LONG,
            )
            for role in ROLES
        ),
        Wait(
            "guess_unclear",
            (Choice("questions", "questions"), Choice("not_now", "leave")),
            text="told",
            longest=LONG,
            english=True,
        ),
        Call("checking", "safety", facts=lambda turn: {"tier": "C", "kind": "partner_violence"}),
        Wait("topic", tuple(Choice(name, "topic", name) for name in TOPICS)),
        Wait(
            "too_soon",
            (Choice("last", "last"), Choice("other_topic", "other_topic"), Choice("done", "leave")),
            values=_days_left,
        ),
        *(question(item) for item in ITEMS),
        Pass("scoring"),
        Pass("scored"),
        Wait("not_enough", (Choice("again", "again"), Choice("other_topic", "other_topic"), Choice("done", "leave"))),
        Wait(
            "result",
            (
                Choice("practice", "practice"),
                Choice("disagree", "disagree"),
                Choice("other_topic", "other_topic"),
                Choice("done", "done"),
            ),
            screen=lambda turn: f"role.result.{shown.result(turn).outcome}",
            screens=tuple(f"role.result.{outcome}" for outcome in shown.OUTCOMES),
        ),
        Wait("disagreed", _overruling),
        Wait("settled", (Choice("practice", "practice"), Choice("other_topic", "other_topic"), Choice("done", "done"))),
        Call("practising", "practice"),
        End("done"),
        End("left"),
    ),
    moves=(
        Move("go", "begin", "careful", when=careful),
        Move("returned", "careful", "begin", when=lifted),
        Move("returned", "careful", "left"),
        Move("go", "begin", _FIRST, when=named, do=_begin_again),
        Move("go", "begin", "guessing", when=told),
        Move("go", "begin", "intro_again", when=known),
        Move("go", "begin", "intro"),
        Move("told", (*_LISTENING, "guess_unclear"), "guessing", do=_take_story),
        Move("words", ("intro", "intro_again", *_GUESSES), "story"),
        Move("go", "guessing", "checking", when=worrying, do=_drop_story),
        Move("go", "guessing", "guessed", do=_guess),
        Move("returned", "checking", "left"),
        Move("leave", ("intro", "intro_again", "guess_unclear", "too_soon", "not_enough"), "left"),
        *(Move("go", "guessed", f"guess_{role}", when=guessed(role)) for role in ROLES),
        Move("go", "guessed", "guess_unclear"),
        Move("fits", _GUESSES, "settled", do=_take_guess),
        Move("questions", (*_LISTENING, "guess_unclear"), "topic"),
        Move("topic", "topic", "too_soon", when=too_soon, do=_take_topic),
        Move("topic", "topic", _FIRST, do=_take_topic),
        Move("last", "too_soon", "result", do=_last_result),
        Move("other_topic", ("too_soon", "not_enough", "result", "settled"), "topic"),
        *(Move("answer", item, _NEXT[item], do=keep_answer_to(item)) for item in ITEMS),
        *(Move("skip", item, _NEXT[item], do=keep_answer_to(item)) for item in ITEMS),
        *(Move("back", item, before) for item, before in zip(_REST, ITEMS, strict=False)),
        Move("back", _FIRST, "topic"),
        Move("go", "scoring", "scored", do=_score),
        Move("go", "scored", "result", when=enough),
        Move("go", "scored", "not_enough"),
        Move("again", "not_enough", _FIRST, do=note_time),
        Move("practice", ("result", "settled"), "practising", do=_tell_when_again),
        Move("disagree", "result", "disagreed"),
        Move("overrule", "disagreed", "settled", do=_overrule),
        Move("keep", "disagreed", "settled"),
        Move("done", ("result", "settled"), "done", do=_tell_when_again),
        Move("returned", "practising", "done"),
    ),
    facts={
        "story": str,
        "guess": str,
        "because": list,
        "topic": str,
        "answers": dict,
        "seconds": list,
        "asked_at": str,
        "result": dict,
        "change": list,
    },
    says=("role.axes", "role.noted", "role.noted_guess", "role.again"),
    migrations=unchanged(1),  # version 2 can begin with a topic, of which it is asked again
    fallback="begin",
)
