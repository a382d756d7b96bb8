"""What is heard anywhere: each kind finds its examples, and none finds a counter-example of any."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.heard import load, read
from content.tables import ContentError

FILES = ("losses", "pleas", "asides")
EXAMPLES = [(file, kind, text) for file in FILES for kind, row in load(file).items() for text in row.examples]
OTHERS = [(file, text) for file in FILES for row in load(file).values() for text in row.counter_examples]


@pytest.mark.parametrize(("file", "kind", "text"), EXAMPLES)
def test_an_example_is_found(file: str, kind: str, text: str) -> None:
    assert load(file)[kind].pattern.search(text)
    assert load(file)[kind].pattern.search(text.replace("'", "’"))


@pytest.mark.parametrize(("file", "text"), OTHERS)
def test_a_counter_example_is_none_of_all_kinds(file: str, text: str) -> None:
    assert [kind for kind, row in load(file).items() if row.pattern.search(text)] == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('[a]\npatterns = ["b"]\nexamples = ["b"]', "needs patterns"),
        ('[a]\npatterns = ["(b"]\nexamples = ["b"]\ncounter_examples = ["c"]', "pattern that is none"),
        ('[a]\npatterns = ["{b}"]\nexamples = ["b"]\ncounter_examples = ["c"]', "write it under"),
        ('[parts]\na = "{b}"\nb = "c"\n', "parts names {b}"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, source: str, said: str) -> None:
    path = tmp_path / "heard.toml"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(ContentError, match=r"heard\.toml") as raised:
        read(path)
    assert said in str(raised.value)


def test_a_part_may_name_one_before_it(tmp_path: Path) -> None:
    path = tmp_path / "heard.toml"
    rows = '[parts]\na = "x"\nb = "{a}y"\n[kind]\npatterns = ["^{b}$"]\nexamples = ["xy"]\ncounter_examples = ["x"]'
    path.write_text(rows, encoding="utf-8")
    assert read(path)["kind"].pattern.search("xy")
