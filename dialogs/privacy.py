"""Privacy: what is kept, getting all of it as one file, and having it erased after one confirmation."""

from __future__ import annotations

from collections.abc import Mapping

from content.catalogue import Phrase, Value
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait


def _kept(turn: Turn) -> Mapping[str, Value]:
    person = turn.person
    return {
        "topics": len(person.roles),
        "practices": person.practised,
        "statements": person.stated,
        "attempts": person.attempted,
        "model": Phrase("privacy.model", {"host": turn.model.host}) if turn.model and turn.allows_model else "",
    }


def _send(turn: Turn) -> None:
    turn.send_file("export", "export.caption")


def _erase(turn: Turn) -> None:
    turn.erase()
    turn.say("forget.erased")


def _kept_all(turn: Turn) -> None:
    turn.say("forget.kept")


PRIVACY = Dialog(
    "privacy",
    1,
    "rest",
    states=(
        Wait("rest", (Choice("export", "export"), Choice("forget", "forget"), Choice("done", "done")), values=_kept),
        Call("exporting", "export"),
        Call("forgetting", "forget"),
        End("done"),
    ),
    moves=(
        Move("export", "rest", "exporting"),
        Move("forget", "rest", "forgetting"),
        Move("done", "rest", "done"),
        Move("returned", "exporting", "rest"),
        Move("returned", "forgetting", "rest"),
    ),
)

EXPORT = Dialog(
    "export",
    1,
    "make",
    states=(Pass("make"), End("done")),
    moves=(Move("go", "make", "done", do=_send),),
)

FORGET = Dialog(
    "forget",
    1,
    "sure",
    states=(
        Wait("sure", (Choice("erase", "erase"), Choice("export", "export"), Choice("keep", "keep"))),
        Call("exporting", "export"),
        End("erased"),
        End("kept"),
    ),
    moves=(
        Move("erase", "sure", "erased", do=_erase),
        Move("export", "sure", "exporting"),
        Move("keep", "sure", "kept", do=_kept_all),
        Move("returned", "exporting", "sure"),
    ),
    says=("forget.erased", "forget.kept"),
)
