"""The loop dialog: an episode in six taps or own words, told back and kept; what comes back in several; earlier ones.

Where couple exercises are set aside it is closed: violence and control are no loop of two.
"""

from __future__ import annotations

from itertools import pairwise

from content.catalogue import Phrase
from dialogs.careful import careful, lifted
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Wait
from dialogs.loop.episode import (
    FIRST,
    LAST,
    ask_the_camera,
    at,
    change,
    choices_at,
    come_back,
    complete,
    drop,
    judging,
    keep,
    leave_out,
    show,
    take,
    told,
    typed,
    worrying,
)
from dialogs.loop.review import (
    counted,
    delete,
    earlier,
    enough,
    known,
    open_episode,
    opened,
    pattern,
    pattern_choices,
    pattern_screen,
    rest_choices,
    show_loop,
    to_plan,
    to_practise,
)
from dialogs.loop.steps import ASKED

LONGEST = 120  # characters of own words: six answers and their labels have to fit into one message
_FOLLOWING = tuple(pairwise(ASKED))

LOOP = Dialog(
    "loop",
    1,
    "begin",
    states=(
        Pass("begin"),
        Call("careful", "careful"),
        Wait("intro", (Choice("start", "log"), Choice("not_now", "leave"))),
        Wait("rest", rest_choices, values=counted),
        *(Wait(step, choices_at(step), text="wrote", longest=LONGEST) for step in ASKED),
        Wait("camera", (Choice("keep", "keep"), Choice("back", "back")), text="wrote", longest=LONGEST, values=typed),
        Call("checking", "safety", facts=lambda turn: {"tier": "C", "kind": "partner_violence"}),
        Pass("again"),
        Pass("onward"),
        Wait("told", (Choice("save", "save"), Choice("change", "change"), Choice("drop", "drop")), values=told),
        Wait(
            "change",
            (
                *(Choice(step, "pick", step, label=Phrase(f"loop.steps.{step}")) for step in ASKED),
                Choice("back", "back"),
            ),
        ),
        Pass("kept"),
        Wait(
            "pattern",
            pattern_choices,
            screen=pattern_screen,
            screens=("loop.pattern.found", "loop.pattern.open"),
            values=pattern,
        ),
        Call("practising", "practice", facts=to_practise),
        Call("planning", "plan", facts=to_plan),
        Wait("earlier", earlier),
        Wait("episode", (Choice("delete", "delete"), Choice("back", "back")), values=opened),
        Wait("sure", (Choice("delete", "delete"), Choice("keep", "back"))),
        End("left"),
    ),
    moves=(
        Move("go", "begin", "careful", when=careful),
        Move("returned", "careful", "begin", when=lifted),
        Move("returned", "careful", "left"),
        Move("go", "begin", "rest", when=known),
        Move("go", "begin", "intro"),
        Move("leave", ("intro", "rest"), "left"),
        Move("log", ("intro", "rest"), FIRST),
        # an episode
        Move("chosen", ASKED, "onward", do=take),
        Move("wrote", (*ASKED, "camera"), "checking", when=worrying, do=come_back),
        Move("wrote", ASKED, "camera", when=judging, do=ask_the_camera),
        Move("wrote", (*ASKED, "camera"), "onward", do=take),
        Move("keep", "camera", "onward"),
        Move("back", "camera", "again"),
        Move("leave_out", ASKED, "onward", do=leave_out),
        Move("show", ASKED, "told", do=show),
        *(Move("back", step, before) for before, step in _FOLLOWING),
        Move("returned", "checking", "again"),
        *(Move("go", "again", step, when=at(step)) for step in ASKED[:-1]),
        Move("go", "again", LAST),
        Move("go", "onward", "told", when=complete, do=show),
        *(Move("go", "onward", step, when=at(before)) for before, step in _FOLLOWING),
        Move("go", "onward", "begin", do=drop),
        Move("save", "told", "kept", do=keep),
        Move("change", "told", "change"),
        Move("drop", "told", "begin", do=drop),
        Move("pick", "change", "again", do=change),
        Move("back", "change", "told", do=show),
        # the pattern
        Move("go", "kept", "pattern", when=enough, do=show_loop),
        Move("go", "kept", "rest"),
        Move("pattern", "rest", "pattern", do=show_loop),
        Move("practice", "pattern", "practising"),
        Move("plan", "pattern", "planning"),
        Move("done", "pattern", "rest"),
        Move("returned", ("practising", "planning"), "begin"),
        # earlier episodes
        Move("earlier", "rest", "earlier"),
        Move("open", "earlier", "episode", do=open_episode),
        Move("done", "earlier", "begin"),
        Move("delete", "episode", "sure"),
        Move("back", ("episode", "sure"), "earlier"),
        Move("delete", "sure", "begin", do=delete),
    ),
    facts={"answers": dict, "at": str, "asked": bool, "changing": bool, "open": int},
    says=("loop.nothing_there", "loop.drawn.once", "loop.drawn.often", "loop.kept", "loop.dropped", "loop.deleted"),
    fallback="begin",
)
