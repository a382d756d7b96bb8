"""Heeding: what is made of what was told, how urgent it is, and what is kept of it (a date, and no word)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dialogs.age import end_coaching, is_young
from dialogs.careful import KINDS as SET_ASIDE
from dialogs.careful import careful, set_aside
from dialogs.engine import Turn
from dialogs.engine.dialog import Action
from dialogs.safety.hearing import affirming, aside_in, nearing, refusing, unsure

KINDS = (
    "self_harm",
    "other_self_harm",
    "partner_violence",
    "coercive_control",
    "child_harm",
    "harm_to_other",
    "medical_emergency",
)
TIERS = ("A", "B", "C")
NOT_AGAIN = timedelta(hours=24)
GONE = timedelta(hours=6)  # of silence, after which somebody who writes again is asked anew how it is
_YES_IS_URGENT = ("self_harm", "harm_to_other", "medical_emergency")  # what `told` asks about is danger ...
_NO_IS_URGENT = ("child_harm", "partner_violence", "other_self_harm")  # ... or whether someone is safe

# -- what it is about --------------------------------------------------------------------------------------------------


def urgent(turn: Turn) -> bool:
    """Tier A: life may be at risk now."""
    return turn.facts.get("tier") == "A"


def told(turn: Turn) -> bool:
    """Tier B: something serious was told."""
    return turn.facts.get("tier") == "B"


def soft(turn: Turn) -> bool:
    """Tier C: words that may mean exhaustion, or more."""
    return turn.facts.get("tier") == "C"


def planning(turn: Turn) -> bool:
    """Whether somebody came for a plan, and not for a number."""
    return turn.facts.get("tier") == "plan"


def kind_of(turn: Turn) -> str:
    """What it is about; fear of somebody where that is not known, since a wrong plan does the most harm there."""
    kind = turn.facts.get("kind")
    return kind if kind in KINDS else "partner_violence"


def unknown(turn: Turn) -> bool:
    """Whether the person has not said what it is about ("Help now")."""
    return turn.facts.get("kind") not in KINDS


def near(turn: Turn) -> bool:
    """Whether somebody dangerous may look at the phone; who hurt somebody is not helped to hide it."""
    return turn.facts.get("kind") in ("partner_violence", "coercive_control")


def young(turn: Turn) -> bool:
    """Whether the person said that they are under 18."""
    return turn.facts.get("young") is True


def setting_aside(turn: Turn) -> bool:
    """Whether what was under way is left, too: it may have been an exercise for couples."""
    return careful(turn) and turn.person.consented is not None and turn.facts.get("kind") in SET_ASIDE


# -- what is answered --------------------------------------------------------------------------------------------------


def alarming(turn: Turn) -> bool:
    """Whether typed words answer the direct question in the dangerous way; not to know is no all-clear."""
    kind = kind_of(turn)
    if kind in _YES_IS_URGENT:
        return affirming(turn) or unsure(turn)
    return kind in _NO_IS_URGENT and (refusing(turn) or unsure(turn))


def watched(turn: Turn) -> bool:
    """Whether the partner can see the phone, or might."""
    return kind_of(turn) == "coercive_control" and (affirming(turn) or unsure(turn))


def rising(turn: Turn) -> bool:
    """Whether the typed words bring nearer what was told."""
    return not unknown(turn) and nearing(turn)


def at_least(turn: Turn) -> bool:
    """Whether what a detector heard now is as urgent as what is being answered: nobody is asked more softly later."""
    new, old = (turn.value or {}).get("tier"), turn.facts.get("tier")
    return old not in TIERS or (new in TIERS and TIERS.index(new) <= TIERS.index(old))


def gone(turn: Turn) -> bool:
    """Whether somebody writes again after hours of silence."""
    heard = turn.facts.get("heard")
    return turn.facts.get("tier") in TIERS and heard is not None and turn.now - datetime.fromisoformat(heard) >= GONE


# -- what is done ------------------------------------------------------------------------------------------------------


def begin(turn: Turn) -> None:
    """Note when it was told, a country named in the call for help, and a language that is not ours."""
    listen(turn)
    if where := turn.facts.get("where"):
        turn.know(country=where)
    if turn.facts.get("foreign"):
        turn.facts["foreign"] = None
        turn.say("safety.only_english")


def listen(turn: Turn) -> None:
    """Take typed words for what they ask of us now; what an adult agreed to ends for who turns out to be younger."""
    turn.facts.update(heard=turn.now.isoformat(timespec="seconds"), said=aside_in(turn) if turn.text else None)
    if is_young(turn.text or ""):
        turn.facts["young"] = True
    if young(turn) and "agreed" not in turn.facts:
        turn.facts["agreed"] = turn.person.consented
        end_coaching(turn)


def forget_said(turn: Turn) -> None:
    """A choice was tapped: what was typed before is answered."""
    turn.facts["said"] = None


def come_back(turn: Turn) -> None:
    """Somebody who was silent for hours is here again."""
    listen(turn)
    turn.facts["said"] = "later"


def hear_again(turn: Turn) -> None:
    """Words of danger once more: never the same block of text twice."""
    concern: dict[str, Any] = dict(turn.value or {})
    if concern.get("tier") == turn.facts.get("tier") and concern.get("kind") == turn.facts.get("kind"):
        note_shown(turn)
    turn.facts.update(concern)


def note_shown(turn: Turn) -> None:
    """What stands on the screen was read; next time it is said in other words."""
    turn.facts["urgent_shown" if urgent(turn) else "told_shown"] = True


def means(tier: str, kind: str) -> Action:
    """The person said what it is about."""

    def note(turn: Turn) -> None:
        turn.facts.update(tier=tier, kind=kind)
        take_heed(turn)

    return note


def take_heed(turn: Turn) -> None:
    """Where violence or control is told, nothing for couples goes on; a false alarm takes that back.

    After any danger nothing light comes by itself for some days; only the day is kept.
    """
    turn.facts.setdefault("crisis_before", turn.person.crisis)
    turn.know(crisis=turn.now.date().isoformat())
    if turn.facts.get("kind") in SET_ASIDE:
        turn.facts.setdefault("careful_before", turn.person.careful)
        set_aside(turn)


def take_seriously(turn: Turn) -> None:
    """A yes to the gentle question: what the words sounded like is what it is about."""
    turn.facts["tier"] = "B"
    take_heed(turn)


def raise_tier(turn: Turn) -> None:
    turn.facts.update(tier="A", urgent_shown=turn.facts.get("tier") == "A", said=None)


def ask_no_more(turn: Turn) -> None:
    """A gentle question that was answered is not asked again the same day; a clear sign is heard all the same."""
    if soft(turn):
        until = (turn.now + NOT_AGAIN).isoformat(timespec="seconds")
        turn.know(asked={**turn.person.asked, kind_of(turn): until})


def take_back(turn: Turn) -> None:
    """A false alarm: everything is as it was."""
    ask_no_more(turn)
    if "careful_before" in turn.facts:
        turn.know(careful=turn.facts["careful_before"])
    if "crisis_before" in turn.facts:
        turn.know(crisis=turn.facts["crisis_before"])
    turn.say("safety.sorry")


def take_care(turn: Turn) -> None:
    ask_no_more(turn)
    turn.say("safety.take_care")
