"""The disclosure ladder: one sentence about oneself, a rung at a time, kept private or taken along to the partner.

Graded exposure, a clinical standard; its transfer to what one tells a partner is ours. The sentence is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.catalogue import Value
from dialogs.engine import Choice, Move, Turn, Wait
from dialogs.engine.matching import fold
from dialogs.exercise import exercise, remember
from dialogs.reach_out import WHEN
from dialogs.statements import find_blame
from dialogs.words import chips

LONGEST = 300  # characters of a sentence
RUNGS = 5  # a fact of the day, a liking, a feeling, a wish, a fear


def rung(turn: Turn) -> int:
    """The rung from 1 to 5: the one chosen, else the next after those that were done, as far back as is kept."""
    chosen = turn.facts.get("rung")
    done = sum(row["name"] == "disclosure" for row in turn.person.practices)
    return min(max(int(chosen or done + 1), 1), RUNGS)


def _rung_choices(turn: Turn) -> Sequence[Choice]:
    lower = (Choice("lower", "lower"),) if rung(turn) > 1 else ()
    return (*lower, Choice("stop", "stop"))


def of_oneself(turn: Turn) -> bool:
    """Whether it is a sentence, and no reproach; what is insisted on is taken."""
    text = turn.text or ""
    return len(fold(text).split()) > 1 and (bool(turn.facts.get("asked")) or find_blame(text) is None)


def a_word(turn: Turn) -> bool:
    """Whether there is too little for a sentence."""
    return len(fold(turn.text or "").split()) < 2


def _ask_for_more(turn: Turn) -> None:
    turn.say("disclosure.a_sentence")


def _ask_for_oneself(turn: Turn) -> None:
    """Ask for what is the person's own, once."""
    turn.facts["asked"] = True
    turn.say("disclosure.of_yourself")


def _take_sentence(turn: Turn) -> None:
    turn.facts.update(sentence=(turn.text or "").strip(), rung=rung(turn))


def _lower(turn: Turn) -> None:
    turn.facts.update(rung=rung(turn) - 1, asked=None)


def _keep_private(turn: Turn) -> None:
    turn.facts["shared"] = False
    turn.say("disclosure.private")


def _take_along(turn: Turn) -> None:
    turn.facts["shared"] = True


def _sentence(turn: Turn) -> Mapping[str, Value]:
    return {"sentence": str(turn.facts.get("sentence") or "")}


DISCLOSURE = exercise(
    "disclosure",
    "reach",
    steps=(
        Wait(
            "rung",
            _rung_choices,
            text="wrote",
            longest=LONGEST,
            screen=lambda turn: f"disclosure.rung.r{rung(turn)}",
            screens=tuple(f"disclosure.rung.r{number}" for number in range(1, RUNGS + 1)),
        ),
        Wait(
            "whose",
            (Choice("private", "private"), Choice("along", "along"), Choice("edit", "edit")),
            values=_sentence,
        ),
        Wait("when", chips("when", WHEN), text="chosen", longest=60),
        Wait("ready", (Choice("said", "next"), Choice("will_do", "next")), values=_sentence),
    ),
    moves=(
        Move("wrote", "rung", "whose", when=of_oneself, do=_take_sentence),
        Move("wrote", "rung", "rung", when=a_word, do=_ask_for_more),
        Move("wrote", "rung", "rung", do=_ask_for_oneself),
        Move("lower", "rung", "rung", do=_lower),
        Move("stop", "rung", "left"),
        Move("edit", "whose", "rung"),
        Move("private", "whose", "after", do=_keep_private),
        Move("along", "whose", "when"),
        Move("chosen", "when", "ready", do=remember("when")),
        Move("next", "ready", "after", do=_take_along),
    ),
    facts={"rung": int, "sentence": str, "when": str, "shared": bool, "asked": bool},
    says=("disclosure.private", "disclosure.a_sentence", "disclosure.of_yourself"),
    keeps=lambda turn: {"rung": turn.facts.get("rung"), "shared": bool(turn.facts.get("shared"))},
)
