"""Which word follows which: the tables, and the files that rows of numbers are kept in."""

from __future__ import annotations

from array import array
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.fluency import END, START, UNKNOWN, Fluency, load_fluency
from content.packed import pack, unpack
from content.tables import ContentError

YOU, LEFT = 3, 4


def table() -> Fluency:
    pairs = {START << 16 | YOU: 0, YOU << 16 | LEFT: 1}
    return Fluency(
        {"you": YOU, "left": LEFT},
        [0, -3, 0, -5, -7],
        pairs,
        [20, 30],
        [-2, -4],
        {(START << 16 | YOU) << 16 | LEFT: 40},
    )


@pytest.mark.parametrize(
    ("words", "gain"),
    [
        ((START, YOU, LEFT), 4.0),  # a triple that is known
        ((UNKNOWN, YOU, LEFT), 3.0),  # a pair
        ((UNKNOWN, START, LEFT), -0.3),  # no pair: what is taken off after its first word
        ((YOU, LEFT, END), -0.4 - 0.7),  # no triple and no pair
        ((START, YOU, UNKNOWN), 0.0),
        ((START, UNKNOWN, LEFT), 0.0),
    ],
)
def test_the_longest_row_that_is_known_says_how_fluent_a_word_is(words: tuple[int, int, int], gain: float) -> None:
    assert table().gain(*words) == pytest.approx(gain)


def test_the_shipped_tables_know_how_clauses_go_on() -> None:
    fluency = load_fluency()
    you, garage, the = (fluency.number(word) for word in ("you", "garage", "the"))
    assert fluency.gain(UNKNOWN, START, you) > 0 > fluency.gain(START, the, you)
    assert fluency.gain(fluency.number("in"), the, garage) > 1
    assert fluency.number("qwxz") == UNKNOWN


@given(st.lists(st.integers(-127, 127)), st.lists(st.integers(0, 2**16 - 1)), st.text())
def test_what_is_packed_comes_back(small: list[int], large: list[int], said: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "some.model"
        path.write_bytes(pack({"said": said}, [array("b", small), array("H", large)]))
        facts, (first, second) = unpack(path)
    assert (facts["said"], first.tolist(), second.tolist()) == (said, small, large)


@pytest.mark.parametrize("kept", [None, b"", b"{}\n", b'{"parts": [["b", 9]]}\nxyz', b"[]\n"])
def test_a_broken_file_is_named_with_what_to_do(tmp_path: Path, kept: bytes | None) -> None:
    path = tmp_path / "some.model"
    if kept is not None:
        path.write_bytes(kept)
    with pytest.raises(ContentError, match=r"some\.model can't be read .* run: make models"):
        unpack(path)
