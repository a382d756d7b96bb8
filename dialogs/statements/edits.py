"""Edits: what happened, said back by editing a complaint word by word: kept, cut, put in another form, led by others.

Text editing (Malmi et al., 2019): a model says of each word what becomes of it, and which of a few short phrases stands
before it. So nothing can be said that was not told, but for those phrases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.statements import load
from dialogs.statements.joining import Said, join
from dialogs.statements.smoothing import smooth
from dialogs.statements.vocabulary import Word, known_verbs

KEEP, CUT = "keep", "cut"
FORMS = ("base", "present", "past", "participle", "doing")  # of a verb: "goes" in its base form is "go"
# Words that stand for another one, as "you" for "she"; the operation is "=you".
LITERALS = frozenset(
    "i me my we us our you your yours yourself am are is was were have has do does did not a the".split()
)
_JOINTS = frozenset("whenever when while because unless until before after".split())


@dataclass(frozen=True, slots=True)
class Edit:
    """What becomes of a word (kept, cut, the form of a verb, ``=`` another word), and what is put ``before`` it."""

    operation: str = CUT
    before: str = ""


def apply_edits(text: str, words: Sequence[Word], edits: Sequence[Edit]) -> str | None:
    """The clause that the edits make of a text, spelled as it was typed where that was no slip.

    None where a word can't be put in the form it should have.
    """
    said: list[Said] = []
    for at, (word, edit) in enumerate(zip(words, edits, strict=True)):
        said += [Said(lead) for lead in edit.before.split()]
        if edit.operation == CUT:
            if word.text in _JOINTS and _holds(edits, at):
                said.append(Said("when" if word.text == "whenever" else word.text, at))
            continue
        left = formed(word.text, edit.operation)
        if left is None:
            return None
        said.append(Said(left, at))
    return join(text, words, smooth(words, said))


def _holds(edits: Sequence[Edit], at: int) -> bool:
    """Whether a word that is cut holds together what stays before and after it."""
    return 0 < at < len(edits) - 1 and CUT not in (edits[at - 1].operation, edits[at + 1].operation)


def form_of(word: str, form: str) -> Iterator[str]:
    """What a word may be in a form of its verb; there is more than one where it is a form of two ("found")."""
    for base in known_verbs().get(word, (word,)):
        if form == "base":
            yield base
        elif base in load().forms:
            yield load().forms[base][FORMS.index(form) - 1]


def formed(word: str, operation: str) -> str | None:
    """What an operation leaves of a word; None where the word has no such form."""
    if operation == KEEP:
        return word
    if operation.startswith("="):
        return operation[1:]
    return next(form_of(word, operation), None)
