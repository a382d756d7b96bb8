"""A picture's words: all of them are worded when it is promised, and its caption fits where Telegram puts it."""

from __future__ import annotations

import pytest

from content.catalogue import MissingValue, Phrase
from content.catalogue import load as load_catalogue
from dialogs.engine.effects import SendPicture, Show
from dialogs.engine.rendering import CAPTION, Message, Picture, Post, render

CAPTION_KEY = "pictures.days.caption"
SAID = len("1 of the last 14 days\nSome practice on: .")


def posts(*effects: SendPicture | Show) -> list[Post]:
    return list(render(effects, load_catalogue(), "en"))


def days(listed: str, **data: object) -> SendPicture:
    return SendPicture("days", CAPTION_KEY, {"done": 1, "window": 14, "days": listed}, data)


def test_phrases_are_worded_wherever_they_lie_in_the_data() -> None:
    (picture,) = posts(days("Mon", rows=[{"name": Phrase("role.topics.money")}, ("x", 1, None, True, 0.5)], n=2))
    assert isinstance(picture, Picture)
    assert picture.data == {"rows": [{"name": "money"}, ["x", 1, None, True, 0.5]], "n": 2}


def test_what_stands_on_a_picture_comes_with_it_without_markup() -> None:
    (picture,) = posts(days("Mon"))
    assert isinstance(picture, Picture)
    assert picture.words == {"note": "A tick is a day with some practice. Gaps are fine."}
    (loop,) = posts(SendPicture("loop", "pictures.all"))
    assert isinstance(loop, Picture)
    assert set(loop.words) == {"title", "cheapest"}


def test_a_person_s_words_are_escaped_in_the_caption_and_plain_in_the_data() -> None:
    (picture,) = posts(days("<b>Mon & Tue", day=Phrase("pictures.pulse.moved", {"change": "<b>&"})))
    assert isinstance(picture, Picture)
    assert "&lt;b&gt;Mon &amp; Tue" in picture.caption
    assert picture.data["day"] == " (<b>&)"


@pytest.mark.parametrize("letter", ["x", "&", "🙃"])
def test_a_caption_that_is_too_long_stands_below_the_picture(letter: str) -> None:
    """Counted as Telegram counts: without markup, an emoji twice."""
    size = len(letter.encode("utf-16-le")) // 2
    most = (CAPTION - SAID) // size
    (picture,) = posts(days(letter * most))
    assert isinstance(picture, Picture)
    assert picture.caption.startswith("<b>1 of the last 14 days</b>")
    picture, text, *_ = posts(days(letter * (most + 1), title="<1 & only>"), Show("pictures.all"))
    assert isinstance(picture, Picture)
    assert isinstance(text, Message)
    assert picture.caption == "&lt;1 &amp; only&gt;"
    assert "Some practice on" in text.text


def test_it_stands_where_it_was_sent() -> None:
    kinds = [type(post) for post in posts(Show("pictures.more"), days("Mon"), Show("pictures.all"))]
    assert kinds == [Message, Picture, Message]


def test_a_missing_value_is_named() -> None:
    with pytest.raises(MissingValue, match="days"):
        posts(SendPicture("days", CAPTION_KEY, {"done": 1, "window": 14}))
