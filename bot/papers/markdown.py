"""The page as Markdown (CommonMark with tables): real headings, and nothing that was typed is read as markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

_MARKS = re.compile(r"[\\`*_\[\]<>|~#]|&(?=#?\w+;)")
_LEADING = re.compile(r"^(?:[-+](?=\s|-|$)|=+$)|^\d{1,9}(?=[.)](?:\s|$))")  # lists, rules and headings by underlining
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?=@)", re.IGNORECASE)  # what becomes a link by itself
_TURNERS = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)  # they could turn what stands around them


def markdown(page: Mapping[str, Any]) -> str:
    """The page as text; see `dialogs.therapy.page.as_data` for what it holds."""
    return "\n".join(_lines(page)) + "\n"


def _lines(page: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"# {escaped(page['title'])}", "", escaped(page["about"]))
    for section in page["sections"]:
        yield from ("", f"## {escaped(section['title'])}", "")
        yield from _table(section) if section["columns"] else _list(section)
        if section["note"]:
            yield from ("", escaped(section["note"]))
    yield from ("", "---", "", escaped(page["print"]))


def _list(section: Mapping[str, Any]) -> Iterator[str]:
    mark = "- " if len(section["lines"]) > 1 else ""
    for line in section["lines"]:
        yield mark + escaped(line["text"])


def _table(section: Mapping[str, Any]) -> Iterator[str]:
    yield _row(section["columns"])
    yield "|---" * len(section["columns"]) + "|"
    for line in section["lines"]:
        named = f"{line['text']} ({line['detail']})" if line["detail"] else line["text"]
        yield _row([named, *(measure["text"] for measure in line["measures"])])


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"


def escaped(text: str) -> str:
    """Text on one line, in which no character means anything but itself."""
    line = "".join(char for char in " ".join(text.split()) if _is_harmless(char))
    line = _LEADING.sub(_escape_leading, _MARKS.sub(lambda mark: "\\" + mark[0], line))
    return _ADDRESS.sub(r"\\", line)


def _is_harmless(char: str) -> bool:
    return char not in _TURNERS and unicodedata.category(char) not in ("Cc", "Cs")


def _escape_leading(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"
