"""The gym dialog: practising "I" statements on demand, alone, a minute at a time.

Spot the slip, repair this, write your own; after each attempt one thing to look at and another try. A rewrite is shown
only after a try or on request, so that the words stay the person's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from content.catalogue import Value
from content.gym import load
from dialogs.careful import past_careful
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.gym.attempts import drop_draft, good, look, note_blame, say_unreadable, take_attempt, unreadable, unsafe
from dialogs.gym.drills import KINDS, LEVELS, level_of, next_drill, today_of
from dialogs.gym.feedback import (
    again_screen,
    feedback,
    good_screen,
    level_shown,
    praise,
    repair_shown,
    way_shown,
    write_shown,
)
from dialogs.gym.spotting import (
    after_spotting,
    explanation,
    sentence_shown,
    spot_answers,
    spot_screen,
    take_pick,
)

LONG = 500  # characters of an attempt: three times what can be said in one breath
_SITUATION = "plans.forgot_my_day"  # where a release took the one away that somebody was writing about


def spotting(turn: Turn) -> bool:
    """Whether the drill is to see a slip."""
    return turn.facts.get("kind") == "spot"


def repairing(turn: Turn) -> bool:
    """Whether the drill is to mend a sentence."""
    return turn.facts.get("kind") == "repair"


def _start(turn: Turn) -> None:
    """Choose the first drill: in the way asked for, or the coach's choice."""
    turn.facts.update(asked=turn.value if turn.value in KINDS else None, count=0, slip=None)
    _give(turn)


def _give(turn: Turn) -> None:
    asked = next((kind for kind in KINDS if kind == turn.facts.get("asked")), None)
    count = int(turn.facts.get("count") or 0)
    last = turn.facts.get("slip")
    drill = next_drill(turn.person, today_of(turn.person, turn.now), count, turn.pick, asked, last)
    turn.person = turn.person.with_drill(drill.item)
    turn.facts.update(kind=drill.kind, item=drill.item, slip=drill.slip, order=turn.pick % 24, count=count + 1)
    _clear(turn)
    if drill.kind == "repair":
        note_blame(turn)


def _mend_this(turn: Turn) -> None:
    """Mend the sentence whose slip was just looked at."""
    turn.facts.update(kind="repair")
    _clear(turn)
    note_blame(turn)


def _clear(turn: Turn) -> None:
    turn.facts.update(draft=None, score=None, before=None, tries=0, right=None, news=None, looked=None, done=None)
    turn.facts["level"] = level_of(turn.person)


def _set_level(turn: Turn) -> None:
    turn.know(level=int(turn.value))


def _say_enough(turn: Turn) -> None:
    turn.say("gym.enough")


def _situation(turn: Turn) -> Mapping[str, Value]:
    bank = load()
    row = bank.situations.get(str(turn.facts.get("item"))) or bank.situations[_SITUATION]
    return write_shown(turn, row.text)


def _rest_screen(turn: Turn) -> str:
    return "gym.rest.again" if turn.person.drilled else "gym.rest.first"


_SHOW, _ANOTHER, _OTHER = Choice("show", "show"), Choice("another", "another"), Choice("other", "other")
_ENOUGH = Choice("enough", "enough")
_TRYING = ("repair", "write", "again", "good", "shown")

GYM = Dialog(
    "gym",
    1,
    "begin",
    states=(
        Pass("begin"),
        Call("careful", "careful"),
        Wait(
            "rest",
            (
                Choice("go", "start"),
                *(Choice(kind, "start", kind) for kind in KINDS),
                Choice("level", "levels"),
                Choice("not_now", "leave"),
            ),
            screen=_rest_screen,
            screens=("gym.rest.first", "gym.rest.again"),
            values=level_shown,
        ),
        Wait(
            "level",
            (*(Choice(f"level_{level}", "level", level) for level in LEVELS), Choice("back", "back")),
            values=lambda turn: {"level": level_of(turn.person)},
        ),
        Pass("drill"),
        Wait(
            "spot",
            spot_answers,
            screen=spot_screen,
            screens=("gym.spot.words", "gym.spot.kind"),
            values=sentence_shown,
        ),
        Wait("spotted", after_spotting, values=explanation),
        Wait(
            "repair", (_SHOW, _ANOTHER, _OTHER, _ENOUGH), text="tried", values=repair_shown, longest=LONG, english=True
        ),
        Wait("write", (_SHOW, _ANOTHER, _OTHER, _ENOUGH), text="tried", values=_situation, longest=LONG, english=True),
        Wait(
            "again",
            (_SHOW, _ANOTHER, _OTHER, _ENOUGH),
            text="tried",
            screen=again_screen,
            screens=("gym.again.heard", "gym.again.plain"),
            values=feedback,
            longest=LONG,
            english=True,
        ),
        Wait(
            "good",
            (_ANOTHER, _OTHER, _ENOUGH),
            text="tried",
            screen=good_screen,
            screens=("gym.good.heard", "gym.good.plain"),
            values=praise,
            longest=LONG,
            english=True,
        ),
        Wait("shown", (_ANOTHER, _OTHER, _ENOUGH), text="tried", values=way_shown, longest=LONG, english=True),
        Wait(
            "refused",
            (Choice("help_now", "help_now"), Choice("figure", "figure"), Choice("done", "leave")),
            screen="rephrase.refused",
        ),
        Call("helping", "safety", facts=lambda turn: {"tier": "help", "kind": "help_now"}),
        End("done", lambda turn: "done"),
        End("left", lambda turn: None),
    ),
    moves=(
        *past_careful("begin", "rest", "begin"),
        Move("start", "rest", "drill", do=_start),
        Move("levels", "rest", "level"),
        Move("leave", "rest", "left"),
        Move("level", "level", "rest", do=_set_level),
        Move("back", "level", "rest"),
        Move("go", "drill", "spot", when=spotting),
        Move("go", "drill", "repair", when=repairing),
        Move("go", "drill", "write"),
        Move("picked", "spot", "spotted", do=take_pick),
        Move("mine", "spotted", "repair", do=_mend_this),
        Move("tried", _TRYING, "refused", when=unsafe, do=drop_draft),
        *(Move("tried", state, state, when=unreadable, do=say_unreadable) for state in _TRYING),
        Move("tried", _TRYING, "good", when=good, do=take_attempt),
        Move("tried", _TRYING, "again", do=take_attempt),
        Move("show", ("repair", "write", "again"), "shown", do=look),
        Move("another", ("spotted", *_TRYING), "drill", do=_give),
        Move("other", ("spotted", *_TRYING), "rest"),
        Move("enough", ("spotted", *_TRYING), "done", do=_say_enough),
        Move("help_now", "refused", "helping"),
        Move("returned", "helping", "left"),
        Move("figure", "refused", "drill"),
        Move("leave", "refused", "left"),
    ),
    facts={
        "asked": str,
        "kind": str,
        "item": str,
        "slip": str,
        "order": int,
        "count": int,
        "draft": str,
        "level": int,
        "score": int,
        "before": int,
        "tries": int,
        "right": bool,
        "news": bool,
        "looked": bool,
        "done": bool,
    },
    says=("gym.unreadable", "gym.enough"),
    fallback="begin",
)
