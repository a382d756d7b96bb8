"""Rehearsing: the lines of a rehearsal under way, kept as facts, so that it can be gone back to from any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from content.partner import ENDINGS, Ending, Kind, Scene, Side, load
from dialogs.assessment import assess
from dialogs.engine import Turn
from dialogs.gym.boxes import with_slips
from dialogs.gym.drills import today_of
from dialogs.partner.hearing import hear
from dialogs.partner.loop import Partner, move
from dialogs.partner.replies import ending_of, reply_to

Line = Mapping[str, Any]  # a line as it is kept: the person's words, what they did, and what was answered


def lines_of(turn: Turn) -> Sequence[Line]:
    """The lines so far, in order."""
    return turn.facts.get("lines") or ()


def kind_of(turn: Turn) -> Kind:
    """Whom the person practises with."""
    return "pursuer" if turn.facts.get("kind") == "pursuer" else "distancer"


def usual_kind(turn: Turn) -> Kind:
    """The kind opposite to the person's own role; for those without one, the kind who backs off."""
    return "pursuer" if turn.person.role == "distancer" else "distancer"


def scene_of(turn: Turn) -> Scene:
    """The scene; where a release took it away, the first one."""
    scenes = load().scenes
    return scenes.get(str(turn.facts.get("scene"))) or next(iter(scenes.values()))


def side_of(turn: Turn) -> Side:
    """The scene from the person's side."""
    return scene_of(turn).against[kind_of(turn)]


def partner_of(turn: Turn) -> Partner:
    """The partner as the last line left them."""
    lines = lines_of(turn)
    return Partner.from_json(kind_of(turn), lines[-1]["partner"]) if lines else Partner(kind_of(turn))


def begun(turn: Turn) -> bool:
    """Whether anything was said yet."""
    return bool(lines_of(turn))


def ended(turn: Turn) -> bool:
    """Whether the rehearsal has come to its end."""
    return partner_of(turn).ending is not None


def take_line(turn: Turn) -> None:
    """Let the partner hear what was typed and answer; keep both, with what the statement engine makes of the words."""
    text, before, lines = turn.text or "", partner_of(turn), lines_of(turn)
    heard = hear(text, [line["text"] for line in lines])
    moved = move(before, heard)
    said = [line["reply"] for line in lines]
    reply = reply_to(moved, side_of(turn), [*said, *(turn.facts.get("said") or ())], turn.pick)
    line = {
        "text": text,
        "why": moved.why,
        "quote": heard.quotes.get(moved.why, ""),
        "from": before.level,
        "partner": moved.partner.to_json(),
        "reply": reply,
    }
    turn.facts["lines"] = [*lines, line]
    read = assess(text, 3)
    made = [issue.code.value for issue in read.issues if not issue.code.startswith("NO_")]
    turn.record(
        "rehearsed_line",
        scene=scene_of(turn).name,
        partner=before.kind,
        text=text,
        score=read.score,
        slips=list(dict.fromkeys(made)),
        level_before=before.level,
        level=moved.partner.level,
        why=moved.why,
        reply=reply,
    )
    if _counts(turn):
        turn.know(slips=with_slips(turn.person.slips, made, today_of(turn.person, turn.now)))


def _counts(turn: Turn) -> bool:
    """Whether slips are the person's own: in their usual part, and not where they go back to try something out."""
    return kind_of(turn) == usual_kind(turn) and not turn.facts.get("tried")


def finish(turn: Turn) -> None:
    """Say how it ended, and keep it."""
    partner = partner_of(turn)
    ending = partner.ending
    assert ending is not None, "only a rehearsal that has ended is finished"
    before = turn.person.rehearsals
    turn.know(
        rehearsals={
            "count": int(before.get("count") or 0) + 1,
            "scene": scene_of(turn).name,
            "partner": partner.kind,
            "end": ending,
            "best": _best(before.get("best"), ending),
            "at": turn.now.isoformat(timespec="seconds"),
        }
    )
    _record(turn, ending)
    turn.facts["end"] = ending_of(partner, turn.pick)


def stop(turn: Turn) -> None:
    """The person stops the scene before it has ended: what was said is kept and looked at, and no end is counted."""
    _record(turn, "stopped")


def _record(turn: Turn, end: str) -> None:
    partner = partner_of(turn)
    turn.record(
        "rehearsal",
        scene=scene_of(turn).name,
        partner=partner.kind,
        end=end,
        levels=[*(line["from"] for line in lines_of(turn)), partner.level],
        tried=bool(turn.facts.get("tried")),
    )


def _best(before: object, now: Ending) -> Ending:
    return next(ending for ending in ENDINGS if ending in (before, now))


def rewind(turn: Turn) -> None:
    """Go back to before the line that was chosen; what was said after it is not said again."""
    at = int(turn.value)
    lines = lines_of(turn)
    turn.facts["said"] = [*(turn.facts.get("said") or ()), *(line["reply"] for line in lines[at:])][-10:]
    turn.facts.update(lines=list(lines[:at]), end=None, tried=True)


def change_sides(turn: Turn) -> None:
    """The same scene from the other side."""
    turn.facts.update(kind="distancer" if kind_of(turn) == "pursuer" else "pursuer", lines=[], end=None, tried=True)


def start_with(turn: Turn) -> None:
    """Begin with the kind of partner that was chosen."""
    turn.facts.update(kind=turn.value, lines=[], said=[], end=None, tried=False, figure=False)


def pick_scene(turn: Turn) -> None:
    """The scene that was chosen, or with no choice the next one after the last that was played."""
    scenes = [*load().scenes]
    last = turn.person.rehearsals.get("scene")
    nearest = next((name for name in scenes if load().scenes[name].topic in turn.person.roles and name != last), None)
    after = scenes[(scenes.index(last) + 1) % len(scenes)] if last in scenes else nearest or scenes[0]
    turn.facts["scene"] = turn.value or after
