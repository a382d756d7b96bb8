"""Screens: which words fit what was told, and what was answered; nobody gets the plan of another kind of danger."""

from __future__ import annotations

from dialogs.engine import Turn
from dialogs.safety.hearing import ASIDES
from dialogs.safety.heeding import KINDS, kind_of

URGENT = (*(f"safety.urgent.{kind}" for kind in KINDS), "safety.urgent.again", "safety.urgent.away")
TOLD = (*(f"safety.told.{kind}" for kind in KINDS), "safety.told.again")
STAYS = tuple(f"safety.stay.{name}" for name in ("open", "to_other", *ASIDES))
WAYS = tuple(f"safety.ways.{name}" for name in ("open", "to_other", *ASIDES))
CHECKS = ("safety.check.first", "safety.check.later")
_PLANS = {
    "self_harm": "self_harm",
    "other_self_harm": "other",
    "harm_to_other": "step_away",
    "child_harm": "child",
    "medical_emergency": "medical",
}
PLANS = tuple(f"safety.plan.{name}" for name in (*_PLANS.values(), "away"))
_TRUSTED = {
    "partner_violence": "careful",
    "coercive_control": "careful",
    "harm_to_other": "step_away",
    "child_harm": "child",
    "medical_emergency": "medical",
}
TRUSTED = tuple(f"safety.trusted.{name}" for name in (*dict.fromkeys(_TRUSTED.values()), "plain"))


def _to_other(turn: Turn) -> bool:
    return kind_of(turn) == "harm_to_other"


def urgent_screen(turn: Turn) -> str:
    if not turn.facts.get("urgent_shown"):
        return f"safety.urgent.{kind_of(turn)}"
    return "safety.urgent.away" if _to_other(turn) else "safety.urgent.again"


def told_screen(turn: Turn) -> str:
    return "safety.told.again" if turn.facts.get("told_shown") else f"safety.told.{kind_of(turn)}"


def stay_screen(turn: Turn) -> str:
    """Who may hurt somebody is sent away from people, whatever they answer; all others towards them."""
    said = turn.facts.get("said")
    if _to_other(turn) and said != "foreign":
        return "safety.stay.to_other"
    return f"safety.stay.{said if said in ASIDES else 'open'}"


def ways_screen(turn: Turn) -> str:
    said = turn.facts.get("said")
    return f"safety.ways.{said if said in ASIDES else 'to_other' if _to_other(turn) else 'open'}"


def check_screen(turn: Turn) -> str:
    return "safety.check.later" if turn.facts.get("said") == "later" else "safety.check.first"


def plan_screen(turn: Turn) -> str:
    return f"safety.plan.{_PLANS.get(kind_of(turn), 'away')}"


def trusted_screen(turn: Turn) -> str:
    return f"safety.trusted.{_TRUSTED.get(kind_of(turn), 'plain')}"
