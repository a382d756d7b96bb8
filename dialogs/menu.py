"""The menu: everything the coach can do, in the order that suits the person's role; and it listens to free words.

Blame goes to the rephrasing, a story of a fight to the first guess of a role, and anything else to a choice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from content.catalogue import Phrase, Value
from dialogs import statements
from dialogs.age import end_coaching, under_age
from dialogs.careful import careful
from dialogs.engine import Call, Choice, Dialog, End, Move, Turn, Wait, unchanged
from dialogs.engine.matching import fold
from dialogs.path import STEPS, suggest
from dialogs.questions import answers, asking_for_help
from dialogs.role.guess import guess
from dialogs.safety.lines import note_country
from dialogs.wishes import DIALOGS, find_wish

_FIRST = {"pursuer": "pursuer", "distancer": "distancer", "mixed": "mixed"}
_YOU = re.compile(r"\b(?:you|your|youre|u|ur)\b", re.IGNORECASE)
_THANKS = {"thanks", "thank you", "thx", "thank you so much", "good night", "goodnight", "ok thanks", "ok thank you"}
_HELLOS = {
    "ok",
    "okay",
    "k",
    "no",
    "nope",
    "whatever",
    "fine",
    "hm",
    "hi",
    "hello",
    "hey",
    "hi there",
    "hello there",
    "hey there",
    "good morning",
    "good evening",
    "im back",
}
LONG = 1500  # characters of what is remembered of it
STORY = 6  # words from which free text can be the story of a fight


def _screen(turn: Turn) -> str:
    if careful(turn):
        return "menu.rest.careful"
    return f"menu.rest.{_FIRST.get(turn.person.role or '', 'open')}"


def _shown(turn: Turn) -> Mapping[str, Value]:
    following = suggest(turn)
    return {
        "name": f", {turn.person.name}" if turn.person.name else "",
        "next": Phrase("path.line", {"title": following.title, "reason": following.reason}) if following else "",
    }


def _following(turn: Turn) -> str:
    """The dialog of the suggested step; the practices' where there is none any more."""
    following = suggest(turn)
    return following.kind if following else "practice"


def _followed(turn: Turn) -> Mapping[str, Any]:
    following = suggest(turn)
    named = {"practice": "name", "learn": "lesson"}.get(following.kind) if following else None
    return {named: following.name} if following and named else {}


def _choices(turn: Turn) -> Sequence[Choice]:
    back = (Choice("back", "back"),) if turn.depth > 1 else ()
    if careful(turn):  # nothing for couples is on offer that would be refused
        kept = (Choice("progress", "progress"), Choice("settings", "settings"))
        return (Choice("practice", "practice"), Choice("help_now", "help_now"), Choice("aside", "aside"), *kept, *back)
    role, practice, rewrite = Choice("role", "role"), Choice("practice", "practice"), Choice("rewrite", "rewrite")
    first = (practice, rewrite, role) if turn.person.role else (role, practice, rewrite)
    following = suggest(turn)
    return (
        *((Choice("suggested", "suggested", label=following.title),) if following else ()),
        *first,
        Choice("learn", "learn"),
        Choice("loop", "loop"),
        Choice("gym", "gym"),
        Choice("partner", "partner"),
        Choice("progress", "progress"),
        Choice("settings", "settings"),
        Choice("help_now", "help_now"),
        *back,
    )


def _words(turn: Turn) -> dict[str, Any]:
    return {"words": turn.text}


def wishing(turn: Turn) -> bool:
    """Whether the words ask for something that the coach does."""
    return find_wish(turn.text or "", turn.now) is not None


def _wished(turn: Turn) -> str:
    wish = find_wish(str(turn.facts.get("words") or ""), turn.now)
    return wish[0] if wish else "practice"


def _wish_facts(turn: Turn) -> Mapping[str, Any]:
    wish = find_wish(str(turn.facts.get("words") or ""), turn.now)
    return wish[1] if wish else {}


def complaint(turn: Turn) -> bool:
    """Whether the words blame somebody, so that there is something to rephrase."""
    return statements.is_complaint(turn.text or "")


def addressed(turn: Turn) -> bool:
    """Whether the blame is said to the partner: then it wants other words, whatever it tells about a fight."""
    return _YOU.search(turn.text or "") is not None and complaint(turn)


def story(turn: Turn) -> bool:
    """Whether the words tell what happens in a fight, so that a role can be guessed."""
    text = turn.text or ""
    return len(text.split()) >= STORY and guess(text).role != "unclear"


def thanking(turn: Turn) -> bool:
    """Whether the words only thank, or say good night."""
    return fold(turn.text or "") in _THANKS


def greeting(turn: Turn) -> bool:
    """Whether the words only say hello, or next to nothing."""
    return fold(turn.text or "") in _HELLOS


def _welcome(turn: Turn) -> None:
    turn.say("menu.which.thanks")
    _drop_words(turn)


def worrying(turn: Turn) -> bool:
    """Whether the words are of violence, threats or control, which the detectors let pass; once a day it is asked."""
    return not turn.person.was_asked(turn.now) and isinstance(statements.rewrite(turn.text or ""), statements.Refused)


def _keep_words(turn: Turn) -> None:
    turn.facts.update(_words(turn))


def _keep_on(turn: Turn) -> None:
    """More words that can't be read: said so once, plainly, with the calm first."""
    turn.facts.update(words=f"{turn.facts.get('words') or ''} {turn.text}".strip()[-LONG:], again=True)


def _drop_words(turn: Turn) -> None:
    turn.facts.update(words=None, again=None)


MENU = Dialog(
    "menu",
    9,
    "rest",
    states=(
        Wait(
            "rest",
            _choices,
            text="words",
            screen=_screen,
            screens=(
                "menu.rest.careful",
                "menu.rest.open",
                "menu.rest.pursuer",
                "menu.rest.distancer",
                "menu.rest.mixed",
            ),
            values=_shown,
            longest=LONG,
            english=True,
        ),
        Wait(
            "which",
            (Choice("calm", "calm"), Choice("say", "say"), Choice("fights", "fights"), Choice("menu", "menu")),
            text="words",
            screen=lambda turn: "menu.which.again" if turn.facts.get("again") else "menu.which.first",
            screens=("menu.which.first", "menu.which.again"),
            longest=LONG,
            english=True,
        ),
        Call("checking", "safety", facts=lambda turn: {"tier": "C", "kind": "partner_violence"}),
        Call("following", _following, facts=_followed, dialogs=STEPS),
        Call("learning", "learn"),
        Call("wished", _wished, facts=_wish_facts, dialogs=DIALOGS),
        Call("saying", "rephrase", facts=lambda turn: {"draft": turn.facts.get("words")}),
        Call("telling", "role", facts=lambda turn: {"story": turn.facts.get("words")}),
        Call("practising", "practice"),
        Call("calming", "practice", facts=lambda turn: {"side": "soothe"}),
        Call("rewriting", "rephrase"),
        Call("exercising", "gym"),
        Call("logging", "loop"),
        Call("rehearsing", "partner"),
        Call("asking", "role"),
        Call("looking", "progress"),
        Call("setting", "settings"),
        Call("setting_aside", "careful"),
        Call("helping", "safety", facts=lambda turn: {"tier": "help", "kind": "help_now"}),
        End("back"),
        End("young", lambda turn: "young"),
    ),
    moves=(
        Move("suggested", "rest", "following"),
        Move("learn", "rest", "learning"),
        Move("role", "rest", "asking"),
        Move("practice", "rest", "practising"),
        Move("rewrite", "rest", "rewriting"),
        Move("gym", "rest", "exercising"),
        Move("loop", "rest", "logging"),
        Move("partner", "rest", "rehearsing"),
        Move("progress", "rest", "looking"),
        Move("settings", "rest", "setting"),
        Move("help_now", "rest", "helping"),
        Move("aside", "rest", "setting_aside"),
        Move("back", "rest", "back"),
        Move("words", ("rest", "which"), "rest", when=thanking, do=_welcome),
        Move("words", ("rest", "which"), "rest", when=greeting, do=_drop_words),
        Move("words", ("rest", "which"), "young", when=under_age, do=end_coaching),
        Move("words", ("rest", "which"), "helping", when=asking_for_help, do=note_country),
        Move("words", ("rest", "which"), "wished", when=wishing, do=_keep_words),
        Move("words", ("rest", "which"), "checking", when=worrying, do=_drop_words),
        Move("words", ("rest", "which"), "saying", when=addressed, do=_keep_words),
        Move("words", ("rest", "which"), "telling", when=story, do=_keep_words),
        Move("words", ("rest", "which"), "saying", when=complaint, do=_keep_words),
        Move("words", "rest", "which", do=_keep_words),
        Move("words", "which", "which", do=_keep_on),
        Move("say", "which", "saying"),
        Move("fights", "which", "telling"),
        Move("calm", "which", "calming", do=_drop_words),
        Move("menu", "which", "rest", do=_drop_words),
        Move(
            "returned",
            (
                "checking",
                "following",
                "learning",
                "wished",
                "saying",
                "telling",
                "practising",
                "calming",
                "rewriting",
                "exercising",
                "logging",
                "rehearsing",
                "asking",
                "looking",
                "setting",
                "setting_aside",
                "helping",
            ),
            "rest",
            do=_drop_words,
        ),
    ),
    facts={"words": str, "again": bool},
    says=("menu.which.thanks", *answers()),
    # versions 2 to 9 offer the gym, lessons, a next step, the loop camera and a made-up partner, hear questions,
    # somebody's age, a call for help, a hello, and show in safe mode what is open there; nothing is taken away
    migrations=unchanged(1, 2, 3, 4, 5, 6, 7, 8),
)
