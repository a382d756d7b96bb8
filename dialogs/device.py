"""Device: what to think of where somebody else may look at the phone, and clearing what the coach wrote there."""

from __future__ import annotations

from dialogs.engine import Choice, Dialog, End, Move, Turn, Wait


def _clear(turn: Turn) -> None:
    turn.clear_messages()
    turn.say("device.cleared")


DEVICE = Dialog(
    "device",
    1,
    "rest",
    states=(
        Wait("rest", (Choice("clear", "clear"), Choice("back", "back"))),
        End("done"),
    ),
    moves=(
        Move("clear", "rest", "done", do=_clear),
        Move("back", "rest", "done"),
    ),
    says=("device.cleared",),
)
