"""What the checks say about words: each code is found, at its place, and not where it would be wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.inspection import ROOT, claims
from content.catalogue import load
from content.lint import Lint
from content.lint import load as load_lint
from dialogs.checks.diagnostics import CODES, Diagnostic, failing
from dialogs.checks.words import HARDEST, OLDEST, Text, check_words, read_ages, texts

LINT = load_lint()
BARE = replace(LINT, rules=tuple(replace(rule, allow={}) for rule in LINT.rules), long={}, hard={})
READ = list(texts(load()))
HARD = (
    "Considerable interpersonal communication difficulties necessitate systematic collaborative exploration, "
    "particularly whenever individuals experience uncertainty."
)


def found(words: str, lint: Lint = BARE, source: str = "") -> list[Diagnostic]:
    return list(check_words([Text("toy.text", words, source)], lint))


def codes(words: str, source: str = "") -> list[str]:
    return [finding.code for finding in found(words, source=source)]


def test_our_own_words_pass() -> None:
    assert list(check_words(READ, LINT)) == []


def test_the_check_fails_where_words_do() -> None:
    """`halfway check` gathers the same findings; a test runs it, and so does CI."""
    assert codes("You're so needy!") == ["H405", "H403"]
    assert len(failing(found("You're so needy!"))) == 2
    assert read_ages(READ).ninetieth <= OLDEST


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("H403", "Your partner may be a narcissist."),
        ("H403", "That sounds toxic."),
        ("H403", "It looks as if you’re a worrier."),
        ("H403", "They never think of you."),
        ("H403", "It was your fault."),
        ("H404", "Ask him how the day was."),
        ("H404", "Say it to your husband."),
        ("H404", "Your wife's day was long."),
        ("H405", "Well done!"),
        ("H406", "You should breathe first."),
        ("H406", "We missed you."),
        ("H406", "Just breathe."),
        ("H406", "Of course it helped."),
        ("H407", "You were dysregulated."),
        ("H407", "Co-regulation is next."),
        ("H407", "That may trigger them."),
        ("H408", "In one study it worked."),
        ("H408", "It lowers stress by 20%."),
        ("H408", "People who breathe are calm."),
    ],
)
def test_words_to_do_without_are_found(code: str, words: str) -> None:
    assert codes(words) == [code]


@pytest.mark.parametrize(
    "words",
    [
        "What is happening is not your fault.",
        "You could say: “You never call.” Or you could not.",
        "There are the others, and there is the theory.",
        "Here she's",  # checked below to be found, so that this list can't pass by accident
        "Just as hard as before.",
        "You don't have to answer.",
        "I'm a program, and you're at home.",
        "The bidding and the hero.",
        "What would help most with that?",
    ],
)
def test_words_that_only_look_alike_pass(words: str) -> None:
    assert codes(words) == (["H404"] if "she's" in words else [])


def test_a_claim_with_a_source_passes_and_nothing_else_does() -> None:
    assert codes("In one study it worked.", source="Somebody, 2020") == []
    assert codes("In one study he slept.", source="Somebody, 2020") == ["H404"]


def test_a_finding_names_the_place_the_words_and_what_to_do() -> None:
    (finding,) = found("Then ask her, or his friend.")
    assert finding.where == "toy.text"
    assert "“her”, “his”" in finding.text
    assert "write partner, they" in finding.text


def test_a_text_far_above_the_rest_is_found() -> None:
    assert codes(HARD) == ["H401", "H402"]
    assert read_ages([Text("toy.text", HARD)]).hardest[0][1] > HARDEST
    assert codes("Considerable difficulties.") == [], "two words tell nothing about a text"


def test_the_whole_is_found_where_one_in_ten_is_too_hard() -> None:
    easy = [Text(f"toy.easy{number}", "We sat in the sun and had tea and then we went home.") for number in range(9)]
    hard = Text("toy.hard", HARD)
    assert [finding.code for finding in check_words([*easy, hard], BARE)] == ["H401"]
    assert "H402" in [finding.code for finding in check_words([*easy[1:], hard, replace(hard, key="toy.more")], BARE)]


def test_length_is_a_warning_and_then_an_error() -> None:
    (wall,) = found("We sat down. " * 21)
    assert (wall.code, wall.warning) == ("H106", True)
    (far,) = found("We sat down. " * 100)
    assert (far.code, far.warning) == ("H409", False)
    assert found("We sat down. " * 20) == []


def test_labels_have_a_tone_and_no_age() -> None:
    labels = [Text("toy.buttons.go", HARD, label=True), Text("toy.buttons.her", "Write to her", label=True)]
    assert [(finding.code, finding.where) for finding in check_words(labels, BARE)] == [("H404", "toy.buttons.her")]


def test_exceptions_serve_their_table_and_are_missed_when_nothing_needs_them() -> None:
    rules = tuple(
        replace(rule, allow={"toy": "a reason for this"}) if rule.code == "H404" else replace(rule, allow={})
        for rule in LINT.rules
    )
    lint = Lint(rules, {"toy.text": "a reason for this"}, {"toy.text": "a reason for this"})
    spare = [finding for finding in check_words([Text("toy.text", "Ask her.")], lint) if finding.code == "H410"]
    assert [finding.where for finding in spare] == ["toy.text", "toy.text"], "neither long nor hard"
    assert [finding.code for finding in check_words([Text("toys.text", "Ask her.")], lint)].count("H404") == 1


def test_everything_a_person_reads_is_looked_at() -> None:
    keys = {text.key for text in READ}
    assert {"menu.rest.open", "menu.rest.buttons.learn", "learn.loop.mixed", "safety.stay.open"} <= keys
    assert {"nudges/p_face_down.text", "nudges/p_face_down.reply", "nudges/p_face_down.button"} <= keys
    assert any(key.startswith("gym/") for key in keys)
    assert not any(key.startswith("model.") for key in keys)
    assert len([text for text in READ if text.key == "menu.rest.open"]) == len(load().screen("menu.rest.open").wordings)


def test_the_page_of_claims_is_current() -> None:
    page = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    assert page == claims(), "run `halfway diagram` and commit docs/claims.md"
    assert "| `sighing.why` |" in page
    assert "Balban et al., 2023" in page


def test_every_code_is_explained() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert [code for code in CODES if f"## {code} " not in page] == []
