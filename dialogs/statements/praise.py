"""Praise: thanks and love said in plain words, told from those that may be bitter ("Thanks for nothing").

Only what is plainly kind counts: a kind deed or thing of the tables, and no "always", "never" or other spoiling word.
Taking a bitter word for a kind one hurts; taking a kind one for an open one costs a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal, TypeAlias

from content.statements import load
from dialogs.statements.lists import Firsts, by_first
from dialogs.statements.patterns import match
from dialogs.statements.words import Word, named

Tone: TypeAlias = Literal["kind", "open"]

_MAY_THANK = frozenset(["", *"you to many i say babe honey and just want we".split()])
_FONDLY = frozenset("love adore appreciate admire".split())
_LOVED = frozenset("you him her them".split())
_GLAD = frozenset("grateful thankful proud lucky".split())
_SOUR = frozenset(
    "always constantly everytime look alone cry secret ex without than idiot stupid small fat pretend".split()
)
_STEPS = frozenset("that how when it for of to you your he she his her my our all the about so being".split())
_BE = frozenset("are is were was be been".split())
_BY_ADJECTIVE = frozenset("and with today tonight yesterday babe honey mom dad partner person cook listener".split())
_FEEL_SO = frozenset("feel so want to be a very really just".split())
_MILD = frozenset("my like know knew right believe believed".split())  # "made me believe you" is no praise
_FAR = 5  # words between the thanks and what they are for


def tone_of_praise(words: Sequence[Word]) -> Tone | None:
    """How thanks, love or a compliment in these words sounds; ``open`` if it may be bitter, None if there is none."""
    tones = [tone for at in range(len(words)) if (tone := _tone_at(words, at)) is not None]
    if not tones:
        return None
    texts = {word.text for word in words}
    if any(_is_effect(words, at) for at in range(len(words))):
        texts.discard("always")  # "You always make me laugh"
    texts.discard("lot")  # "thanks a lot"
    bitter = bool((named("spoiling") | _SOUR) & texts)
    return "open" if bitter or "open" in tones else "kind"


def _tone_at(words: Sequence[Word], at: int) -> Tone | None:
    text, after = words[at].text, _rest(words, at)
    before = words[at - 1].text if at and not words[at].pause else ""
    if before in _MAY_THANK and (text == "thanks" or (text == "thank" and after and after[0].text == "you")):
        return _thanks(after)
    if text in _FONDLY and before in ("i", "really", "so", "just"):
        return _fondness(after)
    if text in _GLAD and before in ("am", "i", "so", "really", "very"):
        rest = [word.text for word in after if not word.light]
        return "kind" if rest == ["of", "you"] or _names_kindness(after) else None
    if text in ("you", "he", "she") and after and after[0].text in _BE:
        return _compliment(after[1:])
    if _is_effect(words, at):
        return "kind"
    return None


def _is_effect(words: Sequence[Word], at: int) -> bool:
    """Whether "you make me laugh" begins here: what the partner does to me is good."""
    if words[at].text != "you":
        return False
    after = [word for word in _rest(words, at) if not word.light or word.text == "kind"]
    if len(after) < 3 or "make" not in after[0].bases or after[1].text != "me":
        return False
    return next((word.text for word in after[2:] if word.text not in _FEEL_SO), "") in named("positive") - _MILD


def _thanks(after: Sequence[Word]) -> Tone | None:
    if after and after[0].text == "you":
        after = after[1:]
    rest = [word for word in after if not word.light and word.text not in ("lot", "babe", "honey", "love")]
    if not rest or _names_kindness(rest):
        return "kind"
    return None if rest[0].pause else "open"  # "Thanks, I'll try" names nothing


def _fondness(after: Sequence[Word]) -> Tone | None:
    if not after:
        return None
    rest = [word for word in after[1:] if not word.light]
    if after[0].text in _LOVED:
        return "kind" if not rest or rest[0].text in ("for", "to", "babe", "honey") else None
    if after[0].text in ("that", "how", "when", "it"):
        return "kind" if _names_kindness(after) else "open"
    return "kind" if after[0].text in ("your", "our", "being") else None


def _compliment(after: Sequence[Word]) -> Tone | None:
    """``so kind``, ``a great cook``; "great at lying" is open."""
    at = next((at for at, word in enumerate(after) if not word.light or word.text == "kind"), len(after))
    if at >= len(after) or after[at].text not in named("praising"):
        return None
    rest = [word for word in after[at + 1 :] if not word.light]
    if not rest or rest[0].pause or rest[0].text in _BY_ADJECTIVE:
        return "kind"
    if rest[0].text in ("to", "for"):
        return "kind" if [word.text for word in rest[1:2]] in (["me"], ["us"]) else "open"
    if rest[0].text in ("at", "in"):
        return "kind" if _names_kindness(rest[1:]) else "open"
    return None


def _names_kindness(words: Sequence[Word]) -> bool:
    """Whether the first thing these words name is a kind deed or thing; small words before it are stepped over."""
    for at, word in enumerate(words[:_FAR]):
        for name in ("kind_deeds", "kind_things"):
            for base in sorted(word.bases):
                for pattern in _patterns(name).get(base, ()):
                    if match(pattern, words, at) is not None:
                        return True
        if not word.light and word.text not in _STEPS:
            return False
    return False


def _rest(words: Sequence[Word], at: int) -> Sequence[Word]:
    """The words after this one, to the end of the sentence."""
    end = at + 1
    while end < len(words) and words[end].pause != ".":
        end += 1
    return words[at + 1 : end]


@cache
def _patterns(name: str) -> Firsts:
    return by_first(load().reproaches[name])
