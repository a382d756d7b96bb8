"""Fidelity: whether a situation tells the event of the person's own sentence, and a request only asks.

Every word of weight comes from the sentence or from a short list; what somebody did, somebody else doesn't do here;
what was left undone stays undone. Rather one answer too many is thrown away than one shown that isn't true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from content import model
from content.statements import load
from dialogs.statements.model.deeds import Deed, owner_of, partner_of, read_deeds
from dialogs.statements.wishes import asks_to_stop
from dialogs.statements.words import Word, named, read_words

NEW_WORD, NEW_NAME, NEW_NUMBER, ROLES, SENSE = "NEW_WORD", "NEW_NAME", "NEW_NUMBER", "ROLES", "SENSE"
STOPPING = "STOPPING"
_TOKEN = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_ENDINGS = ("ies", "es", "s", "ed", "ing", "d", "ly")


def unfaithful(situation: str, sentence: str) -> frozenset[str]:
    """The codes of what a situation adds to the sentence or turns round in it; none if it tells the same."""
    told, given = read_words(situation), read_words(sentence)
    known = _known(given) | _plain_words()
    found = set(_new_names(situation, sentence))
    if any(not _is_known(word, known) for word in told):
        found.add(NEW_WORD)
    found |= _new_numbers(situation, sentence, told, given)
    deeds, true = read_deeds(situation), read_deeds(sentence)
    for deed in deeds:
        found |= _turned(deed, [other for other in true if deed.bases & other.bases])
    if _owners(told) - _owners(given) & _owned_otherwise(told, given):
        found.add(ROLES)
    return frozenset(found)


def strange(request: str, sentence: str) -> frozenset[str]:
    """The codes of what a request brings in that neither the sentence nor our own requests have."""
    told, given = read_words(request), read_words(sentence)
    known = _known(given) | _plain_words() | _requested()
    found = set(_new_names(request, sentence))
    if any(not _is_known(word, known) for word in told):
        found.add(NEW_WORD)
    if set(_DIGITS.findall(request)) - set(_DIGITS.findall(sentence)):
        found.add(NEW_NUMBER)
    if asks_to_stop(request.partition(" you ")[2] or request) or any(word.text in named("not") for word in told):
        found.add(STOPPING)
    return frozenset(found)


def _turned(deed: Deed, same: Sequence[Deed]) -> frozenset[str]:
    """Whether a deed has another doer or another sense than in the sentence."""
    if not same:
        if deed.bases & (model.load().neutral | model.load().small):
            return frozenset({ROLES} if deed.subject == "you" and not deed.state else ())
        return frozenset() if deed.state and deed.subject is None else frozenset({ROLES})
    if not any(_same_roles(deed, other) for other in same):
        return frozenset({ROLES})
    if not any(deed.negated == other.negated for other in same if _same_roles(deed, other)):
        return frozenset({SENSE})
    return frozenset()


def _same_roles(deed: Deed, other: Deed) -> bool:
    if deed.passive and not other.passive:
        return deed.subject is None or deed.subject != other.subject
    if other.passive and not deed.passive:
        return False
    if deed.subject == other.subject or deed.subject is None:
        return True
    both = {"i", "you", "we"}
    return deed.subject == "we" and other.subject in both and bool(deed.bases & model.load().joint)


def _owners(words: Sequence[Word]) -> set[tuple[str, str]]:
    """Whose things are: pairs of an owner and the word after."""
    partner = partner_of(words)
    return {
        (owner, words[at + 1].text)
        for at, word in enumerate(words[:-1])
        if (owner := owner_of(word, partner)) is not None and not words[at + 1].pause
    }


def _owned_otherwise(told: Sequence[Word], given: Sequence[Word]) -> set[tuple[str, str]]:
    """The pairs of a situation whose thing has an owner in the sentence, too."""
    owned = {thing for _, thing in _owners(given)}
    return {(owner, thing) for owner, thing in _owners(told) if thing in owned}


def _new_names(text: str, sentence: str) -> Iterator[str]:
    """A capital inside the text that the sentence doesn't have."""
    typed = set(_TOKEN.findall(sentence))
    for found in _TOKEN.finditer(text):
        said = found.group()
        new = found.start() and said[0].isupper() and said != "I" and said not in typed
        if new and said.lower() not in named("days") | named("months"):
            yield NEW_NAME
    if any(said.lower() in model.load().names and said not in typed for said in _TOKEN.findall(text)):
        yield NEW_NAME


def _new_numbers(text: str, sentence: str, told: Sequence[Word], given: Sequence[Word]) -> set[str]:
    counted = {word.text for word in told if word.text in model.load().numbers}
    digits = set(_DIGITS.findall(text)) - set(_DIGITS.findall(sentence))
    return {NEW_NUMBER} if digits or counted - {word.text for word in given} else set()


def _known(words: Sequence[Word]) -> frozenset[str]:
    return frozenset().union(*(word.bases | _stems(word.text) for word in words))


def _is_known(word: Word, known: frozenset[str]) -> bool:
    return bool((word.bases | _stems(word.text)) & known) or word.text.isdecimal()


def _stems(word: str) -> frozenset[str]:
    """The word, and what is left of it without an ending."""
    return frozenset({word, *(word.removesuffix(end) for end in _ENDINGS if len(word) - len(end) >= 3)})


@cache
def _plain_words() -> frozenset[str]:
    return model.load().small | model.load().neutral | named("not") | named("modals")


@cache
def _requested() -> frozenset[str]:
    """Every word of the requests that stand in our own tables."""
    tables = load()
    asked = (*tables.open_requests, *(request for frame in tables.frames for request in frame.requests))
    return frozenset().union(*(_known(read_words(request)) for request in asked))
