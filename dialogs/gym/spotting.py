"""Spotting: a sentence with one slip, and what of it can be tapped: the piece that carries it, or its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.catalogue import Phrase, Value
from content.gym import Spot, load
from dialogs.engine import Choice, Turn
from dialogs.gym.boxes import with_mastered, with_missed
from dialogs.gym.drills import today_of

OTHERS = 3  # wrong kinds offered beside the right one
UNSURE = Choice("unsure", "picked", "unsure")


def spot_of(turn: Turn) -> Spot:
    """The sentence that is looked at; a release that took it away leaves another one with the same slip."""
    bank = load()
    name = str(turn.facts.get("item"))
    return bank.spots.get(name) or next(
        (spot for spot in bank.spots.values() if spot.code == turn.facts.get("slip")), next(iter(bank.spots.values()))
    )


def asks_words(turn: Turn) -> bool:
    """Whether the words are asked for, and not their kind; every other time, where there are words to tap."""
    return bool(spot_of(turn).pieces) and int(turn.facts.get("order") or 0) % 2 == 0


def spot_screen(turn: Turn) -> str:
    return "gym.spot.words" if asks_words(turn) else "gym.spot.kind"


def spot_answers(turn: Turn) -> Sequence[Choice]:
    spot, order = spot_of(turn), int(turn.facts.get("order") or 0)
    if asks_words(turn):
        return (*(Choice(f"p{at}", "picked", f"p{at}", label=piece) for at, piece in enumerate(spot.pieces)), UNSURE)
    beside = load().slips[spot.code].beside
    codes = [spot.code, *(beside[(order + at) % len(beside)] for at in range(OTHERS))]
    turned = order // 2 % len(codes)
    return (
        *(Choice(code, "picked", code, label=name_of(code)) for code in codes[turned:] + codes[:turned]),
        UNSURE,
    )


def sentence_shown(turn: Turn) -> Mapping[str, Value]:
    return {"sentence": spot_of(turn).text}


def take_pick(turn: Turn) -> None:
    """Keep what was tapped; a slip that was seen moves on, one that was missed comes back."""
    spot, today = spot_of(turn), today_of(turn.person, turn.now)
    right = turn.value == (f"p{spot.at}" if asks_words(turn) else spot.code)
    turn.facts["right"] = right
    slips = turn.person.slips
    turn.know(slips=with_mastered(slips, spot.code, today) if right else with_missed(slips, spot.code, today))
    picked = spot.pieces[int(turn.value[1:])] if asks_words(turn) and turn.value != "unsure" else turn.value
    turn.record("attempt", drill="spot", item=spot.name, slip=spot.code, picked=picked, right=right)


def explanation(turn: Turn) -> Mapping[str, Value]:
    """What the slip was, why it is one, and the sentence without it."""
    spot = spot_of(turn)
    what = "gym.what.words" if spot.pieces else "gym.what.missing"
    return {
        "verdict": Phrase("gym.verdict.right" if turn.facts.get("right") else "gym.verdict.wrong"),
        "what": Phrase(what, {"quote": spot.quote.strip(".,;:!? "), "name": name_of(spot.code)}),
        "why": Phrase(f"gym.why.{spot.code}"),
        "better": spot.better,
    }


def after_spotting(turn: Turn) -> Sequence[Choice]:
    mine = (Choice("mine", "mine"),) if spot_of(turn).pieces else ()
    return (*mine, Choice("another", "another"), Choice("other", "other"), Choice("enough", "enough"))


def name_of(code: str) -> Phrase:
    """A slip's plain name, in the reader's language."""
    return Phrase(f"gym.slips.{code}")
