"""The detectors: patterns matched word by word, each within a bounded window, so that time grows with length alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.patterns import Context, Element, Kind, Pattern, PatternBook, Rule, Tier
from dialogs.safety.normal import Word, normalise

WEIGHED = "weighed"  # the rule of a concern that no pattern found
_RANK: dict[str, int] = {"A": 0, "B": 1, "C": 2}


@dataclass(frozen=True, slots=True)
class Concern:
    """What a detector found: how urgent, of which kind, by which rule, and where in the text (in characters)."""

    tier: Tier
    kind: Kind
    rule: str
    start: int
    end: int

    @property
    def sure(self) -> bool:
        """Whether words that are known for it stand there; else the whole message was weighed."""
        return self.rule != WEIGHED


@dataclass(frozen=True, slots=True)
class Seen:
    """The most urgent concern; ``silenced`` where there would be one but for the words around it: "he never hit me"."""

    concern: Concern | None
    silenced: bool


class Detectors:
    """All detectors of a pattern book, indexed by the words they can't do without."""

    def __init__(self, book: PatternBook) -> None:
        self.book = book
        self._by_word: dict[str, list[int]] = {}
        self._always: list[int] = []
        self._tries: list[tuple[Rule, Pattern, tuple[frozenset[str], ...]]] = []
        for rule in book.rules:
            for pattern in rule.patterns:
                index = len(self._tries)
                self._tries.append((rule, pattern, _needs(pattern)))
                if pattern.pivot.stems or pattern.pivot.endings:
                    self._always.append(index)
                for word in pattern.pivot.words:
                    self._by_word.setdefault(word, []).append(index)

    def screen(self, text: str) -> Concern | None:
        """The most urgent concern of a text, the first of them if several are as urgent; None if there is none."""
        return self.look(normalise(text, self.book)).concern

    def look(self, words: Sequence[Word]) -> Seen:
        """What the patterns see in a text in its normal form."""
        hits = list(self._hits(words))
        found = [hit for hit in hits if isinstance(hit, Concern)]
        first = min(found, key=lambda hit: (_RANK[hit.tier], hit.start), default=None)
        return Seen(first, silenced=first is None and bool(hits))

    def concerns(self, text: str) -> Iterator[Concern]:
        """Everything that fires."""
        yield from (hit for hit in self._hits(normalise(text, self.book)) if isinstance(hit, Concern))

    def _hits(self, words: Sequence[Word]) -> Iterator[Concern | None]:
        """Each concern; None for one that the words around it silence."""
        places: dict[str, list[int]] = {}
        for at, word in enumerate(words):
            places.setdefault(word.text, []).append(at)
        present = frozenset(places)
        active = set(self._always).union(*(self._by_word.get(word, ()) for word in places))
        for index in sorted(active):
            rule, pattern, needs = self._tries[index]
            if any(need.isdisjoint(present) for need in needs):
                continue
            for start in _starts(pattern.elements, places):
                end = _match(pattern.elements, words, start, len(words), self.book.barriers)
                if end is None:
                    continue
                tier = self._tier(rule, words, start, end)
                yield Concern(tier, rule.kind, rule.id, words[start].start, words[end - 1].end) if tier else None

    def _tier(self, rule: Rule, words: Sequence[Word], start: int, end: int) -> Tier | None:
        """The rule's tier as its surroundings change it: silence wins over softening, softening over urgency."""
        for pattern in rule.unless:
            for at in range(max(0, start - 8), min(end + 2, len(words))):
                stop = _match(pattern.elements, words, at, len(words), self.book.barriers)
                if stop is not None and stop > start:
                    return None
        outcomes = {
            context.to
            for context in self.book.contexts
            if rule.kind in context.kinds
            and context.id not in rule.despite
            and _near(context, words, start, end, self.book.barriers)
        }
        if "none" in outcomes:
            return None
        if "C" in outcomes or rule.tier == "C":
            return "C"
        return "A" if "A" in outcomes else rule.tier


def _needs(pattern: Pattern) -> tuple[frozenset[str], ...]:
    """Words one of which must stand somewhere: looking for them costs far less than a match that can't be."""
    return tuple(
        element.words
        for element in pattern.elements
        if element is not pattern.pivot
        and not (element.optional or element.gap or element.edge or element.stems or element.endings)
    )


def _starts(elements: Sequence[Element], places: dict[str, list[int]]) -> Iterator[int]:
    first = next(element for element in elements if element.edge != "^")
    if first.stems or first.endings:
        found = [word for word in places if first.takes(word)]
    elif len(first.words) < len(places):
        found = [word for word in first.words if word in places]
    else:
        found = [word for word in places if word in first.words]
    for word in sorted(found):
        yield from places[word]


def _near(context: Context, words: Sequence[Word], start: int, end: int, barriers: frozenset[str]) -> bool:
    low, high = max(0, start - context.reach), min(len(words), end + context.reach)
    if context.side != "around":
        high = start
    if not context.across:
        for at in range(start, low, -1):
            if words[at].pause == ".":
                low = at
                break
        for at in range(end, high):
            if words[at].pause == ".":
                high = at
                break
    for pattern in context.patterns:
        for at in range(low, high):
            # A negation that touches the match ends exactly where it begins, with no pause between them.
            touching = context.side == "touching"
            if touching and any(word.pause for word in words[at + 1 : start + 1]):
                continue
            if _match(pattern.elements, words, at, high, barriers, touching) is not None:
                return True
    return False


def _match(
    elements: Sequence[Element],
    words: Sequence[Word],
    start: int,
    limit: int,
    barriers: frozenset[str],
    whole: bool = False,
) -> int | None:
    """Where the pattern ends if it begins at ``start``: the nearest end, or ``limit`` itself if it must be whole."""
    ends = [start]
    for element in elements:
        if element.gap:
            ends = _across(ends, element.gap, words, start, limit, barriers)
        else:
            taken = [
                at + 1
                for at in ends
                if at < limit and element.takes(words[at].text) and (at == start or words[at].pause != ".")
            ]
            if element.optional:
                ends = sorted({*ends, *taken})
            elif element.edge:
                ends = sorted({*taken, *(at for at in ends if _at_edge(element.edge, words, at))})
            else:
                ends = taken
        if not ends:
            return None
    if whole:
        return limit if limit in ends else None
    return ends[0]


def _across(
    ends: Sequence[int], gap: int, words: Sequence[Word], start: int, limit: int, barriers: frozenset[str]
) -> list[int]:
    reached = set(ends)
    for end in ends:
        for at in range(end, min(end + gap, limit)):
            if words[at].text in barriers or (at > start and words[at].pause == "."):
                break
            reached.add(at + 1)
    return sorted(reached)


def _at_edge(edge: str, words: Sequence[Word], at: int) -> bool:
    if edge == "^":
        return at == 0 or words[at].pause == "."
    return at == len(words) or words[at].pause != ""
