"""Layout: whatever the chart, no state lies on another, and every way is drawn from border to border."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local.inspector.diagrams import diagram
from bot.local.inspector.layout import WIDEST, Box, Drawing, lay_out
from dialogs.checks.charts import edges
from dialogs.coach import DIALOGS
from dialogs.engine import Dialog

_NEAR = 0.2  # figures for the page are rounded to a tenth


def overlapping(drawn: Drawing) -> list[tuple[str, str]]:
    return [
        (one, other)
        for (one, a), (other, b) in combinations(drawn.boxes.items(), 2)
        if abs(a.x - b.x) < (a.width + b.width) / 2 and abs(a.y - b.y) < (a.height + b.height) / 2
    ]


def on_border(box: Box, x: float, y: float) -> bool:
    across, down = abs(x - box.x) - box.width / 2, abs(y - box.y) - box.height / 2
    return across <= _NEAR and down <= _NEAR and (abs(across) <= _NEAR or abs(down) <= _NEAR)


def check(drawn: Drawing, wanted: set[tuple[str, str]]) -> None:
    assert overlapping(drawn) == []
    assert set(drawn.ways) == wanted
    for (source, dest), way in drawn.ways.items():
        assert on_border(drawn.boxes[source], *way[0]), (source, dest)
        assert on_border(drawn.boxes[dest], *way[-1]), (source, dest)
        for box in drawn.boxes.values():
            for (x, y), (to_x, to_y) in pairwise(way):
                if source == dest or x != to_x or abs(y - to_y) > 60:
                    continue
                inside = abs(x - box.x) < box.width / 2 - _NEAR and abs((y + to_y) / 2 - box.y) < box.height / 2 - _NEAR
                assert not inside, f"{source} -> {dest} goes through a state"
    for box in drawn.boxes.values():
        assert box.width / 2 <= box.x <= drawn.width - box.width / 2
        assert box.height / 2 <= box.y <= drawn.height - box.height / 2


names = st.integers(0, 19).map(lambda number: f"s{number}")
sizes = st.dictionaries(names, st.tuples(st.floats(20, 200), st.floats(20, 60)), min_size=1, max_size=20)


@settings(deadline=None)
@given(sizes, st.data())
def test_any_chart_can_be_read(sizes: dict[str, tuple[float, float]], data: st.DataObject) -> None:
    some = st.sampled_from(sorted(sizes))
    wanted = data.draw(st.lists(st.tuples(some, some), max_size=60))
    drawn = lay_out(sizes, wanted, data.draw(some))
    check(drawn, set(wanted))
    rows: dict[float, int] = {}
    for box in drawn.boxes.values():
        rows[box.y] = rows.get(box.y, 0) + 1
    assert max(rows.values()) <= WIDEST


@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda dialog: dialog.name)
def test_every_dialog_can_be_read(dialog: Dialog) -> None:
    drawn = diagram(dialog)
    boxes = {node["name"]: Box(node["x"], node["y"], node["width"] - _NEAR, node["height"]) for node in drawn["nodes"]}
    ways = {(edge["source"], edge["dest"]): tuple((x, y) for x, y in edge["points"]) for edge in drawn["edges"]}
    check(Drawing(drawn["width"] + 1, drawn["height"] + 1, boxes, ways), set(edges(dialog)))
    assert {node["name"] for node in drawn["nodes"]} == set(dialog.by_name)


def test_the_start_stands_on_top() -> None:
    drawn = lay_out(dict.fromkeys("abc", (50.0, 30.0)), [("b", "a"), ("a", "c"), ("c", "b")], "b")
    assert [name for name, _ in sorted(drawn.boxes.items(), key=lambda item: item[1].y)] == ["b", "a", "c"]
