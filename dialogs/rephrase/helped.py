"""Help from a language model, for a draft that the rules can't say again: where the person agreed, and never in danger.

It is asked once a draft. Without an answer in time the talk goes on as if it had not been asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dialogs.engine import Turn
from dialogs.engine.effects import GUARD
from dialogs.rephrase.draft import doubted, outcome_of, use_outcome
from dialogs.statements import Ask, Choices, model


def agreed(turn: Turn) -> bool:
    """Whether the language model may be asked: the person agreed to it, and couple exercises are not set aside."""
    return turn.allows_model and turn.person.careful is None


def helpless(turn: Turn) -> bool:
    """Whether the rules would have to ask, and a language model may be asked instead. Not about death or illness."""
    if not agreed(turn):
        return False
    outcome = outcome_of(turn)
    plain = isinstance(outcome, Choices | Ask) and not outcome.grave and not doubted(turn)
    return plain and _sendable(turn) is not None


def ask_model(turn: Turn) -> None:
    statement = _sendable(turn)
    assert statement is not None, "only what may be sent is sent; the guard saw to it"
    turn.facts.update(asked=turn.ask_model(statement), since=turn.now.isoformat())


def waiting_screen(turn: Turn) -> str:
    """Whether the answer may still come."""
    since = turn.facts.get("since")
    late = turn.model is None or since is None or turn.now >= datetime.fromisoformat(since) + turn.model.patience
    return "rephrase.waiting.over" if late else "rephrase.waiting.now"


def helped(turn: Turn) -> bool:
    """Whether the answer gives a statement that may stand. What the worker found is looked at again here."""
    statement, parts = _sendable(turn), turn.value
    if not agreed(turn) or statement is None or not isinstance(parts, Mapping):
        return False
    return not model.faults_of(parts, statement)


def use_answer(turn: Turn) -> None:
    turn.facts.update(parts=dict(turn.value), asked=None, since=None)
    use_outcome(turn)
    turn.say("rephrase.model_helped")


def stop_waiting(turn: Turn) -> None:
    turn.facts.update(asked=None, since=None)
    turn.cancel_timer(GUARD)


def _sendable(turn: Turn) -> str | None:
    return model.sendable(str(turn.facts.get("draft") or ""), turn.person.name)
