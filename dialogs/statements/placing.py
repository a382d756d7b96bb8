"""Placing: a frame's situation in the tense of what was told, with the person's own time where it reads well."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.statement_rows import FrameRow
from content.statements import load
from dialogs.statements.reading import Clause, read_clauses
from dialogs.statements.realising import SLOT, word_situation
from dialogs.statements.times import find_times, says_often, show_time
from dialogs.statements.words import Word, is_form, named

_NAMED = re.compile(r"#(\w+)")
_PAST_BE = frozenset("was were did had didn't".split())


def place(text: str, words: Sequence[Word], frame: FrameRow, *, exact: bool = True) -> tuple[str, bool]:
    """The situation that a frame gives for a text, and whether it is over.

    Only where the frame is sure (``exact``) the person's own time is told with it: it may belong to something else.
    """
    past = tells_of_past(words)
    situation = word_situation(frame, past, find_slot(words, frame), text)
    return situation + (when(text, words, situation, past) if exact else ""), past


def may_be_placed(words: Sequence[Word], frame: FrameRow) -> bool:
    """Whether a text gives all that the frame's situation needs."""
    return SLOT not in frame.present or find_slot(words, frame) is not None


def tells_of_past(words: Sequence[Word]) -> bool:
    """Whether one event is told that is over, and no habit."""
    if says_often(words):
        return False
    if any(time.kind == "past" for time in find_times(words)):
        return True
    clauses = [clause for clause in read_clauses(words) if not clause.led or clause.phrase.past]
    if clauses:
        return _main(clauses).past
    forms = [word for word in words if is_form(word, "past") and not is_form(word, "present")]
    return any(word.text in _PAST_BE for word in words) or len(forms) > 1


def find_slot(words: Sequence[Word], frame: FrameRow) -> str | None:
    """What fills the frame's slot: the first word of the text that its table knows, or else its default."""
    table = load().slots.get(_slot_name(frame), {})
    return next((table[word.text] for word in words if word.text in table), frame.default_slot or None)


def _slot_name(frame: FrameRow) -> str:
    """Which table fills the slot: the one that is named, or the one of the frame's patterns."""
    if frame.slot:
        return frame.slot
    if any("inlaw:" in pattern for pattern in (*frame.does, *frame.lacks)):
        return "inlaw"
    named_ones = (found.group(1) for pattern in (*frame.does, *frame.lacks) if (found := _NAMED.search(pattern)))
    return next(named_ones, "")


def when(text: str, words: Sequence[Word], situation: str, past: bool) -> str:
    """The person's own time, as it may stand after the situation, or "" if there is none."""
    said = set(situation.split())
    for time in find_times(words):
        shown = show_time(text, words, time, past)
        if shown and shown.split()[-1] not in said and not _is_condition(words, time.start):
            return shown
    return ""


def _main(clauses: Sequence[Clause]) -> Clause:
    """The clause a complaint is about: the partner's first, then mine."""
    return next((clause for clause in clauses if clause.subject == "you"), clauses[0])


def _is_condition(words: Sequence[Word], at: int) -> bool:
    """Whether a time belongs to something else: "like last night", "since Monday"."""
    return at > 0 and words[at - 1].text in {"like", "since", "than", "until", "by", "from"} | named("not")
