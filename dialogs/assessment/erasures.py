"""Erasures: "I know you're tired, but …": empathy, love or sorry that a blaming clause after "but" takes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dialogs.assessment.attempt import Attempt
from dialogs.assessment.issues import SEVERITY, Code
from dialogs.assessment.patterns import read_pattern
from dialogs.assessment.search import Place
from dialogs.assessment.tokens import PAUSES

_KIND = (
    "know|understand|get|see|appreciate|realise|hear|love|like|care|respect|admire|value|recognise|accept|believe|trust"
)
_HEADS = (
    "@erasing|@softening ,,18 ,~1 but|however|yet",
    f"i @adverb~2 do|can|totally|fully|deeply~2 {_KIND} ,,18 ,~1 but|however|yet",
    "^ you ..4 , grand|great|fine|lovely|thanks|nice|ok|okay|good|brilliant|well_done ,~1 but|however|yet",
    "it is|was @adverb~1 nice|great|good|lovely|sweet|kind|true|fair ,,12 ,~1 but|however|yet",
)
_BLAMING = "@blaming"  # how a clause begins that blames
_CUTTING = (  # what blames wherever it stands in a clause: "flowers do not replace a husband"
    "^ so is|are|was|am|do|have my|i|our",
    "you deserve|deserved worse|it|that|what|everything",
    "<!i|we do|does|did|will|can not @adverb~1 replace|excuse|erase|undo|feed|pay|wash|raise|mend|cover|wipe|cancel",
    "<!i|we do|does|did|will|can not @adverb~1 buy|fill|count",
    "is|was|are the only ..3 you",
    "husband|wife|man|woman|mother|father|partner|somebody|someone ..1 who|that",
    "did|was|were|is|does not ..3 for|when|at|on the|your|her|his|you ..4",
    "is|was @adverb~1 rich|convenient|strange|funny coming? from|how|that",
)
_GENTLE = "@gentle"  # or doesn't
_STOPS = frozenset([".", "!", "!!", "?"])
_TOUCHY = frozenset({Code.SHOULD, Code.KITCHEN_SINK})


def find_erasures(attempt: Attempt, blame: Sequence[Place]) -> Iterator[Place]:
    """The places from the kind opening to the end of the blaming clause."""
    if not attempt.vocabulary & {"but", "however", "yet"}:
        return
    seen: set[int] = set()
    for start, end, _, _ in sorted(place for head in _HEADS for place in read_pattern(head).find(attempt.plain)):
        first, last = attempt.token_at(start), attempt.token_at(end - 1) + 1
        if last >= len(attempt.tokens) or last in seen or _stops_between(attempt, first, last):
            continue
        seen.add(last)
        if attempt.tokens[last].text == ",":
            last += 1
        stop = last
        while stop < len(attempt.tokens) and attempt.tokens[stop].text not in PAUSES:
            stop += 1
        if stop > last and _blames(attempt, last, stop, blame):
            yield Place(Code.BUT_ERASE, first, stop - 1, (first, stop - 1))


def _stops_between(attempt: Attempt, first: int, last: int) -> bool:
    return any(token.text in _STOPS for token in attempt.tokens[first:last])


def _blames(attempt: Attempt, first: int, stop: int, blame: Sequence[Place]) -> bool:
    clause = " " + "".join(f"{token.text} " for token in attempt.tokens[first:stop])
    if any(first <= place.first < stop and _is_blame(Code(place.code)) for place in blame):
        return True
    if any(True for source in _CUTTING for _ in read_pattern(source).find(clause)):
        return True
    if any(start <= 1 for start, *_ in read_pattern(_GENTLE).find(clause)):
        return False
    return any(start <= 1 for start, *_ in read_pattern(_BLAMING).find(clause))


def _is_blame(code: Code) -> bool:
    return SEVERITY[code] > 1 or code in _TOUCHY
