"""Files: an edited text written back into its content file, which keeps its comments and its order."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import String

import content
from content.catalogue import BASE_LOCALE
from content.tables import ContentError

ROOT = Path(content.__file__).parent


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: the file, and the names down to its table or string in it."""

    file: Path
    names: tuple[str, ...]


def place_of(key: str, locale: str = BASE_LOCALE, root: Path = ROOT) -> Place:
    """The place of a key."""
    stem, *names = key.split(".")
    return Place(root / locale / f"{stem}.toml", tuple(names))


def line_of(place: Place) -> int | None:
    """The line on which the text begins, counted from 1; None where it can't be told."""
    lines = place.file.read_text(encoding="utf-8").splitlines()
    *tables, name = place.names or ("",)
    begin = next((at for at, line in enumerate(lines) if line == f"[{'.'.join(tables)}]"), 0) if tables else 0
    table = ".".join(place.names)
    starts = (f"[{table}]", f"[{table}.", f"{name} =", f"{name}=") if name else ("",)
    return next((at + 1 for at, line in enumerate(lines) if at >= begin and line.startswith(starts)), None)


def write(place: Place, texts: Sequence[str], buttons: Mapping[str, str]) -> None:
    """Put these wordings and labels in the place of those in the file; all else in it stays as it is.

    Raises:
        ContentError: the file has changed so that the text isn't found, or would be no TOML any more.
    """
    before = place.file.read_text(encoding="utf-8")
    document = tomlkit.parse(before)
    holder: Any = document
    for name in place.names[:-1]:
        holder = _within(holder, name, place)
    target = _within(holder, place.names[-1], place) if place.names else document
    if isinstance(target, Mapping):
        _exchange(target, "text", texts)
        for choice, label in buttons.items():
            if choice in target.get("buttons", {}) and str(target["buttons"][choice]) != label:
                target["buttons"][choice] = label
    else:
        _exchange(holder, place.names[-1], texts)
    after = tomlkit.dumps(document)
    tomllib.loads(after)  # what is written must be readable by those who read it
    aside = place.file.with_suffix(".toml.new")
    aside.write_text(after, encoding="utf-8")
    aside.replace(place.file)


def _exchange(holder: Any, name: str, texts: Sequence[str]) -> None:
    """Leave alone what is the same, so that it stays written as it is."""
    held = holder.get(name)
    had = [held] if isinstance(held, str) else list(held or [])
    if [str(each).rstrip() for each in had] == [text.rstrip() for text in texts] or (held is None and texts == [""]):
        return
    if len(texts) == 1:
        holder[name] = _string(texts[0])
        return
    listed = tomlkit.array()
    listed.multiline(True)
    for text in texts:
        listed.append(_string(text))
    holder[name] = listed


def _string(text: str) -> String:
    return tomlkit.string(text, multiline="\n" in text)


def _within(holder: Any, name: str, place: Place) -> Any:
    if not isinstance(holder, Mapping) or name not in holder:
        raise ContentError(f"{place.file.name} has no {'.'.join(place.names)} any more; read the files anew first")
    return holder[name]
