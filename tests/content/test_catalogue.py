"""The catalogue: what it reads, what it refuses, how it falls back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.catalogue import Catalogue, MissingText, MissingValue, Phrase, Screen, Wording, load, unmarked
from content.tables import ContentError


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        locale, _, stem = name.partition("__")
        path = folder / locale.replace("_", "-") / f"{stem}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_keys_come_from_file_table_and_name(tmp_path: Path) -> None:
    catalogue = load(
        write(
            tmp_path,
            en__role="""
        saved = "Kept."
        [item]
        text = "{number} of 12"
        [item.buttons]
        often = "Often"
        [items]
        P1 = "When something feels off"
    """,
            en__common='[buttons]\nback = "Back"',
        )
    )
    assert catalogue.text("role.saved") == "Kept."
    assert catalogue.text("role.item", values={"number": 3}) == "3 of 12"
    assert catalogue.text("role.items.P1") == "When something feels off"
    assert catalogue.label("role.item", "often") == "Often"
    assert catalogue.label("role.item", "back") == "Back", "labels that many share come from common"


def test_a_locale_falls_back_to_its_language_and_then_to_english(tmp_path: Path) -> None:
    catalogue = load(
        write(tmp_path, en__a='x = "hello"\ny = "bye"\nz = "colour"', pt__a='x = "olá"', pt_BR__a='z = "cor"')
    )
    assert [catalogue.text(f"a.{name}", "pt-BR") for name in "xyz"] == ["olá", "bye", "cor"]
    assert catalogue.text("a.x", "xx-YY") == "hello"
    with pytest.raises(MissingText, match=r"a\.q.*add it to content/en/a\.toml"):
        catalogue.text("a.q", "pt")


def test_phrases_are_worded_in_the_readers_own_locale(tmp_path: Path) -> None:
    catalogue = load(
        write(tmp_path, en__a='x = "about {topic}"\nchores = "chores"', de__a='x = "über {topic}"\nchores = "Haushalt"')
    )
    assert catalogue.text("a.x", "de", {"topic": Phrase("a.chores")}) == "über Haushalt"


def test_wordings_vary_by_pick(tmp_path: Path) -> None:
    catalogue = load(write(tmp_path, en__a='x = ["one", "two"]'))
    assert [catalogue.text("a.x", pick=pick) for pick in range(3)] == ["one", "two", "one"]


def test_a_value_that_is_missing_is_named(tmp_path: Path) -> None:
    catalogue = load(write(tmp_path, en__a='x = "hi {name}"'))
    with pytest.raises(MissingValue, match=r"\{name\}"):
        catalogue.text("a.x")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('x = "<b>open"', "markup"),
        ('x = "close</b>"', "not open"),
        ('x = "<a href=1>no</a>"', "markup"),
        ('x = "5 < 6"', "markup"),
        ('x = "a {brace"', "stray brace"),
        ('x = "{0}"', "placeholder"),
        ('x = "<b><i>crossed</b></i>"', "not open"),
        ("x = 5", "write a string"),
        ("x = []", "write a string"),
        ("x = = 1", "not valid TOML"),
        ('[x]\ntext = "t"\n[x.buttons]\na = 1', "write a table of labels"),
    ],
)
def test_broken_content_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        load(write(tmp_path, en__broken=text))


def test_without_english_there_is_nothing_to_fall_back_to(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="base locale"):
        load(write(tmp_path, de__a='x = "y"'))


@given(st.text(max_size=200))
def test_nothing_a_person_types_is_read_as_markup(typed: str) -> None:
    catalogue = Catalogue({"en": {"a.x": Screen("a.x", (Wording((("<b>", "name"), ("</b>", None))),), {})}})
    text = catalogue.text("a.x", values={"name": typed})
    assert text.count("<") == 2
    assert unmarked(text) == typed


@given(st.text(max_size=40))
def test_a_plain_value_is_what_was_typed_without_our_markup(typed: str) -> None:
    screen = Screen("talk.said", (Wording((("<b>You:</b> ", "words"),)),), {})
    catalogue = Catalogue({"en": {"talk.said": screen}})
    assert catalogue.plain(Phrase("talk.said", {"words": typed})) == f"You: {typed}"
    assert catalogue.plain(typed) == typed


def test_the_real_content_loads() -> None:
    assert load().has("engine.help")


def test_a_source_stands_beside_a_text_or_around_it_and_is_no_text(tmp_path: Path) -> None:
    beside = '[x]\ntext = "X"\nsource = "Balban et al., 2023"\n'
    around = '[y]\nsource = "Papp, 2009; Guides (for couples)"\nz = "Z"\n'
    catalogue = load(write(tmp_path, en__a=beside + around))
    assert catalogue.source("a.x") == "Balban et al., 2023"
    assert catalogue.source("a.y.z") == "Papp, 2009; Guides (for couples)"
    assert not catalogue.has("a.x.source")


@pytest.mark.parametrize("source", ["coach.md", "Balban", "Balban, 23", "2023", "Papp, 2009; and more"])
def test_a_source_names_who_and_when(tmp_path: Path, source: str) -> None:
    with pytest.raises(ContentError, match="write authors and year"):
        load(write(tmp_path, en__a=f'[x]\ntext = "X"\nsource = "{source}"'))


def test_a_wording_reaches_the_phrases_in_it(tmp_path: Path) -> None:
    catalogue = load(write(tmp_path, en__a='x = "{y}."\ny = ["one", "two"]'))
    texts = [catalogue.text("a.x", values={"y": Phrase("a.y")}, pick=pick) for pick in range(3)]
    assert texts == ["one.", "two.", "one."]
