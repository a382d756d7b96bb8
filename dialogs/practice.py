"""The picker of practices: those for the person's role first, all of them for everyone; and what comes after one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.catalogue import Phrase, Value
from dialogs.careful import careful
from dialogs.engine import Call, Choice, Dialog, End, Move, Turn, Wait, unchanged
from dialogs.reach_out import REACH_OUT
from dialogs.soothe import SOOTHE

SIDES: Mapping[str, tuple[str, ...]] = {
    "soothe": tuple(dialog.name for dialog in SOOTHE),
    "reach": tuple(dialog.name for dialog in REACH_OUT),
}
TO_PARTNER = ("hold",)  # ends in words to the partner, so it rests where couple exercises do
ALL = (*SIDES["soothe"], *SIDES["reach"])


def side_of(turn: Turn) -> str:
    """Which side is on offer: the one asked for, else the one the person's role finds harder."""
    if careful(turn):
        return "soothe"
    asked = turn.facts.get("side")
    if asked in SIDES:
        return str(asked)
    return "reach" if turn.person.role == "distancer" else "soothe"


def _offered(turn: Turn) -> Sequence[Choice]:
    side = side_of(turn)
    other = "reach" if side == "soothe" else "soothe"
    return (
        *(
            Choice(name, "picked", name, label=Phrase(f"practice.names.{name}"))
            for name in SIDES[side]
            if not (careful(turn) and name in TO_PARTNER)
        ),
        Choice(f"more_{other}", "other", other),
        Choice("not_now", "leave"),
    )


def done(turn: Turn) -> bool:
    """Whether the practice was finished."""
    return bool(turn.result == "done")


def left(turn: Turn) -> bool:
    """Whether the person looked at the practice and wants another one."""
    return bool(turn.result == "left")


def _pick(turn: Turn) -> None:
    turn.facts["name"] = turn.value


def _turn_side(turn: Turn) -> None:
    turn.facts["side"] = turn.value


def _count(turn: Turn) -> Mapping[str, Value]:
    return {"count": turn.person.practised}


PRACTICE = Dialog(
    "practice",
    2,
    "pick",
    states=(
        Wait(
            "pick",
            _offered,
            screen=lambda turn: f"practice.pick.{side_of(turn)}",
            screens=("practice.pick.soothe", "practice.pick.reach"),
        ),
        Call("careful", "careful"),
        Call("doing", lambda turn: str(turn.facts["name"]), dialogs=ALL),
        Wait(
            "after",
            (Choice("rewrite", "rewrite"), Choice("another", "another"), Choice("enough", "leave")),
            screen=lambda turn: "practice.after.first" if turn.person.practised <= 1 else "practice.after.again",
            screens=("practice.after.first", "practice.after.again"),
            values=_count,
        ),
        Call("rewriting", "rephrase"),
        End("done"),
        End("left", lambda turn: None),
    ),
    moves=(
        Move("picked", "pick", "doing", do=_pick),
        Move("other", "pick", "careful", when=careful),
        Move("returned", "careful", "pick"),
        Move("other", "pick", "pick", do=_turn_side),
        Move("leave", "pick", "left"),
        Move("returned", "doing", "after", when=done),
        Move("returned", "doing", "pick", when=left),
        Move("returned", "doing", "left"),
        Move("rewrite", "after", "rewriting"),
        Move("another", "after", "pick"),
        Move("leave", "after", "done"),
        Move("returned", "rewriting", "done"),
    ),
    facts={"name": str, "side": str},
    migrations=unchanged(1),  # version 2 has two more of them
    fallback="pick",
)
