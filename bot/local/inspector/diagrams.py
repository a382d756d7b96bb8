"""Diagrams: the chart of a dialog, laid out, as plain values for the page. From the tables of `halfway diagram`."""

from __future__ import annotations

from typing import Any

from bot.local.inspector.layout import lay_out
from dialogs.checks.charts import calls, edges, kind_of
from dialogs.engine import Call, Dialog
from dialogs.engine.dialog import State

_LETTER, _PADDING = 7.0, 22.0  # the width of a letter at the page's size, and what stands around a name
_LINE, _SPACE = 15.0, 14.0  # the height of a line, and what stands around


def diagram(dialog: Dialog) -> dict[str, Any]:
    """Nodes with kind, place and size; edges with their labels and points, in the units of the drawing."""
    said = {state.name: _lines(state) for state in dialog.states}
    sizes = {
        name: (max(map(len, lines)) * _LETTER + _PADDING, len(lines) * _LINE + _SPACE) for name, lines in said.items()
    }
    led = edges(dialog)
    drawn = lay_out(sizes, led, dialog.start)
    return {
        "name": dialog.name,
        "version": dialog.version,
        "start": dialog.start,
        "width": round(drawn.width, 1),
        "height": round(drawn.height, 1),
        "nodes": [
            {
                "name": state.name,
                "kind": kind_of(state),
                "lines": said[state.name],
                "x": round(drawn.boxes[state.name].x, 1),
                "y": round(drawn.boxes[state.name].y, 1),
                "width": drawn.boxes[state.name].width,
                "height": drawn.boxes[state.name].height,
            }
            for state in dialog.states
        ],
        "edges": [
            {
                "source": source,
                "dest": dest,
                "labels": labels,
                "points": [[round(x, 1), round(y, 1)] for x, y in drawn.ways[source, dest]],
            }
            for (source, dest), labels in led.items()
        ],
    }


def _lines(state: State) -> list[str]:
    if not isinstance(state, Call):
        return [state.name]
    called = calls(state)
    return [state.name, f"▸ {called[0] if len(called) == 1 else f'{len(called)} dialogs'}"]
