"""Sending: the one sentence that may leave, names replaced by roles; or nothing where that can't be done for sure.

What may be a name is taken for one: a capital where English has none, a given name from the list however it is
written, a word at the start that no table knows. It rather says "someone" once too often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from content import model
from content.statements import load
from dialogs.statements.model.deeds import read_deeds
from dialogs.statements.refusals import find_danger
from dialogs.statements.vocabulary import all_lists, known_verbs
from dialogs.statements.words import read_words

LONGEST = 600  # characters; what is longer is no single sentence
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_UNSENDABLE = re.compile(r"@|https?:|www\.|\w\.(?:com|net|org|io|co)\b|\d[\d\s().+-]{4,}\d|\+\d", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…\n:;]\W*$|^\W*$")
_OWNED = re.compile(r"['’]s?$")
_YOU = re.compile(r"\b(?:you|your|yours|u|ur)\b|\byou['’]", re.IGNORECASE)
_MINE = re.compile(r"\bmy (\w+)", re.IGNORECASE)
_DATED = frozenset("in since last next until till this every of early late mid".split())
_PLACED = frozenset("in at near from".split())
_TURNS = frozenset("never always is was has does did can won't can't isn't wasn't doesn't didn't keeps and".split())


def sendable(text: str, name: str | None = None) -> str | None:
    """What may be sent of a text, for somebody of this name; None if it must not be sent, or is of no use."""
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    words = read_words(text, most=None)
    if not plain or len(plain) > LONGEST or _UNSENDABLE.search(plain):
        return None
    danger = find_danger(text, words)
    if danger.kind is not None or danger.doubtful:
        return None  # where the rules only ask, because it may be danger, nobody else is asked
    if all(deed.state for deed in read_deeds(plain)):
        return None  # it tells what somebody is, and nothing that happened
    return _with_roles(plain, frozenset(_TOKEN.findall((name or "").lower())))


def _with_roles(text: str, own: frozenset[str]) -> str:
    """The text without a name in it."""
    shouted = text.upper() == text
    spoken_to = _YOU.search(text) is not None
    named = any(found[1].lower() in model.load().roles for found in _MINE.finditer(text))
    partner: str | None = None  # by which name the partner is called
    made: list[str] = []
    end = 0
    tokens = list(_TOKEN.finditer(text))
    at = 0
    while at < len(tokens):
        token = tokens[at]
        after = tokens[at + 1].group() if at + 1 < len(tokens) else ""
        if not _is_name(text, token, after, own, shouted):
            at += 1
            continue
        size = 1
        while at + size < len(tokens) and _goes_on(text, tokens[at + size - 1], tokens[at + size], own, shouted):
            size += 1
        last = tokens[at + size - 1]
        bare = _OWNED.sub("", token.group()).lower()
        if bare in own:
            role = "me"
        elif _is_called(text, token.start(), last.end()) and spoken_to:
            role = "dear"
        elif not spoken_to and not named and partner in (None, bare):
            partner, role = bare, "my partner"
        else:
            role = "a place" if _before(text, token.start()) in _PLACED else "someone"
        owned = _OWNED.search(last.group())
        made += [text[end : token.start()], _owning(role, owned[0]) if owned else role]
        end = last.end()
        at += size
    return "".join(made) + text[end:]


def _is_name(text: str, token: re.Match[str], after: str, own: frozenset[str], shouted: bool) -> bool:
    said = token.group()
    bare = _OWNED.sub("", said)
    low = bare.lower()
    lists = model.load()
    capital = bare[0].isupper() and not shouted
    if low in lists.names or (low in own and (capital or low not in vocabulary())):
        return True
    if low == "i" or low.startswith(("i'", "i’")) or _is_dated(low, _before(text, token.start())):
        return False
    first = _SENTENCE_END.search(text[: token.start()]) is not None
    if low in lists.ambiguous:
        return capital and (not first or after.lower() in _TURNS or _is_told(after.lower()))
    parts = low.replace("’", "'").split("-")
    known = all(part in vocabulary() or part.partition("'")[0] in vocabulary() for part in parts)
    return (capital or shouted) and not known


def _goes_on(text: str, last: re.Match[str], token: re.Match[str], own: frozenset[str], shouted: bool) -> bool:
    """Whether a name has another part: "Mary Ann"."""
    between = text[last.end() : token.start()]
    return between == " " and not _OWNED.search(last.group()) and _is_name(text, token, "", own, shouted)


def _is_called(text: str, start: int, end: int) -> bool:
    """Whether somebody is spoken to by a name: "Sam, you never listen"."""
    before, after = text[:start].rstrip(), text[end:].lstrip()
    return (before.endswith(",") and not after[:1].isalpha()) or (not before and after.startswith(","))


def _is_told(word: str) -> bool:
    """Whether a verb of somebody else follows: "Mark forgot", "Grace shouts"."""
    return any(word in (shapes[0], shapes[1]) for shapes in load().forms.values())


def _owning(role: str, ending: str) -> str:
    if role == "me":
        return "my"
    return role + (ending if ending.endswith("s") else "'s")


def _before(text: str, start: int) -> str:
    words = _TOKEN.findall(text[:start])
    return words[-1].lower() if words else ""


def _is_dated(low: str, before: str) -> bool:
    """Whether it is a day or a month; "May", "June" and the like only after a word that goes with a time."""
    months = all_lists()["months"] | {"may", "march"}
    named = low in months and (low not in model.load().ambiguous or before in _DATED)
    return named or low.removesuffix("s") in all_lists()["days"]


@cache
def vocabulary() -> frozenset[str]:
    """The words our tables are written in, in small letters; names stand there with a capital, and are left out."""
    tables, lists = load(), model.load()
    words = {*known_verbs(), *tables.forms, *tables.spellings, *tables.variants, *lists.small, *lists.neutral}
    for field in fields(lists):
        if field.name not in ("names", "ambiguous"):
            words |= {word for phrase in getattr(lists, field.name) for word in phrase.split()}
    for named in all_lists().values():
        words |= named
    for text in _texts(tables):
        words |= {token for token in _TOKEN.findall(text) if token.islower()}
    return frozenset(words) - lists.names


def _texts(value: Any) -> Iterator[str]:
    """Every text in a table, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | frozenset | list):
        for each in value:
            yield from _texts(each)
    elif hasattr(value, "items"):
        for key, each in value.items():
            yield from _texts(key)
            yield from _texts(each)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name))
