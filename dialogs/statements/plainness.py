"""Plainness: how far the words after a verb go on plainly, before they judge, guess or turn to something else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from content.statements import load
from dialogs.statements.vocabulary import BE
from dialogs.statements.wording import say_to_partner
from dialogs.statements.words import Word, is_verb, named

SAYING = frozenset("say promise tell agree mention".split())
_TELLING = SAYING | frozenset("explain comment ask know reply answer shout mean".split())
_LINKS = frozenset("much many far often that how what where who why me him her them us if and".split())
_BOUND = frozenset("unless except until".split())
_BEFORE_LIKE = frozenset("i would you we to look feel sound something".split())
_TIMES = frozenset("minute hour day night evening morning weekend week month year".split())
_OWNED = frozenset("the a our my your his her this".split())
_PERSONS = frozenset("you he she they".split())
_SUBJECTS = _PERSONS | frozenset("i we it then now that never".split())


def read_tail(text: str, words: Sequence[Word], start: int, base: str = "") -> str | None:
    """What follows the verb (``base``) to the end of the act, as said to the partner; None if a word is not plain."""
    kept: list[Word] = []
    led = cut = False  # within a clause that says when; ended before the speaker did
    for at in range(start, len(words)):
        word = words[at]
        if word.pause in (".", ",") and (at > start or not _is_quoted(text, words, at)):
            break
        if word.text in listed("closing") and not _belongs(word, kept):
            if base in SAYING or word.text in _BOUND:
                return None  # "you said you'd call but you didn't", "you never call unless you want something"
            cut = True
            break
        led = led or word.text in listed("during")
        if word.text == "and" and not _goes_on(words, at):
            if base in SAYING:
                return None
            cut = True
            break
        if _opens_clause(words, at) and not led and kept and kept[-1].text not in _LINKS and base not in SAYING:
            cut = True
            break  # a new clause: "you left it's always the same"
        denied = word.text in named("not") and word.text != "without"
        if (denied and not (at + 1 < len(words) and words[at + 1].text == "to")) or word.bases & listed("loaded"):
            return None
        if word.text == "once" and kept and kept[-1].text in ("at", "for"):
            kept.pop()  # "at once" goes as a whole
        elif word.text not in listed("emphasis") or (word.text == "once" and at + 1 < len(words)):
            kept.append(word)
    if kept and kept[-1].bases & _TELLING and (len(kept) == 1 or kept[-2].text == "and"):
        return None  # "you laughed and said", and what was said is gone
    while cut and kept and kept[-1].text in listed("dangling") and not _belongs(kept[-1], kept[:-1]):
        kept.pop()
    return say_to_partner(text, kept)


def _is_quoted(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether what begins here is somebody's words in quotation marks."""
    before = words[at - 1].end if at else 0
    return any(mark in text[before : words[at].start] for mark in '"“”')


def _belongs(word: Word, kept: Sequence[Word]) -> bool:
    """Whether a word that mostly closes an act is part of this one: "look like", "the new baby"."""
    before = [one.text for one in kept[-2:]]
    if word.text == "like":
        return before[-1:] != [] and before[-1] in _BEFORE_LIKE
    if word.text in ("before", "after"):
        return before[-1:] != [] and before[-1] in _TIMES  # "the day before"
    return word.text == "baby" and not _OWNED.isdisjoint(before)


def _opens_clause(words: Sequence[Word], at: int) -> bool:
    """Whether a clause of its own begins here that no small word ties to the act."""
    if words[at].text in _PERSONS:
        return True
    after = words[at + 1].text if at + 1 < len(words) else ""
    return words[at].text in ("it", "that", "this", "there", "what") and after in BE


def _goes_on(words: Sequence[Word], at: int) -> bool:
    """Whether what follows an "and" belongs to the act: another thing, or another act in the same form."""
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or after.text in _SUBJECTS:
        return False
    verb = any(base in load().forms for base in after.bases)
    return not verb or bool(after.bases & observable()) or after.text in ("the", "my")


@cache
def listed(name: str) -> frozenset[str]:
    """A list of acts.toml."""
    return frozenset(load().acts[name])


@cache
def observable() -> frozenset[str]:
    """The verbs of acts a camera could show."""
    return frozenset(word for word in listed("observable") if is_verb(word))
