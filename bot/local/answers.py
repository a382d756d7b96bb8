"""Answers: what the engines say of one text, as plain values for JSON. Nothing is kept or sent anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

from content.catalogue import Phrase, Value
from content.catalogue import load as load_catalogue
from dialogs import safety, statements
from dialogs.assessment import Issue, Level, assess, strength_key
from dialogs.rephrase.draft import which_situation
from dialogs.role.guess import guess
from dialogs.statements import AlreadyGood, Ask, Choices, NotAStatement, Praise, Rewrite

Answer: TypeAlias = dict[str, Any]
Task: TypeAlias = Literal["rewrite", "assess", "screen", "role"]

_CARED_FOR = ("other_self_harm", "child_harm", "medical_emergency")
_OTHER = {"foreign": "other_language", "nonsense": "nonsense", "empty": "nonsense"}


def answer(task: Task, text: str, level: Level = 1) -> Answer:
    """What an engine says of a text, without its id."""
    if task == "rewrite":
        return rewritten(text)
    if task == "assess":
        return assessed(text, level)
    return screened(text) if task == "screen" else guessed(text)


def rewritten(text: str) -> Answer:
    """The outcome of a rewrite: a sentence, choices, a question, or why there is none."""
    outcome = statements.rewrite(text)
    made: Answer = {"outcome": "", "text": None, "alternatives": [], "choices": [], "question": None}
    if isinstance(outcome, Rewrite):
        made |= {"outcome": "rewrite", "text": outcome.sentence, "alternatives": list(outcome.alternatives)}
    elif isinstance(outcome, Choices):
        offers = [{"situation": offer.situation, "text": offer.sentence} for offer in outcome.offers]
        made |= {
            "outcome": "choices",
            "choices": offers,
            "question": _worded(which_situation(outcome)),
        }
    elif isinstance(outcome, Ask):
        made |= {"outcome": "ask", "question": _question(outcome)}
    elif isinstance(outcome, AlreadyGood):
        made |= {"outcome": "already_good", "text": outcome.sentence}
    elif isinstance(outcome, Praise):
        made |= {"outcome": "praise"}
    elif isinstance(outcome, NotAStatement):
        made |= {"outcome": _OTHER.get(outcome.kind, "not_a_statement")}
    else:
        return {**made, "outcome": "safety", "question": _refusal(text), "issues": []}
    return {**made, "issues": _issues(assess(text).issues)}


def assessed(text: str, level: Level = 1) -> Answer:
    """The score of an attempt, its failure codes with their places, one strength and one question."""
    found = assess(text, level)
    return {
        "good": found.good,
        "score": found.score,
        "level": found.level,
        "band": found.band,
        "issues": _issues(found.issues),
        "criteria": dict(found.criteria),
        "strength": _text(strength_key(found.strength)) if found.strength else None,
        "question": _text(found.question) if found.question else None,
    }


def screened(text: str) -> Answer:
    """The most urgent concern: its tier and kind, or nulls."""
    concern = safety.screen(text)
    return {"tier": concern.tier if concern else None, "kind": concern.kind if concern else None}


def guessed(text: str) -> Answer:
    """The role the words point to, how sure that is (0 to 1), and the phrases that say so."""
    found = guess(text)
    role = found.role if found.role in ("pursuer", "distancer", "mixed") else "unclear"
    return {"role": role, "confidence": found.confidence, "because": list(found.because)}


def _refusal(text: str) -> str:
    """Why there is no sentence; in an emergency, and where a life, a child or health is at stake, whom to call."""
    concern = safety.screen(text)
    if concern is not None and (concern.tier == "A" or (concern.tier == "B" and concern.kind == "self_harm")):
        return _text(f"safety.urgent.{concern.kind}", {"call": Phrase("safety.numbers")})
    if concern is not None and concern.tier == "B" and concern.kind in _CARED_FOR:
        return _text(f"safety.told.{concern.kind}")
    return _text("rephrase.refused")


def _question(outcome: Ask) -> str:
    if outcome.about == "danger":
        return _text("rephrase.doubt")
    return _text(f"rephrase.situation.{outcome.matter}", {"label": outcome.label or ""})


def _issues(issues: Sequence[Issue]) -> list[Answer]:
    return [
        {"code": issue.code, "severity": issue.severity, "start": issue.start, "end": issue.end} for issue in issues
    ]


def _text(key: str, values: Mapping[str, Value] | None = None) -> str:
    return _worded(Phrase(key, values or {}))


def _worded(phrase: Phrase) -> str:
    return " ".join(load_catalogue().plain(phrase).split())
