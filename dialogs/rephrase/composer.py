"""The composer: what happened, as a camera would see it → the feeling → the need → a small request → the sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.catalogue import Value
from content.catalogue import load as load_catalogue
from dialogs import statements
from dialogs.engine import Choice, Turn
from dialogs.statements import Refused
from dialogs.words import read_feeling


def situation_screen(turn: Turn) -> str:
    return f"rephrase.situation.{turn.facts.get('about') or 'open'}"


def label_shown(turn: Turn) -> Mapping[str, Value]:
    return {"label": turn.facts.get("label") or ""} if turn.facts.get("about") == "label" else {}


def unsafe(turn: Turn) -> bool:
    """Whether what happened was violence, a threat or control."""
    return isinstance(statements.rewrite(turn.text or ""), Refused)


def blaming(turn: Turn) -> bool:
    """Whether the description blames; said once, never twice in a row."""
    return not turn.facts.get("nudged") and statements.find_blame(turn.text or "") is not None


def show_blame(turn: Turn) -> None:
    blame = statements.find_blame(turn.text or "")
    turn.facts["nudged"] = True
    if blame is not None:
        turn.say("rephrase.blame_in_that", quote=blame.quote)


def veiled(turn: Turn) -> bool:
    """Whether the word says what somebody did to the person ("ignored"), with a feeling likely under it."""
    heard = statements.hear_feeling(turn.text or "") if turn.text is not None else None
    return heard is not None and heard.faux is not None and not heard.feelings and bool(heard.may_hide)


def keep_veiled(turn: Turn) -> None:
    heard = statements.hear_feeling(turn.text or "")
    turn.facts.update(faux=heard.faux, hidden=list(heard.may_hide), feeling=read_feeling(turn.text or ""))


def hidden_feelings(turn: Turn) -> Sequence[Choice]:
    words = turn.facts.get("hidden") or []
    return (*(Choice(word, "chosen", word, label=word) for word in words), Choice("keep", "keep"))


def take_need(turn: Turn) -> None:
    turn.facts["need"] = turn.text if turn.text is not None else load_catalogue().text(f"words.needs.{turn.value}")


def only_stopping(turn: Turn) -> bool:
    """Whether the wish only says what should end; asked about once."""
    return not turn.facts.get("turned") and statements.asks_to_stop(turn.text or "")


def ask_for_a_start(turn: Turn) -> None:
    turn.facts["turned"] = True
    turn.say("rephrase.what_instead")


def finish(turn: Turn) -> None:
    facts = turn.facts
    facts["sentence"] = statements.compose(
        facts.get("feeling") or "", facts.get("situation") or "", facts.get("need"), facts.get("request")
    )


def start_over(turn: Turn) -> None:
    turn.facts.update(
        dict.fromkeys(("situation", "feeling", "need", "request", "sentence", "about", "nudged", "turned"))
    )
