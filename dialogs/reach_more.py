"""More practices of being reachable: a missed bid answered and good news asked about; all five of them in their order.

Sources: bids and repair (Gottman); active-constructive replies (Gable et al., 2004). Listening back, the disclosure
ladder and the flood check have modules of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from content.catalogue import Phrase, Value
from dialogs.disclosure import DISCLOSURE
from dialogs.engine import Choice, Move, Turn, Wait
from dialogs.engine.matching import fold
from dialogs.exercise import exercise, remember
from dialogs.listening import LISTEN_BACK
from dialogs.reach_out import WHEN
from dialogs.statements.turning import to_partner
from dialogs.tension import FLOOD_CHECK
from dialogs.words import chips

TOPIC = 80  # characters of a few words that have to fit into a sentence
SENTENCE = 300  # characters of a sentence to say
_ABOUT = re.compile(r"^(?:(?:well|it was|it's|its|something|that)\s+)*(?:about|of)\s+", re.IGNORECASE)
_THEIR = re.compile(r"^((?:how|what|why|when|about)\s+)?(?:his|her|their)\b(?=\s+\w)", re.IGNORECASE)
_THIRD = re.compile(r"\b(?:he|she|they|him|them|his|her|their)\b", re.IGNORECASE)


def read_topic(text: str) -> str:
    """A few words as they fit into a sentence to the partner: "It was about her new job." → "your new job"."""
    plain = _ABOUT.sub("", " ".join(text.split())).strip(' .,!;:"“”')
    said = to_partner(plain)
    return _THEIR.sub(r"\1your", said) if said == plain and len(_THIRD.findall(said)) == 1 else said


def _read_time(text: str) -> str:
    """A time of the person's own as it fits in the middle of a sentence: "After dinner." → "after dinner"."""
    plain = " ".join(text.split()).strip(" .,!?")
    return plain if plain[:2] in ("I ", "I'", "I’") else plain[:1].lower() + plain[1:]


def _time(turn: Turn) -> Value:
    when = turn.facts.get("when")
    return Phrase(f"missed_bid.times.{when}") if when in WHEN else when or ""


# -- the missed bid ----------------------------------------------------------------------------------------------------

MOMENTS = ("told", "asked", "showed", "wrote", "close")


def wordless(turn: Turn) -> bool:
    """Whether the moment was one without words, so that it was about nothing."""
    return bool(turn.value == "close")


def _answer(turn: Turn) -> Mapping[str, Value]:
    """The sentence to say: the person's own if they changed it, else one for the kind of moment."""
    text, about, moment = (turn.facts.get(name) for name in ("text", "about", "moment"))
    if text:
        return {"text": text}
    form = f"{'named' if about else 'open'}.{moment if moment in MOMENTS else 'own'}"
    return {"text": Phrase(f"missed_bid.say.{form}", {"about": about or "", "when": _time(turn)})}


MISSED_BID = exercise(
    "missed_bid",
    "reach",
    steps=(
        Wait("moment", tuple(Choice(name, "chosen", name) for name in MOMENTS), text="chosen", longest=SENTENCE),
        Wait("about", (Choice("open", "open"),), text="wrote", longest=TOPIC),
        Wait("when", chips("when", WHEN), text="chosen", longest=60),
        Wait(
            "ready",
            (Choice("said", "next"), Choice("edit", "edit"), Choice("will_do", "next")),
            values=_answer,
        ),
        Wait("edit", (Choice("back", "back"),), text="edited", longest=SENTENCE),
    ),
    moves=(
        Move("chosen", "moment", "when", when=wordless, do=remember("moment")),
        Move("chosen", "moment", "about", do=remember("moment", lambda text: "own")),
        Move("wrote", "about", "when", do=remember("about", read_topic)),
        Move("open", "about", "when"),
        Move("chosen", "when", "ready", do=remember("when", _read_time)),
        Move("edit", "ready", "edit"),
        Move("edited", "edit", "ready", do=remember("text")),
        Move("back", "edit", "ready"),
        Move("next", "ready", "after"),
    ),
    facts={"moment": str, "about": str, "when": str, "text": str},
    keeps=lambda turn: {"moment": turn.facts.get("moment")},
)

# -- good news ---------------------------------------------------------------------------------------------------------

QUESTIONS = ("best", "feel", "how", "after")
_ASKING = re.compile(
    r"^(?:and |so )?(?:who|whom|whose|what|whats|when|where|which|why|how|hows|do|did|does|are|is|was|were|will|would"
    r"|can|could|have|has|had|may|tell me)\b"
)
_DAMPENS = re.compile(
    r"^(?:yes |yeah |ok |okay |nice |great )*but\b|\bare you sure\b|\bisnt (?:it|that)\b|\bwhy (?:didnt|dont|not)\b"
    r"|\bhow much (?:does|did|will|is)\b|\bwhat if\b|\bwhat about (?:me|us)\b|\bwill you (?:even|still)\b"
)


def asks_on(turn: Turn) -> bool:
    """Whether the words are a question that stays with the good news; one that is insisted on is taken."""
    if turn.text is None or turn.facts.get("asked"):
        return True
    words = fold(turn.text)
    question = turn.text.rstrip().endswith("?") or _ASKING.search(words) is not None
    return question and len(words.split()) > 1 and not _DAMPENS.search(words)


def _ask_on(turn: Turn) -> None:
    """Ask for another question, once."""
    turn.facts["asked"] = True
    turn.say("good_news.ask_on")


def _read_question(text: str) -> str:
    plain = " ".join(text.split()).rstrip(" .!")
    return plain if plain.endswith("?") else f"{plain}?"


def _question(turn: Turn, name: str) -> Value:
    asked = turn.facts.get(name)
    return Phrase(f"good_news.questions.{asked}") if asked in QUESTIONS else asked or ""


def _questions(names: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(name, "chosen", name, label=Phrase(f"good_news.questions.{name}")) for name in names)


def _reply(turn: Turn) -> Mapping[str, Value]:
    news = turn.facts.get("news")
    opening = Phrase("good_news.opening.named", {"news": news}) if news else Phrase("good_news.opening.open")
    return {"opening": opening, "first": _question(turn, "first"), "second": _question(turn, "second")}


GOOD_NEWS = exercise(
    "good_news",
    "reach",
    steps=(
        Wait("news", (Choice("none", "none"),), text="wrote", longest=TOPIC),
        Wait("first", _questions(QUESTIONS), text="chosen", longest=120),
        Wait(
            "second",
            lambda turn: _questions([name for name in QUESTIONS if name != turn.facts.get("first")]),
            text="chosen",
            longest=120,
            values=lambda turn: {"first": _question(turn, "first")},
        ),
        Wait("when", chips("when", WHEN), text="chosen", longest=60),
        Wait("ready", (Choice("said", "next"), Choice("will_do", "next")), values=_reply),
    ),
    moves=(
        Move("wrote", "news", "first", do=remember("news", read_topic)),
        Move("none", "news", "first"),
        Move("chosen", "first", "second", when=asks_on, do=remember("first", _read_question)),
        Move("chosen", "first", "first", do=_ask_on),
        Move("chosen", "second", "when", when=asks_on, do=remember("second", _read_question)),
        Move("chosen", "second", "second", do=_ask_on),
        Move("chosen", "when", "ready", do=remember("when")),
        Move("next", "ready", "after"),
    ),
    facts={"news": str, "first": str, "second": str, "when": str, "asked": bool},
    says=("good_news.ask_on",),
)

MORE_REACH = (MISSED_BID, GOOD_NEWS, LISTEN_BACK, DISCLOSURE, FLOOD_CHECK)
