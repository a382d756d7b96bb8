"""Lines: the number of the country where the person is, and the line they need first; none is verified that is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from content import helplines
from content.helplines import LASTS, NEEDS, Line
from content.tables import ContentError
from dialogs.checks.helplines import check_helplines
from dialogs.coach import build
from dialogs.countries import country_of, find_country
from dialogs.engine import Person
from tests.dialogs.conversation import CONSENTED, Conversation, talk

HERE = replace(CONSENTED, zone="Europe/Dublin")


def help_now(person: Person = CONSENTED, words: str = "/help_now") -> Conversation:
    conversation = talk(build(), person)
    conversation.say(words)
    return conversation


def test_at_least_forty_countries_have_all_four_kinds() -> None:
    whole = [country for country, lines in helplines.load().items() if set(lines) >= set(NEEDS)]
    assert len(whole) >= 40


def test_every_country_has_an_emergency_number() -> None:
    assert [country for country, lines in helplines.load().items() if "emergency" not in lines] == []


def test_nobody_has_verified_a_number_yet_and_so_the_directories_stand_beside_it() -> None:
    conversation = help_now(HERE)
    assert "116 123" in conversation.text
    assert "999" in conversation.text or "112" in conversation.text
    assert "findahelpline.com" in conversation.text
    assert "nobody has confirmed" in conversation.text


def test_without_a_place_the_numbers_of_many_countries_and_a_question() -> None:
    conversation = help_now()
    assert all(number in conversation.text for number in ("112", "911", "999", "000"))
    assert "Which country are you in?" in conversation.text
    conversation.say("I'm in Germany")
    assert conversation.person.country == "DE"
    assert "Germany" in conversation.text
    assert conversation.state == "safety.lines"
    conversation.say("and in Fiji?")
    assert "no numbers for Fiji" in conversation.text


def test_what_somebody_says_counts_more_than_their_time_zone() -> None:
    conversation = help_now(HERE)
    conversation.say("Spain")
    assert "Spain" in conversation.text
    conversation.choose("plan")
    assert conversation.person.country == "ES"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("he hits me when he is angry", "Violence or control"),
        ("sometimes I want to die", "Thoughts of not living"),
        ("my husband hits our son with a belt", "Children and young people"),
    ],
)
def test_the_line_that_fits_comes_first(words: str, first: str) -> None:
    conversation = help_now(HERE, words)
    conversation.choose("lines")
    offered = [line for line in conversation.text.splitlines() if line.startswith("•")]
    assert offered[0].startswith(f"• {first}")


def test_in_danger_the_countrys_own_number_comes_first() -> None:
    conversation = help_now(
        replace(CONSENTED, zone="Australia/Sydney"), "I'm going to kill myself tonight, I have the pills"
    )
    assert "000" in conversation.text
    assert "911" not in conversation.text


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("UK", "GB"),
        ("I'm in the United States", "US"),
        ("the Netherlands", "NL"),
        ("Deutschland", None),
        ("south africa please", "ZA"),
        ("tell us what to do now please", None),
        ("he hates us", "US"),  # three words: rather once too often than not at all
        ("", None),
    ],
)
def test_countries_are_found_by_what_people_call_them(words: str, country: str | None) -> None:
    assert find_country(words) == country


def test_a_zone_has_its_country() -> None:
    assert country_of("America/New_York") == "US"
    assert country_of("Europe/Dublin") == "IE"
    assert country_of("UTC") is None
    assert country_of(None) is None


def test_a_verification_counts_for_a_year() -> None:
    line = Line("IE", "suicide", "Somebody", "1", "https://example.org", verified_on=date(2026, 1, 1))
    assert line.is_verified(date(2026, 1, 1) + LASTS)
    assert not line.is_verified(date(2026, 1, 1) + LASTS + timedelta(days=1))
    assert not replace(line, verified_on=None).is_verified(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('phone = "call us"', "is no number"),
        ('kind = "gas"', "is no kind"),
        ('source = "example.org"', "https://"),
        ('verified_on = "2026-01-01"', "is no date"),
        ("verifed_on = 2026-01-01", "a field 'verifed_on'"),
        ('name = ""', "lacks name"),
    ],
)
def test_a_line_that_can_not_be_is_named(tmp_path: Path, change: str, said: str) -> None:
    fields = {
        "country": 'country = "IE"',
        "kind": 'kind = "suicide"',
        "name": 'name = "Samaritans"',
        "phone": 'phone = "116 123"',
        "source": 'source = "https://www.samaritans.org"',
    }
    fields[change.split(" ")[0]] = change
    path = tmp_path / "lines.toml"
    path.write_text("[[lines]]\n" + "\n".join(fields.values()), encoding="utf-8")
    with pytest.raises(ContentError, match="line 1") as raised:
        helplines.load.__wrapped__(path)
    assert said in str(raised.value)


def test_the_check_names_what_is_not_verified_what_has_expired_and_what_is_missing() -> None:
    today = date(2026, 11, 26)
    line = Line("IE", "emergency", "Emergency", "112", "https://example.org")
    lines = {
        "emergency": replace(line, verified_on=today),
        "suicide": line,
        "partner_violence": replace(line, verified_on=today - LASTS - timedelta(days=1)),
    }
    found = list(check_helplines({"IE": lines}, today))  # type: ignore[dict-item]
    assert [(each.code, each.text.split(" ")[0]) for each in found] == [
        ("H301", "suicide"),
        ("H302", "partner_violence"),
        ("H303", "child"),
    ]
    assert all(each.warning for each in found)


def test_who_asks_for_a_number_gets_those_of_the_country_they_name() -> None:
    conversation = help_now(words="I live in Ireland, is there a phone number I can call")
    assert conversation.state == "safety.lines"
    assert "116 123" in conversation.text
