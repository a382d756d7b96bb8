"""Practices for calming down: five senses, and naming the feeling. Sighing and the kind observer have modules apart.

Sources: 5-4-3-2-1 is a clinical standard with thin trials; Lieberman et al. 2007 (affect labelling).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.catalogue import Value
from dialogs.breathing import SIGHING
from dialogs.engine import Choice, Move, Turn, Wait
from dialogs.exercise import NEXT, exercise, remember
from dialogs.observer import OBSERVER
from dialogs.words import FEELINGS, ask_for_one_word, chips, feeling, named_feeling, read_feeling

_SENSES = ("see", "feel", "hear", "smell", "taste")

GROUNDING = exercise(
    "grounding",
    "soothe",
    steps=tuple(Wait(sense, NEXT, text="next") for sense in _SENSES),
    moves=(
        *(Move("next", sense, then) for sense, then in zip(_SENSES, (*_SENSES[1:], "after"), strict=True)),
        Move("stop", _SENSES, "after"),
    ),
    urgent=True,
)


def _named(turn: Turn) -> Mapping[str, Value]:
    first, second = turn.facts.get("first"), turn.facts.get("second")
    values: dict[str, Value] = {"first": feeling(first)}
    if second:
        values["second"] = feeling(second)
    return values


def _second_feelings(turn: Turn) -> Sequence[Choice]:
    rest = [name for name in FEELINGS if name != turn.facts.get("first")]
    return (*chips("feelings", rest), Choice("only_one", "only_one"))


NAME_IT = exercise(
    "name_it",
    "soothe",
    steps=(
        Wait("first", chips("feelings", FEELINGS), text="chosen", longest=200),
        Wait("second", _second_feelings, text="chosen", longest=200, values=_named),
        Wait(
            "where",
            (Choice("chest", "next"), Choice("belly", "next"), Choice("throat", "next"), Choice("elsewhere", "next")),
            text="next",
            screen=lambda turn: "name_it.where.two" if turn.facts.get("second") else "name_it.where.one",
            screens=("name_it.where.one", "name_it.where.two"),
            values=_named,
        ),
        Wait("stay", NEXT),
    ),
    moves=(
        Move("chosen", "first", "second", when=named_feeling, do=remember("first", read_feeling)),
        Move("chosen", "first", "first", do=ask_for_one_word),
        Move("chosen", "second", "where", when=named_feeling, do=remember("second", read_feeling)),
        Move("chosen", "second", "second", do=ask_for_one_word),
        Move("only_one", "second", "where"),
        Move("next", "where", "stay"),
        Move("next", "stay", "after"),
        Move("stop", "stay", "after"),
    ),
    facts={"first": str, "second": str, "insisted": bool},
    says=("words.one_word",),
    keeps=lambda turn: {"feelings": [word for word in (turn.facts.get("first"), turn.facts.get("second")) if word]},
)

SOOTHE = (SIGHING, GROUNDING, NAME_IT, OBSERVER)
