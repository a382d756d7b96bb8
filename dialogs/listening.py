"""Listening back: say the gist, ask "did I get it?" and "is there more?", and only then reply.

After the speaker and listener of PREP (Markman, Stanley and Blumberg, 1994). The gist is read by a few plain checks
that may be wrong, so each of them is a question and the person can keep what they wrote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from content import catalogue
from content.catalogue import Phrase, Value
from dialogs.assessment import Code
from dialogs.engine import Choice, Move, Turn, Wait
from dialogs.engine.matching import fold
from dialogs.exercise import exercise, remember
from dialogs.reach_out import WHEN
from dialogs.statements import find_blame
from dialogs.words import chips

SAMPLES = ("evening", "messages", "quiet")
FEWEST = 3  # words of a sentence to listen back to
SHORT = 12  # words that a gist may have, however short the sentence was
LONGEST = 300  # characters of a sentence
SLIPS = ("but", "verdict", "own_side", "advice", "same", "elsewhere", "longer")
_HURTS = frozenset({Code.CONTEMPT, Code.THREAT})

# Each is looked for in a gist as `fold` has it: small letters, no apostrophes, no punctuation.
_OPENING = (
    r"^(?:(?:yes|yeah|yep|ok|okay|well|oh|so|sure|right|fine|look|listen|sorry|im sorry|i know|i see|i hear you) )*"
)
_BUT = re.compile(_OPENING + r"but\b")
_HEARING = r"hear|heard|think|guess|gather|understand|understood|see|get|imagine|believe|sense|notice|take it|suppose"
_OWN_SIDE = re.compile(
    _OPENING
    + r"(?:because|thats (?:not|only|just|because)|(?:its|it is|it was) (?:not )?my|it wasnt me|not my"
    + r"|my (?!partner|wife|husband|girlfriend|boyfriend|love)|(?:im|ive|id|ill)(?! (?:hearing|heard|say)\b)"
    + rf"|(?:i|we)(?! (?:can |could |do |really )*(?:{_HEARING})\b))\b"
)
_VERDICT = re.compile(
    r"\b(?:overreact\w*|exaggerat\w*|too sensitive|so sensitive|dramatic|not true|isnt true|nonsense|ridiculous|silly"
    r"|calm down|youre wrong|thats wrong|no big deal|not a big deal|your (?:own )?fault|you always|you never)\b"
)
_ADVICE = re.compile(
    _OPENING
    + r"(?:(?:maybe |then )?you (?:should|ought to|could just|need to (?:stop|relax))|why dont you|just|try|stop)\b"
)
_PARTNER = re.compile(
    r"\b(?:you|your|youre|youd|youve|youll|he|hes|she|shes|they|theyre|him|her|them|his|their"
    r"|(?:my|the) (?:partner|wife|husband|girlfriend|boyfriend))\b"
)
_NAME = re.compile(r"(?:such )?an? ", re.IGNORECASE)
_TOLD = re.compile(
    r"^(?:he|she|they|my (?:partner|wife|husband|girlfriend|boyfriend)) (?:said|says|told me|wrote)"
    r"(?:[:,]\s*|\s+(?=[\"'“„‘]))",
    re.IGNORECASE,
)


def slip_in(gist: str, said: str) -> str | None:
    """The first of `SLIPS` in a gist of what was said; None where it stays with the partner.

    A gist is longer than the sentence from `SHORT` words on, so that four words may be given back in ten.
    """
    words, original = fold(gist), fold(said)
    checks = {
        "but": _BUT.search(words),
        "own_side": _OWN_SIDE.search(words),
        "verdict": _VERDICT.search(words) or (hurts(gist) and not re.search(r"\bfe(?:el|els|lt)\b", words)),
        "advice": _ADVICE.search(words),
        "same": words == original,
        "elsewhere": not _PARTNER.search(words),
        "longer": len(words.split()) > max(len(original.split()), SHORT),
    }
    return next((slip for slip in SLIPS if checks[slip]), None)


def hurts(text: str) -> bool:
    """Whether a sentence scorns, threatens or calls names; "you're so distant" does not, and has a wish in it."""
    blame = find_blame(text)
    if blame is None:
        return False
    name = blame.code == Code.LABEL and _NAME.match(blame.quote) is not None
    return name or blame.code in _HURTS


def read_sentence(text: str) -> str:
    """What the partner said, without "she said" and quotation marks around it."""
    return _TOLD.sub("", " ".join(text.split()).strip(" \"'“”„‘’")).strip(" \"'“”„‘’")


def usable(turn: Turn) -> bool:
    """Whether what was typed is long enough to have a gist, and nothing that nobody should have to say back."""
    return not hurts(turn.text or "") and len(fold(read_sentence(turn.text or "")).split()) >= FEWEST


def slipped(turn: Turn) -> bool:
    """Whether the gist that was just typed has a slip."""
    return _slip(turn) is not None


def _slip(turn: Turn) -> str | None:
    said = str(turn.facts.get("said") or "")
    if said in SAMPLES:
        said = catalogue.load().text(f"listen_back.samples.{said}", turn.person.locale)
    return slip_in(turn.text or "", said)


def _ask_for_another(turn: Turn) -> None:
    turn.say("listen_back.not_that_one" if hurts(turn.text or "") else "listen_back.a_sentence")


def _sample(turn: Turn) -> str:
    """The name of the sample that was picked; "own" for a sentence of the person's."""
    said = turn.facts.get("said")
    return str(said) if said in SAMPLES else "own"


def _hint(turn: Turn) -> None:
    turn.say(f"listen_back.hint.{_sample(turn)}")


def _take_gist(turn: Turn) -> None:
    turn.facts.update(gist=" ".join((turn.text or "").split()), slip=_slip(turn))


def _shown(turn: Turn) -> Mapping[str, Value]:
    said = turn.facts.get("said")
    return {
        "said": Phrase(f"listen_back.samples.{said}") if said in SAMPLES else said or "",
        "gist": str(turn.facts.get("gist") or ""),
    }


def _feedback(turn: Turn) -> str:
    slip = turn.facts.get("slip")
    return f"listen_back.feedback.{slip if slip in SLIPS else 'elsewhere'}"


def _practised(turn: Turn) -> str:
    return "listen_back.practised.kept" if turn.facts.get("slip") else "listen_back.practised.fits"


LISTEN_BACK = exercise(
    "listen_back",
    "reach",
    steps=(
        Wait(
            "pick",
            tuple(Choice(name, "chosen", name) for name in SAMPLES),
            text="typed",
            longest=LONGEST,
            values=lambda turn: {name: Phrase(f"listen_back.samples.{name}") for name in SAMPLES},
        ),
        Wait("gist", (Choice("hint", "hint"),), text="wrote", longest=LONGEST, values=_shown),
        Wait(
            "feedback",
            (Choice("keep", "keep"), Choice("hint", "hint")),
            text="wrote",
            longest=LONGEST,
            screen=_feedback,
            screens=tuple(f"listen_back.feedback.{slip}" for slip in SLIPS),
        ),
        Wait(
            "practised",
            (Choice("next", "next"), Choice("another", "another")),
            screen=_practised,
            screens=("listen_back.practised.fits", "listen_back.practised.kept"),
            values=_shown,
        ),
        Wait("when", chips("when", WHEN), text="chosen", longest=60),
        Wait("ready", (Choice("will_do", "next"), Choice("tried", "next"))),
    ),
    moves=(
        Move("chosen", "pick", "gist", do=remember("said")),
        Move("typed", "pick", "gist", when=usable, do=remember("said", read_sentence)),
        Move("typed", "pick", "pick", do=_ask_for_another),
        Move("hint", "gist", "gist", do=_hint),
        Move("hint", "feedback", "gist", do=_hint),
        Move("wrote", ("gist", "feedback"), "feedback", when=slipped, do=_take_gist),
        Move("wrote", ("gist", "feedback"), "practised", do=_take_gist),
        Move("keep", "feedback", "practised"),
        Move("another", "practised", "pick"),
        Move("next", "practised", "when"),
        Move("chosen", "when", "ready", do=remember("when")),
        Move("next", "ready", "after"),
    ),
    facts={"said": str, "gist": str, "slip": str, "when": str},
    says=(
        "listen_back.not_that_one",
        "listen_back.a_sentence",
        *(f"listen_back.hint.{name}" for name in (*SAMPLES, "own")),
    ),
    keeps=lambda turn: {"sentence": _sample(turn), "slip": turn.facts.get("slip")},
)
