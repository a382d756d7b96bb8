"""Editing the page: which part is being looked at, and what the person does to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dialogs.assessment import Code, find_issues
from dialogs.engine import Turn
from dialogs.naming import read_name
from dialogs.therapy import page
from dialogs.therapy.page import Section
from dialogs.therapy.sections import keys, sections

_UNSEEN = (Code.LABEL, Code.DIAGNOSE, Code.MIND_READ, Code.CONTEMPT)  # what no camera could have seen


def current(turn: Turn) -> Section:
    """The part that is being looked at: the one picked, else the first not looked at yet."""
    found = sections(turn)
    picked = next((section for section in found if section.name == turn.facts.get("section")), None)
    return picked or next((section for section in found if section.name not in _walked(turn)), found[-1])


def _walked(turn: Turn) -> Sequence[str]:
    return turn.facts.get("walked") or ()


def picked(turn: Turn) -> bool:
    """Whether only one part is being changed."""
    return turn.facts.get("section") is not None


def more(turn: Turn) -> bool:
    """Whether there is a part after this one."""
    return any(section.name not in (*_walked(turn), current(turn).name) for section in sections(turn))


def says_something(turn: Turn) -> bool:
    """Whether anything is on the page."""
    return bool(page.on_page(turn, sections(turn)))


def writable(turn: Turn) -> bool:
    """Whether words typed here are plainly meant for this part."""
    section = current(turn)
    return section.own is not None and len(section.lines) < 2 and not page.is_out(turn, section)


def named(turn: Turn) -> bool:
    """Whether what was typed is a name."""
    return read_name(turn.text or "") is not None


def go_on(turn: Turn) -> None:
    turn.facts.update(walked=[*_walked(turn), current(turn).name], key=None)


def leave_out(turn: Turn) -> None:
    keep(turn, out=sorted({*turn.person.page.get("out", ()), current(turn).name}))


def put_back(turn: Turn) -> None:
    keep(turn, out=[name for name in turn.person.page.get("out", ()) if name != current(turn).name])


def keep(turn: Turn, **changes: Any) -> None:
    turn.know(page={**turn.person.page, **changes})


def change(turn: Turn) -> None:
    turn.facts["key"] = turn.value


def write(turn: Turn) -> None:
    """Keep words as they were typed, and say once what a camera would not have seen."""
    text = page.shortened(turn.text or "")
    key = current(turn).own if turn.state == "section" else turn.facts.get("key")
    _set_words(turn, key, text)
    unseen = any(issue.code in _UNSEEN for issue in find_issues(text))
    if unseen and not turn.facts.get("hinted"):
        turn.facts["hinted"] = True
        turn.say("therapy_page.camera")


def undo(turn: Turn) -> None:
    """Let the lines of this part be as they were."""
    for key in current(turn).edited:
        _set_words(turn, key, None)


def drop(turn: Turn) -> None:
    _set_words(turn, turn.facts.get("key"), "")


def _set_words(turn: Turn, key: Any, text: str | None) -> None:
    known = keys(turn)
    words = {name: said for name, said in turn.person.page.get("words", {}).items() if name in known and name != key}
    keep(turn, words=words if text is None or key not in known else {**words, key: text})
    turn.facts["key"] = None


def pick(turn: Turn) -> None:
    turn.facts["section"] = turn.value
