"""The safety dialog: what a person gets when words sound like danger, and behind "Help now".

It names the concern, asks one direct question, puts the emergency number first where life may be at risk, offers more
than a phone number, and stays. "False alarm" leads back to exactly where the person was. The words that led here are
kept nowhere (WHO, 2013: listen, inquire, validate, enhance safety, support; no pressure to disclose).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait, unchanged
from dialogs.safety import heeding, lines, screens
from dialogs.safety.hearing import affirming, calling, denying, refusing, unsure
from dialogs.safety.heeding import forget_said, listen, means, note_shown, setting_aside, take_care, take_heed, young

SAFE, NOT_SAFE = Choice("safe", "safe"), Choice("not_safe", "not_safe")
FALSE_ALARM = Choice("false_alarm", "false_alarm")
LINES, PLAN, TRUSTED = Choice("lines", "lines"), Choice("plan", "plan"), Choice("trusted", "trusted")
GROUND = Choice("ground", "ground")
GO_ON = Choice("go_on", "leave")
DEVICE = Choice("device", "device")


def _or_false_alarm(*choices: Choice) -> Callable[[Turn], Sequence[Choice]]:
    """These choices, and that it was none where it was not the person who asked for help."""

    def offered(turn: Turn) -> Sequence[Choice]:
        return (*choices, FALSE_ALARM) if turn.facts.get("tier") in heeding.TIERS else choices

    return offered


def _ways(turn: Turn) -> Sequence[Choice]:
    device = (DEVICE,) if heeding.near(turn) else ()
    return _or_false_alarm(LINES, PLAN, TRUSTED, GROUND, *device, GO_ON)(turn)


def _told_choices(turn: Turn) -> Sequence[Choice]:
    return (NOT_SAFE, *_ways(turn))


_AFTER = ("lines", "plan", "trusted")  # the states that lead on to each other
_ASKING = ("urgent", "told", "check", "stay", "waiting", "later")
_HEARD = ("urgent", "stay", "waiting", "told", "ways", *_AFTER)  # where something was told already
_OPEN = (*_ASKING, "about", "ways", *_AFTER)  # wherever the person is waited for

SAFETY = Dialog(
    "safety",
    6,
    "start",
    states=(
        Pass("start"),
        Wait(
            "urgent",
            (SAFE, NOT_SAFE, LINES, TRUSTED, GROUND, FALSE_ALARM),
            text="words",
            screen=screens.urgent_screen,
            values=lines.numbers_shown,
            screens=screens.URGENT,
        ),
        Wait("waiting", (SAFE, LINES, TRUSTED, GROUND, FALSE_ALARM), text="words"),
        Wait(
            "stay",
            (Choice("called", "called"), SAFE, LINES, PLAN, TRUSTED, GROUND, FALSE_ALARM),
            text="words",
            screen=screens.stay_screen,
            values=lines.numbers_shown,
            screens=screens.STAYS,
        ),
        Wait("told", _told_choices, text="words", screen=screens.told_screen, screens=screens.TOLD),
        Wait(
            "later",
            (SAFE, NOT_SAFE, LINES, TRUSTED, GO_ON, FALSE_ALARM),
            text="words",
            values=lines.numbers_shown,
        ),
        Wait(
            "check",
            (
                Choice("tired", "tired"),
                Choice("self_harm", "self_harm"),
                Choice("afraid", "afraid"),
                Choice("mine", "mine"),
                Choice("other", "other"),
                FALSE_ALARM,
            ),
            text="words",
            screen=screens.check_screen,
            screens=screens.CHECKS,
        ),
        Wait(
            "about",
            (
                Choice("afraid", "afraid"),
                Choice("self_harm", "self_harm"),
                Choice("child", "child"),
                Choice("mine", "mine"),
                Choice("other", "other"),
            ),
            text="words",
        ),
        Wait("ways", _ways, text="words", screen=screens.ways_screen, screens=screens.WAYS),
        Wait(
            "lines",
            _or_false_alarm(PLAN, TRUSTED, GROUND, GO_ON),
            text="words",
            screen=lines.lines_screen,
            screens=lines.SCREENS,
            values=lines.lines_shown,
        ),
        Wait(
            "plan",
            _or_false_alarm(LINES, TRUSTED, GROUND, GO_ON),
            text="words",
            screen=screens.plan_screen,
            screens=screens.PLANS,
        ),
        Wait(
            "trusted",
            _or_false_alarm(LINES, PLAN, GROUND, GO_ON),
            text="words",
            screen=screens.trusted_screen,
            screens=screens.TRUSTED,
        ),
        Call("device", "device"),
        Call("grounding", "grounding", facts=lambda turn: {"at_once": True}),
        Pass("leaving"),
        Pass("ended"),
        Call("ending", "young", facts=lambda turn: {"agreed": turn.facts.get("agreed")}),
        End("done"),
        End("aside", lambda turn: "aside", unwind=True),
    ),
    moves=(
        Move("go", "start", "urgent", when=heeding.urgent, do=(heeding.begin, take_heed)),
        Move("go", "start", "told", when=heeding.told, do=(heeding.begin, take_heed)),
        Move("go", "start", "check", when=heeding.soft, do=heeding.begin),
        Move("go", "start", "plan", when=heeding.planning, do=heeding.begin),
        Move("go", "start", "lines", do=heeding.begin),
        Move("safe", ("urgent", "stay", "waiting", "later"), "ways", do=forget_said),
        Move("not_safe", ("urgent", "told", "later"), "stay", do=forget_said),
        Move("called", "stay", "waiting"),
        Move("words", ("urgent", "stay", "told", "later", "ways", *_AFTER), "waiting", when=calling, do=listen),
        Move("words", ("told", "later", "ways", *_AFTER), "urgent", when=heeding.rising, do=heeding.raise_tier),
        Move("words", "lines", "lines", when=lines.named_country, do=lines.go_there),
        Move("words", "lines", "lines", when=lines.unknown_country, do=lines.say_unknown),
        Move("words", _HEARD, "later", when=heeding.gone, do=listen),
        Move("words", ("urgent", "stay"), "stay", do=listen),
        Move("words", "later", "stay", when=refusing, do=listen),
        Move("words", "later", "stay", when=unsure, do=listen),
        Move("words", "told", "device", when=heeding.watched, do=forget_said),
        Move("words", "told", "stay", when=heeding.alarming, do=listen),
        Move("words", "check", "ended", when=denying, do=heeding.take_back),
        Move("words", "check", "check", when=heeding.gone, do=heeding.come_back),
        Move("words", "check", "told", when=affirming, do=heeding.take_seriously),
        Move("words", ("waiting", "told", "later", "check", "about", "ways", *_AFTER), "ways", do=listen),
        Move("tired", "check", "ended", do=take_care),
        Move("self_harm", "check", "told", do=means("B", "self_harm")),
        Move("afraid", "check", "told", do=means("B", "partner_violence")),
        Move("mine", "check", "told", do=means("B", "harm_to_other")),
        Move("other", ("check", "about"), "ways", do=forget_said),
        Move("lines", ("urgent", "stay", "waiting", "told", "later", "ways", "plan", "trusted"), "lines"),
        Move("plan", ("ways", "lines", "trusted"), "about", when=heeding.unknown),
        Move("plan", ("stay", "told", "ways", "lines", "trusted"), "plan"),
        Move("afraid", "about", "plan", do=means("B", "partner_violence")),
        Move("self_harm", "about", "plan", do=means("B", "self_harm")),
        Move("child", "about", "plan", do=means("B", "child_harm")),
        Move("mine", "about", "plan", do=means("B", "harm_to_other")),
        Move("trusted", ("urgent", "stay", "waiting", "told", "later", "ways", "lines", "plan"), "trusted"),
        Move("ground", ("urgent", "stay", "waiting", "told", "ways", *_AFTER), "grounding"),
        Move("device", ("told", "ways"), "device", when=heeding.near),
        Move("returned", ("device", "grounding"), "ways", do=forget_said),
        Move("leave", ("told", "later", "ways", *_AFTER), "leaving", do=take_care),
        Move("go", "leaving", "ending", when=young),
        Move("go", "leaving", "aside", when=setting_aside),
        Move("go", "leaving", "done"),
        Move("false_alarm", (*_ASKING, "ways", *_AFTER), "ended", do=heeding.take_back),
        Move("go", "ended", "ending", when=young),
        Move("go", "ended", "done"),
        Move("returned", "ending", "aside", when=setting_aside),
        Move("returned", "ending", "done"),
        Move("again", ("urgent", "told", "stay", "later", "ways", *_AFTER), "waiting", when=calling, do=listen),
        Move("again", _OPEN, "start", when=heeding.at_least, do=heeding.hear_again),
        # What the engine asks for: the numbers at once, other words where a screen would come a second time, and what
        # becomes of an exercise for couples when a command leads out of here.
        Move("help", _OPEN, "lines", do=lines.go_where),
        Move("repeated", "urgent", "urgent", do=note_shown),
        Move("repeated", "told", "told", do=note_shown),
        Move("repeated", _AFTER, "ways", do=forget_said),
        Move("left", ("later", *_HEARD), "aside", when=setting_aside),
    ),
    facts={
        "careful_before": str,
        "crisis_before": str,
        "tier": str,
        "kind": str,
        "rule": str,
        "urgent_shown": bool,
        "told_shown": bool,
        "said": str,
        "heard": str,
        "young": bool,
        "agreed": str,
        "foreign": bool,
        "where": str,
    },
    says=(
        "safety.sorry",
        "safety.take_care",
        "safety.only_english",
        "safety.no_lines",
        "safety.number",
        "safety.numbers",
        *lines.SAYS,
    ),
    # version 2 knows the lines of countries, 3 has more ways on, 4 keeps the day, 5 hears a plain no, 6 answers those
    # who don't know, come back after hours, are under 18 or hurt somebody; nothing is taken away
    migrations=unchanged(1, 2, 3, 4, 5),
    fallback="ways",
)
