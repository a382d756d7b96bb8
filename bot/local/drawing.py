"""Drawing: the pictures of `bot.pictures` in letters, for a terminal or a pipe. Same data, same words, no colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rich.cells import cell_len, set_cell_size

Data = Mapping[str, Any]
Words = Mapping[str, str]

_SPARKS = "▁▃▅▆█"  # 0 to 4
_BAR = 10
_TRACK = 20


def draw(picture: str, data: Data, words: Words, width: int) -> list[str]:
    """A picture in lines of at most ``width`` columns, but for what a person wrote, which is not cut.

    Raises:
        KeyError: there is no picture of this name.
    """
    return [line.rstrip() for line in _DRAWN[picture](data, words, width)]


def _roles(data: Data, words: Words, width: int) -> Iterator[str]:
    size = min(_BAR, (width - 14) // 2)
    names = [row["name"] for row in data["points"]]
    room = _room(names, width - 2 * size - 4)
    yield f"{'':{room}}  {set_cell_size(words['across'], size)}  {words['up']}"
    for row in data["points"]:
        reach, retreat = (_bar(row[axis], 100, size) for axis in ("reach", "retreat"))
        yield f"{_fit(row['name'], room)}  {reach}  {retreat}"


def _pulse(data: Data, words: Words, width: int) -> Iterator[str]:
    strips = data["strips"]
    room = _room([strip["name"] for strip in strips], 16)
    for strip in strips:
        line = "".join(_SPARKS[score] for score in strip["scores"])
        change = f"  {strip['change']}" if strip.get("change") else ""
        yield f"{_fit(strip['name'], room)}  {line}{change}"
    yield f"{'':{room}}  {data['first']} – {data['last']}"


def _practices(data: Data, words: Words, width: int) -> Iterator[str]:
    for row in data["rows"]:
        yield f"{row['name']}, {row['times']}"
        yield f"  0 {_track(row['before'], row['after'])} 10"
    yield f"  ○ {words['before']}  ● {words['after']}"


def _track(before: float, after: float) -> str:
    """A line from 0 to 10 with a ring before, a mark after, and the way between them."""
    start, end = (round(value * _TRACK / 10) for value in (before, after))
    cells = ["─"] * (_TRACK + 1)
    cells[min(start, end) : max(start, end)] = "━" * abs(start - end)
    cells[start], cells[end] = "○", "●"
    return "".join(cells)


def _attempts(data: Data, words: Words, width: int) -> Iterator[str]:
    for row in data["scores"]:
        ready = " ✓" if row["score"] >= data["ready"] else ""
        yield f"{row['number']:>3}  {_bar(row['score'], 100, _BAR)} {row['score']:>3}{ready}"
    yield f"  ✓  {words['ready']}"


def _days(data: Data, words: Words, width: int) -> Iterator[str]:
    days = data["days"]
    yield " ".join(set_cell_size(day["weekday"], 4) for day in days[:7])
    for week in (days[:7], days[7:]):
        yield " ".join(f"{day['date']:>2}{'✓' if day['done'] else '·'} " for day in week)


def _loop(data: Data, words: Words, width: int) -> Iterator[str]:
    nodes = data["nodes"]
    for number, node in enumerate(nodes):
        chosen = number == data.get("cheapest")
        yield f"{'▶' if chosen else ' '} {number + 1}. {node['label']}: {node['text']}"
        yield "     ↓" if number + 1 < len(nodes) else "     ↺ 1"
    if data.get("cheapest") is not None:
        yield f"▶ {words['cheapest']} {nodes[data['cheapest']]['label']}"


_DRAWN: Mapping[str, Callable[[Data, Words, int], Iterator[str]]] = {
    "roles": _roles,
    "pulse": _pulse,
    "practices": _practices,
    "attempts": _attempts,
    "days": _days,
    "loop": _loop,
}


def _bar(value: float, most: float, size: int) -> str:
    full = min(size, int(value * size / most + 0.5))
    return "▰" * full + "▱" * (size - full)


def _room(names: list[str], most: int) -> int:
    """The column that names need, and no more than there is."""
    return max(1, min(most, max(map(cell_len, names))))


def _fit(name: str, room: int) -> str:
    return set_cell_size(name if cell_len(name) <= room else set_cell_size(name, room - 1) + "…", room)
