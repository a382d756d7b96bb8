"""Words: what is wrong with how a text reads. Its age, its length, its tone, and claims without a source.

Which words are meant, and where they are right, is data (`content.lint`); what each code is about is in docs/checks.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from content import gym, nudges
from content.catalogue import Catalogue
from content.lint import Lint
from dialogs.checks.diagnostics import Diagnostic
from dialogs.checks.reading import FEWEST, Reading, measure, percentile, readable

OLDEST = 13.0  # years: reading age that nine of ten texts may have at most
HARDEST = 16.0  # years: that any text may have, by the milder of the two formulas
WALL = 60  # words of a message; lists and lessons that need more are named with the reason
LONGEST = 1000  # characters of any message
UNREAD = ("model",)  # files whose texts no person reads
_SLOT = re.compile(r"\{\w+\}")  # what is filled in has a name that nobody reads


@dataclass(frozen=True, slots=True)
class Text:
    """A text somebody reads: where it stands, its words, and the source of what it claims.

    ``own`` is a source that stands beside this text and not in a table around it; a ``label`` is a button's text.
    """

    key: str
    words: str
    source: str = ""
    own: bool = False
    label: bool = False


@dataclass(frozen=True)
class Ages:
    """How old readers have to be, over all texts that are long enough to tell."""

    readings: Mapping[str, Reading]

    @cached_property
    def kincaid(self) -> list[float]:
        return [reading.kincaid for reading in self.readings.values()]

    @cached_property
    def coleman(self) -> list[float]:
        return [reading.coleman for reading in self.readings.values()]

    @property
    def ninetieth(self) -> float:
        """The 90th percentile, by the sterner of the two formulas."""
        return max((percentile(ages, 0.9) for ages in (self.kincaid, self.coleman) if ages), default=0.0)

    @property
    def hardest(self) -> list[tuple[str, float]]:
        """The ten hardest texts, each with its age by the milder formula."""
        ages = {key: min(reading.kincaid, reading.coleman) for key, reading in self.readings.items()}
        return sorted(ages.items(), key=lambda item: -item[1])[:10]

    def __str__(self) -> str:
        if not self.readings:
            return "no texts long enough to measure"
        formulas = (("Flesch-Kincaid", self.kincaid), ("Coleman-Liau", self.coleman))
        figures = "; ".join(
            f"{percentile(ages, 0.5):.1f} in the middle, {percentile(ages, 0.9):.1f} at the 90th percentile ({name})"
            for name, ages in formulas
        )
        return f"reading age of {len(self.readings)} texts: {figures}"


def texts(catalogue: Catalogue) -> Iterator[Text]:
    """Everything of the base locale that a person reads: screens, labels, nudges, the situations of the gym."""
    for key, screen in catalogue.screens().items():
        if key.partition(".")[0] in UNREAD:
            continue
        source = catalogue.source(key)
        for wording in screen.wordings:
            if wording.source:
                yield Text(key, wording.source, source, own=bool(screen.source))
        for choice, label in screen.buttons.items():
            yield Text(f"{key}.buttons.{choice}", label.source, source, label=True)
    for nudge in {nudge.id: nudge for bank in nudges.load().values() for nudge in bank}.values():
        yield Text(f"nudges/{nudge.id}.text", nudge.text)
        yield Text(f"nudges/{nudge.id}.reply", nudge.reply)
        yield Text(f"nudges/{nudge.id}.button", nudge.button, label=True)
    bank = gym.load()
    for situation in bank.situations.values():
        yield Text(f"gym/{situation.name}", situation.text)


def read_ages(found: Sequence[Text]) -> Ages:
    """The reading ages of the texts; of several wordings the hardest counts."""
    readings: dict[str, Reading] = {}
    for text in found:
        reading = measure(text.words)
        if text.label or reading.words < FEWEST:
            continue
        other = readings.get(text.key)
        if other is None or reading.kincaid > other.kincaid:
            readings[text.key] = reading
    return Ages(readings)


def check_words(found: Sequence[Text], lint: Lint) -> Iterator[Diagnostic]:
    """All findings on how the texts read."""
    yield from _ages(read_ages(found), lint)
    for text in found:
        yield from _length(text, lint)
        if "!" in text.words:
            yield Diagnostic("H405", text.key, "has an exclamation mark; a full stop says it more calmly")
        for rule in lint.rules:
            words = rule.find(_SLOT.sub("", text.words))
            if words and rule.exception(text.key) is None and not (rule.claim and text.source):
                quoted = ", ".join(f"“{word}”" for word in words)
                yield Diagnostic(rule.code, text.key, f"{quoted} {rule.name}; {rule.fix}")
    yield from _spare(found, lint)


def claims(found: Sequence[Text], lint: Lint) -> Iterator[Text]:
    """The texts that claim something and say where it comes from."""
    rules = [rule for rule in lint.rules if rule.claim]
    for text in found:
        if text.source and not text.label and (text.own or any(rule.find(text.words) for rule in rules)):
            yield text


def claims_page(found: Sequence[Text], lint: Lint) -> str:
    """The page that lists every claim with its source."""
    lines = [
        "# What the coach claims, and from where",
        "",
        "Every text that tells of research, or says what tends to help, with the source beside it in its file. Written "
        "by `halfway diagram`; a test keeps this page current, and `halfway check` finds a claim without a source "
        "(H408). Everything else is said as experience or as an offer, and claims nothing. None of these studies "
        "tested this coach.",
        "",
        "| text | what it says | source |",
        "|---|---|---|",
    ]
    for text in claims(found, lint):
        said = " ".join(readable(text.words).split()).replace("|", "\\|")
        lines.append(f"| `{text.key}` | {_sentences(said, lint)} | {text.source} |")
    return "\n".join(lines) + "\n"


def _sentences(said: str, lint: Lint) -> str:
    """Of a text the sentences that claim, each with the one after it, which often tells the outcome."""
    sentences = said.replace("? ", "?\n").replace(". ", ".\n").split("\n")
    rules = [rule for rule in lint.rules if rule.claim]
    hits = {index for index, sentence in enumerate(sentences) if any(rule.find(sentence) for rule in rules)}
    kept = [sentence for index, sentence in enumerate(sentences) if {index, index - 1} & hits]
    return " ".join(kept or sentences)


def _ages(ages: Ages, lint: Lint) -> Iterator[Diagnostic]:
    for key, reading in ages.readings.items():
        age = min(reading.kincaid, reading.coleman)
        if age > HARDEST and not _named(key, lint.hard):
            text = f"reads at {age:.1f} years, {HARDEST:.0f} at most; shorter sentences and shorter words"
            yield Diagnostic("H401", key, text)
    if ages.ninetieth > OLDEST:
        hardest = ", ".join(f"{key} ({age:.0f})" for key, age in ages.hardest)
        text = f"one text in ten reads above {ages.ninetieth:.1f} years, {OLDEST:.0f} at most; the hardest: {hardest}"
        yield Diagnostic("H402", "content", text)


def _length(text: Text, lint: Lint) -> Iterator[Diagnostic]:
    plain = readable(text.words)
    if len(plain) > LONGEST:
        yield Diagnostic("H409", text.key, f"{len(plain)} characters; {LONGEST} at most, in two messages if need be")
    elif len(plain.split()) > WALL and not _named(text.key, lint.long):
        yield Diagnostic("H106", text.key, f"{len(plain.split())} words; shorten or split it", warning=True)


def _spare(found: Sequence[Text], lint: Lint) -> Iterator[Diagnostic]:
    """Exceptions that no text needs."""
    for rule in lint.rules:
        for name in rule.allow:
            if not any(_inside(text.key, name) and rule.find(text.words) for text in found):
                yield Diagnostic("H410", name, f"needs no exception from “{rule.name}”; remove it from lint/words.toml")
    for name in lint.long:
        if not any(_inside(text.key, name) and len(readable(text.words).split()) > WALL for text in found):
            yield Diagnostic("H410", name, "is not long; remove it from [long] in lint/words.toml")
    readings = read_ages(found).readings
    for name in lint.hard:
        hard = (_inside(key, name) and min(each.kincaid, each.coleman) > HARDEST for key, each in readings.items())
        if not any(hard):
            yield Diagnostic("H410", name, "is not hard to read; remove it from [hard] in lint/words.toml")


def _named(key: str, names: Mapping[str, str]) -> bool:
    return any(_inside(key, name) for name in names)


def _inside(key: str, name: str) -> bool:
    return key == name or key.startswith(f"{name}.")
