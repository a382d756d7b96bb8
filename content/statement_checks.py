"""Statement checks: what must hold of the tables of the statement engine beyond the form of each row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.statement_rows import FauxRow, FrameRow, LabelRow, StatementTables
from content.tables import ContentError

SLOT = "{slot}"
_CONNECTED = re.compile(r"(?:when|that|because)\b", re.IGNORECASE)
_FORMS = 4  # of a verb, beside its base


def check_tables(tables: StatementTables) -> None:
    """Check every row against the others.

    Raises:
        ContentError: the first thing that is wrong, with the row and what to change.
    """
    names: set[str] = set()
    for frame in tables.frames:
        if frame.id in names:
            raise ContentError(f"two frames are called {frame.id!r}; rename one")
        names.add(frame.id)
        _check_wording(frame)
        _check_patterns(frame, tables)
    _check_feelings_and_needs(tables)
    _check_names(tables, names)
    for idiom in tables.idioms.values():
        for pattern in idiom.says:
            _check_pattern(pattern, tables, f"idiom {idiom.id}")
    for base, shapes in tables.forms.items():
        if len(shapes) != _FORMS:
            raise ContentError(f"verbs.toml: {base} has {len(shapes)} forms; give it four")


def _check_wording(frame: FrameRow) -> None:
    if len(frame.also_present) != len(frame.also_past):
        raise ContentError(f"frame {frame.id}: also_present and also_past differ in length; give both tenses of each")
    worded = (frame.present, frame.past, *frame.also_present, *frame.also_past)
    for situation in worded:
        if situation != situation.strip() or situation.endswith((".", ",")) or _CONNECTED.match(situation):
            raise ContentError(f'frame {frame.id}: {situation!r} is no situation; write a bare clause without "when"')
    if len({SLOT in situation for situation in worded}) != 1:
        raise ContentError(f"frame {frame.id}: only some of its situations have {SLOT}; give it to all")
    if any(not request.endswith("?") for request in frame.requests):
        raise ContentError(f"frame {frame.id}: a request is no question in {frame.requests!r}; ask it")


def _check_patterns(frame: FrameRow, tables: StatementTables) -> None:
    if not (frame.does or frame.lacks or frame.verbs) or not 2 <= len(frame.feelings) <= 3 or not frame.requests:
        raise ContentError(f"frame {frame.id}: give it patterns or verbs, two or three feelings and a request")
    for pattern in (*frame.does, *frame.lacks):
        _check_pattern(pattern, tables, f"frame {frame.id}")
        filled = "#" in pattern or frame.default_slot or "inlaw:" in pattern
        if SLOT in frame.present and not filled:
            raise ContentError(f"frame {frame.id}: {pattern!r} fills no {SLOT}; mark the word with #")
    for name in frame.feelings:
        if name not in tables.feelings or tables.feelings[name].pleasant:
            raise ContentError(f"frame {frame.id}: {name!r} is no unpleasant feeling; choose one of feelings.toml")


def _check_feelings_and_needs(tables: StatementTables) -> None:
    hinting: tuple[FrameRow | LabelRow | FauxRow, ...]
    hinting = (*tables.frames, *tables.labels.values(), *tables.faux.values())
    for row in hinting:
        unknown = [name for name in row.needs if name not in tables.needs]
        felt = row.may_hide if isinstance(row, FauxRow) else row.feelings
        unknown += [name for name in felt if name not in tables.feelings]
        if unknown:
            raise ContentError(f"{row.id}: {unknown} stand in no table; correct or add them")


def _check_names(tables: StatementTables, names: set[str]) -> None:
    """Whether all rows that name a frame name one there is."""
    for where, name in _named(tables):
        if name not in names:
            raise ContentError(f"{where} names the frame {name!r}, which there is not; correct or remove it")


def _named(tables: StatementTables) -> Iterator[tuple[str, str]]:
    for general, members in tables.families.items():
        yield from (("families.toml", name) for name in (general, *members))
    yield from ((f"idioms.toml: [{row.id}]", row.frame) for row in tables.idioms.values())
    yield from ((f"labels.toml: [{row.id}]", name) for row in tables.labels.values() for name in row.frames)


def _check_pattern(pattern: str, tables: StatementTables, where: str) -> None:
    for name in re.findall(r"[@#]([a-z_]+)", pattern):
        if name not in tables.readings["words"] and name not in tables.slots:
            raise ContentError(f"{where}: {pattern!r} names {name!r}, which is no list and no slot; correct it")
