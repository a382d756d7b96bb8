"""A toy book for tests of the store and the workers: it counts, it fails on demand, it erases."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import timedelta

from content.catalogue import Catalogue, Screen, Wording
from content.catalogue import load as load_catalogue
from dialogs.engine import Alarm, Book, Choice, Dialog, Move, Turn, Wait
from dialogs.engine.effects import SendFile


def _count(turn: Turn) -> None:
    turn.facts["n"] = turn.facts.get("n", 0) + 1
    turn.person = replace(turn.person, consented="2026-01-01T00:00:00+00:00")


def _keep(turn: Turn) -> None:
    turn.record("word", text=turn.text)
    turn.know(name=turn.text)


def _take_back(turn: Turn) -> None:
    turn.unrecord("word", turn.now - timedelta(minutes=1))


def _fail(turn: Turn) -> None:
    raise ZeroDivisionError("a defect in a dialog")


def _forget(turn: Turn) -> None:
    turn.erase()
    turn.say("toy.erased")


def _remind(turn: Turn) -> None:
    turn.start_timer("soon", timedelta(minutes=20), why="tea")


def _export(turn: Turn) -> None:
    turn.effects.append(SendFile("export", "toy.file"))


TOY = Dialog(
    "toy",
    1,
    "ask",
    (
        Wait(
            "ask",
            (
                Choice("more", "count"),
                Choice("fail", "fail"),
                Choice("forget", "forget"),
                Choice("remind", "remind"),
                Choice("export", "export"),
                Choice("take_back", "take_back"),
            ),
            text="keep",
            values=lambda turn: {"n": turn.facts.get("n", 0)},
        ),
    ),
    (
        Move("count", "ask", "ask", do=_count),
        Move("fail", "ask", "ask", do=_fail),
        Move("forget", "ask", "ask", do=_forget),
        Move("remind", "ask", "ask", do=_remind),
        Move("export", "ask", "ask", do=_export),
        Move("take_back", "ask", "ask", do=_take_back),
        Move("keep", "ask", "ask", do=_keep),
    ),
    facts={"n": int, "why": str},
)


CALM = Dialog("calm", 1, "rest", (Wait("rest", (Choice("done", "done"),)),), (Move("done", "rest", "rest"),))


def toy_book() -> Book:
    words = dict(load_catalogue().screens())
    for key, text, buttons in (
        ("toy.ask", "{n} so far. More?", ("more", "fail", "forget", "remind", "export", "take_back")),
        ("calm.rest", "Breathe.", ("done",)),
        ("toy.erased", "All gone.", ()),
        ("toy.file", "Here you are.", ()),
    ):
        words[key] = Screen(key, (_wording(text),), {name: _wording(name.title()) for name in buttons})
    return Book(
        {"toy": TOY, "calm": CALM},
        Catalogue({"en": words}),
        home="toy",
        menu="toy",
        safety="calm",
        detect=lambda text: None,
        timers={"soon": Alarm("toy")},
    )


def _wording(text: str) -> Wording:
    return Wording(tuple((literal, name) for literal, name, _, _ in string.Formatter().parse(text)))
