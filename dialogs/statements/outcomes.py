"""Outcomes: what became of a sentence somebody typed. Frozen values, one for each way the talk can go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Part: TypeAlias = Literal["feeling", "situation", "need", "request"]
Kind: TypeAlias = Literal["empty", "coach", "fact", "foreign", "nonsense", "endless"]


SOUNDS_DANGEROUS = "sounds_dangerous"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Blame said again as an "I" statement.

    ``sentence`` is the whole, ``short`` its first sentence. ``feelings`` and ``needs`` are what may be chosen instead;
    the ones used are among them. ``situation`` is the clause after ``connector``. ``frame`` is the row of the tables,
    or ``observed`` where an act is said back as it was told. ``alternatives`` are whole sentences.
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
    connector: str = "when"
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """No frame fits for sure: the nearest ones, each as the sentence it would give; the person says which it is.

    ``label`` is the word for what somebody *is*, if one was used. ``grave``: see `Ask`.
    """

    offers: tuple[Rewrite, ...]
    label: str | None = None
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """No sentence can be made without guessing: what to ask about, the label if one was used, feelings to offer.

    About "danger" where it can't be ruled out: whether anybody is hurt, forced or afraid. If not, it's said again
    as if there had been no doubt.

    ``grave``: death, birth, loss or illness was spoken of; say that you are sorry before you ask.
    """

    about: Literal["situation", "label", "danger"]
    label: str | None = None
    feelings: tuple[str, ...] = ()
    grave: bool = False

    @property
    def matter(self) -> str:
        """What the question is worded by: what is grave goes before what it is about."""
        return "grave" if self.grave else self.about


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
    """No blame and no feeling; ``kind`` says what it is instead."""

    kind: Kind = "fact"


@dataclass(frozen=True, slots=True)
class Refused:
    """Violence, threats, control, fear, self-harm, pressure for sex: no sentence is made. ``kind`` names the list."""

    kind: str

    @property
    def guessed(self) -> bool:
        """Whether it only sounds dangerous to the model, with no word of the lists and no rule of the detectors."""
        return self.kind == SOUNDS_DANGEROUS


Outcome: TypeAlias = Rewrite | Choices | Ask | AlreadyGood | Praise | NotAStatement | Refused
