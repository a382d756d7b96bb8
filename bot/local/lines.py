"""Lines: the engines for other programs: one JSON text or object a line in, one JSON object a line out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.local.answers import Answer, Task, answer
from dialogs.assessment import Level


class BadLine(ValueError):
    """A line is no JSON string and no object with a "text"; the message says which one and what to write."""


def answer_lines(task: Task, lines: Iterable[str], level: Level = 1) -> Iterator[str]:
    """An answer for each line, in order; blank lines are passed over.

    A bare text gets the number of its line as its id; an object keeps its own. A line that can't be read gets an
    ``error`` in the place of an answer, and the rest goes on.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            name, text = read_line(line, number)
            found: Answer = {"id": name, **answer(task, text, level)}
        except BadLine as error:
            found = {"id": number, "error": str(error)}
        yield json.dumps(found, ensure_ascii=False)


def read_line(line: str, number: int) -> tuple[Any, str]:
    """The id and the text of a line.

    Raises:
        BadLine: it is neither a JSON string nor an object with a text.
    """
    try:
        value = json.loads(line)
    except ValueError as error:
        raise BadLine(f'line {number} is no JSON ({error}); write "a text" or {{"id": 1, "text": "a text"}}') from error
    if isinstance(value, str):
        return number, value
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        return value.get("id", number), value["text"]
    raise BadLine(f'line {number} has no text; write "a text" or {{"id": 1, "text": "a text"}}')
