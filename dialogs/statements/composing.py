"""Composing: a finished statement from its parts, whether the tables wrote them or a person typed them.

Only the joints are ours: a capital, an end mark, "when" or "because of", "I feel" or "I felt". The words stay theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from content.statements import load
from dialogs.statements.feelings import adjective_of
from dialogs.statements.labels import find_label
from dialogs.statements.times import find_times
from dialogs.statements.turning import to_partner
from dialogs.statements.wishes import asked_of_partner, asks_to_stop, is_given, tells_what_they_do, wish_to_be
from dialogs.statements.words import Word, bases_of, is_form, is_verb, named, read_words

_SPACES = re.compile(r"\s+")
_JOINER = "\u200d"  # holds the parts of an emoji together
_STOP_BEING = re.compile(r"^.*?\b(?:being|acting|be|act)\b\s*", re.IGNORECASE)
_EDGES = " .!?…,;:"
_QUOTED = re.compile(r'^["“]([^"“”]*)["”]$')
_I = re.compile(r"(?<![\w'’])i(?=$|[\s,.!?]|['’](?:m|ve|d|ll)\b)")
_I_FEEL = re.compile(
    r"^(?:(?:i\s+(?:just\s+|really\s+)?(?:feel|felt|am|was)|i['’]?m|feeling|feel|felt)(?:\s+|$))+", re.IGNORECASE
)
_WHOLE = re.compile(r"^i\s+(?:feel|felt)\s.{1,40}?\s(?=when\s|because\s|whenever\s)", re.IGNORECASE)
_CONNECTOR = re.compile(
    r"^(when|whenever|because of|because|if|after|before|while|since|as|that|how)\s+", re.IGNORECASE
)
_LEAD_IN = re.compile(
    r"^(?:(?:i\s+(?:know|see|get|understand|guess|think|imagine)(?:\s+that)?|that|maybe|perhaps|probably)\s+)+",
    re.IGNORECASE,
)
_NEED = re.compile(
    r"^(?:(?:i\s+(?:really\s+|just\s+)?(?:need|want)|i['’]?d like|i would like|need|my need is)\s+)+", re.IGNORECASE
)
_THAT_WE = re.compile(r"^that\s+(?=(?:we|you|i)\s)", re.IGNORECASE)
_SUBJECTS = frozenset("i we you he she they it there this that everyone everybody nobody someone".split())
_PREPOSITIONS = frozenset("at on in during about with over last yesterday today tonight by near".split())
_OWNERS = frozenset("a an the my our your his her their this that some any no of in on at with for and".split())
_FINITE = frozenset("is are was were am has had did does do can could will would isn't wasn't got gets goes".split())
_NOUN_TOO = frozenset(
    """help rest love care respect trust touch hug support space time calm notice balance order play
    sleep work change contact answer break call talk quiet kiss hold laugh thank smile walk visit comfort humour
    humor ease repair hope balance reason warmth""".split()
)
_ASKING = frozenset("could can would will shall may might what how when is are do".split())


def compose(feeling: str, situation: str, need: str | None = None, request: str | None = None) -> str:
    """A finished statement: feeling and situation, then the need and the request if there are any.

    What was left empty is left out; with neither feeling nor situation the rest stands alone.
    """
    parts = (_feel_when(feeling, situation), _needing(need or ""), _asking(request or ""))
    return " ".join(part for part in parts if part)


def with_perspective(sentence: str, theirs: str) -> str:
    """The statement, opened with a guess at the partner's side: "I know you've had long days, and I feel ..."."""
    told = _plain(to_partner(_LEAD_IN.sub("", _plain(theirs))))
    if not told:
        return sentence
    first = told.split()[0].lower().replace("’", "'")
    if first.partition("'")[0] not in _SUBJECTS and first not in ("your", "my", "our", "the", "work"):
        words = read_words(told)
        known = adjective_of(told.split()[0]) is not None or (words and is_form(words[0], "doing"))
        told = f"you're {told}" if known else f"you've had {told}" if first not in load().forms else f"you {told}"
    return f"I know {_lower_first(told)}, and {sentence}"


def tidy(text: str) -> str:
    """Somebody's own sentence with single spaces, a capital at the start, and an end mark."""
    plain = _I.sub("I", _SPACES.sub(" ", _printable(text)).strip())
    if plain and plain[-1] not in '.!?…"”':
        plain += "."
    return plain[:1].upper() + plain[1:]


def bare_feeling(feeling: str) -> str:
    """What stands after "I feel": ``I felt so Sad!`` → ``so sad``, ``loneliness`` → ``lonely``."""
    plain = _I_FEEL.sub("", _plain(feeling))
    return adjective_of(plain) or _lower_first(plain)


def _feel_when(feeling: str, situation: str) -> str:
    joints = load().sentences
    about, connector = _situation(situation)
    felt = bare_feeling(feeling)
    words = read_words(about)
    past = is_past(words)
    tense = "past" if past else "present"
    if not felt:
        return tidy(about) if about else ""
    first = felt.split()[0].lower()
    if first == "not" and len(felt.split()) > 1:
        feel = joints[f"feel.denied_{tense}"].format(feeling=felt.split(None, 1)[1])
    elif first in _SUBJECTS or (first in ("my", "our") and len(felt.split()) > 2):
        feel = joints["join.unsure_feeling"].format(feeling=felt)
        return f"{feel}. {tidy(about)}" if about else f"{feel}."
    else:
        feel = joints[f"feel.{tense}"].format(feeling=felt)
    if not about:
        return joints["join.alone"].format(feel=feel)
    return joints[f"join.{_joint(words, connector)}"].format(
        feel=feel, situation=about, connector=connector if connector not in ("", "that of") else "when"
    )


def _joint(words: Sequence[Word], connector: str) -> str:
    """How the situation is joined: a clause, a noun, or words that stand alone."""
    if connector == "because of":
        return "noun"
    if not words or words[0].text in _SUBJECTS or _has_verb(words):
        return "situation"
    first = words[0]
    if connector in ("after", "before", "since") or (connector and is_form(first, "doing")):
        return "situation"
    if first.text in _PREPOSITIONS:
        return "plain"
    if (is_form(first, "past") or is_verb(first.text)) and first.text not in _NOUN_TOO:
        return "unsure"
    return "noun"


def _situation(situation: str) -> tuple[str, str]:
    """The clause or noun, and the connector it came with ("" if none)."""
    plain = _WHOLE.sub("", _plain(situation))
    connector = ""
    if (found := _CONNECTOR.match(plain)) is not None:
        connector = found.group(1).lower()
        plain = plain[found.end() :]
        connector = "when" if connector in ("that", "how") else connector
    return to_partner(_lower_first(plain)), connector


def _needing(need: str) -> str:
    plain = _lower_first(_NEED.sub("", _plain(need)))
    if not is_given(plain):
        return ""
    plain = wish_to_be(plain) or plain
    if tells_what_they_do(plain):
        return ""
    plain = _THAT_WE.sub("", plain)
    first, _, rest = plain.partition(" ")
    low = first.lower()
    if low in _SUBJECTS - {"you", "some", "this", "that"} or (low == "you" and not rest.startswith("to ")):
        return load().sentences["need.clause"].format(need=plain)
    if low == "being":
        plain = f"to be {rest}".strip()
    elif rest and low.endswith("ing") and len(known := bases_of(low) - {low}) == 1:
        plain = f"to {min(known)} {rest}"
    elif (is_verb(low) and low not in _NOUN_TOO) or low in ("be", "feel", "know"):
        plain = f"to {plain}"
    return load().sentences["need.phrase"].format(need=plain)


def _asking(request: str) -> str:
    joints = load().sentences
    plain = _plain(request)
    polite = plain.lower().startswith("please ")
    plain = _lower_first(plain[7:] if polite else plain)
    plain = _THAT_WE.sub("", plain)
    low = plain.lower().replace("’", "'")
    if not is_given(plain) or (
        asks_to_stop(plain) and find_label(read_words("you are so " + _STOP_BEING.sub("", plain)))
    ):
        return ""  # "stop being a jerk" asks for nothing, and calls names
    if (deed := asked_of_partner(plain)) is not None:
        return joints["request.you_please" if polite else "request.you"].format(request=deed)
    if tells_what_they_do(plain):
        return ""
    if low.startswith(("let's ", "lets ", "to ")):
        plain = plain.split(" ", 1)[1]
        low = plain.lower()
    first, _, rest = plain.partition(" ")
    start = first.lower()
    after = rest.partition(" ")[0].lower()
    if start in ("we", "you") and rest:
        for small in ("could ", "can ", "should ", "would ", "to ", "will "):
            rest = rest.removeprefix(small)
        rest = re.sub(r"^are\b", "be", rest)
        made = joints["request.we" if start == "we" else "request.you"].format(request=rest)
    elif start in _ASKING and after in ("you", "we", "i", "it", "about", "if", "there"):
        made = joints["request.open"].format(request=plain)
    elif start in _SUBJECTS or low.startswith(("i'd ", "i'm ", "i've ")):
        made = joints["request.wish"].format(request=plain)
    elif low.startswith(("don't ", "dont ", "do not ", "not to ")):
        made = joints["request.we"].format(
            request="not " + re.sub(r"^(?:don['’]?t|do not|not to) ", "", plain, flags=re.I)
        )
    elif polite:
        made = joints["request.you_please"].format(request=plain)
    elif is_verb(start) or start in ("be", "hug", "kiss", "text", "sit", "eat", "cuddle"):
        mine = re.search(r"\bme\b", low) is not None
        made = joints["request.you" if mine else "request.we"].format(request=plain)
    elif (words := read_words(first)) and is_form(words[0], "doing"):
        made = joints["request.doing"].format(request=plain)
    else:
        made = joints["request.noun"].format(request=plain)
    return made[:1].upper() + made[1:]


def _plain(text: str) -> str:
    """One line, single spaces, no marks at the ends, "I" as a capital, no shouting."""
    plain = _SPACES.sub(" ", _printable(text)).strip(_EDGES)
    plain = _QUOTED.sub(r"\1", plain).strip(_EDGES)
    if plain.isupper() and len(plain.split()) > 1:
        plain = plain.lower()
    return _I.sub("I", plain)


def _printable(text: str) -> str:
    """Without control characters, such as those that turn the direction of writing; emoji stay whole."""
    return "".join(char for char in text if char.isprintable() or char.isspace() or char == _JOINER)


def _lower_first(plain: str) -> str:
    """A small first letter, except for "I", names and days."""
    first, _, rest = plain.partition(" ")
    low = first.lower().replace("’", "'")
    if not first or low == "i" or low.startswith("i'") or first[1:].lower() != first[1:]:
        return plain
    if low.removesuffix("s") in named("days") or low in named("months") or low in load().readings["words"]["days"]:
        return plain
    if low not in _common() and _names(read_words(rest)):
        return plain
    return plain[:1].lower() + plain[1:]


def _names(rest: Sequence[Word]) -> bool:
    """Whether these words make a name of the word before: "Sam came home", "Anna and I"."""
    if not rest:
        return False
    word = rest[0]
    return word.text in _FINITE | {"and", "'s"} or is_form(word, "past") or is_form(word, "present")


def _has_verb(words: Sequence[Word]) -> bool:
    for at, word in enumerate(words):
        if at and word.text in _FINITE:
            return True
        if at and is_form(word, "past") and words[at - 1].text not in _OWNERS:
            return True
        if at == 1 and is_form(word, "present") and not words[0].light and words[0].text not in _OWNERS:
            return True
    return False


def is_past(words: Sequence[Word]) -> bool:
    """Whether the situation is plainly over: a past time, or its first finite verb in the past."""
    if any(time.kind == "past" for time in find_times(words)):
        return True
    for at, word in enumerate(words):
        if word.text in ("was", "were", "did", "had"):
            return True
        if word.text in ("is", "are", "am", "do", "does", "have", "has", "'s") or word.text in named("modals"):
            return False
        if is_verb(word.text) and at and words[at - 1].text in _SUBJECTS:
            return False
        if is_form(word, "past") and not is_verb(word.text) and (at == 0 or words[at - 1].text not in _OWNERS):
            return True
    return False


@cache
def _common() -> frozenset[str]:
    """Small words that are no names, however they are written."""
    return frozenset(load().forms) | _SUBJECTS | _OWNERS | _PREPOSITIONS | named("partners") | named("others")
