"""Focus: the part of a text that tells what happened: in "you make me mad when you interrupt", the interrupting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.statements.labels import Label
from dialogs.statements.words import Word

_CAUSING = frozenset(
    """make drive hurt annoy upset bother irritate frustrate scare stress embarrass disappoint break get piss
    kill""".split()
)
_LINKS = frozenset("when whenever if by that because every".split())
_NEAR = 6  # words between the cause and the link
_LEAST = 3  # words of what happened


def without_label(words: Sequence[Word], label: Label) -> Sequence[Word]:
    """The words beside the clause that only says what somebody is: "you're so stingy, | you made me pay"."""
    start = label.start
    while start > 0 and not words[start].pause:
        start -= 1
    end = label.end
    while end < len(words) and not words[end].pause and words[end].text not in ("and", "because", "when", "but", "for"):
        end += 1
    if end < len(words) and words[end].text in ("and", "because", "when", "but"):
        end += 1
    rest = (*words[:start], *words[end:])
    return (replace(rest[0], pause="."), *rest[1:]) if len(rest) > _LEAST else ()


def focus(words: Sequence[Word]) -> Sequence[Word]:
    """The words after a lead that only says how it feels; all of them where there is none."""
    for at, word in enumerate(words[:-_LEAST]):
        if not word.bases & _CAUSING or not any(other.text in ("me", "my") for other in words[at + 1 : at + 4]):
            continue
        for link in range(at + 2, min(at + 2 + _NEAR, len(words) - _LEAST)):
            if words[link].text in _LINKS and not words[link].pause:
                told = words[link + 1 :]
                if words[link].text == "every" and words[link + 1].text == "time":
                    told = words[link + 2 :]
                if told[0].text in ("you", "he", "she", "they", "your", "my", "we", "i") or told[0].bases - {
                    told[0].text
                }:
                    return (replace(told[0], pause="."), *told[1:])
    return words
