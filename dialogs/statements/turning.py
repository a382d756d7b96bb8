"""Turning: what was told of the partner ("he went to bed"), turned to the partner ("you went to bed").

Only where "he", "she" or "they" can be nobody else and every verb form is in the tables; else the words stay.
"""

from __future__ import annotations

import re
from functools import cache

from content.statements import load
from dialogs.statements.vocabulary import is_verb, named

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FAMILIES = (
    {"he": "you", "him": "you", "his": "your", "himself": "yourself"},
    {"she": "you", "her": "you", "hers": "yours", "herself": "yourself"},
    {"they": "you", "them": "you", "their": "your", "theirs": "yours", "themself": "yourself"},
)
_HEADS = frozenset("he she they".split())
_BE = {
    **{"is": "are", "was": "were", "has": "have", "does": "do", "isn't": "aren't", "wasn't": "weren't"},
    **{"hasn't": "haven't", "doesn't": "don't", "'s": "'re", "'re": "'re"},
}
_PLAIN = frozenset(
    """would could should might must can will did had won't wouldn't couldn't shouldn't can't didn't hadn't and or but
    then are were have do aren't weren't haven't don't""".split()
)
_JOINS = frozenset("and or but then".split())
_AFTER_HER = frozenset("to at in on for with about and but or when while because if as that so again".split())
_BY_PART = re.compile(r"^my\s+(?P<part>[^\W\d_]+)\s+(?P<verb>[^\W\d_]+(?:['’][^\W\d_]+)*)", re.IGNORECASE)
_SHE = frozenset("wife girlfriend fiancee fiancée".split())
_PEOPLE = frozenset("woman man girl boy guy colleague someone somebody everyone people nobody neighbor guests".split())


def to_partner(words: str) -> str:
    """The words said to the partner, or unchanged where it is not plain who is meant or how a verb would read."""
    told = _as_pronoun(words)
    turned = _turned(told)
    return words if turned == told else turned


def _turned(words: str) -> str:
    tokens = list(_TOKEN.finditer(words))
    lows = [token.group().lower().replace("’", "'") for token in tokens]
    family = _family(lows)
    if family is None or _others(words, tokens, lows, family):
        return words
    made: list[str] = []
    last = 0
    due = led = False  # a verb of the partner's is to come; the clause is theirs
    for at, (token, low) in enumerate(zip(tokens, lows, strict=True)):
        head, mark, rest = low.partition("'")
        if head in _HEADS and head in family:
            said = _headed(mark + rest, lows[at + 1 : at + 2])
            due, led = not mark, True
        elif low in family:
            said = _objected(low, family, words[token.end() :], lows[at + 1 : at + 2])
            if led and said == "you":
                return words  # "she kissed her": two people
        elif low in ("i", "we", "you", "it", "which", "that"):
            said, due, led = token.group(), False, False
        else:
            joined = at > 0 and (lows[at - 1] in _JOINS or "," in words[tokens[at - 1].end() : token.start()])
            said = _verb(token.group(), low) if due or joined else token.group()
            due = due and (low in named("adverbs") or low in named("not"))
        if said is None:
            return words
        made += [words[last : token.start()], said]
        last = token.end()
    return "".join(made) + words[last:]


def _as_pronoun(words: str) -> str:
    """``my wife was late`` → ``she was late``: the partner by the name of their part, as the first subject."""
    found = _BY_PART.match(words)
    if found is None or found["part"].lower() not in named("partners"):
        return words
    verb = found["verb"].lower().replace("’", "'")
    known = _BE.keys() | (_PLAIN - _JOINS) | _third().keys() | _past() | named("adverbs") | named("not")
    if verb not in known:
        return words
    lows = [token.group().lower().replace("’", "'") for token in _TOKEN.finditer(words)]
    used = [family for family in _FAMILIES if any(low.partition("'")[0] in family for low in lows)]
    if len(used) > 1:
        return words  # "my wife saw him": two people
    head = next(iter(used[0])) if used else "she" if found["part"].lower() in _SHE else "he"
    return head + words[found.end("part") :]


def _family(lows: list[str]) -> dict[str, str] | None:
    """The one family of pronouns that is used, if one of its words is a subject."""
    heads = [low.partition("'")[0] for low in lows]
    used = [family for family in _FAMILIES if any(head in family for head in heads)]
    return used[0] if len(used) == 1 and any(head in _HEADS for head in heads) else None


def _others(words: str, tokens: list[re.Match[str]], lows: list[str], family: dict[str, str]) -> bool:
    """Whether somebody else is named who may be the one that is meant."""
    if "they" in family and not lows[0].startswith("they"):
        return True  # "we had plans and they changed"
    subjects = sum(low.partition("'")[0] in _HEADS for low in lows)
    first = next(at for at, low in enumerate(lows) if low.partition("'")[0] in _HEADS)
    for at, (token, low) in enumerate(zip(tokens, lows, strict=True)):
        bare = low.removesuffix("'s")
        person = bare in named("others") or bare in named("inlaw") or bare in named("partners") or bare in _PEOPLE
        name = token.group()[0].isupper() and bare not in family and bare != "i" and not low.startswith("i'")
        name = name and bare.removesuffix("s") not in named("days") and bare not in named("months")
        if (person or name) and (at < first or subjects > 1 or "they" in family):
            return True
    return False


def _headed(ending: str, after: list[str]) -> str | None:
    """ "you" with what was joined to "he": ``'ll``, ``'d``, or an ``'s`` that is plainly "is" or "has"."""
    if ending in ("", "'ll", "'d", "'ve", "'re"):
        return "you" + ending
    if ending != "'s" or not after:
        return None
    if after[0] in _participles():
        return "you've"
    return "you're" if after[0].endswith("ing") or after[0] in _states() else None


def _objected(low: str, family: dict[str, str], rest: str, after: list[str]) -> str:
    if low != "her":
        return family[low]
    closed = not after or rest.lstrip(" ")[:1] in (".", ",", "!", "?", ";")
    return "you" if closed or after[0] in _AFTER_HER or after[0] in named("adverbs") else "your"


def _verb(said: str, low: str) -> str | None:
    """The form that goes with "you", the word itself if it has no other, or None if that is not sure."""
    if low in _BE:
        return _BE[low]
    if low in _third():
        return _third()[low]
    if low in _PLAIN or low in named("adverbs") or low in named("not") or is_verb(low) or not low.endswith("s"):
        return said
    return None


@cache
def _third() -> dict[str, str]:
    return {forms[0]: base for base, forms in load().forms.items() if base != "be"}


@cache
def _past() -> frozenset[str]:
    return frozenset(forms[1] for forms in load().forms.values())


@cache
def _participles() -> frozenset[str]:
    """Participles that are no past form: after "he's" they can only follow "has"."""
    return frozenset(forms[2] for forms in load().forms.values() if forms[2] != forms[1] and not is_verb(forms[2]))


@cache
def _states() -> frozenset[str]:
    words = "late tired busy angry away out home not always never on in at so too just still drunk".split()
    return frozenset(words) | {row.adjective for row in load().feelings.values()}
