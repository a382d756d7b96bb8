"""Statement rows: what a row of each table of the statement engine holds, and all of the tables together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FeelingRow:
    """A feeling: ``adjective`` follows "I feel"; ``intensity`` is 1 to 3; ``words`` are other ways to say it."""

    id: str
    adjective: str
    intensity: int
    pleasant: bool
    words: tuple[str, ...]
    example: str
    counter_example: str
    family: str = ""  # feelings of one kind in several strengths
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    only_after_feel: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FauxRow:
    """A word that judges another's deed in the dress of a feeling, with what may be under it."""

    id: str
    words: tuple[str, ...]
    may_hide: tuple[str, ...]
    needs: tuple[str, ...]
    example: str
    counter_example: str
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    """A need: ``phrase`` follows "I need"."""

    id: str
    phrase: str
    words: tuple[str, ...]
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """Words for what somebody is; ``strict`` ones count only after an intensifier."""

    id: str
    words: tuple[str, ...]
    feelings: tuple[str, ...]
    needs: tuple[str, ...]
    example: str
    counter_example: str
    frames: tuple[str, ...] = ()  # what may have happened, for the person to choose from
    strict: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRow:
    """What a complaint may say (``does``, ``lacks``: patterns), and how the same event reads without blame."""

    id: str
    present: str
    past: str
    feelings: tuple[str, ...]
    needs: tuple[str, ...]
    requests: tuple[str, ...]
    example: str
    counter_example: str
    verbs: tuple[str, ...] = ()
    also_present: tuple[str, ...] = ()  # other wordings of the same situation, in both tenses
    also_past: tuple[str, ...] = ()
    slot: str = ""  # which table of slots.toml fills {slot}, where no pattern does
    does: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    often: bool = False  # fires only on what is said to happen again and again
    default_slot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingRow:
    """More ways to word a frame, so that two people don't get the same sentence; added to what the frame has."""

    id: str
    verbs: tuple[str, ...] = ()
    also_present: tuple[str, ...] = ()
    also_past: tuple[str, ...] = ()
    feelings: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IdiomRow:
    """A figure of speech (patterns), and the frame that says plainly what it says."""

    id: str
    says: tuple[str, ...]
    frame: str
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRow:
    """What can be asked about a clause in the person's own words that is ``told`` so (regular expressions)."""

    id: str
    told: tuple[str, ...]
    unless: tuple[str, ...] = ()
    requests: tuple[str, ...]  # "{done}": what is missing, as the pattern names it
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class StatementTables:
    """Everything the statement engine knows; all of it immutable."""

    frames: tuple[FrameRow, ...]
    feelings: Mapping[str, FeelingRow]
    faux: Mapping[str, FauxRow]
    needs: Mapping[str, NeedRow]
    labels: Mapping[str, LabelRow]
    idioms: Mapping[str, IdiomRow]
    families: Mapping[str, tuple[str, ...]]  # a general frame → the frames it is true of
    slots: Mapping[str, Mapping[str, str]]
    forms: Mapping[str, tuple[str, ...]]  # base → he/she form, past, participle, -ing form
    variants: Mapping[str, str]
    readings: Mapping[str, Mapping[str, tuple[str, ...]]]
    spellings: Mapping[str, str]
    shown: Mapping[str, str]
    refusals: Mapping[str, tuple[str, ...]]
    grave: Mapping[str, tuple[str, ...]]  # death, birth, loss, illness: patterns
    reproaches: Mapping[str, tuple[str, ...]]  # what hurts and has no frame: patterns, words
    sentences: Mapping[str, str]  # "join.situation" → template
    concepts: Mapping[str, tuple[str, ...]]  # words that belong together, for the linear models
    strength: Mapping[str, tuple[str, ...]]  # signs of a strong or mild message: patterns
    open_requests: tuple[str, ...]
    asks: Mapping[str, AskRow]  # in the order in which they are tried
