"""Take it to therapy: the page is shown part by part, the person changes it, and only then it is made.

Where couple exercises are set aside the page stays open, since what it tells a counsellor may help, but it is another
page. What to think of where somebody else may look at the phone comes first, then a question whether to go on. Scores,
the loop, promises and sentences to the partner are not on it: the loop is a picture of two who do the same to each
other, which violence and control are not, and on paper it could be held against the one who is afraid. What is left
tells of one person alone, and nothing on it says that anything is missing or why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.catalogue import Phrase, Value
from dialogs.careful import careful
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.naming import read_name
from dialogs.therapy import editing, page
from dialogs.therapy.drawable import is_drawable
from dialogs.therapy.page import LONGEST, Section
from dialogs.therapy.sections import sections

PDF, TEXT = "therapy-pdf", "therapy-text"  # the two files that are asked for


# -- one part ----------------------------------------------------------------------------------------------------------


def _shown(turn: Turn) -> Mapping[str, Value]:
    found = sections(turn)
    names = [section.name for section in found]
    section = editing.current(turn)
    return {
        "title": section.title,
        "at": names.index(section.name) + 1,
        "count": len(names),
        "lines": page.shown(section),
        "note": _noted(section),
        "ask": Phrase(f"therapy_page.ask.{_asked(turn, section)}"),
    }


def _noted(section: Section) -> Value:
    return Phrase("therapy_page.shown_note", {"text": section.note}) if section.note and section.lines else ""


def _asked(turn: Turn, section: Section) -> str:
    if page.is_out(turn, section):
        return "out"
    if not section.lines:
        if section.own is None:
            return "gone"
        return "note_alone" if section.name == "note" and careful(turn) else section.name
    return "words" if section.own else "on"


def _choices(turn: Turn) -> Sequence[Choice]:
    section = editing.current(turn)
    if page.is_out(turn, section):
        return (Choice("next", "keep"), Choice("put_back", "put_back"))
    undo = (Choice("undo", "undo"),) if section.edited else ()
    if not section.lines:
        return (Choice("next", "keep"), *undo)
    keyed = section.keyed
    if len(keyed) == 1:
        changes = [Choice("change", "change", keyed[0].key)]
    else:
        changes = [
            Choice(f"change_{number}", "change", line.key, Phrase("therapy_page.change_label", {"number": number}))
            for number, line in enumerate(section.lines, 1)
            if line.key is not None
        ]
    return (Choice("keep", "keep"), *changes, *undo, Choice("leave_out", "leave_out"))


def _words(turn: Turn) -> Mapping[str, Value]:
    key = turn.facts.get("key")
    return {"text": next((line.text for line in editing.current(turn).lines if line.key == key), "")}


def _names(turn: Turn) -> Sequence[Choice]:
    known = turn.person.name
    return (*((Choice("known", "named", known, label=known),) if known else ()), Choice("none", "named"))


def _set_name(turn: Turn) -> None:
    editing.keep(turn, name=turn.value if turn.text is None else read_name(turn.text))
    _preview(turn)


def _no_name(turn: Turn) -> None:
    turn.say("therapy_page.no_name_in_that")


# -- the whole ---------------------------------------------------------------------------------------------------------


def _preview(turn: Turn) -> None:
    """Show all that will be on the page, in the words and the order it will have there."""
    turn.facts.update(section=None, key=None)
    found = page.on_page(turn, sections(turn))
    if not found:
        return
    turn.say("therapy_page.preview_head", title=Phrase("therapy_page.title"), about=page.about(turn))
    for section in found:
        turn.say("therapy_page.shown", title=section.title, lines=page.shown(section), note=_noted(section))
    turn.say("therapy_page.preview_print", text=Phrase("therapy_page.print"))
    if not is_drawable(page.texts_of(found) + str(turn.person.page.get("name") or "")):
        turn.say("therapy_page.boxes")


def _preview_choices(turn: Turn) -> Sequence[Choice]:
    return (
        *((Choice("make", "make"),) if editing.says_something(turn) else ()),
        Choice("change", "pick"),
        Choice("not_now", "leave"),
    )


def _parts(turn: Turn) -> Sequence[Choice]:
    return (
        *(Choice(section.name, "part", section.name, label=_label(turn, section)) for section in sections(turn)),
        Choice("name", "name"),
        Choice("back", "back"),
    )


def _label(turn: Turn, section: Section) -> Value:
    out = page.is_out(turn, section)
    return Phrase("therapy_page.left_out_label", {"title": section.title}) if out else section.title


def _make(turn: Turn) -> None:
    found = page.on_page(turn, sections(turn))
    data = page.as_data(turn, found)
    turn.send_file(PDF, "therapy_page.file_pdf", **data)
    turn.send_file(TEXT, "therapy_page.file_text", **data)
    turn.say("therapy_page.made")
    turn.record("therapy_page", sections=[section.name for section in found])


THERAPY_PAGE = Dialog(
    "therapy_page",
    1,
    "begin",
    states=(
        Pass("begin"),
        Call("device", "device"),
        Wait("warned", (Choice("go_on", "go_on"), Choice("not_now", "leave"))),
        Wait("intro", (Choice("go_through", "go_on"), Choice("straight", "straight"), Choice("not_now", "leave"))),
        Wait("section", _choices, text="typed", values=_shown, longest=LONGEST, inside=True),
        Wait("words", (Choice("drop", "drop"), Choice("back", "back")), text="typed", values=_words, longest=LONGEST),
        Wait("name", _names, text="typed"),
        Wait(
            "preview",
            _preview_choices,
            screen=lambda turn: f"therapy_page.preview.{'full' if editing.says_something(turn) else 'empty'}",
            screens=("therapy_page.preview.full", "therapy_page.preview.empty"),
        ),
        Wait("pick", _parts, inside=True),
        End("made"),
        End("left"),
    ),
    moves=(
        Move("go", "begin", "device", when=careful),
        Move("go", "begin", "intro"),
        Move("returned", "device", "warned"),
        Move("go_on", ("warned", "intro"), "section"),
        Move("straight", "intro", "preview", do=_preview),
        Move("leave", ("warned", "intro", "preview"), "left"),
        Move("keep", "section", "preview", when=editing.picked, do=_preview),
        Move("keep", "section", "section", when=editing.more, do=editing.go_on),
        Move("keep", "section", "name", do=editing.go_on),
        Move("leave_out", "section", "section", do=editing.leave_out),
        Move("put_back", "section", "section", do=editing.put_back),
        Move("undo", "section", "section", do=editing.undo),
        Move("change", "section", "words", do=editing.change),
        Move("typed", "section", "section", when=editing.writable, do=editing.write),
        Move("typed", "words", "section", do=editing.write),
        Move("drop", "words", "section", do=editing.drop),
        Move("back", "words", "section"),
        Move("named", "name", "preview", do=_set_name),
        Move("typed", "name", "preview", when=editing.named, do=_set_name),
        Move("typed", "name", "name", do=_no_name),
        Move("pick", "preview", "pick"),
        Move("part", "pick", "section", do=editing.pick),
        Move("name", "pick", "name"),
        Move("back", "pick", "preview", do=_preview),
        Move("make", "preview", "made", do=_make),
    ),
    facts={"walked": list, "section": str, "key": str, "hinted": bool},
    says=(
        "therapy_page.camera",
        "therapy_page.no_name_in_that",
        "therapy_page.preview_head",
        "therapy_page.shown",
        "therapy_page.preview_print",
        "therapy_page.boxes",
        "therapy_page.made",
    ),
    fallback="begin",
)
