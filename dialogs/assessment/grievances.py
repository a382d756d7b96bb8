"""Grievances: three or more different complaints in one breath, one after the other or as a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogs.assessment.attempt import Attempt
from dialogs.assessment.issues import Code
from dialogs.assessment.patterns import read_pattern, words_of
from dialogs.assessment.search import Place
from dialogs.assessment.tokens import PAUSES

MANY = 3  # grievances
_FOND = "i @adverb~2 love|miss|adore it|them|all|everything"
_GIVING = "i @adverb~2 @mid~1 did|do|bought|cooked|made|need|packed|cleaned|love|miss|like|want|could|would|can ..8"
_THING_WORDS = 3  # of "your temper", "your old car": with more, it tells something
_LONGEST = 16  # words of one grievance; longer ones are a story, no list
_LEADS = frozenset(
    "because and also then plus now first firstly second secondly third thirdly but or so next yes no ok okay".split()
)
_UNTIL = frozenset("until till unless".split())
_COUNTED = frozenset("one two three four".split())
_NOT_AFTER_YOU = frozenset("and know see or who two both".split())
_SPLITS = frozenset(["and", "but", "then", "plus", "also", "because"])
_STARTS = frozenset("you your the there no my our nobody now a then".split())
_THING = "the|your|our|how_you|what_you|all_the|no|my --6"
_LAST = "the|your|our|how_you|what_you|all_the|no|my ..8"
_NEXT = ",|and|,_and|or|,_or"
_LISTED = (
    "@vexed|forgotten|forget|mention|what|overlooked ..2 about|with|by|over|of|at|it_is? "
    f"[ {_THING} {_NEXT} {_THING} {_NEXT} {_LAST} ]"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch between pauses and joining words. ``kind``: you, your, more and fact are clauses ("more" has its
    subject in the one before); yours and list name a thing; lead is a joining word; "" is none of these. ``led``:
    whether it begins with "also" or the like."""

    kind: str
    first: int
    last: int
    led: bool = False


def find_grievances(attempt: Attempt, blame: Sequence[Place]) -> Iterator[Place]:
    """One place over each list of three grievances or more."""
    if any(place.code == Code.KITCHEN_SINK for place in blame) or _is_kind(attempt):
        return
    run: list[Unit] = []
    opened: int | None = None  # where the run began, joining words and numbers included
    for unit in (*_units(attempt), None):
        if unit is not None and unit.kind and (unit.kind != "more" or any(each.kind == "you" for each in run)):
            opened = unit.first if opened is None else opened
            run += [unit] if unit.kind != "lead" else []
            continue
        if _is_sink(run) or _is_bare_list(attempt, run, opened or 0):
            yield Place(Code.KITCHEN_SINK, run[0].first, run[-1].last, (run[0].first, run[-1].last))
            return
        run, opened = [], None
    for start, end, first, last in read_pattern(_LISTED).find(attempt.plain):
        place = attempt.token_at(first), attempt.token_at(last - 1)
        yield Place(Code.KITCHEN_SINK, *place, (attempt.token_at(start), attempt.token_at(end - 1)))
        return


def _is_kind(attempt: Attempt) -> bool:
    if attempt.vocabulary & words_of("thanking"):
        return True
    return next(read_pattern(_FOND).find(attempt.plain), None) is not None


def _is_sink(run: Sequence[Unit]) -> bool:
    kinds = [unit.kind for unit in run]
    if len(run) < MANY or not {"you", "your", "yours"} & set(kinds):
        return False
    clauses = sum(kind in ("you", "your", "more", "fact") for kind in kinds)
    things = len(run) - clauses
    if sum(unit.led for unit in run) >= MANY - 1:
        return True
    return clauses > 1 or (clauses == 0 and things >= MANY) or ("you" not in kinds and things >= MANY - 1)


def _is_bare_list(attempt: Attempt, run: Sequence[Unit], opened: int) -> bool:
    """Whether a run is "The phone, the late nights, the lies.": first in a sentence, after a colon, or vexing."""
    if sum(unit.kind in ("list", "yours") for unit in run) < MANY:
        return False
    first = run[0].first
    begin, end = attempt.sentence(first)
    colon = attempt.text[: attempt.tokens[first].start].rstrip().endswith((":", "—", "–", "-"))
    before = " " + "".join(f"{token.text} " for token in attempt.tokens[begin:first])
    vexed = next(read_pattern("@vexed").find(before), None) is not None
    if begin not in (first, opened) and not colon and not vexed:
        return False
    after = attempt.tokens[run[-1].last + 1 : run[-1].last + 3]
    if any(token.text in _UNTIL for token in after):
        return False  # "No food, no talk, no bed, until …" is a threat
    if next(read_pattern(_GIVING).find(before), None) is not None:
        return False
    return (end < len(attempt.tokens) and attempt.tokens[end].text != "?") or end == len(attempt.tokens)


def _units(attempt: Attempt) -> Iterator[Unit]:
    tokens = attempt.tokens
    start = 0
    for at in range(len(tokens) + 1):
        text = tokens[at].text if at < len(tokens) else "."
        splits = (
            text in _SPLITS
            and at + 1 < len(tokens)
            and tokens[at + 1].text in (*_STARTS, "then", "also", "how", "what")
        )
        if text not in PAUSES and not splits:
            continue
        if at > start:
            yield _unit(attempt, start, at - 1)
        if text == "?":
            yield Unit("", at, at)  # questions and what comes after them are no list
        start = at + 1 if text in PAUSES else at
        if splits and text not in PAUSES:
            start = at


def _unit(attempt: Attempt, first: int, last: int) -> Unit:
    words = [token.text for token in attempt.tokens[first : last + 1]]
    head = 0
    while head < len(words) - 1 and (words[head] in _LEADS or words[head] in words_of("adverb")):
        if words[head] == "no" and words[head + 1] not in ("you", "your"):
            break  # "no call, no thanks"
        head += 1
    if words[head : head + 2] == ["not", "once"] and len(words) > head + 2:
        head += 2
    if words[head : head + 1] == ["that"] and words[head + 1 : head + 2] in (["you"], ["your"]):
        head += 1
    if words[head : head + 2] in (["it", "is"], ["there", "is"]) and len(words) > head + 2:
        head += 2  # "it's the dishes, it's the socks"
    rest = words[head:]
    led = words[0] in ("also", "plus", "then", "secondly", "thirdly", "finally")
    if (rest[0] in _LEADS | _COUNTED and len(rest) == 1) or (rest[0] in ("number", "point") and len(rest) == 2):
        return Unit("lead", first, last)
    if len(rest) > _LONGEST:
        return Unit("", first, last)
    kind = ""
    if rest[0] == "you" and len(rest) > 1 and rest[1] not in _NOT_AFTER_YOU:
        kind = (
            "you"
            if not set(rest)
            & words_of("good") - {"help", "helped", "listen", "remember", "there", "good", "try", "care"}
            else ""
        )
    elif rest[0] == "your" and len(rest) > 1:
        kind = "your" if set(rest) & words_of("fact_verb") or len(rest) > _THING_WORDS else "yours"
    elif rest[0] == "the" and "you" in rest[2:4]:
        kind = "yours"  # "the night you did not come home"
    elif rest[0] in ("the", "no", "there", "now", "our", "my", "nobody") and "i" not in rest and "we" not in rest:
        kind = "fact" if set(rest[2:]) & words_of("fact_verb") else "list" if rest[0] in ("the", "no") else ""
        if not kind and rest[0] in ("my", "our") and len(rest) <= _THING_WORDS + 1 and words[0] != "i":
            kind = "list"
        kind = kind or ("fact" if rest[0] == "my" and words[0] == "my" and len(rest) > 2 and "come" in rest else "")
    elif rest[:3] == ["let", "us", "not"]:
        kind = "list"
    elif rest[0] in ("how", "what") and len(rest) > 1 and rest[1] in ("you", "your"):
        kind = "your"
    elif rest[0] == "about" and len(rest) > 1 and rest[1] in ("the", "your", "how", "what"):
        kind = "yours" if rest[1] != "the" else "list"
    elif words[0] == "i" and "that" in words and words[words.index("that") :][1:2] == ["you"]:
        kind = "you"
    elif rest[0] in words_of("did") or (rest[0].endswith("ed") and rest[0] not in words_of("unpleasant")):
        kind = "more" if not set(rest) & (words_of("good") | {"i", "we"}) else ""
    return Unit(kind, first, last, led)
