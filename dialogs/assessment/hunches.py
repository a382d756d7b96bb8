"""Hunches: sentences that read like a code though no rule knows their words, weighed by a linear model.

Its features are words, the rules' word classes, and their neighbours, so that it knows "my uncle buys her flowers" from
"my brother brings her tea". It only adds to what the rules find, and only where it is sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from content.assessment import load
from content.models import load_model
from dialogs.assessment.attempt import Attempt
from dialogs.assessment.issues import SEVERITY, Code
from dialogs.assessment.search import Place
from dialogs.assessment.tokens import PAUSES

MODEL = "codes"
_SURE = {1: 0.0, 2: 0.0, 3: 0.1}  # the margin that is sure enough, by severity: nobody is scolded on a hunch
_FEWEST = 4  # words and pauses of a sentence that says enough to be weighed
_ABOUT_YOU = frozenset({"LABEL", "MIND_READ", "CONTEMPT", "COMPARE"})
_VERDICTS = frozenset({"LABEL", "DIAGNOSE", "CONTEMPT"})  # one of these is enough for a sentence
_STOPS = frozenset([".", "!", "!!", "?"])
_PEOPLE = ("i", "you", "we", "my", "your", "me", "third", "somename")
_LONG = 6  # letters from which the beginning and the end of a word count, too
_EDGE = 4
_CLASSES = (
    "kin spouse crowd trait_plain insult unpleasant pleasant adverb partner harsh praise old_feast old_place count "
    "affair tended gave does_good opine time_word quality good_noun name_call order_verb closest"
).split()


def find_hunches(attempt: Attempt, found: Sequence[Place], excused: Sequence[Place]) -> Iterator[Place]:
    """A place for each code that the model is sure of in a sentence in which no rule found it: its likeliest clause.

    None where a rule found something else or was denied, or where the writer speaks of needs or thanks (``excused``).
    """
    model = load_model(MODEL)
    for first, last in sentences_of(attempt):
        if last - first + 1 < _FEWEST or first in attempt.reported or first in attempt.hedged:
            continue
        margins = model.margins(sentence_features(_words(attempt, first, last)))
        codes = [at for at, margin in enumerate(margins) if margin >= sure_of(model.labels[at])]
        clauses = _clauses(attempt, first, last) if codes else []
        for at in codes:
            clause = clauses[0]
            if len(clauses) > 1:
                clause = max(clauses, key=lambda each: model.margins(sentence_features(_words(attempt, *each)))[at])
            place = Place(model.labels[at], *clause, clause)
            if not (
                _is_told(place, first, last, found) or _is_excused(place, excused) or _is_of_oneself(attempt, place)
            ):
                yield place


def sure_of(code: str) -> float:
    """The margin from which the model is believed."""
    return _SURE[SEVERITY[Code(code)]]


def _is_told(place: Place, first: int, last: int, found: Sequence[Place]) -> bool:
    rivals = _VERDICTS if place.code in _VERDICTS else {place.code}
    return any(
        _meets(each, place.first, place.last) or (each.code in rivals and _meets(each, first, last)) for each in found
    )


def _is_excused(place: Place, excused: Sequence[Place]) -> bool:
    return any(
        each.code in (place.code, "has.need", "has.thanks") and _meets(each, place.first, place.last)
        for each in excused
    )


def _is_of_oneself(attempt: Attempt, place: Place) -> bool:
    """Whether the writer tells a feeling, or a verdict is about the writer: "I'm needy when I'm sick"."""
    words = _words(attempt, place.first, place.last)
    if words[:2] in (["i", "feel"], ["i", "felt"]):
        return True
    return place.code in _ABOUT_YOU and "i" in words and "you" not in words


def sentences_of(attempt: Attempt) -> Iterator[tuple[int, int]]:
    """The sentences of an attempt, as token numbers from and to, both included."""
    yield from _parts(attempt, 0, len(attempt.tokens) - 1, _STOPS)


def sentence_features(words: Sequence[str]) -> tuple[str, ...]:
    """What the model looks at in a sentence, without doubles, in the order it first occurs."""
    return tuple(dict.fromkeys(_features(words)))


def _features(words: Sequence[str]) -> Iterator[str]:
    yield f"^{words[0]}"
    yield f"^{' '.join(words[:2])}"
    classes = _classes()
    for at, word in enumerate(words):
        own = classes.get(word, ())
        yield word
        yield from own
        if len(word) >= _LONG:
            yield f"~{word[:_EDGE]}"
            yield f"~{word[-_EDGE:]}"
        if at + 1 == len(words):
            break
        after = words[at + 1]
        yield f"{word} {after}"
        yield from (f"{each} {after}" for each in own)
        yield from (f"{word} {each}" for each in classes.get(after, ()))
        if at + 2 < len(words):
            yield f"{word} {after} {words[at + 2]}"
            yield f"{word} _ {words[at + 2]}"
    yield from (f"${person} {person in words}" for person in _PEOPLE)
    yield f"$size {len(words).bit_length()}"


@cache
def _classes() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in _CLASSES:
        for word in load().words[name]:
            found[word] = (*found.get(word, ()), f"@{name}")
    return found


def _words(attempt: Attempt, first: int, last: int) -> list[str]:
    return [token.text for token in attempt.tokens[first : last + 1]]


def _clauses(attempt: Attempt, first: int, last: int) -> list[tuple[int, int]]:
    """The clauses of a sentence that have more than one word, else all of it."""
    parts = [part for part in _parts(attempt, first, last, PAUSES) if part[1] - part[0] > 1]
    return parts or [(first, last)]


def _parts(attempt: Attempt, first: int, last: int, ends: frozenset[str]) -> Iterator[tuple[int, int]]:
    begin = first
    for at in range(first, last + 1):
        if attempt.tokens[at].text in ends:
            if at > begin:
                yield begin, at
            begin = at + 1
    if begin <= last:
        yield begin, last


def _meets(place: Place, first: int, last: int) -> bool:
    return place.first <= last and first <= place.last
