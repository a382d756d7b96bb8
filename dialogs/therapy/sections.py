"""The sections of the page, each from what the coach keeps about the person, with how many times each number stands on.

Scores come with their standard error of measurement: 9.8 points an axis, from our own simulation (see
`dialogs.role.scoring`), so that nobody takes 55 and 60 for two things. What helps comes with the bounds of
`dialogs.what_works`, also where they cross zero. Of the partner only what a camera could have seen is told, in the
person's words; nobody is named a role, a type or a case.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from content.catalogue import Phrase, Value
from content.catalogue import load as load_catalogue
from dialogs.careful import careful
from dialogs.engine import Turn
from dialogs.learn import LESSONS, open_lessons
from dialogs.nudges.pulse import AXES
from dialogs.plans import ACTS, TRIGGERS
from dialogs.practice import TO_PARTNER
from dialogs.practices import SIDES
from dialogs.role import shown as role_shown
from dialogs.therapy.page import Line, Measure, Section, date, joined, reworded, shortened
from dialogs.what_works import LEAST, Effect, effects
from dialogs.zones import local

ERROR = 9.8  # points: the standard error of measurement of one axis of the role questions
BEST = 3  # of the practices that helped
SENTENCES = 3  # of the latest that were kept
EPISODES = 2  # of the latest that were logged
ROLES = ("pursuer", "distancer", "mixed")
STEPS = ("trigger", "body", "mine", "theirs", "ended", "repair")  # of an episode of the loop, as they happened
NOTHING = "none"  # the answer that there was no sign in the body, or no repair


def _note(turn: Turn) -> Section:
    return Section("note", own="note")


def _loop(turn: Turn) -> Section:
    """From the loop camera if there is something, else a sentence for the side the person settled on.

    An episode has ``at`` and, by step, ``{"key": …}`` for a tapped and ``{"words": …}`` for a typed answer.
    """
    episodes = turn.person.episodes
    lines = tuple(Line(said, f"episode:{row['at']}") for row in episodes[-EPISODES:] if (said := _episode(row)))
    if lines:
        return Section("loop", lines, note=Phrase("therapy_page.episodes", {"count": len(episodes)}))
    if turn.person.role in ROLES:
        return Section("loop", (Line(Phrase(f"therapy_page.loop.{turn.person.role}"), "loop"),), own="loop")
    return Section("loop", own="loop")


def _episode(row: Mapping[str, Any]) -> Value:
    """An episode in the order in which it happened, without the steps that were left out."""
    said: Value = ""
    for step in STEPS:
        if (told := _told(step, row.get(step) or {})) is not None:
            said = Phrase("therapy_page.and_sentence", {"before": said, "text": told}) if said else told
    return said


def _told(step: str, answer: Mapping[str, str]) -> Value | None:
    if "words" in answer:
        return Phrase(f"therapy_page.episode.own.{step}", {"text": shortened(answer["words"], 120).rstrip(".")})
    key = f"loop.words.{step}.{answer.get('key', NOTHING)}"
    if key.endswith(f".{NOTHING}") or not load_catalogue().has(key):
        return None
    return Phrase(f"therapy_page.episode.tapped.{step}", {"text": Phrase(key)})


def _scores(turn: Turn) -> Section:
    rows = tuple(
        Line(
            role_shown.topic(topic),
            detail=Phrase("therapy_page.asked_on", {"date": _day(turn, row["at"]), "n": _n(row)}),
            measures=(_points(row["reach"]), _points(row["retreat"])),
        )
        for topic, row in turn.person.roles.items()
    )
    columns = tuple(Phrase(f"therapy_page.columns.{name}") for name in ("topic", "reach", "retreat"))
    return Section("scores", rows, columns=columns, scale=(0, 100), note=Phrase("therapy_page.scores_note"))


def _points(points: int) -> Measure:
    text = Phrase("therapy_page.plus_minus", {"value": points, "error": round(ERROR)})
    return Measure(points, max(0, points - ERROR), min(100, points + ERROR), text)


def _n(row: Mapping[str, Any]) -> str:
    """How many answers each score stands on."""
    return "4–5" if "skipped" in row.get("lowered", ()) else "5"


def _pulse(turn: Turn) -> Section:
    pulses = turn.person.pulses
    if not pulses:
        return Section("pulse")
    first, latest = pulses[0], pulses[-1]
    if len(pulses) == 1:
        values: dict[str, Value] = {axis: first[axis] for axis in AXES}
        return Section("pulse", (Line(Phrase("therapy_page.pulse_one", {**values, "date": _day(turn, first["at"])})),))
    axes = tuple(
        Line(Phrase(f"therapy_page.pulse_axes.{axis}", {"first": first[axis], "latest": latest[axis]})) for axis in AXES
    )
    days: dict[str, Value] = {
        "count": len(pulses),
        "first": _day(turn, first["at"]),
        "latest": _day(turn, latest["at"]),
    }
    return Section("pulse", axes, note=Phrase("therapy_page.pulses", days))


def _tools(turn: Turn) -> Section:
    """What helped most, with its bounds; where there are too few ratings, what was used, and that it is too few."""
    allowed = [name for name in SIDES["soothe"] if name not in TO_PARTNER] if careful(turn) else sum(SIDES.values(), ())
    best = [effect for effect in effects(turn.person) if effect.name in allowed][:BEST]
    if best:
        low = min(0.0, *(math.floor(effect.least) for effect in best))
        high = max(4.0, *(math.ceil(effect.most) for effect in best))
        columns = tuple(Phrase(f"therapy_page.columns.{name}") for name in ("tool", "eased"))
        rows = tuple(Line(_practice(effect.name), measures=(_easing(effect),)) for effect in best)
        return Section("tools", rows, columns=columns, scale=(low, high), note=Phrase("therapy_page.tools_note"))
    used = Counter(row["name"] for row in turn.person.practices if row["name"] in allowed)
    lines = tuple(
        Line(Phrase("therapy_page.used", {"name": _practice(name), "times": times, "least": LEAST}))
        for name, times in used.most_common(BEST)
    )
    return Section("tools", lines, note=Phrase("therapy_page.too_few", {"least": LEAST}) if lines else "")


def _practice(name: str) -> Phrase:
    return Phrase(f"practice.names.{name}")


def _easing(effect: Effect) -> Measure:
    values: dict[str, Value] = {name: _signed(getattr(effect, name)) for name in ("eased", "least", "most")}
    text = Phrase("therapy_page.eased", {**values, "times": effect.times})
    return Measure(effect.eased, effect.least, effect.most, text)


def _signed(points: float) -> str:
    return f"{points:.1f}".replace("-", "−")


def _said(turn: Turn) -> Section:
    rows = turn.person.statements[-SENTENCES:]
    lines = tuple(Line(shortened(row["text"]), f"said:{row['at']}") for row in reversed(rows))
    note = Phrase("therapy_page.said_note", {"count": turn.person.stated}) if turn.person.stated > len(lines) else ""
    return Section("said", lines, note=note)


def _promises(turn: Turn) -> Section:
    return Section("promises", tuple(_promise_lines(turn)))


def _promise_lines(turn: Turn) -> Iterator[Line]:
    kept, late, missed = (int(turn.person.returns.get(outcome, 0)) for outcome in ("kept", "late", "missed"))
    if count := kept + late + missed:
        yield Line(Phrase("therapy_page.returns", {"kept": kept, "count": count, "late": late, "missed": missed}))
    outcomes = Counter(row["outcome"] for row in turn.person.talks)
    happened, moved, skipped = (outcomes[outcome] for outcome in ("happened", "moved", "skipped"))
    if count := happened + moved + skipped:
        yield Line(
            Phrase("therapy_page.talks", {"happened": happened, "count": count, "moved": moved, "skipped": skipped})
        )
    for plan in turn.person.plans:
        values = {"if": _named("triggers", TRIGGERS, plan["if"]), "then": _named("acts", ACTS, plan["then"])}
        yield Line(Phrase("therapy_page.plan", values), f"plan:{plan['id']}:{plan['on']}")


def _named(group: str, names: tuple[str, ...], name: str | None) -> Value:
    return Phrase(f"plan.{group}.{name}") if name in names else name or ""


def _lessons(turn: Turn) -> Section:
    read = [name for name in open_lessons(turn) if name in turn.person.lessons]
    if not read:
        return Section("lessons")
    titles = joined([Phrase(f"learn.{name}.title") for name in read[1:]], "therapy_page.and_title")
    values: dict[str, Value] = {
        "read": len(read),
        "count": len(LESSONS),
        "first": Phrase(f"learn.{read[0]}.title"),
        "others": titles,
    }
    return Section("lessons", (Line(Phrase("therapy_page.lessons", values)),))


def _wish(turn: Turn) -> Section:
    return Section("wish", own="wish")


def _day(turn: Turn, at: str) -> Phrase:
    return date(local(datetime.fromisoformat(at), turn.person.zone))


ALL: Mapping[str, Callable[[Turn], Section]] = {
    "note": _note,
    "loop": _loop,
    "scores": _scores,
    "pulse": _pulse,
    "tools": _tools,
    "said": _said,
    "promises": _promises,
    "lessons": _lessons,
    "wish": _wish,
}
ALONE = ("note", "tools", "lessons", "wish")  # what tells of one person only: open also where couple exercises rest


def sections(turn: Turn) -> list[Section]:
    """The sections with something in them, or where the person may write something, as they changed them."""
    names = ALONE if careful(turn) else tuple(ALL)
    built = (ALL[name](turn) for name in names)
    return [reworded(turn, section) for section in built if section.lines or section.own]


def keys(turn: Turn) -> set[str]:
    """The keys of everything that can be worded anew today; what was written about older lines is dropped."""
    built = [build(turn) for build in ALL.values()]
    return {str(line.key) for section in built for line in section.keyed} | {
        section.own for section in built if section.own
    }
