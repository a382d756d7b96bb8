"""Heard: what the detectors and the statement engine saw in a text, with the places and how sure each is."""

from __future__ import annotations

from typing import Any, TypeAlias

from content.catalogue import load as load_catalogue
from content.catalogue import unmarked
from dialogs import safety, statements
from dialogs.assessment import Issue, assess
from dialogs.safety.weighing import SOFT, TOLD, weigh
from dialogs.statements.acts import chance_of_blame
from dialogs.statements.kinds import find_kind
from dialogs.statements.outcomes import NotAStatement, Refused, Rewrite
from dialogs.statements.ranking import rank_frames
from dialogs.statements.refusals import find_danger
from dialogs.statements.signs import Signs, read_signs
from dialogs.statements.words import MOST, read_words

Shown: TypeAlias = dict[str, Any]

TIERS = {"A": "imminent: help first", "B": "told: asked and answered at once", "C": "soft: one gentle question"}
_SEVERITIES = {1: "a hint", 2: "blame", 3: "grave blame"}
_LONGEST = 4000  # characters that are looked at, as much as one message holds


def hear(text: str) -> Shown:
    """Everything of one text, as plain values. Takes a tenth of a second, so not in the loop."""
    text = text[:_LONGEST]
    return {"text": text, "detectors": detected(text), "statement": stated(text), "spans": _spans(text)}


def detected(text: str) -> Shown:
    """What the safety detectors say, by which rule, and what the models weigh."""
    words = safety.normalise(text)
    found = safety.screen(text)
    weighed = weigh(words) if words else None
    return {
        "concern": None
        if found is None
        else {
            "tier": found.tier,
            "means": TIERS[found.tier],
            "kind": found.kind,
            "by": f"the pattern {found.rule}" if found.sure else "the models, over the whole message",
            "quote": text[found.start : found.end],
        },
        "patterns": [
            {"rule": each.rule, "tier": each.tier, "kind": each.kind, "start": each.start, "end": each.end}
            for each in safety.detectors().concerns(text)
        ],
        "silenced": safety.detectors().look(words).silenced,
        "chance": round(weighed.chance, 3) if weighed else None,
        "likeliest": weighed.kind if weighed else None,
        "soft": SOFT,
        "told": TOLD,
        "weighed": len(words) >= safety.WEIGHTY,
    }


def stated(text: str) -> Shown:
    """What the statement engine reads, and what it makes of it."""
    words = read_words(text, most=None)
    danger = find_danger(text, words)
    signs = read_signs(text, words[:MOST])
    ranking = rank_frames(text, signs.told)
    made = statements.rewrite(text)
    graded = assess(text)
    return {
        "kind": find_kind(text, words) or "may be a statement",
        "refused": danger.kind,
        "doubtful": danger.doubtful,
        "blame": round(chance_of_blame(signs), 3),
        "signs": _signs(signs),
        "frames": [{"frame": each.frame.id, "chance": round(each.chance, 3)} for each in ranking.frames[:3]],
        "outcome": type(made).__name__,
        "result": _result(made),
        "score": graded.score,
        "band": graded.band,
        "good": graded.good,
    }


def _signs(signs: Signs) -> list[Shown]:
    fit = f"{signs.fit.frame.id} ({signs.fit.subject}: {signs.fit.situation})" if signs.fit else None
    rows = (
        ("a frame that fits", fit),
        ("a label", signs.label.word if signs.label else None),
        ("an idiom", signs.idiom.id if signs.idiom else None),
        ("feelings", ", ".join(signs.heard.feelings) or None),
        ("a judging feeling word", signs.heard.faux),
        ("a tone of praise", signs.tone),
        ("said of something good", "yes" if signs.welcome else None),
        ("a reproach", "yes" if signs.reproached else None),
        ("who did what is open", "yes" if signs.unclear else None),
    )
    return [{"name": name, "value": value} for name, value in rows if value]


def _result(made: statements.Outcome) -> str:
    match made:
        case Rewrite(sentence=sentence) | statements.AlreadyGood(sentence=sentence):
            return sentence
        case statements.Choices(offers=offers):
            return " / ".join(offer.sentence for offer in offers)
        case statements.Ask(about=about):
            return f"asks about the {about}"
        case NotAStatement(kind=kind) | Refused(kind=kind):
            return kind
        case _:
            return ""


def _spans(text: str) -> list[Shown]:
    """The places to underline, in order: of the detectors and of the failure codes, each with what it means."""
    found = [
        {
            "start": each.start,
            "end": each.end,
            "code": each.rule,
            "from": "detectors",
            "weight": {"A": 3, "B": 3, "C": 2}[each.tier],
            "means": f"{each.kind}, tier {each.tier}: {TIERS[each.tier]}",
        }
        for each in safety.detectors().concerns(text)
    ]
    found += [
        {
            "start": each.start,
            "end": each.end,
            "code": each.code.value,
            "from": "statements",
            "weight": each.severity,
            "means": f"{_SEVERITIES[each.severity]}: {_meaning(text, each)}",
        }
        for each in assess(text).issues
    ]
    return sorted(found, key=lambda span: (span["start"], -span["end"]))


def _meaning(text: str, issue: Issue) -> str:
    """What the coach says to a code."""
    quote = text[issue.start : issue.end]
    return unmarked(load_catalogue().text(f"assessment.remarks.{issue.code.value.lower()}", values={"quote": quote}))
