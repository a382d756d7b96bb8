"""The picker of practices: those for the person's role first, all of them for everyone; and what comes after one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.catalogue import Phrase, Value
from dialogs.careful import careful
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait, unchanged
from dialogs.practices import SIDES

PAGE = 6  # practices on one screen
TO_PARTNER = ("hold", "gap", "observer")  # about the two of them, so they rest where couple exercises do
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
    names = [name for name in SIDES[side] if not (careful(turn) and name in TO_PARTNER)]
    first = PAGE * int(turn.facts.get("page") or 0) % len(names)
    return (
        *(Choice(name, "picked", name, label=Phrase(f"practice.names.{name}")) for name in names[first : first + PAGE]),
        Choice("more", "more"),
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
    turn.facts.update(side=turn.value, page=0)


def _turn_page(turn: Turn) -> None:
    pages = -(-len(SIDES[side_of(turn)]) // PAGE)
    turn.facts["page"] = (int(turn.facts.get("page") or 0) + 1) % pages


def named(turn: Turn) -> bool:
    """Whether the practice was named by whoever called."""
    return turn.facts.get("name") in ALL


def _count(turn: Turn) -> Mapping[str, Value]:
    return {"count": turn.person.practised}


PRACTICE = Dialog(
    "practice",
    3,
    "start",
    states=(
        Pass("start"),
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
        Move("go", "start", "doing", when=named),
        Move("go", "start", "pick"),
        Move("picked", "pick", "doing", do=_pick),
        Move("more", "pick", "pick", do=_turn_page),
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
    facts={"name": str, "side": str, "page": int},
    migrations=unchanged(1, 2),  # versions 2 and 3 have more of them, on several pages
    fallback="pick",
)
