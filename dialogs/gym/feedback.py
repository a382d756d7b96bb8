"""Feedback: how an attempt is answered. The feeling is reflected, one real strength named, the one worst span quoted,
the question asked that fills the gap, and the score shown beside the one before; never more than two remarks.

The order is that of the coach's dossier (feedback on one's own attempt; one thing at a time).
"""

from __future__ import annotations

from collections.abc import Mapping

from content.catalogue import Phrase, Value
from content.catalogue import load as load_catalogue
from content.gym import Level, load
from dialogs.assessment import Assessment, remark_key, strength_key
from dialogs.engine import Turn
from dialogs.gym.attempts import assessment_of, level_of_drill, sentence_of, way_of
from dialogs.gym.boxes import due, most_frequent
from dialogs.gym.drills import level_of, slips_of, today_of
from dialogs.gym.spotting import name_of
from dialogs.role.shown import bar

QUOTE = 45  # characters of the person's words that are quoted to them
FEELING = 2  # words of a feeling that is said back
_READY = "assessment.questions.ready"


def feedback(turn: Turn) -> Mapping[str, Value]:
    """The answer to an attempt that is not there yet."""
    read = assessment_of(turn)
    return {
        **_heard(read),
        "remark": _remark(read, str(turn.facts.get("draft") or ""), turn.person.locale),
        "score": _score(turn),
    }


def praise(turn: Turn) -> Mapping[str, Value]:
    """The answer to an attempt that can be said like that, with what would round it off."""
    read = assessment_of(turn)
    upgrade = "" if read.question == _READY else Phrase("gym.upgrade", {"question": Phrase(read.question)})
    return {
        **_heard(read),
        "upgrade": upgrade,
        "score": _score(turn),
        "news": Phrase("gym.level_up", {"level": turn.person.level}) if turn.facts.get("news") else "",
    }


def again_screen(turn: Turn) -> str:
    return f"gym.again.{'heard' if _heard(assessment_of(turn)) else 'plain'}"


def good_screen(turn: Turn) -> str:
    return f"gym.good.{'heard' if _heard(assessment_of(turn)) else 'plain'}"


def repair_shown(turn: Turn) -> Mapping[str, Value]:
    return {"sentence": sentence_of(turn).text, "aim": _aim(level_of_drill(turn))}


def way_shown(turn: Turn) -> Mapping[str, Value]:
    """One way to say it; where nothing is known yet that could be said, the frame of a statement."""
    return {"sentence": way_of(turn) or Phrase(f"gym.frame.level_{level_of_drill(turn)}")}


def write_shown(turn: Turn, text: str) -> Mapping[str, Value]:
    return {"situation": text, "aim": _aim(level_of_drill(turn)), "without": _without(turn.facts.get("slip"))}


def level_shown(turn: Turn) -> Mapping[str, Value]:
    """Where the person stands: the level, the slip that happens most, and how many are due today."""
    slips = slips_of(turn.person)
    often, count = most_frequent(slips), len(due(slips, today_of(turn.person, turn.now)))
    level = level_of(turn.person)
    return {
        "level": level,
        "aim": _aim(level),
        "slip": Phrase("gym.often", {"name": name_of(often)}) if often else "",
        "due": Phrase("gym.due_one" if count == 1 else "gym.due", {"count": count}) if count else "",
    }


def _aim(level: Level) -> Phrase:
    return Phrase(f"gym.aims.level_{level}")


def _without(slip: str | None) -> Value:
    """What to leave out this time, or not to leave out."""
    if slip not in load().slips:
        return ""
    return (
        Phrase(f"gym.with.{slip}")
        if str(slip).startswith("NO_")
        else Phrase("gym.without", {"name": name_of(str(slip))})
    )


def _heard(read: Assessment) -> dict[str, Value]:
    """The feeling and one real strength, where there is either."""
    values: dict[str, Value] = {}
    if read.feeling and len(read.feeling.split()) <= FEELING:
        values["feeling"] = read.feeling
    if read.strength:
        values["strength"] = Phrase(strength_key(read.strength))
    if not values:
        return {}
    return {"heard": Phrase(f"gym.heard.{'both' if len(values) == 2 else next(iter(values))}", values)}


def _remark(read: Assessment, text: str, locale: str) -> Value:
    """The worst span, quoted, with what it does, or which part is missing; and the question that fills the gap.

    Where the remark asks already, that is the question: one is enough.
    """
    if read.worst is None:
        return Phrase("gym.remark.question", {"question": Phrase(read.question)})
    quote = " ".join(text[read.worst.start : read.worst.end].split())
    short = quote if len(quote) <= QUOTE else quote[:QUOTE].rsplit(" ", 1)[0] + " …"
    line = Phrase(remark_key(read.worst.code), {"quote": short})
    if "?" in load_catalogue().text(line.key, locale, {"quote": ""}):
        return line
    return Phrase("gym.remark.both", {"remark": line, "question": Phrase(read.question)})


def _score(turn: Turn) -> Value:
    score, before = int(turn.facts.get("score") or 0), turn.facts.get("before")
    values: dict[str, Value] = {"bar": bar(score), "score": score}
    return Phrase("gym.score", values) if before is None else Phrase("gym.score_change", {**values, "before": before})
