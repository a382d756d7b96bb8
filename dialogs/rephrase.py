"""Rephrase: blame in, an "I" statement out; or the guided way, from what a camera would see to a finished sentence.

What the statement engine can't read it asks about, and it never speaks for the person: every feeling it offers is
called a guess, and each sentence can be changed before it is kept (Gordon, 1970: behaviour, feeling, effect).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from content.catalogue import Phrase, Value
from content.catalogue import load as load_catalogue
from dialogs import statements
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.exercise import SKIP, remember
from dialogs.statements import AlreadyGood, Ask, Praise, Refused, Rewrite
from dialogs.words import FEELINGS, ask_for_one_word, chips, feeling, named_feeling, read_feeling

LONG = 1500  # characters of what somebody wants to say differently
SENTENCE = 500  # characters of a finished sentence
NEEDS = ("closeness", "reassurance", "heard", "rest", "space", "help", "respect", "honesty", "appreciation", "calm")

# -- what became of the draft ------------------------------------------------------------------------------------------


def drafted(turn: Turn) -> bool:
    """Whether there is a sentence to begin with."""
    return bool((turn.facts.get("draft") or "").strip())


def _outcome(turn: Turn) -> statements.Outcome:
    return statements.rewrite(turn.facts.get("draft") or "", feeling=turn.facts.get("feeling"))


def rewritten(turn: Turn) -> bool:
    """Whether a rewrite was found."""
    return turn.facts.get("sentence") is not None


def refused(turn: Turn) -> bool:
    """Whether the words tell of violence, threats or control: no sentence may soften those."""
    return isinstance(_outcome(turn), Refused)


def good(turn: Turn) -> bool:
    """Whether it is an "I" statement already."""
    return isinstance(_outcome(turn), AlreadyGood)


def praising(turn: Turn) -> bool:
    """Whether it is thanks."""
    return isinstance(_outcome(turn), Praise)


def asking(turn: Turn) -> bool:
    """Whether the engine has to ask what happened."""
    return isinstance(_outcome(turn), Ask)


def _read(turn: Turn) -> None:
    if turn.text is not None:
        turn.facts["draft"] = turn.text
    turn.facts.update(feeling=None, sentence=None, about=None)
    outcome = _outcome(turn)
    if isinstance(outcome, Rewrite | AlreadyGood):
        turn.facts["sentence"] = outcome.sentence
    elif isinstance(outcome, Ask):
        turn.facts["about"] = "grave" if outcome.grave else outcome.about
        turn.facts["label"] = outcome.label


def anew(turn: Turn) -> bool:
    """Whether the words are something else to say, and no word about the rewrite."""
    return statements.is_complaint(turn.text or "") or isinstance(statements.rewrite(turn.text or ""), Refused)


def _sentence(turn: Turn) -> Mapping[str, Value]:
    return {"sentence": turn.facts.get("sentence") or ""}


def _strengths(turn: Turn) -> Mapping[str, Value]:
    outcome = _outcome(turn)
    first = outcome.strengths[0] if isinstance(outcome, AlreadyGood) and outcome.strengths else "situation"
    return {**_sentence(turn), "strength": Phrase(f"rephrase.strengths.{first}")}


def _other_feelings(turn: Turn) -> Sequence[Choice]:
    outcome = _outcome(turn)
    offered = outcome.feelings if isinstance(outcome, Rewrite) else ()
    return (*(Choice(word, "chosen", word, label=word) for word in offered), Choice("back", "back"))


def _use_feeling(turn: Turn) -> None:
    turn.facts["feeling"] = turn.value if turn.text is None else read_feeling(turn.text)
    outcome = _outcome(turn)
    if isinstance(outcome, Rewrite):
        turn.facts["sentence"] = outcome.sentence


# -- the guided way ----------------------------------------------------------------------------------------------------


def _situation_screen(turn: Turn) -> str:
    return f"rephrase.situation.{turn.facts.get('about') or 'open'}"


def _label(turn: Turn) -> Mapping[str, Value]:
    return {"label": turn.facts.get("label") or ""} if turn.facts.get("about") == "label" else {}


def unsafe(turn: Turn) -> bool:
    """Whether what happened was violence, a threat or control."""
    return isinstance(statements.rewrite(turn.text or ""), Refused)


def blaming(turn: Turn) -> bool:
    """Whether the description blames; said once, never twice in a row."""
    return not turn.facts.get("nudged") and statements.find_blame(turn.text or "") is not None


def _show_blame(turn: Turn) -> None:
    blame = statements.find_blame(turn.text or "")
    turn.facts["nudged"] = True
    if blame is not None:
        turn.say("rephrase.blame_in_that", quote=blame.quote)


def veiled(turn: Turn) -> bool:
    """Whether the word says what somebody did to the person ("ignored"), with a feeling likely under it."""
    heard = statements.hear_feeling(turn.text or "") if turn.text is not None else None
    return heard is not None and heard.faux is not None and not heard.feelings and bool(heard.may_hide)


def _keep_veiled(turn: Turn) -> None:
    heard = statements.hear_feeling(turn.text or "")
    turn.facts.update(faux=heard.faux, hidden=list(heard.may_hide), feeling=read_feeling(turn.text or ""))


def _hidden(turn: Turn) -> Sequence[Choice]:
    words = turn.facts.get("hidden") or []
    return (*(Choice(word, "chosen", word, label=word) for word in words), Choice("keep", "keep"))


def _take_need(turn: Turn) -> None:
    turn.facts["need"] = turn.text if turn.text is not None else load_catalogue().text(f"words.needs.{turn.value}")


def only_stopping(turn: Turn) -> bool:
    """Whether the wish only says what should end; asked about once."""
    return not turn.facts.get("turned") and statements.asks_to_stop(turn.text or "")


def _ask_for_a_start(turn: Turn) -> None:
    turn.facts["turned"] = True
    turn.say("rephrase.what_instead")


def _compose(turn: Turn) -> None:
    facts = turn.facts
    facts["sentence"] = statements.compose(
        facts.get("feeling") or "", facts.get("situation") or "", facts.get("need"), facts.get("request")
    )


def _start_over(turn: Turn) -> None:
    turn.facts.update(
        dict.fromkeys(("situation", "feeling", "need", "request", "sentence", "about", "nudged", "turned"))
    )


# -- the finished sentence ---------------------------------------------------------------------------------------------


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
    1,
    "begin",
    states=(
        Pass("begin"),
        Wait("ask", (_COMPOSE, _NOT_NOW), text="said", longest=LONG, english=True),
        Pass("reading"),
        Wait(
            "rewritten",
            (_SAVE, Choice("feeling", "feeling"), _EDIT, _COMPOSE, _DONE),
            text="said",
            values=_sentence,
            longest=LONG,
        ),
        Wait("feelings", _other_feelings, text="chosen", longest=200, values=_sentence),
        Wait("good", (_SAVE, _EDIT, _DONE), values=_strengths),
        Wait("praise", (_DONE,), text="said", longest=LONG),
        Wait("nothing", (_COMPOSE, _DONE), text="said", longest=LONG, english=True),
        Wait("refused", (Choice("help_now", "help_now"), Choice("figure", "figure"), _DONE)),
        Call("helping", "safety", facts=lambda turn: {"tier": "help", "kind": "help_now"}),
        Wait(
            "situation",
            (_NOT_NOW,),
            text="told",
            screen=_situation_screen,
            screens=(
                "rephrase.situation.grave",
                "rephrase.situation.open",
                "rephrase.situation.situation",
                "rephrase.situation.label",
            ),
            values=_label,
            longest=300,
            english=True,
        ),
        Wait("which_feeling", chips("feelings", FEELINGS), text="chosen", longest=200),
        Wait("hidden", _hidden, text="chosen", longest=200, values=lambda turn: {"word": turn.facts.get("faux") or ""}),
        Wait(
            "need",
            (*chips("needs", NEEDS), SKIP),
            text="chosen",
            longest=120,
            values=lambda turn: {"feeling": feeling(turn.facts.get("feeling"))},
        ),
        Wait("request", (SKIP,), text="asked", longest=200),
        Wait("finished", (_SAVE, _EDIT, Choice("over", "over"), _DONE), values=_sentence),
        Wait("edit", (Choice("back", "back"),), text="edited", longest=SENTENCE, values=_sentence),
        End("saved"),
        End("left", lambda turn: None),
    ),
    moves=(
        Move("go", "begin", "reading", when=drafted, do=_read),
        Move("go", "begin", "ask"),
        Move("said", ("ask", "praise", "nothing"), "reading", do=_read),
        Move("said", "rewritten", "reading", when=anew, do=_read),
        Move("said", "rewritten", "feelings"),
        Move("figure", "refused", "situation", do=_start_over),
        Move("go", "reading", "refused", when=refused),
        Move("go", "reading", "good", when=good),
        Move("go", "reading", "rewritten", when=rewritten),
        Move("go", "reading", "praise", when=praising),
        Move("go", "reading", "situation", when=asking),
        Move("go", "reading", "nothing"),
        Move("help_now", "refused", "helping"),
        Move("returned", "helping", "left"),
        Move("feeling", "rewritten", "feelings"),
        Move("chosen", "feelings", "rewritten", when=named_feeling, do=_use_feeling),
        Move("chosen", "feelings", "feelings", do=ask_for_one_word),
        Move("back", "feelings", "rewritten"),
        Move("compose", ("ask", "rewritten", "nothing"), "situation", do=_start_over),
        Move("told", "situation", "refused", when=unsafe),
        Move("told", "situation", "situation", when=blaming, do=_show_blame),
        Move("told", "situation", "which_feeling", do=remember("situation")),
        Move("chosen", "which_feeling", "hidden", when=veiled, do=_keep_veiled),
        Move("chosen", "which_feeling", "need", when=named_feeling, do=remember("feeling", read_feeling)),
        Move("chosen", "which_feeling", "which_feeling", do=ask_for_one_word),
        Move("chosen", "hidden", "need", do=remember("feeling", read_feeling)),
        Move("keep", "hidden", "need"),
        Move("chosen", "need", "request", do=_take_need),
        Move("skip", "need", "request"),
        Move("asked", "request", "request", when=only_stopping, do=_ask_for_a_start),
        Move("asked", "request", "finished", do=(remember("request"), _compose)),
        Move("skip", "request", "finished", do=_compose),
        Move("edit", ("rewritten", "good", "finished"), "edit"),
        Move("edited", "edit", "finished", do=_edit),
        Move("back", "edit", "finished"),
        Move("over", "finished", "situation", do=_start_over),
        Move("save", ("rewritten", "good", "finished"), "saved", do=_keep),
        Move("leave", ("ask", "rewritten", "good", "praise", "nothing", "refused", "situation", "finished"), "left"),
    ),
    facts={
        "draft": str,
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
    },
    says=(
        "rephrase.sentence",
        "rephrase.saved",
        "rephrase.saved_first",
        "rephrase.not_kept",
        "rephrase.blame_in_that",
        "rephrase.blame_left",
        "rephrase.what_instead",
        "words.one_word",
    ),
    fallback="begin",
)
