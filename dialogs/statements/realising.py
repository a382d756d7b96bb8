"""Realising: the finished statement from its typed parts: a feeling, a situation, a need, a request.

The parts are written by hand or said by the person; only the joints are added here. Which of the equally fitting
requests comes first differs from text to text and never for the same text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from zlib import crc32

from content.statement_rows import FrameRow
from content.statements import load
from dialogs.statements.composing import bare_feeling, compose
from dialogs.statements.feelings import Heard
from dialogs.statements.outcomes import Rewrite
from dialogs.statements.strength import Strength, fit_strength

SLOT = "{slot}"
OFFERED = 3  # feelings and needs to choose from
_ALTERNATIVES = 2


@dataclass(frozen=True, slots=True)
class Parts:
    """What a statement is made of: feelings and needs by their ids, the likeliest first.

    ``turn`` varies the request: they fit equally.
    """

    frame: str
    situation: str
    past: bool
    feelings: tuple[str, ...]
    needs: tuple[str, ...]
    requests: tuple[str, ...]
    connector: str = "when"
    turn: int = 0


def parts_of(frame: FrameRow, situation: str, past: bool, text: str) -> Parts:
    """The parts that a frame gives; the frame's own example gets the first of each."""
    turn = turn_of(frame, text)
    return Parts(frame.id, situation, past, frame.feelings, frame.needs, frame.requests, turn=turn)


def turn_of(frame: FrameRow, text: str) -> int:
    """Which of a frame's wordings a text gets: a number that is 0 for the frame's own example."""
    return number_of(text) ^ number_of(frame.example)


# Feelings that are had about a fact: "hurt that you left", and not "lonely that you left".
BEFORE_THAT = frozenset(
    """hurt sad angry disappointed upset annoyed embarrassed worried shocked furious jealous frustrated resentful
    heartbroken ashamed scared devastated gutted indignant bitter unhappy humiliated horrified surprised""".split()
)


def word_situation(frame: FrameRow, past: bool, slot: str | None, text: str) -> str:
    """One of the wordings of a frame's situation, in this tense, its slot filled."""
    wordings = (frame.past, *frame.also_past) if past else (frame.present, *frame.also_present)
    return wordings[turn_of(frame, text) // 11 % len(wordings)].replace(SLOT, slot or "")


def realise(
    parts: Parts, heard: Heard, strength: Strength, feeling: str | None = None, need: str | None = None
) -> Rewrite:
    """The statement; ``feeling`` and ``need`` are the person's choice, and else the likeliest, called guesses."""
    offered = _offered_feelings(parts, heard, strength)
    used = (bare_feeling(feeling) if feeling else "") or offered[0]
    feelings = offered if used in offered else (used, *offered)[:OFFERED]
    needs = tuple(load().needs[name].phrase for name in parts.needs)
    chosen = phrase_of(need) if need else (needs[0] if needs else None)
    request, *others = _turned(parts.requests, parts.turn // 7)
    short, sentence = state(parts, used, chosen, request)
    alternatives = [
        state(parts, other, needs[at % len(needs)] if needs else None, (*others, request)[at % len(parts.requests)])[1]
        for at, other in enumerate([one for one in feelings if one != used][:_ALTERNATIVES], 1)
    ]
    return Rewrite(
        frame=parts.frame,
        sentence=sentence,
        short=short,
        feeling=used,
        feelings=feelings,
        need=chosen,
        needs=needs if chosen is None or chosen in needs else (chosen, *needs)[:OFFERED],
        request=request,
        situation=parts.situation,
        connector=parts.connector,
        alternatives=tuple(alternatives),
    )


def state(parts: Parts, feeling: str, need: str | None, request: str) -> tuple[str, str]:
    """The first sentence, and the whole statement."""
    joints = load().sentences
    feel = joints["feel.past" if parts.past else "feel.present"].format(feeling=feeling)
    connector = parts.connector if parts.connector != "that" or feeling.split()[-1] in BEFORE_THAT else "when"
    short = joints["join.situation"].format(feel=feel, connector=connector, situation=parts.situation)
    return short, " ".join(part for part in (short, compose("", "", need), request) if part)


def phrase_of(need: str) -> str:
    """The table's phrase for a need by any of its names, or else what was said."""
    return phrases().get(need.strip().casefold(), need.strip())


@cache
def phrases() -> dict[str, str]:
    """Every name of a need → the phrase after "I need"."""
    return {name: row.phrase for row in load().needs.values() for name in (*row.words, row.id, row.phrase)}


def _offered_feelings(parts: Parts, heard: Heard, strength: Strength) -> tuple[str, ...]:
    """The person's own feelings first, then the guesses, of the strength the message has."""
    rows = load().feelings
    pleasant = {row.adjective for row in rows.values() if row.pleasant}
    own = [word for word in heard.feelings if word not in pleasant]
    guessed = [rows[fit_strength(name, strength)].adjective for name in parts.feelings]
    return tuple(dict.fromkeys((*own, *guessed)))[:OFFERED]


def _turned(items: Sequence[str], by: int) -> tuple[str, ...]:
    """The same items, beginning further on."""
    start = by % len(items) if items else 0
    return (*items[start:], *items[:start])


def number_of(text: str) -> int:
    """A number for a text, the same on every machine; case and spaces don't count."""
    return crc32(" ".join(text.lower().replace("’", "'").split()).rstrip(".!?").encode())
