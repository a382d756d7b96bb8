"""Reading: the clauses of a complaint. Who is said to do what, or not to do it; when, and how often.

A clause is read only where its subject is plain: "you", the partner by name of their part ("my wife", "he"), "we", "I",
and the few things a partner has (their mother, friends, work, phone). Everything else is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from content.statements import load
from dialogs.statements.patterns import Pattern, compile_pattern, match
from dialogs.statements.phrases import Phrase, read_phrase
from dialogs.statements.times import Time, find_times, says_often
from dialogs.statements.words import Word, named, spoken_to

_AUXILIARIES = frozenset("do does did are is was were have has had will would can could should must".split())
_THEY = frozenset("he she they".split())
_THEIRS = frozenset("your his her their".split())
_JOINING = frozenset("and but so because cause plus then or".split())
_ALONE = frozenset("talk cry speak try leave sleep".split())  # verbs after which "you" begins a clause of its own
_TOWARDS = frozenset("to with for at about of from by on after before than like and or".split())
_FRONTING = frozenset(
    """on at in during last this yesterday today after before over earlier two three four five all every since for
    tonight monday tuesday wednesday thursday friday saturday sunday once again by through apparently meanwhile
    first""".split()
)
_PERSONAL = frozenset("i you he she we they it that who what which".split())
_ASIDES = frozenset("thank tell if believe know see guess ask".split())  # "you know what", "if you ask me"
_FAR = 9  # words that may stand before the subject
_WHOLE = 40  # words of one clause that are read


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause, its subject first: what its verb phrase says, and the words after the subject.

    ``subject`` is you, we, i, inlaw, friends, work or phone; ``slot`` who of the family it is.
    """

    subject: str
    words: tuple[Word, ...]
    phrase: Phrase
    slot: str | None = None
    led: bool = False  # it began as an order or a reproach: "stop ...", "why don't you ..."

    @property
    def times(self) -> tuple[Time, ...]:
        """When it happened."""
        return find_times(self.words)

    @property
    def often(self) -> bool:
        """Whether it is said to happen again and again."""
        return says_often(self.words)

    @property
    def past(self) -> bool:
        """Whether it tells of something that is over."""
        return self.phrase.past or any(time.kind == "past" for time in self.times)


@dataclass(frozen=True, slots=True)
class _Subject:
    kind: str
    end: int
    third: bool = False
    slot: str | None = None


def read_clauses(words: Sequence[Word]) -> tuple[Clause, ...]:
    """The clauses whose subject is plain, in the order of the text."""
    return _read(tuple(words))


@lru_cache(maxsize=2)  # one text is read a dozen times on its way to a sentence; no more than that is held
def _read(words: tuple[Word, ...]) -> tuple[Clause, ...]:
    return tuple(_clauses(words))


def _clauses(words: Sequence[Word]) -> Iterator[Clause]:
    third = spoken_to(words)
    aside = _speaks_to_partner(words)  # then, and once somebody else was named, "he" and "she" are somebody else
    within = False  # inside what the partner does: "the way I cook" is no complaint of its own
    start = 0
    for at, word in enumerate(words):
        if word.pause == ".":
            start = at
        if word.pause or word.text in _JOINING:
            within = False
        if word.text in named("others") and at and words[at - 1].text not in _THEIRS:
            aside = True
        if at > start and _reported(words[start:at]):
            continue
        if within:
            continue
        for clause in _clauses_at(words, third, start, at, aside):
            within = within or (clause.subject == "you" and not clause.led)
            yield clause


def _speaks_to_partner(words: Sequence[Word]) -> bool:
    """Whether the partner is "you", and no "he" or "she": whoever comes first."""
    for at, word in enumerate(words):
        if word.text in _THEY or word.text in named("partners"):
            return False
        before = words[at - 1].text if at else ""
        after = words[at + 1].text if at + 1 < len(words) else ""
        if word.text == "you" and before not in _ASIDES and after not in _ASIDES:
            return True
    return False


def _clauses_at(words: Sequence[Word], third: Sequence[Word], start: int, at: int, aside: bool) -> Iterator[Clause]:
    free = _may_begin(words, start, at)
    if free:
        yield from _led(words, at)
        if not aside and words[at].text != third[at].text:
            yield from _led(third, at)
    subject = _subject(words, at)
    if subject is None or (subject.third and aside and words[at].text in _THEY):
        return
    read = third if subject.third else words
    if free:
        if not _welcomed(words[start:at]):
            yield from _spoken(subject, tuple(read[subject.end : _end(words, subject.end)]))
    elif (asked := _asked(read, words, start, at, subject)) is not None:
        yield asked


def _spoken(subject: _Subject, after: tuple[Word, ...], **known: bool) -> Iterator[Clause]:
    after = _fronted(after)
    if after and after[0].pause and not known.get("led", False):
        return  # "you, " calls somebody and says nothing yet
    phrase = read_phrase(after, third=subject.third, **known)
    if phrase is not None:
        yield Clause(subject.kind, after, phrase, subject.slot, known.get("led", False))


def _fronted(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """``are never there`` → ``never are there``: what follows a "be" is then as the patterns have it."""
    at = 0
    while at < len(words) and (words[at].light or words[at].text in named("not")) and "be" not in words[at].bases:
        at += 1
    if at >= len(words) or "be" not in words[at].bases:
        return words
    end = at + 1
    while end < len(words) and words[end].light and not words[end].pause:
        end += 1
    if end >= len(words) or words[end].text not in named("not"):
        return words
    return (*words[:at], *words[at + 1 : end + 1], words[at], *words[end + 1 :])


def _led(words: Sequence[Word], at: int) -> Iterator[Clause]:
    """A complaint by its beginning: "stop ...", "nobody ...", "I wish you would ..."."""
    best: tuple[int, bool, str] | None = None
    order = words[at].text in load().readings["leads"]["commands"] and words[at].pause == "."
    if order and "once" in [word.text for word in words[at : at + 8]]:
        after = tuple(words[at : _end(words, at)])
        yield from _spoken(_Subject("you", at), after, lacks=True, led=True)
    for lacks, source, pattern in _leads().get(words[at].text, ()):
        found = match(pattern, words, at)
        if found is not None and (best is None or found.end > best[0]):
            best = (found.end, lacks, source)
    if best is None or best[0] >= len(words):
        return
    end, lacks, source = best
    if source.startswith("you ") and says_often(words[at : _end(words, at)]):
        return  # "you always need to talk" is said of what happens, "you need to talk" of what does not
    if source == "would you" and not {word.text for word in words[end : end + 2]} & {"ever", "just"}:
        return  # a polite request
    over = bool({"were", "was", "did", "promised", "said"} & set(source.split()))
    after = tuple(words[end : _end(words, end)])
    yield from _spoken(_Subject("you", end), after, lacks=lacks, over=over, led=True)


def _asked(read: Sequence[Word], words: Sequence[Word], start: int, at: int, subject: _Subject) -> Clause | None:
    """A question that is none: "why don't you ever listen?", "do you even care?"."""
    first = at - 1
    while first > start and (words[first].light or words[first].text == "not"):
        first -= 1
    if first < start or words[first].text not in _AUXILIARIES:
        return None
    before = [word.text for word in words[start:first] if not word.light]
    between = words[first + 1 : at]
    ends = words[subject.end : subject.end + 2]
    negated = any(word.text == "not" for word in (*between, *ends))
    doubting = not negated and any(word.text in ("ever", "even") for word in (*between, *ends))
    why = "why" in before[-3:]
    how = before[-1:] == ["how"] and words[first].text in ("can", "could")
    always = any(word.text in named("absolute") for word in (*between, *ends))
    if not (negated or doubting or why or how or always):
        return None
    after = (*read[first:at], *read[subject.end : _end(words, subject.end)])
    asked = _spoken(subject, after, lacks=doubting and not why, over=how and words[first].text == "could", led=True)
    return next(asked, None)


def _subject(words: Sequence[Word], at: int) -> _Subject | None:
    text = words[at].text
    if text in ("you", "we", "i"):
        return _Subject(text, at + 1)
    if text in _THEY:
        return _Subject("you", at + 1, third=True)
    if text in named("partners"):
        return _Subject("you", at + 1, third=True)
    following = words[at + 1].text if at + 1 < len(words) else ""
    if text == "my" and (following in named("partners") or following in named("my_partners")):
        return _Subject("you", at + 2, third=True)
    if text in _THEIRS:
        slots = load().slots["inlaw"]
        if following in slots:
            return _Subject("inlaw", at + 2, text != "your", slots[following])
        for kind, name in (("friends", "friend"), ("work", "work"), ("phone", "phone")):
            if following in named(name):
                return _Subject(kind, at + 2, text != "your")
    return _Subject("work", at + 1) if text == "work" else None


def _may_begin(words: Sequence[Word], start: int, at: int) -> bool:
    """Whether a clause may begin here: at the start, after a pause, a connector or a time."""
    before = at
    while before > start and words[before - 1].light and not words[before].pause:
        before -= 1
    if before == start or words[before].pause or words[at].pause:
        return True
    if _fronted_by_time(words, start, at):
        return True
    previous = words[before - 1].text
    if previous == "come" and before - 2 >= start and words[before - 2].text == "how":
        return True
    if previous in named("connectors"):
        return True
    opening = {word.text for word in words[start : start + 2]} & {"when", "whenever", "every"}
    free = previous in _ALONE or not (
        previous in _TOWARDS or any(base in load().forms for base in words[before - 1].bases)
    )
    return bool(opening) and words[at].text == "you" and free


def _fronted_by_time(words: Sequence[Word], start: int, at: int) -> bool:
    """Whether only a time or a place stands before: "on Saturday at my cousin's wedding you ..."."""
    before = words[start:at]
    return (
        0 < len(before) <= _FAR
        and before[0].text in _FRONTING
        and not any(word.text in _PERSONAL or word.text in named("not") for word in before)
    )


def _end(words: Sequence[Word], at: int) -> int:
    """Where the sentence ends, or where we stop reading it."""
    end = at
    while end < len(words) and end - at < _WHOLE and not (end > at and words[end].pause == "."):
        end += 1
    return end


def _reported(before: Sequence[Word]) -> bool:
    """Whether somebody's words are told: "my sister says you never ..." is not the person's own complaint."""
    for at, word in enumerate(before[-4:], max(0, len(before) - 4)):
        if word.text in named("reporting") and not (at and before[at - 1].text in ("you", "i")):
            return True
    return False


def _welcomed(before: Sequence[Word]) -> bool:
    """Whether what follows is liked: "I love that you never ..."."""
    texts = [word.text for word in before[-4:]]
    return any(text in named("approving") for text in texts) and "not" not in texts and "would" not in texts


@cache
def _leads() -> dict[str, tuple[tuple[bool, str, Pattern], ...]]:
    firsts: dict[str, tuple[tuple[bool, str, Pattern], ...]] = {}
    for name, lacks in (("lacks", True), ("does", False)):
        for source in load().readings["leads"][name]:
            pattern = compile_pattern(source)
            for word in sorted(pattern.elements[0].words):
                firsts[word] = (*firsts.get(word, ()), (lacks, source, pattern))
    return firsts
