"""The page: what somebody wrote at their graduation, and what changed by their own data. Only what is true is said.

A person's page is ``at`` (the day), ``changed``, ``signs``, ``step``, ``slip``, ``who`` and ``back``, each in their own
words, as the name of what they tapped, or not there; and ``cards``, the day from which a card comes every four weeks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from content.catalogue import Phrase, Value
from dialogs.engine import Person
from dialogs.practices import SIDES
from dialogs.role import shown as roles
from dialogs.what_works import effects

ASKED = ("changed", "signs", "step", "slip", "who", "back")
PLAN = ("signs", "step", "slip", "who")  # what is for a bad day
CHIPS: Mapping[str, tuple[str, ...]] = {
    "signs": ("phone", "quiet", "chest"),
    "slip": ("say_it", "leave_out", "return"),
    "who": ("friend", "family", "counsellor"),
    "back": ("three_times", "silence", "fear"),
}
SURE = 27  # points from which an axis changed with 95 % confidence (Jacobson and Truax; see `dialogs.role.scoring`)
TOOLS = 3  # practices offered as a first step
USUAL = {"soothe": ("sighing", "name_it", "gap"), "reach": ("space", "one_feeling", "sighing")}


def has_page(person: Person) -> bool:
    """Whether there is a page to read again."""
    return bool(person.graduation.get("at"))


def has_plan(person: Person) -> bool:
    """Whether there is something on it for a bad day."""
    return any(person.graduation.get(name) for name in PLAN)


def is_practice(name: object) -> bool:
    """Whether a first step is a practice of ours."""
    return name in SIDES["soothe"] or name in SIDES["reach"]


def tools(person: Person) -> tuple[str, ...]:
    """The practices to offer as a first step: what eased most, then what was done most, then the usual ones."""
    eased = [effect.name for effect in effects(person) if effect.clear]
    done = [row["name"] for row in person.practices if is_practice(row["name"])]
    often = sorted(dict.fromkeys(done), key=lambda name: -done.count(name))
    usual = USUAL["reach" if person.role == "distancer" else "soothe"]
    return tuple(dict.fromkeys((*eased, *often, *usual)))[:TOOLS]


def words(name: str, value: object) -> Value:
    """One answer of the page: what was tapped in the reader's language, own words as they were typed."""
    if name == "step" and is_practice(value):
        return Phrase(f"practice.names.{value}")
    return Phrase(f"graduate.offered.{name}.{value}") if value in CHIPS.get(name, ()) else str(value or "")


def shown(page: Mapping[str, Any], names: Sequence[str] = ASKED) -> Mapping[str, Value]:
    """The lines of a page that have something in them; of some answers only, if named."""
    lines = (Phrase(f"graduate.lines.{name}", {"words": words(name, page[name])}) for name in names if page.get(name))
    return {"lines": _joined(lines) or Phrase("graduate.lines.empty")}


def changes(person: Person) -> Value:
    """What changed, or was done, by the person's own data; a plain word where there is little to show."""
    return _joined(_changes(person)) or Phrase("graduate.changes.little")


def _changes(person: Person) -> Iterator[Phrase]:
    for topic, row in person.roles.items():
        if before := row.get("before"):  # there once a subject was asked about twice
            values: dict[str, Value] = {"topic": roles.topic(topic), "change": _moved(before, row)}
            yield Phrase("graduate.changes.role", values)
    if person.practised:
        yield Phrase("graduate.changes.practised", {"count": person.practised})
    best = next((effect for effect in effects(person) if effect.clear), None)
    if best:
        values = {"name": Phrase(f"practice.names.{best.name}"), "eased": f"{best.eased:.1f}", "times": best.times}
        yield Phrase("graduate.changes.tool", values)
    kept, late, missed = (int(person.returns.get(outcome, 0)) for outcome in ("kept", "late", "missed"))
    if kept:
        yield Phrase("graduate.changes.returns", {"kept": kept, "count": kept + late + missed})
    talks = [row["outcome"] for row in person.talks]
    if "happened" in talks:
        yield Phrase("graduate.changes.talks", {"happened": talks.count("happened"), "count": len(talks)})
    if person.deal.get("went") == "kept":
        yield Phrase("graduate.changes.deal")
    scores = [row["score"] for row in person.attempts]
    if len(scores) > 1 and scores[-1] > scores[0]:
        yield Phrase("graduate.changes.sentences", {"first": scores[0], "latest": scores[-1]})


def _moved(before: Mapping[str, Any], row: Mapping[str, Any]) -> Value:
    """Both axes then and now, and whether that is more than the questions' own wobble."""
    axes = ("reach", "retreat")
    clear = any(abs(row[axis] - before[axis]) >= SURE for axis in axes)
    values = {f"{axis}_{when}": each[axis] for axis in axes for when, each in (("then", before), ("now", row))}
    return Phrase("graduate.changes.clear" if clear else "graduate.changes.alike", values)


def _joined(lines: Iterable[Phrase]) -> Value:
    """Lines one below the other."""
    joined: Value = ""
    for each in lines:
        joined = Phrase("graduate.lines.pair", {"before": joined, "line": each}) if joined else each
    return joined
