"""Live sessions outlive releases: a stored frame is brought to today's dialog, or to a safe place in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from dialogs.engine.book import Book
from dialogs.engine.dialog import Call, Dialog, Wait
from dialogs.engine.session import Frame, Session


def unchanged(*versions: int) -> Mapping[int, Callable[[Frame], Frame]]:
    """Migrations from versions whose frames fit the following one as they are."""
    return dict.fromkeys(versions, lambda frame: frame)


def renew(book: Book, session: Session) -> tuple[Session, bool]:
    """The session as this release understands it, and whether the person has to be told that they were moved.

    A frame of an unknown dialog is taken out with all above it; one whose state or facts no longer fit goes to its
    dialog's fallback, with no facts. What lies above a moved frame is taken out too: nobody waits for it any more.
    """
    stack: list[Frame] = []
    for frame in session.stack:
        dialog = book.dialogs.get(frame.dialog)
        if dialog is None:
            return replace(session, stack=tuple(stack)), True
        if frame.version == dialog.version and _fits(dialog, frame):
            stack.append(frame)
            continue
        migrated = _migrate(dialog, frame)
        if migrated is None:
            return replace(session, stack=(*stack, _fallback(dialog))), True
        stack.append(migrated)
    return (session if tuple(stack) == session.stack else replace(session, stack=tuple(stack))), False


def _migrate(dialog: Dialog, frame: Frame) -> Frame | None:
    while frame.version < dialog.version and (change := dialog.migrations.get(frame.version)) is not None:
        frame = replace(change(frame), version=frame.version + 1)
    return frame if frame.version == dialog.version and _fits(dialog, frame) else None


def _fits(dialog: Dialog, frame: Frame) -> bool:
    """A frame at rest is in a state that waits: for the person, or for the dialog above it."""
    return isinstance(dialog.by_name.get(frame.state), Wait | Call) and dialog.fits(frame.facts)


def _fallback(dialog: Dialog) -> Frame:
    return Frame(dialog.name, dialog.version, dialog.fallback or dialog.start)
