"""Home: the bottom of every conversation. Welcome first, then the role questions once, then the menu for good."""

from __future__ import annotations

from dialogs.engine import Call, Choice, Dialog, Move, Pass, Turn, Wait, unchanged


def consented(turn: Turn) -> bool:
    """Whether the person has agreed to what is kept."""
    return turn.person.consented is not None


def agreed(turn: Turn) -> bool:
    return bool(turn.result == "agreed")


def young(turn: Turn) -> bool:
    return bool(turn.result == "young")


def setting_aside(turn: Turn) -> bool:
    """Whether danger was told, and everything else was left."""
    return bool(turn.result == "aside")


def _listen(turn: Turn) -> None:
    turn.facts["spoken"] = True


def _show_the_way_on(turn: Turn) -> None:
    turn.say("home.from_here")


HOME = Dialog(
    "home",
    4,
    "arrive",
    states=(
        Pass("arrive"),
        Call("welcome", "welcome"),
        Wait(
            "declined",
            (Choice("again", "again"),),
            text="words",
            screen=lambda turn: "home.declined.again" if turn.facts.get("spoken") else "home.declined.first",
            screens=("home.declined.first", "home.declined.again"),
        ),
        Wait("young", (Choice("mistake", "again"),), text="words"),
        Call("screening", "screening"),
        Call("first_role", "role"),
        Call("nudges", "nudges", facts=lambda turn: {"offer": True}),
        Call("menu", "menu"),
    ),
    moves=(
        Move("go", "arrive", "menu", when=consented),
        Move("go", "arrive", "welcome"),
        Move("returned", "welcome", "screening", when=agreed),
        Move("returned", "screening", "menu", when=setting_aside),
        Move("returned", "screening", "first_role"),
        Move("returned", "welcome", "young", when=young),
        Move("returned", "welcome", "declined"),
        Move("again", ("declined", "young"), "welcome"),
        Move("words", "declined", "declined", do=_listen),
        Move("words", "young", "young"),
        Move("returned", "first_role", "menu", when=setting_aside),
        Move("returned", "first_role", "nudges"),
        Move("returned", "nudges", "menu", do=_show_the_way_on),
        Move("returned", "menu", "young", when=young),
        Move("returned", "menu", "menu"),
    ),
    facts={"spoken": bool},
    says=("home.from_here",),
    # version 2 asks about safety first, 3 ends for who turns out to be younger, 4 offers nudges; nothing is taken away
    migrations=unchanged(1, 2, 3),
)
