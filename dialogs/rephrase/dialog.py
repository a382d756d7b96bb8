"""The rephrase dialog: blame in, an "I" statement out; or the guided way to a finished sentence.

What the statement engine can't read it asks about, and it never speaks for the person: every feeling it offers is
called a guess, and each sentence can be changed before it is kept (Gordon, 1970: behaviour, feeling, effect).
"""

from __future__ import annotations

from typing import Any

from dialogs import statements
from dialogs.careful import careful, lifted
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.exercise import SKIP, remember
from dialogs.rephrase.composer import (
    ask_for_a_start,
    blaming,
    finish,
    hidden_feelings,
    keep_veiled,
    label_shown,
    only_stopping,
    show_blame,
    situation_screen,
    start_over,
    take_need,
    unsafe,
    veiled,
)
from dialogs.rephrase.draft import (
    LONG,
    add_perspective,
    anew,
    asking,
    blaming_perspective,
    choosing,
    drafted,
    endless,
    good,
    other_feelings,
    pick_situation,
    praising,
    read_draft,
    refused,
    rewritten,
    say_perspective_blames,
    say_too_long,
    sentence_shown,
    situations_offered,
    situations_shown,
    strengths_shown,
    use_feeling,
)
from dialogs.rephrase.helped import ask_model, helped, helpless, stop_waiting, use_answer, waiting_screen
from dialogs.words import FEELINGS, NEEDS, ask_for_one_word, chips, feeling, named_feeling, read_feeling

SENTENCE = 500  # characters of a finished sentence


def _edit(turn: Turn) -> None:
    words = " ".join((turn.text or "").split())
    turn.facts["sentence"] = words
    blame = statements.find_blame(words)
    if blame is not None:
        turn.say("rephrase.blame_left", quote=blame.quote)


def _keep(turn: Turn) -> None:
    sentence = str(turn.facts.get("sentence") or "")
    turn.say("rephrase.sentence", apart=True, sentence=sentence)
    if not turn.person.consented:
        turn.say("rephrase.not_kept")
        return
    turn.person = turn.person.with_statement(sentence, turn.now)
    kept: dict[str, Any] = {name: turn.facts.get(name) for name in ("situation", "feeling", "need", "request")}
    turn.record("statement", text=sentence, **{name: value for name, value in kept.items() if value})
    turn.say("rephrase.saved" if turn.person.stated > 1 else "rephrase.saved_first")


_SAVE, _EDIT, _DONE = Choice("save", "save"), Choice("edit", "edit"), Choice("done", "leave")
_COMPOSE, _NOT_NOW = Choice("compose", "compose"), Choice("not_now", "leave")

REPHRASE = Dialog(
    "rephrase",
    2,
    "begin",
    states=(
        Pass("begin"),
        Call("careful", "careful"),
        Wait("ask", (_COMPOSE, _NOT_NOW), text="said", longest=LONG, english=True),
        Pass("reading"),
        Wait(
            "rewritten",
            (_SAVE, Choice("feeling", "feeling"), Choice("theirs", "theirs"), _EDIT, _COMPOSE, _DONE),
            text="said",
            values=sentence_shown,
            longest=LONG,
        ),
        Wait(
            "waiting",
            (Choice("without", "without"),),
            text="said",
            answered="answered",
            screen=waiting_screen,
            screens=("rephrase.waiting.now", "rephrase.waiting.over"),
            longest=LONG,
            english=True,
        ),
        Wait("choices", situations_offered, text="said", values=situations_shown, longest=LONG, english=True),
        Wait("perspective", (Choice("back", "back"),), text="told", longest=160, english=True),
        Wait("feelings", other_feelings, text="chosen", longest=200, values=sentence_shown),
        Wait("good", (_SAVE, _EDIT, _DONE), values=strengths_shown),
        Wait("praise", (_DONE,), text="said", longest=LONG),
        Wait("nothing", (_COMPOSE, _DONE), text="said", longest=LONG, english=True),
        Wait("refused", (Choice("help_now", "help_now"), Choice("figure", "figure"), _DONE)),
        Call("helping", "safety", facts=lambda turn: {"tier": "help", "kind": "help_now"}),
        Wait(
            "situation",
            (_NOT_NOW,),
            text="told",
            screen=situation_screen,
            screens=(
                "rephrase.situation.grave",
                "rephrase.situation.open",
                "rephrase.situation.situation",
                "rephrase.situation.label",
            ),
            values=label_shown,
            longest=300,
            english=True,
        ),
        Wait("which_feeling", chips("feelings", FEELINGS), text="chosen", longest=200),
        Wait(
            "hidden",
            hidden_feelings,
            text="chosen",
            longest=200,
            values=lambda turn: {"word": turn.facts.get("faux") or ""},
        ),
        Wait(
            "need",
            (*chips("needs", NEEDS), SKIP),
            text="chosen",
            longest=120,
            values=lambda turn: {"feeling": feeling(turn.facts.get("feeling"))},
        ),
        Wait("request", (SKIP,), text="asked", longest=200),
        Wait("finished", (_SAVE, _EDIT, Choice("over", "over"), _DONE), values=sentence_shown),
        Wait("edit", (Choice("back", "back"),), text="edited", longest=SENTENCE, values=sentence_shown),
        End("saved"),
        End("left", lambda turn: None),
    ),
    moves=(
        Move("go", "begin", "careful", when=careful),
        Move("returned", "careful", "begin", when=lifted),
        Move("returned", "careful", "left"),
        Move("go", "begin", "ask", when=endless, do=say_too_long),
        Move("go", "begin", "reading", when=drafted, do=read_draft),
        Move("go", "begin", "ask"),
        Move("said", ("ask", "praise", "nothing"), "reading", do=read_draft),
        Move("said", "rewritten", "reading", when=anew, do=read_draft),
        Move("said", "rewritten", "feelings"),
        Move("figure", "refused", "situation", do=start_over),
        Move("go", "reading", "refused", when=refused),
        Move("go", "reading", "good", when=good),
        Move("go", "reading", "rewritten", when=rewritten),
        Move("go", "reading", "waiting", when=helpless, do=ask_model),
        Move("go", "reading", "choices", when=choosing),
        Move("go", "reading", "praise", when=praising),
        Move("go", "reading", "situation", when=asking),
        Move("go", "reading", "nothing"),
        Move("help_now", "refused", "helping"),
        Move("returned", "helping", "left"),
        Move("answered", "waiting", "rewritten", when=helped, do=use_answer),
        Move("answered", "waiting", "choices", when=choosing, do=stop_waiting),
        Move("answered", "waiting", "situation", do=stop_waiting),
        Move("without", "waiting", "choices", when=choosing, do=stop_waiting),
        Move("without", "waiting", "situation", do=stop_waiting),
        Move("said", "waiting", "reading", when=anew, do=(stop_waiting, read_draft)),
        Move("said", "waiting", "waiting"),
        Move("picked", "choices", "rewritten", do=pick_situation),
        Move("other", "choices", "situation", do=start_over),
        Move("said", "choices", "reading", do=read_draft),
        Move("theirs", "rewritten", "perspective"),
        Move("told", "perspective", "refused", when=unsafe),
        Move("told", "perspective", "perspective", when=blaming_perspective, do=say_perspective_blames),
        Move("told", "perspective", "rewritten", do=add_perspective),
        Move("back", "perspective", "rewritten"),
        Move("feeling", "rewritten", "feelings"),
        Move("chosen", "feelings", "rewritten", when=named_feeling, do=use_feeling),
        Move("chosen", "feelings", "feelings", do=ask_for_one_word),
        Move("back", "feelings", "rewritten"),
        Move("compose", ("ask", "rewritten", "nothing"), "situation", do=start_over),
        Move("told", "situation", "refused", when=unsafe),
        Move("told", "situation", "situation", when=blaming, do=show_blame),
        Move("told", "situation", "which_feeling", do=remember("situation")),
        Move("chosen", "which_feeling", "hidden", when=veiled, do=keep_veiled),
        Move("chosen", "which_feeling", "need", when=named_feeling, do=remember("feeling", read_feeling)),
        Move("chosen", "which_feeling", "which_feeling", do=ask_for_one_word),
        Move("chosen", "hidden", "need", do=remember("feeling", read_feeling)),
        Move("keep", "hidden", "need"),
        Move("chosen", "need", "request", do=take_need),
        Move("skip", "need", "request"),
        Move("asked", "request", "request", when=only_stopping, do=ask_for_a_start),
        Move("asked", "request", "finished", do=(remember("request"), finish)),
        Move("skip", "request", "finished", do=finish),
        Move("edit", ("rewritten", "good", "finished"), "edit"),
        Move("edited", "edit", "finished", do=_edit),
        Move("back", "edit", "finished"),
        Move("over", "finished", "situation", do=start_over),
        Move("save", ("rewritten", "good", "finished"), "saved", do=_keep),
        Move(
            "leave",
            ("ask", "rewritten", "choices", "good", "praise", "nothing", "refused", "situation", "finished"),
            "left",
        ),
    ),
    facts={
        "draft": str,
        "frame": str,
        "theirs": str,
        "parts": dict,
        "asked": str,
        "since": str,
        "sentence": str,
        "about": str,
        "label": str,
        "situation": str,
        "feeling": str,
        "faux": str,
        "hidden": list,
        "need": str,
        "request": str,
        "nudged": bool,
        "turned": bool,
        "insisted": bool,
    },
    says=(
        "rephrase.sentence",
        "rephrase.saved",
        "rephrase.saved_first",
        "rephrase.not_kept",
        "rephrase.blame_in_that",
        "rephrase.blame_in_that_side",
        "rephrase.choices.label",
        "rephrase.choices.open",
        "rephrase.blame_left",
        "rephrase.what_instead",
        "rephrase.model_helped",
        "words.one_word",
        "engine.too_long",
    ),
    fallback="begin",
)
