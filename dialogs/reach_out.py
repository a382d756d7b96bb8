"""Four practices of being reachable: space with a return time, one feeling, a small bid, a reassuring text.

Sources: time-out rules of Gottman and Levenson (a signal, at least 20 minutes, back within 24 hours); emotionally
focused therapy (one feeling); bids (Gottman, a small observational study); partner buffering (Simpson and Overall,
2014).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from content.catalogue import Phrase, Value
from dialogs.engine import Call, Choice, Move, Turn, Wait, unchanged
from dialogs.exercise import exercise, remember
from dialogs.lengths import read_length
from dialogs.returning import start_break
from dialogs.schedule.reading import read_time
from dialogs.words import FEELINGS, ask_for_one_word, chips, feeling, named_feeling, read_feeling
from dialogs.zones import local, read_clock

SHORTEST, LONGEST = 5, 24 * 60  # minutes of a break: beyond a day it is no break any more
MINUTES = (20, 30, 60, 120)
LEAST = 20  # minutes a body needs to calm down, which is said to whoever takes less
_UNTIL = re.compile(r"\b(?:until|till|til|back (?:at|by)|be back|at|by)\b", re.IGNORECASE)
_HALF_DAY = timedelta(hours=12)

# -- space with a return time ------------------------------------------------------------------------------------------


def read_minutes(text: str) -> int | None:
    """An amount of time such as "45", "1.5 hours" or "half an hour", in minutes; None if it is none or out of range."""
    minutes = read_length(text)
    return minutes if minutes is not None and SHORTEST <= minutes <= LONGEST else None


def _asked_minutes(turn: Turn) -> int | None:
    """The break's minutes: an amount of time, or the time until a clock time where the person's zone is known.

    "Until 8" is the next eight o'clock, in the morning or in the evening.
    """
    text = turn.text or ""
    said = read_time(text) if read_clock(text) is not None or _UNTIL.search(text) else None
    if said is None:
        return read_minutes(text)
    if turn.person.zone is None:
        return None
    there = local(turn.now, turn.person.zone)
    back = there.replace(hour=int(said[:2]), minute=int(said[3:]), second=0, microsecond=0)
    step = timedelta(days=1) if read_clock(text) is not None else _HALF_DAY
    while back <= there:
        back += step
    if step == _HALF_DAY and back - _HALF_DAY > there:
        back -= _HALF_DAY
    minutes = round((back - there).total_seconds() / 60)
    return minutes if SHORTEST <= minutes <= LONGEST else None


def known_amount(turn: Turn) -> bool:
    """Whether the typed words mean a time between five minutes and a day from now."""
    return _asked_minutes(turn) is not None


def _take_minutes(turn: Turn) -> None:
    keep_minutes(turn, turn.value if turn.text is None else _asked_minutes(turn))


def keep_minutes(turn: Turn, minutes: int | None) -> None:
    """Keep how long a break is to be, with a word to who takes less than a body needs."""
    turn.facts["minutes"] = minutes
    if minutes is not None and minutes < LEAST:
        turn.say("space.rather_twenty")


def _not_an_amount(turn: Turn) -> None:
    turn.say("space.not_an_amount")


def _promise(turn: Turn) -> Mapping[str, Value]:
    minutes = int(turn.facts.get("minutes") or MINUTES[0])
    when: Value
    if turn.person.zone:
        back = local(turn.now + timedelta(minutes=minutes), turn.person.zone)
        when = Phrase("space.at", {"time": back.strftime("%H:%M")})
    elif minutes % 60 == 0:
        when = Phrase("space.in_hour" if minutes == 60 else "space.in_hours", {"hours": minutes // 60})
    else:
        when = Phrase("space.in_minutes", {"minutes": minutes})
    return {"feeling": feeling(turn.facts.get("feeling")), "when": when}


def _start_the_clock(turn: Turn) -> None:
    minutes = int(turn.facts.get("minutes") or MINUTES[0])
    start_break(turn, minutes)


def _sending(turn: Turn) -> Sequence[Choice]:
    """Without a zone there is no clock time to name; who wants one is asked where they are."""
    clock = () if turn.person.zone else (Choice("clock", "clock"),)
    return (Choice("sent", "sent"), Choice("change", "change"), *clock, Choice("not_now", "stop"))


SPACE = exercise(
    "space",
    "reach",
    steps=(
        Wait("feeling", chips("feelings", FEELINGS), text="chosen", longest=200),
        Wait(
            "amount",
            tuple(
                Choice(f"m{minutes}", "amount", minutes, label=Phrase(f"space.minutes.m{minutes}"))
                for minutes in MINUTES
            ),
            text="typed",
        ),
        Wait("send", _sending, values=_promise),
        Call("zone", "zone"),
        Wait(
            "use",
            (Choice("next", "next"),),
            screen=lambda turn: "space.use.over" if turn.person.away is None else "space.use.waiting",
            screens=("space.use.waiting", "space.use.over"),
        ),
    ),
    moves=(
        Move("chosen", "feeling", "amount", when=named_feeling, do=remember("feeling", read_feeling)),
        Move("chosen", "feeling", "feeling", do=ask_for_one_word),
        Move("amount", "amount", "send", do=_take_minutes),
        Move("typed", "amount", "send", when=known_amount, do=_take_minutes),
        Move("typed", "amount", "amount", do=_not_an_amount),
        Move("change", "send", "amount"),
        Move("clock", "send", "zone"),
        Move("returned", "zone", "send"),
        Move("stop", "send", "left"),
        Move("sent", "send", "use", do=_start_the_clock),
        Move("next", "use", "after"),
    ),
    version=2,
    migrations=unchanged(1),  # version 2 can ask for the time zone
    facts={"feeling": str, "minutes": int, "insisted": bool},
    says=("space.rather_twenty", "space.not_an_amount", "words.one_word"),
    keeps=lambda turn: {"feeling": turn.facts.get("feeling"), "minutes": turn.facts.get("minutes")},
)

# -- one feeling before you go -----------------------------------------------------------------------------------------


def _one_feeling(turn: Turn) -> Mapping[str, Value]:
    return {"feeling": feeling(turn.facts.get("feeling"))}


ONE_FEELING = exercise(
    "one_feeling",
    "reach",
    steps=(
        Wait("feeling", chips("feelings", FEELINGS), text="chosen", longest=200),
        Wait("say", (Choice("said", "next"), Choice("other", "again"), Choice("later", "next")), values=_one_feeling),
    ),
    moves=(
        Move("chosen", "feeling", "say", when=named_feeling, do=remember("feeling", read_feeling)),
        Move("chosen", "feeling", "feeling", do=ask_for_one_word),
        Move("again", "say", "feeling"),
        Move("next", "say", "after"),
    ),
    facts={"feeling": str, "insisted": bool},
    says=("words.one_word",),
    keeps=lambda turn: {"feeling": turn.facts.get("feeling")},
)

# -- a small bid -------------------------------------------------------------------------------------------------------

BIDS = ("greeting", "touch", "photo", "question", "thanks")
WHEN = ("now", "today", "tomorrow")

SMALL_BID = exercise(
    "small_bid",
    "reach",
    steps=(
        Wait("which", chips("bids", BIDS), text="chosen", longest=120),
        Wait("when", chips("when", WHEN), text="chosen", longest=60),
        Wait(
            "ready",
            (Choice("done", "next"), Choice("will_do", "next")),
            screen=lambda turn: (
                f"small_bid.ready.{turn.facts.get('bid')}" if turn.facts.get("bid") in BIDS else "small_bid.ready.own"
            ),
            screens=(*(f"small_bid.ready.{bid}" for bid in BIDS), "small_bid.ready.own"),
        ),
    ),
    moves=(
        Move("chosen", "which", "when", do=remember("bid")),
        Move("chosen", "when", "ready", do=remember("when")),
        Move("next", "ready", "after"),
    ),
    facts={"bid": str, "when": str},
    keeps=lambda turn: {"bid": turn.facts.get("bid"), "when": turn.facts.get("when")},
)

# -- a reassuring text -------------------------------------------------------------------------------------------------

TEXTS = ("thinking", "later", "us")


def _text(turn: Turn) -> Mapping[str, Value]:
    chosen = turn.facts.get("text")
    return {"text": Phrase(f"reassurance.texts.{chosen}") if chosen in TEXTS else chosen or ""}


REASSURANCE = exercise(
    "reassurance",
    "reach",
    steps=(
        Wait(
            "pick",
            tuple(Choice(name, "chosen", name) for name in TEXTS),
            text="chosen",
            longest=300,
            values=lambda turn: {name: Phrase(f"reassurance.texts.{name}") for name in TEXTS},
        ),
        Wait("ready", (Choice("sent", "next"), Choice("edit", "edit"), Choice("later", "next")), values=_text),
        Wait("edit", (Choice("back", "back"),), text="edited", longest=300),
    ),
    moves=(
        Move("chosen", "pick", "ready", do=remember("text")),
        Move("edit", "ready", "edit"),
        Move("edited", "edit", "ready", do=remember("text")),
        Move("back", "edit", "ready"),
        Move("next", "ready", "after"),
    ),
    facts={"text": str},
    keeps=lambda turn: {"text": turn.facts.get("text")},
)

REACH_OUT = (SPACE, ONE_FEELING, SMALL_BID, REASSURANCE)
