"""Plea: who calls for help in the middle of a practice is answered, and isn't taken for naming five things.

Short and warm, with the number in reach; the practice can go on exactly where it was, or be left.
"""

from __future__ import annotations

from content.heard import load
from dialogs.engine import Call, Choice, Dialog, End, Move, Turn, Wait
from dialogs.practices import PRACTICES
from dialogs.safety.lines import numbers_shown

_ANYWHERE = frozenset(dialog.name for dialog in PRACTICES)
_WORDLESS = ("grounding", "sighing", "breathing", "pause", "gap", "urge", "body_break")  # no answer of theirs is a cry


def hear(text: str, dialog: str) -> bool:
    """Whether a text in this dialog calls for help, or says that the practice is too much."""
    if dialog not in _ANYWHERE:
        return False
    sayings = load("pleas")
    return sayings["plea"].pattern.search(text) is not None or (
        dialog in _WORDLESS and sayings["distress"].pattern.search(text) is not None
    )


def _listen(turn: Turn) -> None:
    turn.facts["spoken"] = True


PLEA = Dialog(
    "plea",
    1,
    "heard",
    states=(
        Wait(
            "heard",
            (Choice("go_on", "go_on"), Choice("lines", "lines"), Choice("leave", "leave")),
            text="words",
            screen=lambda turn: "plea.heard.again" if turn.facts.get("spoken") else "plea.heard.first",
            screens=("plea.heard.first", "plea.heard.again"),
            values=numbers_shown,
        ),
        Call("helping", "safety", facts=lambda turn: {"tier": "help", "kind": "help_now"}),
        End("done"),
        End("left", below=True),
    ),
    moves=(
        Move("go_on", "heard", "done"),
        Move("lines", "heard", "helping"),
        Move("leave", "heard", "left"),
        Move("words", "heard", "heard", do=_listen),
        Move("returned", "helping", "heard", do=_listen),
    ),
    facts={"spoken": bool},
)
