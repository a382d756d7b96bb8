"""Joining: words of a text put together again as they were typed, where that was no slip, with their marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from content.statements import load
from dialogs.statements.vocabulary import Word, known_verbs, named

_QUOTES = frozenset('"“”')
_APOSTROPHES = frozenset("'’")
_OPENED = re.compile(r"(?:^|\s)['’‘]\w")  # a quotation in such marks
_MONEY = frozenset("£$€₹#@")
_SHORT_NAME = 4  # letters in capitals that may be a name, as in BBQ
_AS_TYPED = frozenset("mum mam mums mummy ma mom hubby wifey telly til till".split())  # other words for it, no slips
_JOINED = {"would": "'d", "am": "'m", "are": "'re", "have": "'ve", "will": "'ll", "is": "'s"}
_PERSONS = frozenset("i you we he she they it that there who".split())
_OWNING = frozenset("the a an my your our his her their".split())  # no name follows these
_CAPITALS = frozenset(
    """i monday tuesday wednesday thursday friday saturday sunday january february april june july august september
    october november december christmas easter diwali eid ramadan hanukkah halloween thanksgiving valentine english
    whatsapp facebook instagram netflix""".split()
)
_MONTHS_OR_WORDS, _BEFORE_MONTHS = frozenset(("march", "may")), frozenset("since in by until till last next".split())
_NOT = {
    **{verb: f"{verb}n't" for verb in "do did does are is was were have has had would could should".split()},
    "will": "won't",
    "can": "can't",
}
_CONTRACTED = re.compile(rf"\b({'|'.join(_NOT)}) not\b|\bI am\b")


@dataclass(frozen=True, slots=True)
class Said:
    """A word as it is said, and which word of the text it is (None: none of them)."""

    text: str
    at: int | None = None


def join(text: str, words: Sequence[Word], said: Sequence[Said]) -> str:
    """The words as one clause; "" for none."""
    pieces: list[str] = []
    before: int | None = None  # the word of the text that was said last
    for one in said:
        shown = "I" if one.text == "i" else one.text
        last = pieces[-1].strip().lower() if pieces else ""
        if one.at is None or one.text == "'s":
            pieces.append(shown if one.at is not None else f" {shown}")
        elif one.text != words[one.at].text:
            pieces.append(_joint(text, words, before, one.at) + shown)
        elif before == one.at - 1 and _is_one(words, before) and one.text in _JOINED and last in _PERSONS:
            pieces.append(_JOINED[one.text])
        else:
            pieces.append(_joint(text, words, before, one.at) + _as_typed(text, words, one.at, last))
        before = one.at
    clause = _CONTRACTED.sub(lambda found: _NOT.get(found.group(1), "I'm"), "".join(pieces).strip())
    return clause if clause.count('"') % 2 == 0 else clause.replace('"', "")


def _joint(text: str, words: Sequence[Word], before: int | None, at: int) -> str:
    """What stands before a word: a space, a hyphen, or a comma where it stood there and nothing was cut."""
    if before is not None and before == at - 1:
        between = text[words[before].end : words[at].start]
        if between in ("-", "/") or (between in (":", ".") and text[words[at].start].isdigit()):
            return between
        if "," in between:
            return ", "
    return " "


def _as_typed(text: str, words: Sequence[Word], at: int, last: str) -> str:
    """A word as it was typed, or in the tables' spelling where it was a slip; with the marks that belong to it."""
    word = words[at]
    typed = text[word.start : word.end].replace("’", "'")
    begins, ends = not (at and _is_one(words, at - 1)), not _is_one(words, at)
    if not (begins and ends):  # a part of what was written as one
        typed = typed[:-2] if typed.lower().endswith("'s") else typed[: len(word.text)]
    name = typed == "de" and text[word.end + 1 : word.end + 2].isupper()  # Gare de Lyon
    spelled = (
        name or typed.lower().replace("'", "") in (word.text, word.text.replace("'", "")) or typed.lower() in _AS_TYPED
    )
    said = _small(typed if spelled else word.text, word, last)
    before, after = text[max(0, word.start - 1) : word.start], text[word.end : word.end + 2]
    opens = '"' if begins and before in _QUOTES else before if begins and before in _MONEY else ""
    closed = after[:1] in _QUOTES or (after[:1] in set(".,!?") and after[1:] in _QUOTES)
    plural = after[:1] in _APOSTROPHES and said.endswith("s") and not after[1:].strip()  # the girls' night
    marks = "%" if after[:1] == "%" else "'" if plural and not _OPENED.search(text[: word.start]) else ""
    return opens + said + marks + ('"' if ends and closed else "")


def _small(typed: str, word: Word, last: str) -> str:
    """Without the capitals that only a sentence's beginning or a shout gave it."""
    low = typed.lower()
    if typed.isupper() and (len(typed) > _SHORT_NAME or low in _common()):
        typed = low
    if typed[:1].isupper() and word.pause == "." and (low in _common() or last in _OWNING):
        typed = low
    capital = low in _CAPITALS or (low in _MONTHS_OR_WORDS and last in _BEFORE_MONTHS)
    return typed[:1].upper() + typed[1:] if capital else typed


def _is_one(words: Sequence[Word], at: int) -> bool:
    """Whether a word and the next were written as one: "I'd"."""
    if at + 1 >= len(words):
        return False
    return (words[at].start, words[at].end) == (words[at + 1].start, words[at + 1].end)


@cache
def _common() -> frozenset[str]:
    """Words that are no names: where they begin a sentence, their capital goes."""
    small = """i'm a an the at on in of to for from with by over under my your our his her their its this that these
    those when while after before every each another all half both some any no one two three four five six seven eight
    nine ten last next not nothing nobody everyone everybody it he she they we you there here then today tonight
    yesterday mum mom dad yours whole first second third only even as and but or if so because once twice""".split()
    return frozenset({*small, *load().forms, *known_verbs(), *named("adverbs"), *named("connectors")}) - {
        "will",
        "mark",
    }
