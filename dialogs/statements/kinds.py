"""Kinds: what is plainly no statement to a partner: nothing, noise, code, another language, a question to the coach."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from content.statements import load
from dialogs.language import is_foreign
from dialogs.statements.outcomes import Kind
from dialogs.statements.patterns import compile_pattern, match
from dialogs.statements.vocabulary import all_lists, known_verbs
from dialogs.statements.words import Word

ENDLESS = 2000  # characters; whoever pastes more than that is asked for the one thing
_LETTER_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(
    r"```|</?\w+[^<>]*>|\{\s*[\"'\w]+\s*:|\w+\([^()]*\)\s*[;{:]|^\s*(?:def|class|import|from|select|insert|curl|sudo|git|pip|npm)\s"
    r"[\w.*/-]+|;\s*$|\+\+|\}\s*$|=>|==|!=|\$\(|&&|\|\|",
    re.IGNORECASE | re.MULTILINE,
)
_CODE_SIGNS = 2
_OPENERS = frozenset("hi hello hey ok okay so please coach and but well hmm um yo bot halfway".split())
_VOWEL = re.compile(r"[aeiouyà-öø-ÿ]", re.IGNORECASE)
_REPEATED = re.compile(r"(.{1,3})\1{3,}")


def find_kind(text: str, words: Sequence[Word]) -> Kind | None:
    """Why this is no statement, or None where it may be one."""
    if not words:
        return "empty" if not text.strip() else "nonsense"
    if is_foreign(text):
        return "foreign"
    if is_nonsense(text, words) or is_code(text):
        return "nonsense"
    if len(text) > ENDLESS:
        return "endless"
    return "coach" if is_for_the_coach(words) else None


def is_for_the_coach(words: Sequence[Word]) -> bool:
    """Whether the text asks the coach something: "How do I tell her ...?"."""
    return any(
        match(compile_pattern(source), words, at) is not None
        for at in (0, 1)
        if at < len(words) and (at == 0 or words[0].text in _OPENERS)
        for source in load().readings["leads"]["coach"]
    )


def is_code(text: str) -> bool:
    """Whether it is a program, a command or markup."""
    return len(_CODE.findall(text)) >= _CODE_SIGNS or "```" in text


def is_nonsense(text: str, words: Sequence[Word]) -> bool:
    """Whether no word of it is one: "asdfgh", "xxx xxx", "12345"."""
    written = _LETTER_WORD.findall(text)
    if not written:
        return True
    if any(word.text in _common() for word in words):
        return False
    return all(_is_noise(word) for word in written)


def _is_noise(word: str) -> bool:
    if len(word) == 1 or not _VOWEL.search(word) or _REPEATED.search(word):
        return True
    return re.search(r"[bcdfghjklmnpqrstvwxz]{5}", word, re.IGNORECASE) is not None


@cache
def _common() -> frozenset[str]:
    tables = load()
    return frozenset({*known_verbs(), *tables.forms}).union(*all_lists().values(), *tables.concepts.values())
