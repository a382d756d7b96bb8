"""The safety dialog: what a person gets when words sound like danger, and behind "Help now".

It names the concern, asks one direct question, puts the emergency number first where life may be at risk, offers more
than a phone number, and stays. "False alarm" leads back to exactly where the person was. The words that led here are
kept nowhere (WHO, 2013: listen, inquire, validate, enhance safety, support; no pressure to disclose).
"""

from __future__ import annotations

import re
from datetime import timedelta

from dialogs.careful import KINDS, careful, set_aside
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait, unchanged
from dialogs.engine.dialog import Action
from dialogs.safety.lines import (
    go_there,
    lines_screen,
    lines_shown,
    named_country,
    numbers_shown,
    say_unknown,
    unknown_country,
)

_KINDS = (
    "self_harm",
    "other_self_harm",
    "partner_violence",
    "coercive_control",
    "child_harm",
    "harm_to_other",
    "medical_emergency",
)
_URGENT = tuple(f"safety.urgent.{kind}" for kind in _KINDS)
_TOLD = tuple(f"safety.told.{kind}" for kind in _KINDS)
_PLANS = {
    "self_harm": "safety.plan.self_harm",
    "other_self_harm": "safety.plan.other",
    "harm_to_other": "safety.plan.step_away",
}
_TRUSTED = {"partner_violence": "safety.trusted.careful", "coercive_control": "safety.trusted.careful"}

NOT_AGAIN = timedelta(hours=24)
FALSE_ALARM = Choice("false_alarm", "false_alarm")
LINES = Choice("lines", "lines")
PLAN = Choice("plan", "plan")
TRUSTED = Choice("trusted", "trusted")
GROUND = Choice("ground", "ground")
GO_ON = Choice("go_on", "leave")
DEVICE = Choice("device", "device")


def urgent(turn: Turn) -> bool:
    """Tier A: life may be at risk now."""
    return turn.facts.get("tier") == "A"


def told(turn: Turn) -> bool:
    """Tier B: something serious was told."""
    return turn.facts.get("tier") == "B"


def soft(turn: Turn) -> bool:
    """Tier C: words that may mean exhaustion, or more."""
    return turn.facts.get("tier") == "C"


def _kind(turn: Turn) -> str:
    """What it is about; fear of somebody where that is not known, since a wrong plan does the most harm there."""
    kind = turn.facts.get("kind")
    return kind if kind in _KINDS else "partner_violence"


def unknown(turn: Turn) -> bool:
    """Whether the person has not said what it is about ("Help now")."""
    return turn.facts.get("kind") not in _KINDS


def _urgent_screen(turn: Turn) -> str:
    return "safety.urgent.again" if turn.facts.get("urgent_shown") else f"safety.urgent.{_kind(turn)}"


def _told_screen(turn: Turn) -> str:
    return "safety.told.again" if turn.facts.get("told_shown") else f"safety.told.{_kind(turn)}"


def _seen_before(turn: Turn) -> None:
    """Words of danger once more: never the same block of text twice."""
    shown = "urgent_shown" if urgent(turn) else "told_shown"
    concern = turn.value or {}
    if concern.get("tier") == turn.facts.get("tier") and concern.get("kind") == turn.facts.get("kind"):
        turn.facts[shown] = True
    turn.facts.update(concern)


def _means(tier: str, kind: str) -> Action:
    def note(turn: Turn) -> None:
        turn.facts.update(tier=tier, kind=kind)
        _take_heed(turn)

    return note


def _take_heed(turn: Turn) -> None:
    """Where violence or control is told, nothing for couples goes on; a false alarm takes that back.

    After any danger nothing light comes by itself for some days; only the day is kept.
    """
    turn.facts.setdefault("crisis_before", turn.person.crisis)
    turn.know(crisis=turn.now.date().isoformat())
    if turn.facts.get("kind") in KINDS:
        turn.facts.setdefault("careful_before", turn.person.careful)
        set_aside(turn)


def _take_seriously(turn: Turn) -> None:
    """A yes to the gentle question: what the words sounded like is what it is about."""
    turn.facts["tier"] = "B"
    _take_heed(turn)


_YES = re.compile(r"^\W*(?:yes|yeah|yep|yea|ya|y|i do|i am|i think so|maybe|sometimes|kind of|a bit|not sure)\b", re.I)
_NO = re.compile(
    r"^\W*(?:no|nope|nah|not|i'?m not|i am not|im not|never|(?:s?he|they)(?:'s| is| are)? (?:still )?here)\b", re.I
)
_CALLED = re.compile(
    r"^\W*(?:ok(?:ay)?,? |yes,? |yeah,? )?(?:i(?:'ve| have)? (?:just |already )?called\b(?! him| her| my)|i'm calling\b"
    r"|called (?:them|the police|911|112|999|000)\b"
    r"|(?:the )?(?:police|ambulance|they)(?: is| are|'re)? (?:coming|on the way|here)\b)",
    re.I,
)
_DENYING = re.compile(
    r"\W*(?:no+|nope|nah|lol|haha)?,?\W*(?:(?:i'?m|i am|it'?s|we'?re|all) (?:really |totally |just )?"
    r"(?:fine|ok(?:ay)?|good|safe|alright|all right)(?: really| thanks?)?"
    r"|nothing(?: like that)?|none of (?:that|these|those)|stop asking"
    r"|it was (?:just )?(?:a joke|nothing)|not that|wrong|never mind|no)?\W*",
    re.I,
)
_RISING = re.compile(  # said after danger was told, each of these brings it nearer
    r"\b(?:pills?|tablets|overdos\w+|rope|noose|gun|knife|blade|razor|bridge|roof|ledge|train tracks?"
    r"|have a plan|tonight|right now|took (?:them|it|all|too)|taken (?:them|it|all)|swallowed|bleeding"
    r"|can'?t breathe|choking|goodbye"
    r"|(?:he|she|they)(?:'s| is|'re| are) (?:here|coming|outside|back|at the door|breaking|trying to get in))\b",
    re.I,
)
_DENIED = re.compile(r"\b(?:no|not|never|don'?t|isn'?t|haven'?t|won'?t)\b", re.I)
_YES_IS_URGENT = ("self_harm", "harm_to_other", "medical_emergency")  # what `told` asks about is danger ...
_NO_IS_URGENT = ("child_harm", "partner_violence", "other_self_harm")  # ... or whether someone is safe


def alarming(turn: Turn) -> bool:
    """Whether a typed yes or no answers the direct question in the dangerous way."""
    words = (turn.text or "").replace("’", "'")
    if _kind(turn) in _YES_IS_URGENT:
        return _YES.search(words) is not None
    return _kind(turn) in _NO_IS_URGENT and _NO.search(words) is not None


def calling(turn: Turn) -> bool:
    """Whether the typed words say that help was called."""
    return _CALLED.search((turn.text or "").replace("’", "'")) is not None


def rising(turn: Turn) -> bool:
    """Whether the typed words bring what was told nearer: a means, a time, somebody at the door."""
    words = (turn.text or "").replace("’", "'")
    return turn.facts.get("kind") in _KINDS and _RISING.search(words) is not None and _DENIED.search(words) is None


def _raise(turn: Turn) -> None:
    turn.facts.update(tier="A", urgent_shown=turn.facts.get("tier") == "A")


def near(turn: Turn) -> bool:
    """Whether somebody near may look at the phone."""
    return turn.facts.get("kind") in KINDS


def _ways(turn: Turn) -> tuple[Choice, ...]:
    return (LINES, PLAN, TRUSTED, GROUND, *((DEVICE,) if near(turn) else ()), GO_ON, FALSE_ALARM)


def _told_choices(turn: Turn) -> tuple[Choice, ...]:
    return (Choice("not_safe", "not_safe"), *_ways(turn))


def affirming(turn: Turn) -> bool:
    """Whether the typed words begin with a yes."""
    return _YES.search(turn.text or "") is not None


def denying(turn: Turn) -> bool:
    """Whether the words say plainly that it is nothing of the kind; only a gentle question takes that as it is."""
    return _DENYING.fullmatch((turn.text or "").replace("’", "'")) is not None


def setting_aside(turn: Turn) -> bool:
    """Whether what was under way is left, too: it may have been an exercise for couples."""
    return careful(turn) and turn.person.consented is not None and turn.facts.get("kind") in KINDS


def _ask_no_more(turn: Turn) -> None:
    """A gentle question that was answered is not asked again the same day; a clear sign is heard all the same."""
    if soft(turn):
        until = (turn.now + NOT_AGAIN).isoformat(timespec="seconds")
        turn.know(asked={**turn.person.asked, _kind(turn): until})


def _sorry(turn: Turn) -> None:
    _ask_no_more(turn)
    if "careful_before" in turn.facts:
        turn.know(careful=turn.facts["careful_before"])
    if "crisis_before" in turn.facts:
        turn.know(crisis=turn.facts["crisis_before"])
    turn.say("safety.sorry")


def _take_care(turn: Turn) -> None:
    _ask_no_more(turn)
    turn.say("safety.take_care")


_AFTER = ("lines", "plan", "trusted")  # the states that lead on to each other
_ASKING = ("urgent", "told", "check", "stay", "waiting")

SAFETY = Dialog(
    "safety",
    5,
    "start",
    states=(
        Pass("start"),
        Wait(
            "urgent",
            (Choice("safe", "safe"), Choice("not_safe", "not_safe"), LINES, FALSE_ALARM),
            text="words",
            screen=_urgent_screen,
            values=numbers_shown,
            screens=(*_URGENT, "safety.urgent.again"),
        ),
        Wait("waiting", (Choice("safe", "safe"), LINES, TRUSTED), text="words"),
        Wait(
            "stay",
            (Choice("called", "called"), Choice("safe", "safe"), LINES, TRUSTED, FALSE_ALARM),
            text="words",
            values=numbers_shown,
        ),
        Wait(
            "told",
            _told_choices,
            text="words",
            screen=_told_screen,
            screens=(*_TOLD, "safety.told.again"),
        ),
        Wait(
            "check",
            (
                Choice("tired", "tired"),
                Choice("self_harm", "self_harm"),
                Choice("afraid", "afraid"),
                Choice("mine", "mine"),
                Choice("other", "other"),
                FALSE_ALARM,
            ),
            text="words",
        ),
        Wait(
            "about",
            (
                Choice("afraid", "afraid"),
                Choice("self_harm", "self_harm"),
                Choice("child", "child"),
                Choice("other", "other"),
            ),
            text="words",
        ),
        Wait("ways", _ways, text="words"),
        Wait(
            "lines",
            (PLAN, TRUSTED, GROUND, GO_ON),
            text="words",
            screen=lines_screen,
            screens=("safety.lines.open", "safety.lines.known"),
            values=lines_shown,
        ),
        Wait(
            "plan",
            (LINES, TRUSTED, GROUND, GO_ON),
            text="words",
            screen=lambda turn: _PLANS.get(_kind(turn), "safety.plan.away"),
            screens=("safety.plan.self_harm", "safety.plan.other", "safety.plan.step_away", "safety.plan.away"),
        ),
        Wait(
            "trusted",
            (LINES, PLAN, GROUND, GO_ON),
            text="words",
            screen=lambda turn: _TRUSTED.get(_kind(turn), "safety.trusted.plain"),
            screens=("safety.trusted.careful", "safety.trusted.plain"),
        ),
        Call("device", "device"),
        Call("grounding", "grounding", facts=lambda turn: {"at_once": True}),
        End("done"),
        End("aside", lambda turn: "aside", unwind=True),
    ),
    moves=(
        Move("go", "start", "urgent", when=urgent, do=_take_heed),
        Move("go", "start", "told", when=told, do=_take_heed),
        Move("go", "start", "check", when=soft),
        Move("go", "start", "lines"),
        Move("safe", ("urgent", "stay", "waiting"), "ways"),
        Move("not_safe", ("urgent", "told"), "stay"),
        Move("called", "stay", "waiting"),
        Move("words", ("urgent", "stay", "told", "ways", *_AFTER), "waiting", when=calling),
        Move("words", ("told", "ways", *_AFTER), "urgent", when=rising, do=_raise),
        Move("words", "urgent", "stay"),
        Move("words", "stay", "stay"),
        Move("words", "told", "stay", when=alarming),
        Move("words", "told", "ways"),
        Move("words", "check", "done", when=denying, do=_sorry),
        Move("words", "check", "told", when=affirming, do=_take_seriously),
        Move("words", "check", "ways"),
        Move("words", "about", "ways"),
        Move("words", "waiting", "ways"),
        Move("words", "ways", "ways"),
        Move("words", "lines", "lines", when=named_country, do=go_there),
        Move("words", "lines", "lines", when=unknown_country, do=say_unknown),
        Move("words", "lines", "ways"),
        Move("words", "plan", "ways"),
        Move("words", "trusted", "ways"),
        Move("tired", "check", "done", do=_take_care),
        Move("self_harm", "check", "told", do=_means("B", "self_harm")),
        Move("afraid", "check", "told", do=_means("B", "partner_violence")),
        Move("mine", "check", "told", do=_means("B", "harm_to_other")),
        Move("other", "check", "ways"),
        Move("lines", ("urgent", "stay", "waiting", "told", "ways", "plan", "trusted"), "lines"),
        Move("plan", ("ways", "lines", "trusted"), "about", when=unknown),
        Move("plan", ("told", "ways", "lines", "trusted"), "plan"),
        Move("afraid", "about", "plan", do=_means("B", "partner_violence")),
        Move("self_harm", "about", "plan", do=_means("B", "self_harm")),
        Move("child", "about", "plan", do=_means("B", "child_harm")),
        Move("other", "about", "ways"),
        Move("trusted", ("stay", "waiting", "told", "ways", "lines", "plan"), "trusted"),
        Move("ground", ("told", "ways", *_AFTER), "grounding"),
        Move("returned", "grounding", "ways"),
        Move("leave", ("told", "ways", *_AFTER), "aside", when=setting_aside, do=_take_care),
        Move("leave", ("told", "ways", *_AFTER), "done", do=_take_care),
        Move("false_alarm", ("urgent", "stay", "told", "check", "ways"), "done", do=_sorry),
        Move("device", ("told", "ways"), "device", when=near),
        Move("returned", "device", "ways"),
        Move("again", ("urgent", "told", "stay", "ways", *_AFTER), "waiting", when=calling),
        Move("again", (*_ASKING, "about", "ways", *_AFTER), "start", do=_seen_before),
    ),
    facts={
        "careful_before": str,
        "crisis_before": str,
        "tier": str,
        "kind": str,
        "rule": str,
        "urgent_shown": bool,
        "told_shown": bool,
    },
    says=(
        "safety.sorry",
        "safety.take_care",
        "safety.no_lines",
        "safety.number",
        "safety.numbers",
        "safety.checked",
        "safety.unchecked",
        "safety.line.suicide",
        "safety.line.partner_violence",
        "safety.line.child",
    ),
    # version 2 knows the lines of countries, 3 has more ways on, 4 keeps the day, 5 hears a plain no; nothing is taken
    # away
    migrations=unchanged(1, 2, 3, 4),
    fallback="ways",
)
