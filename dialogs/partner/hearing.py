"""Hearing: what of a line reaches the made-up partner: the worst of its blame, what in it is warm, and how it comes.

Blame is what the assessment finds. Warm is what a softened start-up has (Gottman: a feeling of one's own, a need, a
request that can be met), one's own part, a guess at the other's side (Rogers, Howieson and Neame, 2018), and room with
a time to come back. Pure, over the assessment and ``content/en/partner/cues.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from content.partner import load
from dialogs import statements
from dialogs.assessment import POINTS, Assessment, Code, Criterion, Issue, assess
from dialogs.engine.matching import fold
from dialogs.statements import NotAStatement, Refused

LONG = 80  # words from which a line is more than can be taken in, as for the assessment
QUESTIONS = 4  # question marks from which it is an interrogation
QUOTE = 60  # characters of the person's words that are quoted to them
SHOUTED = 0.7  # share of capitals among the letters of what is shouted
DRUMMED = 0.8  # share of neighbouring keys in a word that is none
_SHOUT = 8  # letters below which capitals mean nothing
_PARTS = "NO_"  # codes of a part that is not there: a line in a talk need not have them all
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_KEYS = frozenset("".join(pair) for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for pair in pairwise(row))
_LETTER = re.compile(r"[^\W\d_]")

# What is said first about a warm line, where several things in it are warm.
WARM = ("return", "room", "apology", "asked", "perspective", "reassure", "feeling", "thanks", "need", "request")
_SORRY = "sorry"  # a feeling to the assessment; here it is an apology, and counts once
_GRADED: tuple[Criterion, ...] = ("need", "request")
_CUES = ("apology", "thanks", "asked", "reassure")
_BLAME: Mapping[Code, str] = MappingProxyType(
    {
        Code.CONTEMPT: "contempt",
        Code.LABEL: "label",
        Code.DIAGNOSE: "label",
        Code.THREAT: "threat",
        Code.ABSOLUTE: "absolute",
        Code.MIND_READ: "mind_read",
        Code.WHY_LOADED: "why",
        Code.DEMAND: "demand",
    }
)
HARSH = (*dict.fromkeys(_BLAME.values()), "blame")


@dataclass(frozen=True, slots=True)
class Heard:
    """What reaches the partner.

    ``severities`` are those of the blame found, ``blame`` names the worst of it; ``warm`` are kinds of ``WARM``.
    ``bare`` is an ask for a break without a time, ``withdrawn`` a line that ends the talk without saying so.
    ``quotes`` are the person's words that carry each of these.
    """

    severities: tuple[int, ...] = ()
    blame: str | None = None
    warm: tuple[str, ...] = ()
    shouted: bool = False
    flooding: bool = False
    bare: bool = False
    withdrawn: bool = False
    repeated: bool = False
    quotes: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> int:
        """That of the worst blame, 0 where there is none."""
        return max(self.severities, default=0)


def hear(text: str, before: Iterable[str] = ()) -> Heard:
    """What of a line reaches the partner; ``before`` are the person's lines so far. Any text works."""
    read = assess(text, 3)
    blame = [issue for issue in read.issues if not issue.code.startswith(_PARTS)]
    warm = _warm(text, read)
    shouted = _is_shouted(text)
    return Heard(
        severities=tuple(issue.severity for issue in blame),
        blame=_name(max(blame, key=lambda issue: issue.severity)) if blame else None,
        warm=tuple(kind for kind in WARM if kind in warm),
        shouted=shouted,
        flooding=len(text.split()) > LONG or text.count("?") >= QUESTIONS,
        bare="room" in warm,
        withdrawn=_finds("withdrawal", text),
        repeated=fold(text) in map(fold, before),
        quotes=MappingProxyType({**warm, **_quoted(text, blame)}),
    )


def is_unsafe(text: str, *, figure: bool = False) -> bool:
    """Whether the words tell of violence, threats or control: nobody answers those in play.

    Once the person said that it was a way of speaking (``figure``), what only sounds dangerous is taken as one.
    """
    outcome = statements.rewrite(text)
    return isinstance(outcome, Refused) and not (figure and outcome.guessed)


def is_noise(text: str) -> bool:
    """Whether it is no line to anybody: keys hit at random, or signs alone."""
    if not _LETTER.search(text):
        return True
    if _finds("withdrawal", text):  # "mm" is an answer, too
        return False
    outcome = statements.rewrite(text)
    if isinstance(outcome, NotAStatement) and outcome.kind in ("nonsense", "empty"):
        return True
    return all(map(_is_drummed, text.casefold().split()))


def _is_drummed(word: str) -> bool:
    """Whether a word is a run over the keys: "asdf", "qwertyui"."""
    pairs = ["".join(pair) for pair in pairwise(word)]
    return len(pairs) > 2 and sum(pair in _KEYS for pair in pairs) >= DRUMMED * len(pairs)


def asks_the_coach(text: str) -> bool:
    """Whether it is a question to the coach about what to say, and no line to the partner."""
    return _finds("coach", text)


def _warm(text: str, read: Assessment) -> dict[str, str]:
    """What is warm in a line, each with the words that carry it."""
    found = {kind: words for kind in _CUES if (words := _carrying(text, kind))}
    if read.feeling not in (None, _SORRY) and read.criteria["feeling"] == POINTS["feeling"]:
        found["feeling"] = _around(text, str(read.feeling))
    if read.criteria["perspective"] == POINTS["perspective"]:
        found["perspective"] = _first(text)
    if break_ := _carrying(text, "room"):
        found["return" if _finds("return", text) else "room"] = break_
        return found  # what it needs and asks for is the break
    for part in _GRADED:
        if read.criteria[part] == POINTS[part]:
            found[part] = _first(text)
    return found


def _name(issue: Issue) -> str:
    if issue.severity > 1:
        return _BLAME.get(issue.code, "blame")
    return "faux" if issue.code is Code.FAUX_FEELING else "slip"


def _quoted(text: str, blame: Iterable[Issue]) -> dict[str, str]:
    """The words that carry each kind of blame: of several the worst, then the first."""
    quotes: dict[str, str] = {}
    for issue in sorted(blame, key=lambda issue: (-issue.severity, issue.start)):
        words = shorten(text[issue.start : issue.end])
        quotes.setdefault(_name(issue), words if len(words.split()) > 2 else _sentence(text, issue.start))
    return quotes


def _finds(cue: str, text: str) -> bool:
    return load().cues[cue].pattern.search(text) is not None


def _carrying(text: str, cue: str) -> str:
    """The sentence in which a cue stands, or nothing."""
    match = load().cues[cue].pattern.search(text)
    return _sentence(text, match.start()) if match else ""


def _around(text: str, word: str) -> str:
    at = text.casefold().find(word.casefold())
    return _sentence(text, max(at, 0))


def _first(text: str) -> str:
    return _sentence(text, 0)


def _sentence(text: str, at: int) -> str:
    inside = (match.group() for match in _SENTENCE.finditer(text) if match.end() > at)
    return shorten(next(inside, text))


def shorten(words: str, longest: int = QUOTE) -> str:
    """Words as they are quoted: on one line, and no longer than that."""
    plain = " ".join(words.split()).strip(" ,;")
    return plain if len(plain) <= longest else plain[:longest].rsplit(" ", 1)[0] + " …"


def _is_shouted(text: str) -> bool:
    letters = _LETTER.findall(text)
    capitals = sum(letter.isupper() for letter in letters)
    return "!!" in text or (len(letters) >= _SHOUT and capitals >= SHOUTED * len(letters))
