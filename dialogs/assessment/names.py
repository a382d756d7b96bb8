"""Names: which words of an attempt are people's names, told by a list and by their capitals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.assessment.patterns import words_of
from dialogs.assessment.tokens import PAUSES, Token

NAME = "somename"  # the word that stands for a person's name
_FEW = 3  # words too few to tell by their capitals
_SHORT = 4  # letters of the names that end in -ing: Ming, Ling
_STOPS = frozenset([".", "!", "!!", "?"])


def with_names(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens with people's names, as far as they can be told from other capitals, as one word."""
    written = [text[token.start : token.end] for token in tokens if token.text not in PAUSES]
    capitals = sum(word[:1].isupper() and word[:1] != "I" for word in written)
    if capitals > 0.5 * len(written) and len(written) > _FEW:
        return [replace(token, text=NAME) if token.text in words_of("first_name") else token for token in tokens]
    named: list[Token] = []
    for at, token in enumerate(tokens):
        is_name = token.text in words_of("first_name") or (
            _is_capital(text, token) and ((at > 0 and tokens[at - 1].text not in _STOPS) or _acts(text, tokens, at))
        )
        named.append(replace(token, text=NAME) if is_name else token)
    return named


def leads(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name begins its clause and is followed by a word, so that "he" after it is its bearer."""
    after = tokens[at + 1].text if at + 1 < len(tokens) else "."
    return (at == 0 or tokens[at - 1].text in PAUSES) and after not in PAUSES


def _is_capital(text: str, token: Token) -> bool:
    word = text[token.start : token.end]
    plain = word[:1].isupper() and word[1:2].islower() and token.text not in words_of("no_name")
    return plain and token.text == word.lower().partition("'")[0].partition("’")[0] and token.text not in PAUSES


def _acts(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a capital at the start of a sentence is somebody's: "Tom helps his wife", "Priya's husband"."""
    if tokens[at].text.endswith("ing") and len(tokens[at].text) > _SHORT:
        return False  # "Moving helps me"
    after = [token.text for token in tokens[at + 1 : at + 4]] + ["."] * 3
    if after[0] == "'s" or (after[0] == "and" and at + 2 < len(tokens) and _is_capital(text, tokens[at + 2])):
        return after[0] == "and" or after[1] in words_of("role") or after[2] in words_of("role")
    if after[0] in ("never", "always", "would", "can", "does", "has", "says", "thinks", "agrees", "used"):
        return True
    if after[:2] in (["at", "least"], ["next", "door"]):
        return True
    return after[0] not in words_of("no_verb") and after[0].endswith("s") and len(after[0]) > 3
