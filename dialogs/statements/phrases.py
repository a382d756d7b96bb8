"""Verb phrases: the heads of a clause, each with whether it happened, and the tense.

"don't seem to listen" has two heads, ``seem`` and ``listen``; "refuse to listen" turns the sense of the second round.
Where the sense would be a guess ("you don't have to listen"), the heads end before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from content.statements import load
from dialogs.statements.patterns import Pattern, compile_pattern, first_words, match
from dialogs.statements.vocabulary import BE
from dialogs.statements.words import Word, is_form, is_verb, named

_HAVE = frozenset("have has had".split())
_DO = frozenset("do does did".split())
_ARTICLES = frozenset("the a an this that".split())  # "keeps the heating low": no verb hangs on it
_DEPTH = 4  # verbs that may hang on one another
_FREE = frozenset("have need".split())  # "don't have to" is no lack


@dataclass(frozen=True, slots=True)
class Head:
    """A verb of the phrase: where it stands, and whether what it says was left undone."""

    at: int
    negated: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """The heads of a verb phrase, the outermost first."""

    heads: tuple[Head, ...]
    past: bool


def read_phrase(
    words: Sequence[Word], *, third: bool = False, lacks: bool = False, over: bool = False, led: bool = False
) -> Phrase | None:
    """The verb phrase at the start of these words, or None where there is none or its sense is open.

    ``lacks``: the words before say that it was left undone; ``over``: that it is past; ``led``: they may stand before a
    bare modal ("how could you"), which else says what might be and not what is.
    """
    negated, past, perfect, modal = lacks, over, False, ""
    denied = False
    heads: list[Head] = []
    at = 0
    while at < len(words):
        word = words[at]
        text = word.text
        after = _next(words, at)
        if word.pause and at:
            break
        if text == "no" and after is not None and after.text == "longer":
            negated, denied, at = not negated, True, at + 2
        elif text in named("not"):  # "don't never" is one no, said twice
            negated, denied, at = negated if denied else not negated, True, at + 1
        elif text in BE and after is not None and (is_form(after, "doing") or after.text in BE):
            past = past or text in ("was", "were")
            heads.append(Head(at, negated))
            at += 1
        elif text == "'s" or text in BE:
            past = past or text in ("was", "were")
            break
        elif word.light:
            at += 1
        elif text in _DO and after is not None and (after.text == "not" or _verb_follows(words, at)):
            past = past or text == "did"
            at += 1
        elif text in named("modals"):
            modal = "" if _rather(words, at) else text
            at += 1
        elif text in _HAVE and after is not None and (is_form(after, "participle") or after.text in ("not", "never")):
            perfect = True
            at += 1
        else:
            break
    if at >= len(words) or (modal and not denied and not led):
        return None
    heads = [Head(head.at, negated) for head in heads]
    heads.append(Head(at, negated))
    past = past or _past_form(words[at], third, perfect)
    if perfect:
        past = past or not negated
    if words[at].text == "used" and (after := _next(words, at)) is not None and after.text == "to":
        past = False
    heads.extend(_hanging(words, at, negated))
    return Phrase(tuple(heads), past)


def _hanging(words: Sequence[Word], at: int, negated: bool) -> Iterator[Head]:
    """The verbs that hang on the one at this place."""
    for _ in range(_DEPTH):
        step = _step(words, at, negated)
        if step is None:
            return
        at, flipped = step
        while at < len(words) and (words[at].light or words[at].text in ("and", *named("not"))):
            flipped = flipped != (words[at].text in named("not"))
            at += 1
        if at >= len(words):
            return
        negated = negated != flipped
        yield Head(at, negated)


def _step(words: Sequence[Word], at: int, negated: bool) -> tuple[int, bool] | None:
    """Where the next verb begins, and whether the sense turns round."""
    rules = load().readings["catenatives"]
    for flips, pattern in _phrases_with(words[at].bases):
        found = match(pattern, words, at)
        if found is not None and found.end < len(words):
            return found.end, flips
    bases = words[at].bases | ({"be"} if words[at].text in BE else set())
    follow = _skip(words, at + 1)
    if follow >= len(words):
        return None
    if bases & {"be"} and words[follow].text in (*rules["carry_to"], *rules["flip_to"]):  # "are unable to"
        at, bases, follow = follow, words[follow].bases, _skip(words, follow + 1)
        if follow >= len(words):
            return None
    if words[at].text == "used" and words[follow].text == "to":
        return follow + 1, True
    if words[follow].text == "to":
        if negated and bases & _FREE:
            return None
        if bases & set(rules["flip_to"]):
            return follow + 1, True
        if bases & set(rules["carry_to"]):
            return follow + 1, False
    if is_form(words[follow], "doing") and not any(word.text in _ARTICLES for word in words[at + 1 : follow]):
        if bases & set(rules["flip_ing"]):
            return follow, True
        if bases & set(rules["carry_ing"]):
            return follow, False
    return None


def _past_form(word: Word, third: bool, perfect: bool) -> bool:
    if perfect or word.text in ("are", "is", "am", "'s"):
        return False
    if word.text in ("was", "were"):
        return True
    if is_verb(word.text):  # cut, let, hit: with "he" or "she" the bare form is the past
        return third and is_form(word, "past")
    return is_form(word, "past")


def _next(words: Sequence[Word], at: int) -> Word | None:
    place = _skip(words, at + 1, but=("never",))
    return words[place] if place < len(words) else None


def _skip(words: Sequence[Word], at: int, but: Sequence[str] = ()) -> int:
    while at < len(words) and words[at].light and words[at].text not in but and words[at].text != "'s":
        at += 1
    return at


def _verb_follows(words: Sequence[Word], at: int) -> bool:
    place = at + 1
    while place < len(words) and (words[place].light or words[place].text in named("not")):
        place += 1
    return place < len(words) and is_verb(words[place].text)


def _rather(words: Sequence[Word], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1].text == "rather"


def _phrases_with(bases: frozenset[str]) -> Iterator[tuple[bool, Pattern]]:
    """The phrases that begin with one of these forms, the longest first."""
    table = _phrases()
    rows = {row[0]: row[1:] for base in bases for row in table.get(base, ())}
    return (rows[place] for place in sorted(rows))


@cache
def _phrases() -> dict[str, tuple[tuple[int, bool, Pattern], ...]]:
    rules = load().readings["catenatives"]
    rows = [(True, source) for source in rules["flip_phrases"]] + [(False, source) for source in rules["carry_phrases"]]
    rows.sort(key=lambda row: -len(row[1]))
    found: dict[str, tuple[tuple[int, bool, Pattern], ...]] = {}
    for place, (flips, source) in enumerate(rows):
        pattern = compile_pattern(source)
        for word in first_words(pattern):
            found[word] = (*found.get(word, ()), (place, flips, pattern))
    return found
