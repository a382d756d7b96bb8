"""Wishes: what somebody would like the partner to do, or only to stop doing, in whatever way they put it."""

from __future__ import annotations

import re
from functools import cache

from content.statements import load
from dialogs.statements.turning import to_partner
from dialogs.statements.vocabulary import is_verb

_PARTNER = r"(?:he|she|they|him|her|them|my (?:wife|husband|partner|girlfriend|boyfriend|spouse|fianc[ée]e?))"
_WANTED = (
    r"(?:please\s+)?"
    r"(?:i(?:['’]d| would)?\s+(?:really\s+|just\s+)?(?:want|need|like|wish|love|ask)(?:\s+for)?\s+|for\s+)?"
)
_LINK = r"(?:not\s+to|to\s+not|to|would|could|should|can|will)\s+"
_FROM_PARTNER = re.compile(
    rf"^{_WANTED}(?:that\s+)?(?P<who>{_PARTNER})\s+(?P<link>{_LINK})?(?P<verb>[^\W\d_]+)(?P<rest>\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_THAT_THEY = re.compile(rf"^that\s+{_PARTNER}\s+\S", re.IGNORECASE)
_TOLD = re.compile(
    rf"^that\s+(?:you|{_PARTNER})\s+(?:would\s+|will\s+|can\s+|could\s+)?(?P<verb>[^\W\d_]+)"
    r"(?P<small>\s+(?:to|after|for))?\s+me[.!]*$",
    re.IGNORECASE,
)
_NOT_GIVEN = frozenset(
    """no|nope|none|nothing|skip|skip it|skip this|pass|not now|not yet|not today|no thanks|no thank you|nothing now
    |nothing really|no idea|not sure|i don't know|i dont know|dont know|don't know|idk|n/a""".replace(
        "\n    ", ""
    ).split("|")
)
_OF_THEM = re.compile(r"\b(?:he|she|they|him|her|them|his|their)\b", re.IGNORECASE)
_HEAD = {"him": "he", "her": "she", "them": "they"}
_LOVED = re.compile(
    rf"^(?:for\s+)?(?:you|{_PARTNER})\s+to\s+(?P<verb>[^\W\d_]+)(?P<small>\s+(?:to|after|for))?\s+me[.!]*$",
    re.IGNORECASE,
)
_MAY_BE = frozenset(
    """love hear hold hug kiss trust respect understand support appreciate forgive tell ask notice see want accept
    believe""".split()
)
_MAY_BE_TO = frozenset({("listen", "to"), ("look", "after"), ("care", "for")})
_OPENING = re.compile(
    rf"^(?:{_WANTED}(?:(?:can|could|would|will|should)\s+)?(?:(?:you|we|i|{_PARTNER})\s+)?(?:(?:to|would|could|should|can|will|please|just)\s+)*)",
    re.IGNORECASE,
)
_STOPPING = re.compile(
    r"^(?:stop|stops|stopping|quit|quits|quitting|cease|don['’]?t|do\s+not|doesn['’]?t|does\s+not|not|never|no\s+more|no\s+\w+ing)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\b(?:instead|but|rather)\b|\band\s+(?!not\b|stop\b|don|never\b|quit\b|\w+ing\b)|^(?:don['’]?t|not|never)\s+(?:forget|be\s+late)\b"
    r"|^stop\s+(?:by|at|for)\b|^no\s+\w+ing\b.*\b(?:and|then)\b",
    re.IGNORECASE,
)


def asks_to_stop(text: str) -> bool:
    """Whether a request says only what to stop ("stop being a jerk", "not to shout") and not what to do instead."""
    plain = " ".join(text.split()).strip(" .!?")
    wanted = _OPENING.sub("", plain, count=1)
    found = any(_STOPPING.match(part) for part in (plain, wanted))
    return found and not any(_INSTEAD.search(part) for part in (plain, wanted))


def is_given(text: str) -> bool:
    """Whether somebody named a need or a request: "not now", "skip" and "nothing" name none."""
    plain = " ".join(text.replace("’", "'").split()).strip(" .!?…,;:-").lower()
    return bool(plain) and plain not in _NOT_GIVEN


def tells_what_they_do(plain: str) -> bool:
    """Whether these words speak of what the partner does ("that he tells me the truth") and not of oneself."""
    return _THAT_THEY.match(plain) is not None


def asked_of_partner(plain: str) -> str | None:
    """What the partner is asked to do: ``he hugs me``, ``him to hug me`` → ``hug me``. None if it is no such wish."""
    found = _FROM_PARTNER.match(plain)
    if found is None:
        return None
    who, link, verb = found["who"].lower(), (found["link"] or "").lower(), found["verb"].lower()
    base = verb if is_verb(verb) else _third().get(verb)
    if base is None or (link and base != verb):
        return None
    if who not in _HEAD.values() and not link and not re.search(r"\bme\b", found["rest"], re.IGNORECASE):
        return None  # "her hand" is no wish
    told = f"{_HEAD.get(who, who)} {base}{found['rest']}"
    turned = to_partner(told)
    if turned == told and (who in _HEAD or who in _HEAD.values() or _OF_THEM.search(found["rest"])):
        return None
    return ("not " if "not" in link.split() else "") + (
        turned.partition(" ")[2] if turned != told else base + found["rest"]
    )


def wish_to_be(plain: str) -> str | None:
    """``him to love me``, ``that he loves me`` → ``to be loved``; None where that would not be simple."""
    found = _LOVED.match(plain) or _TOLD.match(plain)
    if found is None:
        return None
    verb, small = found["verb"].lower(), (found["small"] or "").strip().lower()
    verb = verb if is_verb(verb) else _third().get(verb, verb)
    if (small and (verb, small) not in _MAY_BE_TO) or (not small and verb not in _MAY_BE):
        return None
    if verb not in load().forms:
        return None
    return f"to be {load().forms[verb][2]} {small}".strip()


@cache
def _third() -> dict[str, str]:
    return {forms[0]: base for base, forms in load().forms.items()}
