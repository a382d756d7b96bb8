"""The cue table: what it can say, and how it refuses what it can't."""

from __future__ import annotations

from pathlib import Path

import pytest

from content import roles
from content.roles import Cue, CueBook
from content.tables import ContentError

CLASSES = "\n".join(
    f'{name} = "x{place}"' for place, name in enumerate(roles._NEEDED) if name not in ("filler", "joint")
)
HEAD = f'[words]\nfiller = "just"\njoint = "and when"\n{CLASSES}\ngo = "go goes"\n'


def book(tmp_path: Path, rows: str, head: str = HEAD) -> CueBook:
    path = tmp_path / "cues.toml"
    path.write_text(head + rows, encoding="utf-8")
    return roles.load(path)


def cue(tmp_path: Path, source: str) -> Cue:
    (found,) = book(tmp_path, f'[[cue]]\nmove = "reach"\nmatch = ["{source}"]').cues
    return found


@pytest.mark.parametrize(
    ("source", "text", "matched"),
    [
        ("@go quiet", "goes quiet now ", "goes quiet "),
        ("@go all? quiet", "go quiet ", "go quiet "),
        ("@go ..2 door", "go to the door ", "go to the door "),
        ("@go ..2 door", "go right to the door ", None),
        ("@go ..2 door", "go , the door ", None),
        ("@go $", "goes ", "goes "),
        ("@go $", "goes , he ", "goes "),
        ("@go $", "goes when ", "goes "),
        ("@go $", "goes out ", None),
        ("@go out|$", "goes out ", "goes out "),
    ],
)
def test_rows(tmp_path: Path, source: str, text: str, matched: str | None) -> None:
    found = cue(tmp_path, source).shape.match(text)
    assert (found.group() if found else None) == matched


def test_a_partners_move_counts_half_unless_the_row_says_otherwise(tmp_path: Path) -> None:
    both = book(
        tmp_path, '[[cue]]\nmove = "reach"\nme = 2\nmatch = ["a"]\n[[cue]]\nmove = "none"\npartner = 4\nmatch = ["b"]'
    )
    assert [(found.me, found.partner, found.who) for found in both.cues] == [(2, 1, "subject"), (4, 4, "subject")]


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ("", "write [[cue]] tables"),
        ('[[cue]]\nmove = "chase"\nmatch = ["a"]', "move = 'chase'"),
        ('[[cue]]\nmove = "reach"\nwho = "dog"\nmatch = ["a"]', "who = 'dog'"),
        ('[[cue]]\nmove = "reach"\nme = 9\nmatch = ["a"]', "me = 9"),
        ('[[cue]]\nmove = "reach"\nmatch = "a"', "match = 'a'"),
        ('[[cue]]\nmove = "reach"\nwords = 2\nmatch = ["a"]', "keys ['words']"),
        ('[[cue]]\nmove = "reach"\nmatch = ["a", "a"]', "'a' occurs twice"),
        ('[[cue]]\nmove = "reach"\nmatch = ["just go"]', "names ['just']"),
        ('[[cue]]\nmove = "reach"\nmatch = ["@come on"]', "the class '@come'"),
        ('[[cue]]\nmove = "reach"\nmatch = ["Go on"]', "'Go'"),
        ('[[cue]]\nmove = "reach"\nmatch = ["go ..9 on"]', "gap '..9'"),
        ('[[cue]]\nmove = "reach"\nmatch = ["..2 on"]', "begins or ends"),
        ("[[cue", "not valid TOML"),
    ],
)
def test_bad_tables_are_refused_by_name(tmp_path: Path, rows: str, named: str) -> None:
    with pytest.raises(ContentError) as caught:
        book(tmp_path, rows)
    assert named in str(caught.value)


def test_the_grammars_classes_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="'joint'"):
        book(tmp_path, "", '[words]\nfiller = "just"\n')


def test_the_shipped_table_has_both_moves() -> None:
    shipped = roles.load()
    assert {found.move for found in shipped.cues} == {"reach", "retreat", "swap", "none"}
    assert len(shipped.cues) > 300
