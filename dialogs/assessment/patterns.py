"""Patterns: the rows of ``content/assessment.py``, compiled to regular expressions over an attempt's plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from content.assessment import elements, load

_WORD = r"[^ .,!?]+ "
_COMMON = frozenset(
    "you your i me my we us our it the a an to and of in on is are am be was were do not have that this so just "
    "would will can could with for at if when but all more too , . ?".split()
)
_SUBJECTS = ("you", "i", "we", "it", "third")
_FIXED = {"[": "(?P<quoted>", "]": ")", "^": r"(?<![^.,!?🙄] )"}
_PLACES = frozenset("[ ] ^ $ % ... >> --".split())
_LARGE = 24  # choices from which it pays to sort them by their first letter
_COSTLY = 500  # what a word costs that stands in most texts, beside 1 for others


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled row. ``pivots``: words of which one must stand in the text, or it can't match; empty: unknown.

    ``needs``: further sets of words, of each of which one must stand there too.
    """

    source: str
    pivots: frozenset[str]
    needs: tuple[frozenset[str], ...] = ()

    def may_match(self, vocabulary: frozenset[str]) -> bool:
        """Whether the words it can't do without are there; looking for them costs far less than a vain match."""
        return not any(need.isdisjoint(vocabulary) for need in self.needs)

    def find(self, plain: str) -> Iterator[tuple[int, int, int, int]]:
        """Matches in plain words: from, to, and from and to of the part that is quoted."""
        for match in _compiled(self.source).finditer(plain):
            quoted = match.span("quoted") if "quoted" in match.re.groupindex else match.span()
            if match.end() > match.start() and quoted[1] > quoted[0]:
                yield (*match.span(), *quoted)


@cache
def read_pattern(source: str) -> Pattern:
    """The pattern of a row; its expression is compiled when it is first needed."""
    needs: dict[frozenset[str], int] = {}
    for part in elements(source):
        if part in _PLACES or part[:2] in ("..", ",,", "--", "<!") or (part[0] == "!" and len(part) > 2):
            continue
        if (part.endswith("?") and len(part) > 1) or "~" in part or "*" in part:
            continue
        words = frozenset(phrase.split()[0] for phrase in _alternatives(part))
        if any("*" in word or word in "^$%" for word in words):
            continue
        cost = sum(_COSTLY if word in _COMMON else 1 for word in words)
        needs.setdefault(words, cost)
    first, *others = sorted(needs, key=lambda words: needs[words]) or [frozenset()]
    return Pattern(source, first, tuple(others))


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of a class."""
    return frozenset(load().words[name])


@cache
def _compiled(source: str) -> re.Pattern[str]:
    parts = elements(source)
    found = [_expression(part) for part in parts]
    for at, part in enumerate(parts):
        if part[:2] in ("..", "--") and part[2:].isdigit() and parts[at + 1 : at + 2] in ([], ["]"]):
            found[at] = found[at].removesuffix("?")  # a gap at the end takes all it may
    return re.compile(r"(?<![^ ])" + "".join(found))


def _expression(part: str) -> str:
    if part in ("?", "!", "!!", ".", ","):
        return re.escape(part) + " "
    if part in _FIXED:
        return _FIXED[part]
    if part in ("$", "%"):
        return _either((part,))
    if part == "...":
        return rf"(?:{_WORD})*"
    if part == ">>":
        return rf"(?:(?:,|{_WORD[:-1]}) )*"
    if part.startswith("--"):
        ends = _either((*load().words["joining"], *(_SUBJECTS if part != "--" else ())))
        return rf"(?:(?!{ends}){_WORD})" + (f"{{0,{part[2:]}}}?" if part != "--" else "*")
    if part.startswith(".."):
        return rf"(?:{_WORD}){{0,{part[2:]}}}?"
    if part.startswith(",,"):
        return rf"(?:(?:, )?{_WORD}){{0,{part[2:]}}}?(?:, )?"
    if part.startswith("<!"):
        return "".join(rf"(?<! {re.escape(word)} )" for word in _alternatives(part[2:]))
    if part.startswith("!"):
        return rf"(?!{_either(_alternatives(part[1:]))})"
    if part.endswith("?"):
        return rf"(?:{_either(_alternatives(part[:-1]))})?"
    if "~" in part:
        alternatives, _, most = part.partition("~")
        return rf"(?:{_either(_alternatives(alternatives))}){{0,{most}}}"
    return rf"(?:{_either(_alternatives(part))})"


def _alternatives(part: str) -> tuple[str, ...]:
    found: list[str] = []
    for choice in part.split("|"):
        spelled = [load().words[word[1:]] if word[0] == "@" else (word,) for word in _spelled(choice)]
        found += (" ".join(words) for words in product(*spelled))
    return tuple(found)


def _spelled(choice: str) -> Iterator[str]:
    """``in_@year`` → in, @year; a class may have underscores of its own, and its longest name counts."""
    parts = choice.split("_")
    at = 0
    while at < len(parts):
        size = 1
        if parts[at].startswith("@"):
            names = (length for length in range(len(parts) - at, 0, -1) if _name(parts[at : at + length]))
            size = next(names, 1)
        yield "_".join(parts[at : at + size])
        at += size


def _name(parts: Sequence[str]) -> bool:
    return "_".join(parts)[1:] in load().words


def _either(choices: Sequence[str]) -> str:
    """One of these words, each with the space after it; the longest first. ``$`` and ``%`` are ends of a clause."""
    ordered = sorted(set(choices) - {"^", "$", "%"}, key=lambda choice: (-len(choice.split()), -len(choice), choice))
    found = [re.escape(choice).replace(r"\*", r"[^ .,!?]*").replace(r"\ ", " ") + " " for choice in ordered]
    if len(found) > _LARGE and not any(choice.startswith("*") for choice in ordered):
        found = _by_letter(found)
    if "^" in choices:
        found.append(_FIXED["^"])
    if "$" in choices:
        found.append(r"(?=[.,!?]|$)")
    if "%" in choices:
        found.append(rf"(?=[.,!?]|$|{_either(load().words['joining'])})")
    return "|".join(found)


def _by_letter(choices: Sequence[str]) -> list[str]:
    """The same choices as one group for each first letter, so that a word is compared with few of them."""
    groups: dict[str, list[str]] = {}
    for choice in choices:
        head = choice[:2] if choice.startswith("\\") else choice[:1]
        groups.setdefault(head, []).append(choice[len(head) :])
    return [f"{head}(?:{'|'.join(tails)})" for head, tails in groups.items()]
