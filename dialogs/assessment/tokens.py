"""Tokens: a text as plain words and pauses, each knowing where it stood; contractions opened, spellings put right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from content.assessment import load
from dialogs.assessment.patterns import words_of

LONGEST = 4096  # characters that are read: the length of a Telegram message
MOST = 400  # tokens that are read; no attempt is longer, and the time it takes stays bounded

SIGNS = "🙄🖕🤡👏🤮🤦🥱🎻🤥🙃💅🤣"  # what mocks without a word
PAUSES = frozenset([".", "!", "!!", "?", ","])
_FOLDED = str.maketrans("’‘‛ʼ`´′＇“”„«»", "''''''''\"\"\"\"\"")
_PIECE = re.compile(
    rf"(?P<number>\d+(?:[:./]\d+)+)|(?P<word>[^\W_]+(?:[*'@$]+[^\W_]+)*\*?)|(?P<end>(?:[.!?…\n;]\s?)+)"
    rf"|(?P<comma>[,:()—–]|\s-+\s)|(?P<sign>[{SIGNS}])|(?P<other>[^\s\w'\"*#\ufe0f\u200d-])"
)
_ENDINGS = (("n't", "not"), ("'re", "are"), ("'m", "am"), ("'ve", "have"), ("'ll", "will"), ("'d", "would"))
_IS_AFTER = frozenset("he she it that who what there how here where this why when everything nothing nobody".split())
_DOUBLED = re.compile(r"([aeiou])\1$")
_STRETCHED = re.compile(r"(.)\1{2,}")
_WAYS_TO_BE = frozenset("a an always never constantly so too such not being just still really the acting".split())
_LETTERS = re.compile(r"[a-z]+")
_TITLES = frozenset("mr mrs ms dr".split())
_DIGITS = {"2": "to", "4": "for"}  # "need you 2 call", "too heavy 4 you"
_STARRED = re.compile(r"[*@$]")


@dataclass(frozen=True, slots=True)
class Token:
    """A plain word, or a pause (``. ! !! ? ,``), and its characters [start, end) in the text."""

    text: str
    start: int
    end: int


def read_tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text, from its first ``LONGEST`` characters, at most ``MOST``."""
    found: list[Token] = []
    for match in _PIECE.finditer(text[:LONGEST].translate(_FOLDED)):
        piece, (start, end) = match.group(), match.span()
        if match.lastgroup in ("number", "sign"):
            found.append(Token(piece.replace(".", ":").replace(",", ":"), start, end))
        elif match.lastgroup == "word":
            found += (Token(meant, start, end) for meant in _meant(piece.lower()))
        elif match.lastgroup == "end":
            if found and found[-1].text in _TITLES and piece.startswith("."):
                continue
            found.append(Token(_pause(piece), start, end))
        else:
            found.append(Token(",", start, end))
        if len(found) >= MOST:
            break
    return tuple(_mended(found))


def _pause(piece: str) -> str:
    if "?" in piece:
        return "?"
    if "!" in piece:
        return "!!" if piece.count("!") > 1 else "!"
    trailing_off = piece.strip() in ("..", "...", "…") and "\n" not in piece
    return "," if trailing_off else "."


def _meant(word: str) -> Iterator[str]:
    """What a written word stands for, in one word or several."""
    spellings = load().spellings
    if word in spellings:
        yield from spellings[word]
    elif "'" in word:
        yield from _opened(word)
    elif _STARRED.search(word):
        yield _unmasked(word)
    else:
        yield _near(_shrunk(word))


def _opened(word: str) -> Iterator[str]:
    for ending, meaning in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            yield from _meant(word[: -len(ending)])
            yield meaning
            return
    if word.endswith("'s"):
        yield from _meant(word[:-2])
        yield "is" if word[:-2] in _IS_AFTER else "'s"
        return
    yield word.replace("'", "")


def _unmasked(word: str) -> str:
    """``f*ck`` → ``fuck``: the one swear word that a masked one can be, else the word as it is."""
    shape = re.compile("".join("[a-z]*" if _STARRED.match(letter) else re.escape(letter) for letter in word))
    fits = sorted(swear for swear in words_of("masked") if shape.fullmatch(swear))
    return fits[0] if fits else _STARRED.sub("", word) or word


def _shrunk(word: str) -> str:
    """``neverrr`` → ``never``, if that is a word of the tables; else at most two of a letter."""
    if len(word) > 40 or word in _known():
        return word
    if not _STRETCHED.search(word):
        once = _DOUBLED.sub(r"\1", word) if _DOUBLED.search(word) and len(word) < 6 else word  # "soo"
        return once if once in _known() else word
    guesses = (_STRETCHED.sub(by, word) for by in (r"\1", r"\1\1"))
    return next((guess for guess in guesses if guess in _known()), word)


def _near(word: str) -> str:
    """``igored`` → ``ignored``: a slip of one letter in a long word that decides something."""
    if word.endswith("in") and word + "g" in _known() and word not in _known():
        return word + "g"  # "drivin"
    if len(word) < 6 or word in _known() or not word.isascii():
        return word
    return _slips().get(word, word)


@cache
def _known() -> frozenset[str]:
    """Every word that a class or a pattern names."""
    classes = (part for words in load().words.values() for phrase in words for part in phrase.split())
    patterns = (word for rule in load().rules for pattern in rule.match for word in _LETTERS.findall(pattern))
    return frozenset((*classes, *patterns))


@cache
def _slips() -> dict[str, str]:
    """Every dropped, doubled or swapped letter in the deciding words that spells no other word of the tables."""
    slips: dict[str, str] = {}
    clashing: set[str] = set()
    for word in sorted(words_of("deciding")):
        made = {word[:at] + word[at + 1 :] for at in range(1, len(word))}
        made |= {word[: at + 1] + word[at:] for at in range(len(word))}
        made |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
        for slip in made - _known() - {word}:
            if len(slip) < 6 or slips.get(slip, word) != word:
                clashing.add(slip)
            slips[slip] = word
    return {slip: word for slip, word in slips.items() if slip not in clashing and slip not in words_of("no_slips")}


def _mended(tokens: Sequence[Token]) -> Iterator[Token]:
    """Words that were written as another: "your so needy", "its always me", "were always fighting"."""
    for at, token in enumerate(tokens):
        after = tokens[at + 1].text if at + 1 < len(tokens) else "."
        later = tokens[at + 2].text if at + 2 < len(tokens) else "."
        first = at == 0 or tokens[at - 1].text in PAUSES
        ends = later in PAUSES or later in words_of("joining")
        if token.text in _DIGITS and after in words_of(f"after_{_DIGITS[token.text]}") and not first:
            yield replace(token, text=_DIGITS[token.text])
        elif token.text == "mi":
            yield replace(token, text="my" if after in words_of("after_my") else "i")  # "mi vex", "mi heart drop"
        elif token.text == "fi" and not first and tokens[at - 1].text != "wi":
            yield replace(token, text="to")  # "mi need fi hear it"
        elif token.text == "your" and (
            (after in _WAYS_TO_BE and later != "called")  # "your so called friends"
            or (after == "way" and later in ("too", "more", "so"))
            or (after in words_of("trait") and ends)
        ):
            yield from (replace(token, text="you"), replace(token, text="are"))
        elif token.text == "its" and (after in words_of("after_its") or (after in PAUSES and after != "?")):
            yield from (replace(token, text="it"), replace(token, text="is"))
        elif token.text == "were" and first and after in ("always", "never", "constantly", "not", "done", "over", "so"):
            yield from (replace(token, text="we"), replace(token, text="are"))
        elif (
            token.text == "ill"
            and (first or tokens[at - 1].text in ("and", "or", "then", "swear", "think", "so", "but", "guess"))
            and after not in PAUSES
        ):
            yield from (replace(token, text="i"), replace(token, text="will"))
        elif token.text == "id" and after in ("love", "like", "appreciate", "be", "prefer", "really", "feel"):
            yield from (replace(token, text="i"), replace(token, text="would"))
        else:
            yield token
