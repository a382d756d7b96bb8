"""Pictures: a small list of those there are; one is sent at a time, so that the chat is never flooded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.catalogue import Phrase, Value
from dialogs.engine import Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.portraits import PORTRAITS, available, missing, portrait


def none_yet(turn: Turn) -> bool:
    """Whether there is nothing to draw."""
    return not available(turn)


def only_one(turn: Turn) -> bool:
    """Whether there is nothing to choose."""
    return len(available(turn)) == 1


def _left(turn: Turn) -> list[str]:
    """Those that were not sent since the list was opened."""
    return [name for name in available(turn) if name not in (turn.facts.get("sent") or ())]


def _choices(turn: Turn) -> Sequence[Choice]:
    return (*(Choice(name, "picture", name) for name in _left(turn)), Choice("done", "done"))


def _screen(turn: Turn) -> str:
    if not turn.facts.get("sent"):
        return "pictures.pick"
    return "pictures.more" if _left(turn) else "pictures.all"


def _coming(turn: Turn) -> Mapping[str, Value]:
    lines: Value = ""
    for name in missing(turn):
        lines = Phrase("pictures.soon.line", {"before": lines, "when": Phrase(f"pictures.soon.{name}")})
    return {"coming": Phrase("pictures.soon.some", {"lines": lines}) if lines else "", "lines": lines}


def _send(turn: Turn) -> None:
    name = str(turn.value)
    found = portrait(name, turn)
    if found is None or name not in available(turn):
        return  # the day turned, or something was set aside, while the list stood there
    turn.send_picture(name, f"pictures.{name}.caption", found.values, found.data)
    turn.facts["sent"] = [*(turn.facts.get("sent") or ()), name]


def _send_only(turn: Turn) -> None:
    turn.value = available(turn)[0]
    _send(turn)


PICTURES = Dialog(
    "pictures",
    1,
    "begin",
    states=(
        Pass("begin"),
        Wait("soon", (Choice("done", "done"),), values=_coming),
        Wait(
            "pick",
            _choices,
            screen=_screen,
            screens=("pictures.pick", "pictures.more", "pictures.all"),
            values=_coming,
        ),
        End("done"),
    ),
    moves=(
        Move("go", "begin", "soon", when=none_yet),
        Move("go", "begin", "pick", when=only_one, do=_send_only),
        Move("go", "begin", "pick"),
        Move("picture", "pick", "pick", do=_send),
        Move("done", ("soon", "pick"), "done"),
    ),
    facts={"sent": list},
    says=tuple(f"pictures.{name}.caption" for name in PORTRAITS),
)
