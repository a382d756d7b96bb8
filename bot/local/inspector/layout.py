"""Layout: where the states of a chart stand, in layers from top to bottom, and the ways between them.

After Sugiyama, Tagawa and Toda (1981): cycles are broken, nodes are put into layers, edges over several layers get a
lane in each, lanes and nodes are ordered so that few edges cross, and each comes to stand near its neighbours. Pure.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

WIDEST = 5  # nodes side by side: a chart is read in a narrow column
BESIDE, BELOW, LANE, MARGIN = 26.0, 40.0, 10.0, 30.0  # room between nodes, between layers, for an edge, around all
SWEEPS = 12
_SIDE = 0.35  # share of a node's width, to each side, over which its edges are spread

Point: TypeAlias = tuple[float, float]
_Lane: TypeAlias = tuple[str, str, int]  # an edge where it passes a layer
_Item: TypeAlias = str | _Lane


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its middle and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """``boxes`` by name; ``ways`` by source and dest, each from border to border, in the direction of the edge."""

    width: float
    height: float
    boxes: Mapping[str, Box]
    ways: Mapping[tuple[str, str], tuple[Point, ...]]


def lay_out(sizes: Mapping[str, tuple[float, float]], edges: Iterable[tuple[str, str]], start: str) -> Drawing:
    """Lay out nodes, given with width and height, and edges between them; ``start`` stands on top."""
    wanted = list(dict.fromkeys(edges))
    order, down = _unwind(list(sizes), [edge for edge in wanted if edge[0] != edge[1]], start)
    layers = _Layers(sizes, down, _levels(order, down))
    layers.untangle()
    layers.straighten()
    return layers.draw(wanted)


def _unwind(
    nodes: Sequence[str], edges: Sequence[tuple[str, str]], start: str
) -> tuple[list[str], dict[tuple[str, str], None]]:
    """The nodes in an order in which every edge leads on, and the edges so turned that they do."""
    follow: dict[str, list[str]] = {node: [] for node in nodes}
    for source, dest in edges:
        follow[source].append(dest)
    done: list[str] = []
    seen: set[str] = set()
    for root in (start, *nodes):
        if root in seen:
            continue
        seen.add(root)
        path = [(root, iter(follow[root]))]
        while path:
            node, rest = path[-1]
            following = next((each for each in rest if each not in seen), None)
            if following is None:
                done.append(node)
                path.pop()
            else:
                seen.add(following)
                path.append((following, iter(follow[following])))
    order = done[::-1]
    at = {node: index for index, node in enumerate(order)}
    return order, dict.fromkeys((a, b) if at[a] < at[b] else (b, a) for a, b in edges)


def _levels(order: Sequence[str], down: Iterable[tuple[str, str]]) -> dict[str, int]:
    """The layer of each node: below all that lead to it, and where there is still room."""
    before: dict[str, list[str]] = {}
    for above, below in down:
        before.setdefault(below, []).append(above)
    levels: dict[str, int] = {}
    filled: dict[int, int] = {}
    for node in order:
        level = max((levels[above] + 1 for above in before.get(node, ())), default=0)
        while filled.get(level, 0) >= WIDEST:
            level += 1
        levels[node] = level
        filled[level] = filled.get(level, 0) + 1
    return levels


@dataclass
class _Layers:
    """Nodes and lanes, layer by layer, and which hangs on which."""

    sizes: Mapping[str, tuple[float, float]]
    down: Mapping[tuple[str, str], None]
    levels: Mapping[str, int]
    rows: list[list[_Item]] = field(init=False)
    above: dict[_Item, list[_Item]] = field(default_factory=dict)
    below: dict[_Item, list[_Item]] = field(default_factory=dict)
    x: dict[_Item, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = [[] for _ in range(max(self.levels.values(), default=0) + 1)]
        for node, level in self.levels.items():
            self.rows[level].append(node)
        for source, dest in self.down:
            chain = self._chain(source, dest)
            for lane in chain[1:-1]:
                self.rows[lane[2] if isinstance(lane, tuple) else 0].append(lane)
            for upper, lower in itertools.pairwise(chain):
                self.below.setdefault(upper, []).append(lower)
                self.above.setdefault(lower, []).append(upper)

    def _chain(self, source: str, dest: str) -> list[_Item]:
        between = range(self.levels[source] + 1, self.levels[dest])
        return [source, *((source, dest, level) for level in between), dest]

    def untangle(self) -> None:
        """Order each row by the middle of its neighbours, down and up again, and keep the best that was seen."""
        best, fewest = [list(row) for row in self.rows], self._crossings()
        for sweep in range(SWEEPS):
            downward = sweep % 2 == 0
            rows = self.rows if downward else self.rows[::-1]
            for fixed, row in itertools.pairwise(rows):
                at = {item: index for index, item in enumerate(fixed)}
                linked = self.above if downward else self.below
                own = {item: index for index, item in enumerate(row)}
                row.sort(key=lambda item: _mean([at[each] for each in linked.get(item, ())], own[item]))
            if (crossings := self._crossings()) < fewest:
                best, fewest = [list(row) for row in self.rows], crossings
        self.rows = best

    def _crossings(self) -> int:
        total = 0
        for upper, lower in zip(self.rows, self.rows[1:], strict=False):
            at = {item: index for index, item in enumerate(lower)}
            passed: list[int] = []
            for item in upper:
                ends = [at[each] for each in self.below.get(item, ())]
                total += sum(len(passed) - bisect_right(passed, end) for end in ends)
                for end in ends:
                    insort(passed, end)
        return total

    def straighten(self) -> None:
        """Bring everything near its neighbours without a change of order."""
        for row in self.rows:
            self._settle(row, [0.0] * len(row))
        for sweep in range(SWEEPS):
            downward = sweep % 2 == 0
            linked = self.above if downward else self.below
            for row in self.rows if downward else self.rows[::-1]:
                self._settle(
                    row, [_mean([self.x[each] for each in linked.get(item, ())], self.x[item]) for item in row]
                )

    def _settle(self, row: Sequence[_Item], wished: Sequence[float]) -> None:
        """Places as near to the wished ones as the room between neighbours allows (least squares)."""
        offsets = [0.0]
        for one, other in itertools.pairwise(row):
            room = LANE if isinstance(one, tuple) and isinstance(other, tuple) else BESIDE
            offsets.append(offsets[-1] + (self._width(one) + self._width(other)) / 2 + room)
        blocks: list[tuple[float, int]] = []  # the sum of wishes, and of how many
        for wish, offset in zip(wished, offsets, strict=False):
            total, count = wish - offset, 1
            while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
                before = blocks.pop()
                total, count = total + before[0], count + before[1]
            blocks.append((total, count))
        bases = [total / count for total, count in blocks for _ in range(count)]
        self.x.update((item, base + offset) for item, base, offset in zip(row, bases, offsets, strict=False))

    def _width(self, item: _Item) -> float:
        return 0.0 if isinstance(item, tuple) else self.sizes[item][0]

    def draw(self, wanted: Sequence[tuple[str, str]]) -> Drawing:
        """Boxes and ways, moved so that all of it begins at the margin."""
        heights = [
            max((self.sizes[each][1] for each in row if isinstance(each, str)), default=0.0) for row in self.rows
        ]
        middles = [MARGIN + sum(heights[:level]) + level * BELOW + heights[level] / 2 for level in range(len(heights))]
        left = min((self.x[item] - self._width(item) / 2 for row in self.rows for item in row), default=0.0) - MARGIN
        right = max((self.x[item] + self._width(item) / 2 for row in self.rows for item in row), default=0.0) + MARGIN
        boxes = {
            name: Box(self.x[name] - left, middles[level], *self.sizes[name]) for name, level in self.levels.items()
        }
        ways: dict[tuple[str, str], tuple[Point, ...]] = {}
        for source, dest in wanted:
            if source == dest:
                ways[source, dest] = _loop(boxes[source])
            elif (source, dest) in self.down:
                ways[source, dest] = tuple(self._way(source, dest, boxes, heights, middles, left))
            else:
                ways[source, dest] = tuple(self._way(dest, source, boxes, heights, middles, left))[::-1]
        return Drawing(right - left, sum(heights) + (len(heights) - 1) * BELOW + 2 * MARGIN, boxes, ways)

    def _way(
        self,
        source: str,
        dest: str,
        boxes: Mapping[str, Box],
        heights: Sequence[float],
        middles: Sequence[float],
        left: float,
    ) -> list[Point]:
        chain = self._chain(source, dest)
        upper, lower = boxes[source], boxes[dest]
        way = [(upper.x + self._port(source, chain[1], self.below), upper.y + upper.height / 2)]
        for lane in chain[1:-1]:
            level = lane[2] if isinstance(lane, tuple) else 0
            x, half = self.x[lane] - left, heights[level] / 2
            way += [(x, middles[level] - half), (x, middles[level] + half)]
        return [*way, (lower.x + self._port(dest, chain[-2], self.above), lower.y - lower.height / 2)]

    def _port(self, node: str, neighbour: _Item, linked: Mapping[_Item, list[_Item]]) -> float:
        """Where along a node's border an edge stands: in the order of what it leads to."""
        others = sorted(linked[node], key=lambda item: self.x[item])
        if len(others) == 1:
            return 0.0
        return (others.index(neighbour) / (len(others) - 1) * 2 - 1) * _SIDE * self.sizes[node][0]


def _loop(box: Box) -> tuple[Point, ...]:
    """A small way out on the right and in again."""
    right, out, half = box.x + box.width / 2, box.x + box.width / 2 + BESIDE / 2, box.height / 4
    return ((right, box.y - half), (out, box.y - half), (out, box.y + half), (right, box.y + half))


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
