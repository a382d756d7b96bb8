"""The draft: what somebody typed to say differently, and what the statement engine made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.catalogue import Phrase, Value
from dialogs import statements
from dialogs.engine import Choice, Turn
from dialogs.statements import AlreadyGood, Ask, Praise, Refused, Rewrite
from dialogs.words import read_feeling

LONG = 1500  # characters of what somebody wants to say differently


def endless(turn: Turn) -> bool:
    """Whether what came with the command is more than can be taken in at once."""
    return len(turn.facts.get("draft") or "") > LONG


def say_too_long(turn: Turn) -> None:
    turn.say("engine.too_long", length=len(turn.facts.pop("draft")), longest=LONG)


def drafted(turn: Turn) -> bool:
    """Whether there is a sentence to begin with."""
    return bool((turn.facts.get("draft") or "").strip())


def outcome_of(turn: Turn) -> statements.Outcome:
    return statements.rewrite(turn.facts.get("draft") or "", feeling=turn.facts.get("feeling"))


def rewritten(turn: Turn) -> bool:
    """Whether a rewrite was found."""
    return turn.facts.get("sentence") is not None


def refused(turn: Turn) -> bool:
    """Whether the words tell of violence, threats or control: no sentence may soften those."""
    return isinstance(outcome_of(turn), Refused)


def good(turn: Turn) -> bool:
    """Whether it is an "I" statement already."""
    return isinstance(outcome_of(turn), AlreadyGood)


def praising(turn: Turn) -> bool:
    """Whether it is thanks."""
    return isinstance(outcome_of(turn), Praise)


def asking(turn: Turn) -> bool:
    """Whether the engine has to ask what happened."""
    return isinstance(outcome_of(turn), Ask)


def read_draft(turn: Turn) -> None:
    if turn.text is not None:
        turn.facts["draft"] = turn.text
    turn.facts.update(feeling=None, sentence=None, about=None)
    outcome = outcome_of(turn)
    if isinstance(outcome, Rewrite | AlreadyGood):
        turn.facts["sentence"] = outcome.sentence
    elif isinstance(outcome, Ask):
        turn.facts["about"] = "grave" if outcome.grave else outcome.about
        turn.facts["label"] = outcome.label


def anew(turn: Turn) -> bool:
    """Whether the words are something else to say, and no word about the rewrite."""
    return statements.is_complaint(turn.text or "") or isinstance(statements.rewrite(turn.text or ""), Refused)


def sentence_shown(turn: Turn) -> Mapping[str, Value]:
    return {"sentence": turn.facts.get("sentence") or ""}


def strengths_shown(turn: Turn) -> Mapping[str, Value]:
    outcome = outcome_of(turn)
    first = outcome.strengths[0] if isinstance(outcome, AlreadyGood) and outcome.strengths else "situation"
    return {**sentence_shown(turn), "strength": Phrase(f"rephrase.strengths.{first}")}


def other_feelings(turn: Turn) -> Sequence[Choice]:
    outcome = outcome_of(turn)
    offered = outcome.feelings if isinstance(outcome, Rewrite) else ()
    return (*(Choice(word, "chosen", word, label=word) for word in offered), Choice("back", "back"))


def use_feeling(turn: Turn) -> None:
    turn.facts["feeling"] = turn.value if turn.text is None else read_feeling(turn.text)
    outcome = outcome_of(turn)
    if isinstance(outcome, Rewrite):
        turn.facts["sentence"] = outcome.sentence
