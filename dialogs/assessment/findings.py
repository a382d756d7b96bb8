"""Findings: the blame in an attempt and the parts it has, once the places the rules found are weighed together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dialogs.assessment.attempt import Attempt
from dialogs.assessment.erasures import find_erasures
from dialogs.assessment.grievances import find_grievances
from dialogs.assessment.hunches import find_hunches
from dialogs.assessment.issues import Code, Issue, issue
from dialogs.assessment.patterns import words_of
from dialogs.assessment.search import Place, find_places

# Where both fit and overlap, the first is what is said to the person.
_OVER = (
    (Code.DIAGNOSE, (Code.LABEL, Code.MIND_READ)),
    (Code.LABEL, (Code.CONTEMPT, Code.MIND_READ)),
    (Code.THREAT, (Code.NEG_REQUEST, Code.VAGUE_REQUEST, Code.SELF_ERASE, Code.MIND_READ, Code.GUILT)),
    (Code.FEEL_LIKE_YOU, (Code.MIND_READ, Code.FEEL_THAT)),
    (Code.FEEL_THAT, (Code.MIND_READ,)),
    (Code.WHY_LOADED, (Code.MIND_READ, Code.NEG_REQUEST, Code.DEMAND)),
    (Code.GUILT, (Code.MIND_READ, Code.SHOULD)),
    (Code.COMPARE, (Code.MIND_READ, Code.LABEL)),
    (Code.CONTEMPT, (Code.SELF_ERASE, Code.NEG_REQUEST)),
    (Code.YOU_MAKE_ME, (Code.MIND_READ, Code.FAUX_FEELING, Code.GUILT)),
    (Code.FEEL_LIKE_YOU, (Code.GUILT,)),
    (Code.DIAGNOSE, (Code.GUILT,)),
    (Code.SELF_ERASE, (Code.NEG_REQUEST,)),
)
_MINE = frozenset({"i", "my"})
# What is told with delight ("because of you I laughed", "you've never looked lovelier") is none of these.
_DELIGHTED = frozenset({Code.PAST, Code.COMPARE, Code.GUILT, Code.ABSOLUTE, Code.CONTEMPT, Code.KITCHEN_SINK})

_PRAISING = frozenset({Code.PAST, Code.COMPARE, Code.ABSOLUTE})
_SPITEFUL = frozenset({Code.CONTEMPT, Code.LABEL, Code.GUILT})  # beside these, praise is sarcasm
_TURNS = frozenset("but yet except though although still instead only until".split())


@dataclass(frozen=True, slots=True)
class Findings:
    """``issues``: blame, in order; ``parts``: what the text has ("feeling", "need", "request" …), as token spans."""

    issues: tuple[Issue, ...]
    parts: Mapping[str, tuple[Place, ...]]
    felt: tuple[str, ...]  # feelings in the person's own words, in order

    def has(self, part: str) -> bool:
        """Whether the attempt has this part."""
        return part in self.parts

    @property
    def feelings(self) -> frozenset[str]:
        """The feelings that were named."""
        return frozenset(self.felt)

    @property
    def feeling(self) -> str | None:
        """The first feeling that is more than "bad", else the first, else None."""
        clear = (word for word in self.felt if word not in words_of("vague_feeling"))
        return next(clear, self.felt[0] if self.felt else None)

    @property
    def asks_for_space(self) -> bool:
        """Whether this is a polite "I need twenty minutes", which owes nobody a feeling; one that only tells when a
        break is due ("if I start to cry, I'll …") is none yet."""
        return self.has("space") and not self.issues and (not self.felt or self.has("pause"))


def read_findings(attempt: Attempt) -> Findings:
    """Find blame and parts in an attempt."""
    places, denied = find_places(attempt)
    parts: dict[str, tuple[Place, ...]] = {}
    blame: list[Place] = []
    for place in places:
        if place.code.startswith("has."):
            name = place.code.removeprefix("has.")
            parts[name] = (*parts.get(name, ()), place)
        else:
            blame.append(place)
    mine = [place for place in parts.get("feeling", ()) if _is_mine(attempt, place)]
    if mine:
        parts.setdefault("own", (*mine,))
    felt = _felt(attempt, parts.get("feeling", ()))
    if felt and words_of("delight").issuperset(felt):
        blame = [place for place in blame if place.code not in _DELIGHTED]
    kind = [place for name in ("need", "thanks") for place in parts.get(name, ())]
    blame += find_hunches(attempt, blame, (*denied, *kind))
    blame = [place for place in blame if not _is_excused(place, parts)]
    blame = _unpraised(attempt, blame, parts.get("praise", ()))
    kept = list(_joined(_weighed(blame)))
    kept += find_grievances(attempt, kept)
    kept += find_erasures(attempt, kept)
    found = {issue(Code(place.code), *attempt.characters(place.first, place.last)) for place in kept}
    issues = tuple(sorted(found, key=lambda each: (each.start, each.end, each.code)))
    return Findings(issues, parts, felt)


def _is_excused(place: Place, parts: Mapping[str, tuple[Place, ...]]) -> bool:
    """Whether it lies where something tells that it is none: ``has.no_label`` and the like."""
    return any(_overlap(place, excuse) for excuse in parts.get(f"no_{place.code.lower()}", ()))


def _unpraised(attempt: Attempt, blame: list[Place], praise: Sequence[Place]) -> list[Place]:
    """The blame without what is only told in praise, unless its sentence turns ("thanks, but you never …")."""
    if any(place.code in _SPITEFUL for place in blame):
        return blame
    kind = {attempt.sentence(place.first) for place in praise}
    kind = {(start, end) for start, end in kind if _TURNS.isdisjoint(t.text for t in attempt.tokens[start:end])}
    return [place for place in blame if place.code not in _PRAISING or attempt.sentence(place.first) not in kind]


def _is_mine(attempt: Attempt, place: Place) -> bool:
    first, last = place.around
    return not _MINE.isdisjoint(token.text for token in attempt.tokens[first : last + 1])


def _felt(attempt: Attempt, places: Sequence[Place]) -> tuple[str, ...]:
    ordered = sorted(places, key=lambda place: (place.first, place.last))
    words = (" ".join(token.text for token in attempt.tokens[place.first : place.last + 1]) for place in ordered)
    return tuple(dict.fromkeys(words))


def _weighed(places: Sequence[Place]) -> list[Place]:
    """The places without those that another code says better."""
    left = list(places)
    for code, others in _OVER:
        strong = [place for place in left if place.code == code]
        left = [
            place for place in left if place.code not in others or not any(_overlap(place, better) for better in strong)
        ]
    return left


def _joined(places: Sequence[Place]) -> Iterator[Place]:
    """Places of one code that overlap, as one; faux feelings stay apart, the longest of those that overlap."""
    for code in {place.code for place in places}:
        rows = sorted((place for place in places if place.code == code), key=lambda place: (place.first, -place.last))
        open_place: Place | None = None
        for place in rows:
            if open_place is None or place.first > open_place.last:
                if open_place is not None:
                    yield open_place
                open_place = place
            elif place.last > open_place.last:
                open_place = Place(code, open_place.first, place.last, open_place.around)
        if open_place is not None:
            yield open_place


def _overlap(one: Place, other: Place) -> bool:
    return one.first <= other.last and other.first <= one.last
