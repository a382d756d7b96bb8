"""Prompting: what the language model is told, and in which form it is to answer. The words: content/en/model.toml."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal, TypeAlias

from content.catalogue import load as load_catalogue
from content.statements import load

Format: TypeAlias = Literal["json_schema", "json_object", "plain"]
Message: TypeAlias = dict[str, str]

FORMATS: tuple[Format, ...] = ("json_schema", "json_object", "plain")  # in the order in which a server is asked
PARTS = ("feeling", "situation", "need", "request")
SITUATION, REQUEST = 120, 160  # characters
_QUOTED = 600  # characters of an answer that are shown to the model again


def feelings() -> tuple[str, ...]:
    """What the model may say is felt: the adjectives of our table."""
    return tuple(row.adjective for row in load().feelings.values() if not row.pleasant)


def needs() -> tuple[str, ...]:
    """What the model may say is needed: the phrases of our table."""
    return tuple(row.phrase for row in load().needs.values())


def first_messages(sentence: str) -> list[Message]:
    """What is sent first: the rules, and the sentence as data."""
    data = json.dumps({"sentence": sentence}, ensure_ascii=False)
    return [{"role": "system", "content": _system()}, {"role": "user", "content": data}]


def repair_messages(content: str, codes: Sequence[str]) -> list[Message]:
    """What is added once, after an answer that broke the rules of these codes."""
    asked = load_catalogue().text("model.repair", values={"codes": ", ".join(codes)})
    return [{"role": "assistant", "content": content[:_QUOTED]}, {"role": "user", "content": asked}]


def response_format(wanted: Format) -> dict[str, Any] | None:
    """The ``response_format`` of a request; None where the server is asked for nothing of the kind."""
    if wanted == "plain":
        return None
    if wanted == "json_object":
        return {"type": "json_object"}
    properties: dict[str, Any] = {
        "feeling": {"type": "string", "enum": list(feelings())},
        "situation": {"type": "string", "maxLength": SITUATION},
        "need": {"type": "string", "enum": list(needs())},
        "request": {"type": "string", "maxLength": REQUEST},
    }
    schema = {"type": "object", "properties": properties, "required": list(PARTS), "additionalProperties": False}
    return {"type": "json_schema", "json_schema": {"name": "parts", "strict": True, "schema": schema}}


@cache
def _system() -> str:
    catalogue = load_catalogue()
    lists = {"feelings": ", ".join(feelings()), "needs": ", ".join(needs())}
    return catalogue.text(
        "model.system",
        values={
            "shape": catalogue.text("model.shape"),
            "situation": catalogue.text("model.situation"),
            "request": catalogue.text("model.request"),
            "choices": catalogue.text("model.choices", values=lists),
        },
    )
