"""Wording: a person's own words, said to the partner: slips and chat spellings opened, "he" turned to "you"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from content.statements import load
from dialogs.statements.words import Word, is_form, is_verb

_HE, _SHE = frozenset("he him his himself".split()), frozenset("she her hers herself".split())
_THEY = frozenset("they them their theirs they're they've they'll".split())  # rarely the partner, if not the subject
_QUOTES = frozenset('"“”')
_AS_TYPED = frozenset("mum mam mums hubby wifey telly".split())  # other words for it, and no slips
_OF_YOU = (
    (" you is ", " you are "),
    (" you was ", " you were "),
    (" you has ", " you have "),
    (" you does ", " you do "),
)
_EVERY_TIME = re.compile(
    r"\b(?:every (?:single )?time|each time|any ?time|the (?:moment|minute|second)|everytime|as soon as)\b"
    r"(?= (?:I|we|my|our|you|the)\b)"
)
_TO_THE_LAST = re.compile(r" (?:each and )?every (?:single |damn |bloody )?time$")
_SPOUSE = re.compile(r"\byour (?:own )?(?:wife|husband|girlfriend|boyfriend|fianc[ée]e?)\b(?!['’])")  # who speaks
_SMALL_I = re.compile(r"\bi(?='(?:m|d|ll|ve)\b|\b)")


def say_to_partner(text: str, words: Sequence[Word]) -> str | None:
    """The words as they were typed, with those pronouns and verb forms changed that have to be.

    None where "he" and "she" both stand, so that one of them is somebody else.
    """
    parts: list[str] = []
    typed_words = {text[word.start : word.end].lower() for word in words}
    if typed_words & _HE and typed_words & _SHE:
        return None
    last: tuple[int, int] | None = None
    for at, word in enumerate(words):
        place = (word.start, word.end)
        if place == last:  # the other half of "I'm"; the whole was written already
            continue
        last = place
        typed = text[word.start : word.end]
        low = typed.lower().replace("’", "'")
        halves = [other for other in words[at : at + 3] if (other.start, other.end) == place]
        if low == word.text or low in _AS_TYPED or low in _THEY:
            said = typed if not typed.isupper() or len(typed) < 4 else low
        elif word.text == low.replace("'", ""):  # "o'clock"
            said = typed
        elif "'" in low and word.text != "you" and (len(halves) > 1 or word.text == low.split("'")[0]):
            said = low if typed.isupper() else typed
        elif "'" in low and word.text == "you":
            after = words[at + len(halves)] if at + len(halves) < len(words) else None
            said = _yours(low.partition("'")[2], after)
        else:
            said = " ".join(other.text for other in halves)
        opens = '"' if text[max(0, word.start - 1) : word.start] in _QUOTES else ""
        ends = text[word.end : word.end + 2]
        closes = '"' if ends[:1] in _QUOTES or (ends[:1] in (".", ",", "!", "?") and ends[1:] in _QUOTES) else ""
        if ends[:1] in ("'", "’") and low.endswith("s") and not ends[1:].strip():
            said += "'"  # the girls' night
        joint = "-" if at and text[words[at - 1].end : word.start] == "-" else " "  # "re-enactment"
        parts.append(joint + opens + _plain(said, [part.strip() for part in parts[-1:]], word) + closes)
    said = "".join(parts).strip()
    for wrong, right in _OF_YOU:
        said = f" {said} ".replace(wrong, right).strip()
    said = _SPOUSE.sub("me", _TO_THE_LAST.sub("", said))
    return _EVERY_TIME.sub("when", _SMALL_I.sub("I", said))


def _yours(ending: str, after: Word | None) -> str:
    """ "you" with what was joined to "he": ``'s`` is "are", or "have" before a participle."""
    if ending in ("d", "ll", "ve", "re"):
        return f"you'{ending}"
    perfect = after is not None and is_form(after, "participle") and not is_form(after, "doing")
    if after is not None and after.text in _felt():  # "she's annoyed"
        perfect = False
    return "you've" if perfect else "you're"


@cache
def _felt() -> frozenset[str]:
    return frozenset(row.adjective for row in load().feelings.values())


def _plain(said: str, parts: Sequence[str], word: Word) -> str:
    """A verb in the form that goes with "you": "and says" → "and say", where "he" was turned to "you"."""
    if parts and parts[-1] in ("and", "you", "then") and is_form(word, "present") and not is_verb(word.text):
        bases = sorted(word.bases - {word.text})
        return bases[0] if bases else said
    return said
