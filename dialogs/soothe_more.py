"""More practices for calming down: a gap, kindness, a safe memory, STOP, and private pages.

Those that keep time, slow breathing, the body break and riding out an urge, have modules of their own.

Sources: McCurry, May and Donaldson 2024 (five-second gap; everyday conflict, not violence); Neff and Germer 2013
(self-compassion); Otway, Carnelley and Rowe 2014 (felt security by text message); STOP is a common mindfulness
exercise; Slatcher and Pennebaker 2006 (writing).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from content.catalogue import Phrase, Value
from dialogs.breathing import BREATHING
from dialogs.engine import Choice, Move, Turn, Wait
from dialogs.exercise import LONG, NEXT, SKIP, exercise, remember
from dialogs.timed_breaks import BODY_BREAK, URGE
from dialogs.words import FEELINGS, NEEDS, chips

STOP = Choice("stop", "stop")

# -- a five-second gap -------------------------------------------------------------------------------------------------

ANSWERS = ("now", "later", "none")


def _choose(turn: Turn) -> None:
    turn.facts["answer"] = turn.value
    turn.say(f"gap.chosen.{turn.value}")


GAP = exercise(
    "gap",
    "soothe",
    steps=(
        Wait("down", NEXT),
        Wait("breath", NEXT),
        Wait("choose", tuple(Choice(name, "chosen", name) for name in ANSWERS)),
    ),
    moves=(
        Move("next", "down", "breath"),
        Move("next", "breath", "choose"),
        Move("chosen", "choose", "after", do=_choose),
        Move("stop", ("down", "breath"), "after"),
    ),
    facts={"answer": str},
    says=tuple(f"gap.chosen.{name}" for name in ANSWERS),
    keeps=lambda turn: {"answer": turn.facts.get("answer")},
)

# -- stop and look -----------------------------------------------------------------------------------------------------

_STOP_STEPS = ("halt", "breath", "look", "proceed")

PAUSE = exercise(
    "pause",
    "soothe",
    steps=tuple(Wait(step, NEXT, text="next") for step in _STOP_STEPS),
    moves=(
        *(Move("next", step, then) for step, then in zip(_STOP_STEPS, (*_STOP_STEPS[1:], "after"), strict=True)),
        Move("stop", _STOP_STEPS, "after"),
    ),
)

# -- a kind word to yourself -------------------------------------------------------------------------------------------

SENTENCES = ("slowly", "allowed", "trying")


def _sentence(turn: Turn) -> Mapping[str, Value]:
    chosen = turn.facts.get("sentence")
    return {"sentence": Phrase(f"compassion.sentences.{chosen}")} if chosen else {}


COMPASSION = exercise(
    "compassion",
    "soothe",
    steps=(
        Wait("hurts", NEXT, text="next"),
        Wait("others", NEXT, text="next"),
        Wait(
            "kind",
            (
                *(Choice(name, "chosen", name, label=Phrase(f"compassion.sentences.{name}")) for name in SENTENCES),
                STOP,
            ),
            text="own",
        ),
        Wait(
            "hand",
            NEXT,
            text="next",
            # A sentence of the person's own is never said back: it may not have been a kind one.
            screen=lambda turn: "compassion.hand.picked" if turn.facts.get("sentence") else "compassion.hand.own",
            screens=("compassion.hand.picked", "compassion.hand.own"),
            values=_sentence,
        ),
    ),
    moves=(
        Move("next", "hurts", "others"),
        Move("next", "others", "kind"),
        Move("chosen", "kind", "hand", do=remember("sentence")),
        Move("own", "kind", "hand"),
        Move("next", "hand", "after"),
        Move("stop", ("hurts", "others", "kind", "hand"), "after"),
    ),
    facts={"sentence": str},
)

# -- a safe memory -----------------------------------------------------------------------------------------------------

_NOBODY = re.compile(
    r"^\W*(?:(?:(?:there(?:['’]?s| is)\s+)?(?:nobody|no[ -]?one|none|nothing)|i\s+(?:do|can)(?:\s?not|n['’]?t|['’]t))\b"
    r"|(?:no|nope)\W*$)",
    re.IGNORECASE,
)
_PICTURE = ("place", "face", "words", "body")


def nobody(turn: Turn) -> bool:
    """Whether the typed words say that nobody comes to mind."""
    return _NOBODY.search(turn.text or "") is not None


MEMORY = exercise(
    "memory",
    "soothe",
    steps=(
        Wait("who", (*NEXT[:1], Choice("nobody", "nobody"), *NEXT[1:]), text="typed"),
        Wait("instead", NEXT, text="next"),
        *(Wait(part, NEXT, text="next") for part in _PICTURE),
    ),
    moves=(
        Move("typed", "who", "instead", when=nobody),
        Move("typed", "who", "place"),
        Move("nobody", "who", "instead"),
        Move("next", ("who", "instead"), "place"),
        *(Move("next", part, then) for part, then in zip(_PICTURE, (*_PICTURE[1:], "after"), strict=True)),
        Move("stop", ("who", "instead", *_PICTURE), "after"),
    ),
)

# -- private pages -----------------------------------------------------------------------------------------------------

_PAGES = ("fact", "story", "feeling", "need")
_WORDS = {"feeling": chips("feelings", FEELINGS, "wrote"), "need": chips("needs", NEEDS, "wrote")}
_FOLLOWING = tuple(zip(_PAGES, (*_PAGES[1:], "after"), strict=True))

JOURNAL = exercise(
    "journal",
    "soothe",
    steps=tuple(Wait(page, (*_WORDS.get(page, ()), SKIP, STOP), text="wrote", longest=LONG) for page in _PAGES),
    moves=(
        *(Move("wrote", page, then, do=remember(page)) for page, then in _FOLLOWING),
        *(Move("skip", page, then) for page, then in _FOLLOWING),
        Move("stop", _PAGES, "after"),
    ),
    facts=dict.fromkeys(_PAGES, str),
    keeps=lambda turn: {"writing": {page: turn.facts.get(page) for page in _PAGES if turn.facts.get(page)}},
)

MORE_SOOTHE = (GAP, PAUSE, BREATHING, COMPASSION, MEMORY, URGE, BODY_BREAK, JOURNAL)
