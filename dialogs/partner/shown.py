"""What is shown of a rehearsal: the reply with its meter, a hint, and afterwards what moved the partner.

The coach quotes the person's own words; it says what a made-up partner did with them, and nothing about a real one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.catalogue import Phrase, Value
from content.partner import TOP, load
from dialogs.engine import Choice, Turn
from dialogs.partner.hearing import HARSH, WARM, shorten
from dialogs.partner.loop import FAR, Partner
from dialogs.partner.rehearsing import Line, kind_of, lines_of, partner_of, scene_of, side_of, usual_kind
from dialogs.partner.replies import is_seen

LABEL = 40  # characters of a line on a button
_COLD = ("repeated", "shouting", "flood", "pressed", "bare", "withdrawal", "unmet")
_STILL = ("waits", "faux", "slip", "again", "neutral")
REASONS = (*WARM, *HARSH, *_COLD, *_STILL)


def scenes_offered(turn: Turn) -> Sequence[Choice]:
    """A button for each scene."""
    named = (Choice(scene.name, "scene", scene.name, label=scene.title) for scene in load().scenes.values())
    return (Choice("surprise", "scene"), *named, Choice("not_now", "leave"))


def scenes_screen(turn: Turn) -> str:
    return "partner.scene.again" if turn.person.rehearsals else "partner.scene.first"


def kinds_offered(turn: Turn) -> Sequence[Choice]:
    """Both kinds of partner, the usual one first."""
    kinds = ("distancer", "pursuer") if usual_kind(turn) == "distancer" else ("pursuer", "distancer")
    return (*(Choice(kind, "kind", kind) for kind in kinds), Choice("back", "back"))


def kinds_screen(turn: Turn) -> str:
    return f"partner.with.{turn.person.role}" if turn.person.role in ("pursuer", "distancer") else "partner.with.open"


def scene_shown(turn: Turn) -> Mapping[str, Value]:
    return {"scene": scene_of(turn).title}


def exchange_screen(turn: Turn) -> str:
    """Which screen an exchange has: the first with or without a word of the partner's, or their latest reply."""
    if lines_of(turn):
        return f"partner.exchange.{'stopped' if partner_of(turn).level == TOP else 'reply'}"
    return f"partner.exchange.{'opened' if side_of(turn).opening else 'yours'}"


def exchange_shown(turn: Turn) -> Mapping[str, Value]:
    if lines := lines_of(turn):
        return reply_shown(kind_of(turn), lines[-1])
    side = side_of(turn)
    return {"setup": side.setup, **({"opening": side.opening} if side.opening else {})}


def reply_shown(kind: str, line: Line) -> Mapping[str, Value]:
    """A reply, and beside it how far away they are now and why."""
    level, before = int(line["partner"]["level"]), int(line["from"])
    values: dict[str, Value] = {
        "meter": Phrase(f"partner.meter.{kind}"),
        "bar": "▰" * level + "▱" * (TOP - level),
        "before": before,
        "level": level,
        "why": Phrase(f"partner.why.{line['why']}"),
    }
    reply = str(line["reply"])
    return {
        "reply": Phrase("partner.seen" if is_seen(reply) else "partner.said", {"reply": reply.strip("()")}),
        "note": Phrase("partner.moved" if level != before else "partner.stayed", values),
    }


def say_hint(turn: Turn) -> None:
    """Answer a question to the coach with a hint, and no word for word."""
    turn.say(hint_key(partner_of(turn)))


def hint_key(partner: Partner) -> str:
    """What may help here: by the kind of partner, and by how far away they are."""
    return f"partner.hint.{partner.kind}_{'far' if partner.level >= FAR else 'near'}"


def say_unreadable(turn: Turn) -> None:
    turn.say("partner.unreadable")


def say_last(turn: Turn) -> None:
    """The last reply, and how the scene ends, in a message of their own."""
    shown = reply_shown(kind_of(turn), lines_of(turn)[-1])
    turn.say("partner.last", apart=True, end=str(turn.facts.get("end") or ""), **shown)


def debrief_screen(turn: Turn) -> str:
    return f"partner.over.{partner_of(turn).ending or 'stopped'}"


def debrief(turn: Turn) -> Mapping[str, Value]:
    """What brought them closer and what moved them away, in the person's own words, and one thing to try."""
    lines = lines_of(turn)
    best, worst = min(lines, key=_change, default=None), max(lines, key=_change, default=None)
    closer = best if best is not None and _change(best) < 0 else None
    away = worst if worst is not None and _change(worst) > 0 else None
    return {
        "closer": _moving("closer", closer),
        "away": _moving("away", away),
        "tip": Phrase(f"partner.tip.{_tip(turn, away)}"),
    }


def _change(line: Line) -> int:
    return int(line["partner"]["level"]) - int(line["from"])


def _moving(way: str, line: Line | None) -> Value:
    if line is None:
        return Phrase(f"partner.debrief.nothing_{way}")
    quote = str(line["quote"]) or shorten(str(line["text"]))
    return Phrase(f"partner.debrief.{way}", {"quote": quote, "why": Phrase(f"partner.why.{line['why']}")})


def _tip(turn: Turn, away: Line | None) -> str:
    """What to try next: instead of what moved them away, else the warm thing that was not tried yet."""
    if away is not None:
        return str(away["why"])
    used = {kind for line in lines_of(turn) for kind in line["partner"]["used"]}
    return next((f"add_{kind}" for kind in ("feeling", "perspective", "asked") if kind not in used), "rest")


def lines_offered(turn: Turn) -> Sequence[Choice]:
    """A button for each of the person's lines, to go back to."""
    lines = enumerate(lines_of(turn))
    return (
        *(Choice(f"line{at}", "rewind", at, label=f"{at + 1}. {shorten(line['text'], LABEL)}") for at, line in lines),
        Choice("back", "back"),
    )
