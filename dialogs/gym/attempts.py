"""Attempts: a sentence of the person's own in a drill: assessed, scored, its slips put into their boxes, kept.

Attempts are kept with their scores and codes, as the person agreed at the start; /forget erases them all.
"""

from __future__ import annotations

from content.gym import Level, Repair, Spot, load
from dialogs import statements
from dialogs.assessment import Assessment, assess
from dialogs.engine import Turn
from dialogs.gym.boxes import Slips, with_mastered, with_slips
from dialogs.gym.drills import LEVELS, STREAK, level_of, streak_of, today_of
from dialogs.statements import NotAStatement, Refused, Rewrite

READY = 80  # a score from which an attempt counts towards the next level


def assessment_of(turn: Turn) -> Assessment:
    """The attempt that the dialog is talking about, at the level it was made."""
    return assess(str(turn.facts.get("draft") or ""), level_of_drill(turn))


def level_of_drill(turn: Turn) -> Level:
    """The level at which the present drill began; a level gained in the middle of it counts from the next one on."""
    return next((level for level in LEVELS if level == turn.facts.get("level")), level_of(turn.person))


def unsafe(turn: Turn) -> bool:
    """Whether the words tell of violence, threats or control: they are neither praised nor mended."""
    return isinstance(statements.rewrite(turn.text or ""), Refused)


def unreadable(turn: Turn) -> bool:
    """Whether the words are no sentence to a partner at all."""
    if not isinstance(statements.rewrite(turn.text or ""), NotAStatement):
        return False
    read = assess(turn.text or "", level_of_drill(turn))
    return not read.issues and read.strength is None


def good(turn: Turn) -> bool:
    """Whether it can be said like that."""
    return assess(turn.text or "", level_of_drill(turn)).good


def say_unreadable(turn: Turn) -> None:
    turn.say("gym.unreadable")


def drop_draft(turn: Turn) -> None:
    turn.facts.update(draft=None)


def take_attempt(turn: Turn) -> None:
    """Assess what was typed, keep its score and slips, and go up a level after three good ones in a row."""
    facts, level = turn.facts, level_of_drill(turn)
    facts.update(before=facts.get("score"), draft=turn.text, tries=int(facts.get("tries") or 0) + 1)
    read = assessment_of(turn)
    facts["score"] = read.score
    ready = read.good and read.score >= READY and not facts.get("looked")
    made = codes_of(read, level)
    turn.know(slips=_sorted_into_boxes(turn, made, read.good))
    turn.record(
        "attempt",
        text=turn.text,
        drill=facts.get("kind"),
        item=facts.get("item"),
        slip=facts.get("slip"),
        level=level,
        tries=facts["tries"],
        score=read.score,
        before=facts["before"],
        good=read.good,
        slips=list(made),
    )
    facts["news"] = False
    if not facts.get("done"):  # a drill counts once: the same good sentence again is no second one
        turn.person = turn.person.with_attempt(turn.now, read.score, level, ready)
        facts["done"] = ready
        _move_up(turn, level)


def look(turn: Turn) -> None:
    """Note that a way to say it was shown: what comes after it doesn't count as the person's own."""
    turn.facts["looked"] = True


def _move_up(turn: Turn, level: Level) -> None:
    streak = streak_of(turn.person)
    if streak and streak % STREAK == 0 and level < LEVELS[-1]:
        turn.know(level=level + 1)
        turn.facts["news"] = True


def codes_of(read: Assessment, level: Level) -> tuple[str, ...]:
    """The codes that count at this level, each once, in their order; a missing part counts from its level on."""
    slips = load().slips
    codes = (issue.code.value for issue in read.issues)
    return tuple(dict.fromkeys(code for code in codes if not (code.startswith("NO_") and slips[code].level > level)))


def sentence_of(turn: Turn) -> Repair | Spot:
    """The sentence to mend: one of the repairs, or one that was looked at for its slip."""
    bank, name = load(), str(turn.facts.get("item"))
    return bank.repairs.get(name) or bank.spots.get(name) or next(iter(bank.repairs.values()))


def note_blame(turn: Turn) -> None:
    """Note what the sentence to mend would score, to compare the first try with."""
    turn.facts["score"] = assess(sentence_of(turn).text, level_of_drill(turn)).score


def way_of(turn: Turn) -> str | None:
    """One way to say it: the person's own words rewritten where that can be done well, else the bank's."""
    draft = turn.facts.get("draft")
    if draft:
        outcome = statements.rewrite(str(draft))
        if isinstance(outcome, Rewrite) and assess(outcome.sentence).good:
            return outcome.sentence
    return sentence_of(turn).better if turn.facts.get("kind") == "repair" else None


def _sorted_into_boxes(turn: Turn, made: tuple[str, ...], well: bool) -> Slips:
    """The slips after this attempt; one that is practised goes a box up only where the first try did without it."""
    facts, today = turn.facts, today_of(turn.person, turn.now)
    slips: Slips = with_slips(turn.person.slips, made, today)
    practised = facts.get("slip")
    if practised and practised not in made and well and facts["tries"] == 1 and not facts.get("looked"):
        slips = with_mastered(slips, str(practised), today)
    return slips
