"""Outcomes: what became of a sentence somebody typed. Frozen values, one for each way the talk can go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Part: TypeAlias = Literal["feeling", "situation", "need", "request"]


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Blame said again as an "I" statement.

    ``sentence`` is the whole, ``short`` its first sentence. ``feelings`` and ``needs`` are what may be chosen instead;
    the ones used are among them. ``situation`` is the clause after "when".
    """

    frame: str
    sentence: str
    short: str
    feeling: str
    feelings: tuple[str, ...]
    need: str | None
    needs: tuple[str, ...]
    request: str
    situation: str


@dataclass(frozen=True, slots=True)
class Ask:
    """No sentence can be made without guessing: what to ask about, the label if one was used, feelings to offer.

    ``grave``: death, birth, loss or illness was spoken of; say that you are sorry before you ask.
    """

    about: Literal["situation", "label"]
    label: str | None = None
    feelings: tuple[str, ...] = ()
    grave: bool = False


@dataclass(frozen=True, slots=True)
class AlreadyGood:
    """The person's own sentence is an "I" statement: ``sentence`` is theirs, tidied; ``strengths`` what it has."""

    sentence: str
    strengths: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Praise:
    """Thanks or appreciation: there is nothing to change."""


@dataclass(frozen=True, slots=True)
class NotAStatement:
    """No blame and no feeling: a question, a fact, a command to the coach, nonsense."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Violence, threats, control, fear, self-harm, pressure for sex: no sentence is made. ``kind`` names the list."""

    kind: str


Outcome: TypeAlias = Rewrite | Ask | AlreadyGood | Praise | NotAStatement | Refused
