"""Arranging the nudges: whether, when and how often; pauses, quiet hours, the lock screen, and what was learned."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from content.catalogue import Phrase, Value
from content.nudges import KINDS
from dialogs.careful import past_careful
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.nudges import terms
from dialogs.nudges.adapting import SLOTS, tally
from dialogs.schedule.answers import homeless
from dialogs.schedule.reading import read_time
from dialogs.zones import city_of

OFTEN = (1, 2, 7)  # days from one to the next
PAUSES: Mapping[str, int | None] = {"days_3": 3, "days_7": 7, "return": None}
QUIET: Mapping[str, tuple[str, ...]] = {
    "usual": ("21:30", "08:00"),
    "later": ("23:00", "09:00"),
    "earlier": ("20:30", "06:30"),
    "never": (),
}
_SPAN = re.compile(r"(.+?)\s*(?:-|–|to|until|till)\s*(.+)")


def is_on(turn: Turn) -> bool:
    return bool(turn.person.nudge.get("at"))


def readable_time(turn: Turn) -> bool:
    """Whether there is a time in the words."""
    return read_time(turn.text or "") is not None


def _span(text: str) -> tuple[str, ...] | None:
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        return None
    begin, end = read_time(match[1]), read_time(match[2])
    return (begin, end) if begin and end and begin != end else None


def readable_span(turn: Turn) -> bool:
    """Whether the words give hours from and to."""
    return _span(turn.text or "") is not None


def _take_time(turn: Turn) -> None:
    turn.facts["at"] = turn.value if turn.text is None else read_time(turn.text)


def _begin(turn: Turn) -> None:
    at = str(turn.facts.get("at") or SLOTS["evening"])
    terms.begin(turn, at)
    turn.say("nudges.begun", at=at)


def _needs_zone(turn: Turn) -> None:
    turn.say("nudges.needs_zone")


def _no_time(turn: Turn) -> None:
    turn.say("nudges.no_time")


def _no_span(turn: Turn) -> None:
    turn.say("nudges.no_span")


def _set_often(turn: Turn) -> None:
    terms.change(turn, every=turn.value, ignored=None)


def _pause(turn: Turn) -> None:
    terms.pause(turn, PAUSES[turn.value])


def _resume(turn: Turn) -> None:
    terms.change(turn, until=None, asked=None, ignored=None)


def _set_quiet(turn: Turn) -> None:
    turn.know(quiet=QUIET[turn.value] if turn.text is None else _span(turn.text))


def _turn_veil(turn: Turn) -> None:
    terms.change(turn, open=None if turn.person.nudge.get("open") else True)


def _turn_adapting(turn: Turn) -> None:
    terms.change(turn, adapt=not turn.person.nudge.get("adapt"))


def _end(turn: Turn) -> None:
    terms.end(turn)
    turn.say("nudges.ended")


def _resting(turn: Turn) -> bool:
    return terms.paused(turn.person, turn.now) or bool(turn.person.nudge.get("asked"))


def _screen(turn: Turn) -> str:
    if not is_on(turn):
        return "nudges.rest.offer" if turn.facts.get("offer") else "nudges.rest.off"
    return "nudges.rest.paused" if _resting(turn) else "nudges.rest.on"


def _shown(turn: Turn) -> Mapping[str, Value]:
    known, quiet = turn.person.nudge, turn.person.quiet
    return {
        "often": Phrase(f"nudges.often_{terms.gap(known)}"),
        "at": str(known.get("at", "")),
        "city": city_of(turn.person.zone) if turn.person.zone else "",
        "veil": Phrase("nudges.opened" if known.get("open") else "nudges.veiled"),
        "quiet": Phrase("nudges.hours", {"begin": quiet[0], "end": quiet[1]}) if quiet else Phrase("nudges.no_hours"),
        "until": terms.back_on(turn.person) or Phrase("nudges.until_return"),
    }


def _choices(turn: Turn) -> Sequence[Choice]:
    if not is_on(turn):
        times = (Choice(name, "at", at, label=at) for name, at in SLOTS.items())
        return (*times, Choice("other_time", "time"), Choice("not_now", "leave"))
    pause = Choice("resume", "resume") if _resting(turn) else Choice("pause", "pause")
    return (
        Choice("time", "time"),
        Choice("often", "often"),
        pause,
        Choice("quiet", "quiet"),
        Choice("veil", "veil"),
        Choice("learned", "learned"),
        Choice("off", "off"),
        Choice("done", "leave"),
    )


def _learned(turn: Turn) -> Mapping[str, Value]:
    lines: Value = ""
    for arm, names in (("slot", tuple(SLOTS)), ("kind", KINDS)):
        counts = tally(arm, turn.person.nudged)
        for name in names:
            if name in counts:
                done, sent = counts[name]
                values: dict[str, Value] = {
                    "before": lines,
                    "name": Phrase(f"nudges.arms.{name}"),
                    "done": done,
                    "sent": sent,
                }
                lines = Phrase("nudges.arm_line", values)
    return {
        "lines": lines or Phrase("nudges.nothing_yet"),
        "adapting": Phrase("nudges.adapting" if turn.person.nudge.get("adapt") else "nudges.not_adapting"),
    }


NUDGES = Dialog(
    "nudges",
    1,
    "start",
    states=(
        Pass("start"),
        Call("careful", "careful"),
        Wait(
            "rest",
            _choices,
            text="typed",
            screen=_screen,
            screens=("nudges.rest.offer", "nudges.rest.off", "nudges.rest.on", "nudges.rest.paused"),
            values=_shown,
        ),
        Wait(
            "time",
            (*(Choice(name, "at", at, label=at) for name, at in SLOTS.items()), Choice("back", "back")),
            text="typed",
        ),
        Pass("timed"),
        Call("zone", "zone"),
        Wait("often", (*(Choice(f"every_{days}", "chosen", days) for days in OFTEN), Choice("back", "back"))),
        Wait("pause", (*(Choice(name, "chosen", name) for name in PAUSES), Choice("back", "back"))),
        Wait("quiet", (*(Choice(name, "chosen", name) for name in QUIET), Choice("back", "back")), text="typed"),
        Wait("learned", (Choice("adapt", "adapt"), Choice("back", "back")), values=_learned),
        End("done"),
        End("left", lambda turn: None),
    ),
    moves=(
        *past_careful("start", "rest"),
        Move("at", ("rest", "time"), "timed", do=_take_time),
        Move("typed", ("rest", "time"), "timed", when=readable_time, do=_take_time),
        Move("typed", "rest", "rest", do=_no_time),
        Move("typed", "time", "time", do=_no_time),
        Move("go", "timed", "zone", when=homeless),
        Move("go", "timed", "done", do=_begin),
        Move("returned", "zone", "left", when=homeless, do=_needs_zone),
        Move("returned", "zone", "done", do=_begin),
        Move("time", "rest", "time"),
        Move("often", "rest", "often"),
        Move("pause", "rest", "pause"),
        Move("resume", "rest", "rest", do=_resume),
        Move("quiet", "rest", "quiet"),
        Move("veil", "rest", "rest", do=_turn_veil),
        Move("learned", "rest", "learned"),
        Move("off", "rest", "done", do=_end),
        Move("leave", "rest", "done"),
        Move("chosen", "often", "rest", do=_set_often),
        Move("chosen", "pause", "rest", do=_pause),
        Move("chosen", "quiet", "rest", do=_set_quiet),
        Move("typed", "quiet", "rest", when=readable_span, do=_set_quiet),
        Move("typed", "quiet", "quiet", do=_no_span),
        Move("adapt", "learned", "learned", do=_turn_adapting),
        Move("back", ("time", "often", "pause", "quiet", "learned"), "rest"),
    ),
    facts={"at": str, "offer": bool},
    says=("nudges.begun", "nudges.needs_zone", "nudges.no_time", "nudges.no_span", "nudges.ended"),
)
