"""The closing: what changed, and a page in one's own words for the day on which the loop comes back.

Offered and never pushed. Afterwards everything stays open, and what comes by itself can end or become a card a month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.catalogue import Value
from dialogs.careful import past_careful
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.graduation import cards
from dialogs.graduation.page import ASKED, CHIPS, changes, has_page, shown, tools, words
from dialogs.nudges import terms as nudges
from dialogs.own_words import line, worrying
from dialogs.schedule.answers import homeless
from dialogs.zones import local

LONGEST = 240  # characters of an answer: the page has to be read at a glance
_NEXT = dict(zip(ASKED, (*ASKED[1:], "kept"), strict=True))


def with_page(turn: Turn) -> bool:
    """Whether there is a page already."""
    return has_page(turn.person)


def _take(turn: Turn) -> None:
    turn.facts[turn.state] = turn.value if turn.text is None else line(turn.text)


def _pass_over(turn: Turn) -> None:
    turn.facts[turn.state] = None


def _keep(turn: Turn) -> None:
    given = {name: turn.facts[name] for name in ASKED if turn.facts.get(name)}
    today = local(turn.now, turn.person.zone).date().isoformat()
    card = {name: value for name, value in turn.person.graduation.items() if name == "cards"}
    turn.know(graduation={**given, **card, "at": today})
    turn.record("graduation", **given)
    turn.facts.update(dict.fromkeys(ASKED))


def _send(turn: Turn) -> None:
    turn.say("graduate.page", apart=True, **shown(turn.person.graduation))


def _leave_on(turn: Turn) -> None:
    turn.say("graduate.stays.as_it_is")


def _monthly(turn: Turn) -> None:
    """A card every four weeks in place of the daily nudge."""
    nudges.end(turn)
    cards.begin(turn)
    turn.say("graduate.stays.monthly")


def _nothing(turn: Turn) -> None:
    """Nothing comes by itself but what was arranged."""
    nudges.end(turn)
    cards.end(turn)
    turn.say("graduate.stays.nothing")


def _needs_zone(turn: Turn) -> None:
    turn.say("graduate.stays.needs_zone")


def _choices(name: str) -> Sequence[Choice]:
    chips = (Choice(key, "chosen", key, label=words(name, key)) for key in CHIPS.get(name, ()))
    return (*chips, Choice("skip", "skip"))


def _steps(turn: Turn) -> Sequence[Choice]:
    return (
        *(Choice(name, "chosen", name, label=words("step", name)) for name in tools(turn.person)),
        Choice("skip", "skip"),
    )


def _changed(turn: Turn) -> Mapping[str, Value]:
    return {"changes": changes(turn.person)}


def _page(turn: Turn) -> Mapping[str, Value]:
    return shown(turn.person.graduation)


def _writing(turn: Turn) -> str:
    return "graduate.writing.on" if turn.person.nudge.get("at") else "graduate.writing.off"


GRADUATE = Dialog(
    "graduate",
    1,
    "start",
    states=(
        Pass("start"),
        Call("careful", "careful"),
        Pass("begin"),
        Wait("why", (Choice("start", "next"), Choice("not_now", "leave"))),
        Wait("changed", _choices("changed"), text="words", longest=LONGEST, values=_changed),
        Wait("signs", _choices("signs"), text="words", longest=LONGEST),
        Wait("step", _steps, text="words", longest=LONGEST),
        *(Wait(name, _choices(name), text="words", longest=LONGEST) for name in ("slip", "who", "back")),
        Pass("kept"),
        Wait(
            "writing",
            lambda turn: (Choice("as_it_is", "as_it_is"), Choice("monthly", "monthly"), Choice("nothing", "nothing")),
            screen=_writing,
            screens=("graduate.writing.on", "graduate.writing.off"),
        ),
        Pass("carding"),
        Call("zone", "zone"),
        Wait(
            "rest",
            (
                Choice("send", "send"),
                Choice("anew", "anew"),
                Choice("writing", "writing"),
                Choice("back_in_it", "back_in_it"),
                Choice("done", "leave"),
            ),
            values=_page,
        ),
        Call("relapse", "relapse"),
        Call("checking", "safety", facts=lambda turn: {"tier": "C", "kind": "partner_violence"}),
        End("done"),
        End("left", lambda turn: None),
    ),
    moves=(
        *past_careful("start", "begin"),
        Move("go", "begin", "rest", when=with_page),
        Move("go", "begin", "why"),
        Move("next", "why", "changed"),
        Move("leave", "why", "left"),
        Move("words", ASKED, "checking", when=worrying),
        Move("returned", "checking", "left"),
        *(Move("words", name, _NEXT[name], do=_take) for name in ASKED),
        *(Move("chosen", name, _NEXT[name], do=_take) for name in ("step", *CHIPS)),
        *(Move("skip", name, _NEXT[name], do=_pass_over) for name in ASKED),
        Move("go", "kept", "writing", do=_keep),
        Move("as_it_is", "writing", "rest", do=_leave_on),
        Move("nothing", "writing", "rest", do=_nothing),
        Move("monthly", "writing", "carding"),
        Move("go", "carding", "zone", when=homeless),
        Move("go", "carding", "rest", do=_monthly),
        Move("returned", "zone", "rest", when=homeless, do=_needs_zone),
        Move("returned", "zone", "rest", do=_monthly),
        Move("send", "rest", "rest", do=_send),
        Move("anew", "rest", "changed"),
        Move("writing", "rest", "writing"),
        Move("back_in_it", "rest", "relapse"),
        Move("returned", "relapse", "rest"),
        Move("leave", "rest", "done"),
    ),
    facts=dict.fromkeys(ASKED, str),
    says=(
        "graduate.page",
        "graduate.stays.as_it_is",
        "graduate.stays.monthly",
        "graduate.stays.nothing",
        "graduate.stays.needs_zone",
    ),
)
