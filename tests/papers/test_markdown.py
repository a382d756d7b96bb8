"""The page as Markdown: headings and tables of its own, and nothing typed that is read as markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers.markdown import escaped, markdown
from tests.dialogs.therapy import KNOWN, LONELY, made

MARKUP = re.compile(r"(?<!\\)(?:\\\\)*([`*_\[\]<>|~#])")


def test_it_has_real_headings_lists_and_tables() -> None:
    text = markdown(made())
    assert text.startswith("# Notes for our session\n\nMade on 2 March 2026")
    assert next(line for line in text.splitlines() if line.startswith("## ")) == "## The loop between us, in my words"
    assert f"- {LONELY}" in text
    assert (
        "| Subject | Reaching | Backing off |\n|---|---|---|\n| chores (10 February 2026, n = 5) | 75 ± 10 | 30 ± 10 |"
        in text
    )
    assert text.count("---\n\nMade by a program") == 1


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("# not a heading", "\\# not a heading"),
        ("- not a list", "\\- not a list"),
        ("1. not a list", "1\\. not a list"),
        ("2) not a list", "2\\) not a list"),
        ("---", "\\---"),
        ("***", "\\*\\*\\*"),
        ("> not a quote", "\\> not a quote"),
        ("*so* _tired_ `now`", "\\*so\\* \\_tired\\_ \\`now\\`"),
        ("[here](http://x.y)", "\\[here\\](http:\\//x.y)"),
        ("www.example.org", "www\\.example.org"),
        ("me@example.org", "me\\@example.org"),
        ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
        ("a | b", "a \\| b"),
        ("&lt;b&gt; you & me", "\\&lt;b\\&gt; you & me"),
        ("back\\slash", "back\\\\slash"),
        ("one\n\n# two", "one \\# two"),
        ("left\u202eright\u2066x", "leftrightx"),
        ("日本語 🥐 👨‍👩‍👧 مرحبا", "日本語 🥐 👨‍👩‍👧 مرحبا"),
        ("I'm 5 - no, 6.", "I'm 5 - no, 6."),
    ],
)
def test_what_was_typed_means_itself(typed: str, written: str) -> None:
    assert escaped(typed) == written


@given(st.text(max_size=300))
def test_no_text_has_markup_left_or_a_second_line(typed: str) -> None:
    written = escaped(typed)
    assert MARKUP.search(written) is None
    assert len(written.splitlines()) <= 1
    assert not re.match(r"[-+](\s|$)|\d+[.)](\s|$)", written)
    written.encode()


def test_a_sentence_can_add_no_section() -> None:
    person = {"words": {"note": "x\n## Scores\n| a | b |"}}
    text = markdown(made(type(KNOWN).from_json({**KNOWN.to_json(), "page": person})))
    assert "\n## Scores" not in text
    assert "x \\#\\# Scores \\| a \\| b \\|" in text
