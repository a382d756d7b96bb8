"""Words: one content key as an author sees it, changed on trial or for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from bot.local.inspector import files
from bot.local.inspector.draft import Draft, remarks
from content.catalogue import BASE_LOCALE, Screen, load, read_screen
from content.tables import ContentError

Shown: TypeAlias = dict[str, Any]
MOST_FOUND = 30


def describe(draft: Draft, key: str, root: Path = files.ROOT) -> Shown:
    """A key's wordings and labels, where they stand, and whether they are changed.

    Raises:
        MissingText: there is no such key.
    """
    screen, original = draft.screen(key), draft.first.screen(key)
    place = files.place_of(key, root=root)
    return {
        "key": key,
        "wordings": [wording.source for wording in screen.wordings],
        "buttons": {choice: label.source for choice, label in screen.buttons.items()},
        "placeholders": sorted({name for wording in original.wordings for name in wording.placeholders}),
        "file": f"content/{BASE_LOCALE}/{place.file.name}",
        "line": files.line_of(place) if place.file.exists() else None,
        "source": draft.source(key),
        "revised": screen != original,
        "remarks": remarks(screen, draft.source(key)),
    }


def revise(
    draft: Draft, key: str, wordings: Sequence[str], buttons: Mapping[str, str], *, into: Path | None = None
) -> None:
    """Change the words of a key for everybody; ``into`` is the content folder that they are written to as well.

    Raises:
        ContentError: nobody could be shown them; nothing is changed.
    """
    original = draft.screen(key)
    where = files.place_of(key).file.name
    made = read_screen(key, {"text": list(wordings), "buttons": dict(buttons)}, where)
    before = draft.edition
    draft.revise(Screen(key, made.wordings, made.buttons, original.typed, original.source))
    if into is not None:
        try:
            files.write(files.place_of(key, root=into), wordings, buttons)
        except ContentError:
            draft.edition = before
            raise
        except OSError as error:
            draft.edition = before
            raise ContentError(f"{where} can't be written ({error.strerror}); the words are as they were") from error


def take_back(draft: Draft, key: str) -> None:
    """The words of the start again, in memory."""
    draft.revise(draft.first.screen(key))


def read_anew(draft: Draft, root: Path = files.ROOT) -> list[str]:
    """Take up the content files as they are now; the keys that changed.

    Raises:
        ContentError: a file can't be used; the words stay as they were.
    """
    before = draft.edition
    draft.take_up(load.__wrapped__(root))
    return [key for key, screen in draft.screens().items() if before.screens().get(key) != screen]


def find(draft: Draft, like: str) -> list[Shown]:
    """Keys whose name, words or labels have this in them, the first `MOST_FOUND`."""
    wanted = like.casefold().strip()
    found = []
    for key, screen in draft.screens().items():
        text = " / ".join(wording.source for wording in (*screen.wordings, *screen.buttons.values()))
        if wanted and (wanted in key or wanted in text.casefold()):
            found.append({"key": key, "text": text[:120]})
        if len(found) == MOST_FOUND:
            break
    return found
