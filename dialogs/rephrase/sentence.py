"""The finished sentence: shown, put into other words, kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.catalogue import Value
from dialogs import statements
from dialogs.engine import Turn

SENTENCE = 500  # characters of a finished sentence


def sentence_shown(turn: Turn) -> Mapping[str, Value]:
    return {"sentence": turn.facts.get("sentence") or ""}


def edit(turn: Turn) -> None:
    words = " ".join((turn.text or "").split())
    turn.facts["sentence"] = words
    blame = statements.find_blame(words)
    if blame is not None:
        turn.say("rephrase.blame_left", quote=blame.quote)


def keep(turn: Turn) -> None:
    sentence = str(turn.facts.get("sentence") or "")
    turn.say("rephrase.sentence", apart=True, sentence=sentence)
    if not turn.person.consented:
        turn.say("rephrase.not_kept")
        return
    turn.person = turn.person.with_statement(sentence, turn.now)
    kept: dict[str, Any] = {name: turn.facts.get(name) for name in ("situation", "feeling", "need", "request")}
    turn.record("statement", text=sentence, **{name: value for name, value in kept.items() if value})
    turn.say("rephrase.saved" if turn.person.stated > 1 else "rephrase.saved_first")
