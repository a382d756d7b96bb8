"""The partner dialog: practising with a made-up partner, who answers what the person writes, three to five times.

The loop can be felt in it and tried differently, also from the other side, and begun anew from any line. What it
answers follows from the words alone (`dialogs.partner.loop`); it knows nothing of how somebody real would answer, and
says so.
"""

from __future__ import annotations

from content.partner import ENDINGS
from dialogs.careful import past_careful
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.partner.hearing import asks_the_coach, is_noise, is_unsafe
from dialogs.partner.rehearsing import (
    begun,
    change_sides,
    ended,
    finish,
    pick_scene,
    rewind,
    start_with,
    stop,
    take_line,
)
from dialogs.partner.shown import (
    debrief,
    debrief_screen,
    exchange_screen,
    exchange_shown,
    kinds_offered,
    kinds_screen,
    lines_offered,
    say_hint,
    say_last,
    say_unreadable,
    scene_shown,
    scenes_offered,
    scenes_screen,
)

LONG = 700  # characters of a line


def asking(turn: Turn) -> bool:
    """Whether the coach is asked, and not the partner spoken to."""
    return asks_the_coach(turn.text or "")


def unsafe(turn: Turn) -> bool:
    """Whether the words tell of violence, threats or control."""
    return is_unsafe(turn.text or "", figure=bool(turn.facts.get("figure")))


def unreadable(turn: Turn) -> bool:
    """Whether the words are no line to anybody."""
    return is_noise(turn.text or "")


def _note_figure(turn: Turn) -> None:
    turn.facts["figure"] = True


def _say_left(turn: Turn) -> None:
    turn.say("partner.left")


def _say_done(turn: Turn) -> None:
    turn.say("partner.done")


PARTNER = Dialog(
    "partner",
    1,
    "begin",
    states=(
        Pass("begin"),
        Call("careful", "careful"),
        Wait("scene", scenes_offered, screen=scenes_screen, screens=("partner.scene.first", "partner.scene.again")),
        Wait(
            "with",
            kinds_offered,
            screen=kinds_screen,
            screens=("partner.with.pursuer", "partner.with.distancer", "partner.with.open"),
            values=scene_shown,
        ),
        Wait(
            "exchange",
            (Choice("hint", "hint"), Choice("leave_scene", "leave")),
            text="said",
            screen=exchange_screen,
            screens=tuple(f"partner.exchange.{name}" for name in ("yours", "opened", "reply", "stopped")),
            values=exchange_shown,
            longest=LONG,
            english=True,
        ),
        Pass("answered"),
        Wait(
            "refused",
            (Choice("help_now", "help_now"), Choice("figure", "figure"), Choice("done", "leave")),
            screen="rephrase.refused",
        ),
        Call("helping", "safety", facts=lambda turn: {"tier": "help", "kind": "help_now"}),
        Wait(
            "over",
            (
                Choice("again", "again"),
                Choice("other_side", "other_side"),
                Choice("other_scene", "other_scene"),
                Choice("finished", "finished"),
            ),
            screen=debrief_screen,
            screens=tuple(f"partner.over.{ending}" for ending in (*ENDINGS, "stopped")),
            values=debrief,
        ),
        Wait("rewind", lines_offered),
        End("done", lambda turn: "done"),
        End("left", lambda turn: None),
    ),
    moves=(
        *past_careful("begin", "scene", "begin"),
        Move("scene", "scene", "with", do=pick_scene),
        Move("leave", "scene", "left"),
        Move("kind", "with", "exchange", do=start_with),
        Move("back", "with", "scene"),
        Move("said", "exchange", "exchange", when=asking, do=say_hint),
        Move("said", "exchange", "refused", when=unsafe),
        Move("said", "exchange", "exchange", when=unreadable, do=say_unreadable),
        Move("said", "exchange", "answered", do=take_line),
        Move("hint", "exchange", "exchange", do=say_hint),
        Move("leave", "exchange", "over", when=begun, do=stop),
        Move("leave", "exchange", "left", do=_say_left),
        Move("go", "answered", "over", when=ended, do=(finish, say_last)),
        Move("go", "answered", "exchange"),
        Move("help_now", "refused", "helping"),
        Move("returned", "helping", "left"),
        Move("figure", "refused", "exchange", do=_note_figure),
        Move("leave", "refused", "left"),
        Move("again", "over", "rewind"),
        Move("rewind", "rewind", "exchange", do=rewind),
        Move("back", "rewind", "over"),
        Move("other_side", "over", "exchange", do=change_sides),
        Move("other_scene", "over", "scene"),
        Move("finished", "over", "done", do=_say_done),
    ),
    facts={"scene": str, "kind": str, "lines": list, "said": list, "end": str, "tried": bool, "figure": bool},
    says=(
        "partner.last",
        "partner.unreadable",
        "partner.left",
        "partner.done",
        *(f"partner.hint.{kind}_{place}" for kind in ("distancer", "pursuer") for place in ("near", "far")),
    ),
    fallback="begin",
)
