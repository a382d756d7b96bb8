"""Welcome: what this is and is not, for adults only, what is kept, and whether the person agrees."""

from __future__ import annotations

from dialogs.engine import Call, Choice, Dialog, End, Move, Turn, Wait
from dialogs.naming import read_name

GREETING = 2  # words
CONSENT = (
    "consent/2"  # the wording that was agreed to; raise it when welcome.keep or welcome.details says something new
)


def named(turn: Turn) -> bool:
    """Whether the answer has a name in it."""
    return read_name(turn.text or "") is not None


def brief(turn: Turn) -> bool:
    """Whether the words are no more than a greeting."""
    return len((turn.text or "").split()) <= GREETING


def _show_how(turn: Turn) -> None:
    turn.say("welcome.how")


def _first_things_first(turn: Turn) -> None:
    turn.say("welcome.first_things_first")


def _agree(turn: Turn) -> None:
    turn.know(consented=turn.now.isoformat(timespec="seconds"))
    turn.record("consent", wording=CONSENT)


def _name(turn: Turn) -> None:
    name = read_name(turn.text or "") or ""
    turn.know(name=name)
    turn.say("welcome.pleased", name=name)


def _no_name(turn: Turn) -> None:
    turn.say("welcome.no_name")


WELCOME = Dialog(
    "welcome",
    1,
    "what",
    states=(
        Wait("what", (Choice("go_on", "next"), Choice("danger", "danger")), text="words"),
        Wait("adults", (Choice("adult", "next"), Choice("younger", "younger")), text="words"),
        Wait(
            "keep", (Choice("agree", "agree"), Choice("details", "details"), Choice("decline", "decline")), text="words"
        ),
        Wait("details", (Choice("agree", "agree"), Choice("decline", "decline")), text="words"),
        Wait("name", (Choice("skip", "skip"),), text="named"),
        Call("help", "safety", facts=lambda turn: {"tier": "help", "kind": "help_now"}),
        End("agreed", lambda turn: "agreed"),
        End("declined", lambda turn: "declined"),
        End("young", lambda turn: "young"),
    ),
    moves=(
        Move("next", "what", "adults"),
        Move("danger", "what", "help"),
        Move("returned", "help", "what"),
        Move("next", "adults", "keep"),
        Move("younger", "adults", "young"),
        Move("agree", ("keep", "details"), "name", do=_agree),
        Move("details", "keep", "details"),
        Move("decline", ("keep", "details"), "declined"),
        *(
            move
            for state in ("what", "adults", "keep", "details")
            for move in (
                Move("words", state, state, when=brief, do=_show_how),
                Move("words", state, state, do=_first_things_first),
            )
        ),
        Move("named", "name", "agreed", when=named, do=_name),
        Move("named", "name", "agreed", do=_no_name),
        Move("skip", "name", "agreed", do=_no_name),
    ),
    says=("welcome.how", "welcome.first_things_first", "welcome.pleased", "welcome.no_name"),
)
