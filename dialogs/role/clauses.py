"""Who does it: the subject of a verb in plain English prose, found by its clause. Says nothing where it is not sure.

Scanning goes left from the verb over small words ("I just always end up ...") to the nearest subject. Verbs joined
by "and" share one ("I yell and follow him"), "she makes me shut down" is about me, "I wish he would talk" about nobody,
and a verb's own form must agree: "he calls when I sleep and leaves" says that he leaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dialogs.safety import Word, normalise

Person = Literal["me", "partner", "both"]
Form = Literal["plain", "s", "ing", "any"]

_ADDITIVE = frozenset({"and", "or", "but", "then", "so", "plus", ","})
_MODAL = frozenset("will would can could should shall may might must did does do to makes make".split())
_OWNERS = frozenset({"my", "the", "your", "our", "dear", "a", "other"})
_NOUN_AHEAD = frozenset("a an the my his their your our this no any some".split())
_DOERS: Mapping[str, Person] = {"my": "me", "his": "partner", "their": "partner", "your": "partner"}
_REACH = 25  # words to the left in which a shared subject is looked for
_UNKNOWN = 4  # words between a subject and its verb that we need not know


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a pause ("," or "."); ``start`` and ``end`` are places in the original text."""

    text: str
    start: int
    end: int
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """Who does it; ``at`` is the token that says so, None where it is shared or left out."""

    person: Person
    at: int | None = None


class Clauses:
    """The tokens of one text, and who does what in it."""

    def __init__(
        self, text: str, words: Mapping[str, frozenset[str]], spellings: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._words = words
        self.tokens = tuple(_tokens(text, normalise(text), words, spellings))
        self._names = [token.text for token in self.tokens]

    def subject(self, verb: int) -> Subject | None:
        """Who does what the token at ``verb`` says; None if nobody does it, a third person, or it is not plain."""
        form = self._form(self._names[verb])
        if verb and (owner := self._names[verb - 1]) in _NOUN_AHEAD:
            person = _DOERS.get(owner) if form == "ing" else None
            return Subject(person, verb - 1) if person else None  # "his shutting down", but "a shrug", "his mind"
        at, unknown, helped = verb - 1, 0, False
        while at >= 0 and self._names[at] != ".":
            name = self._names[at]
            if self._cancels(at):
                return None
            if name in _ADDITIVE:
                return self._shared(at, form)
            if self._is("joint", name):
                return self._shared(at, form) if form in ("ing", "any") and name != "which" else None
            if self._is("lead", name) and name != "i":
                helped = helped or name in _MODAL
            elif self._is("third", name):
                return None
            elif (person := self._person(at)) is not None:
                return self._owner(at, person, verb, form, unknown, helped)
            elif at == verb - 1 and form == "s" and self.tokens[at].capital:
                return Subject("partner", at)  # a name: "Tom goes quiet"
            else:
                unknown += 1
                if unknown > _UNKNOWN:
                    return None
            at -= 1
        return self._left_out(verb, form) if unknown == 0 else None

    # -- the ways to find it -----------------------------------------------------------------------------------------

    def _owner(self, at: int, person: Person, verb: int, form: Form, unknown: int, helped: bool) -> Subject | None:
        """The person at ``at`` stands left of the verb: as its subject, or as the object of another one?"""
        name = self._names[at]
        before = self._before(at)
        if self._is("drop", before):
            return None  # "I wish he would chase me"
        if name not in ("i", "he", "she", "they", "we", "both"):
            if "to" in self._names[at + 1 : verb] and self._is("wishing", before):
                return None  # "I want him to chase me": a wish
            opens = not before or before in _ADDITIVE or before == "." or self._is("joint", before)
            if form == "ing":
                accepted = opens or self._is("before_ing", before) or self._names[at + 1] in ("of", "for")
            elif self._is("me", name) or name in ("him", "her", "them", "us"):
                accepted = (
                    opens
                    or self._is("make", before)
                    or before in ("is", "was", "for")
                    or "to" in self._names[at + 1 : verb]
                )
            else:
                accepted = opens or unknown == 0
            if not accepted:
                return self._shared(at, form)
        if unknown and form != "ing" and not self._agrees(person, form, name) and not helped:
            return None
        return Subject(person, at)

    def _shared(self, at: int, form: Form) -> Subject | None:
        """The subject of an earlier verb of the same sentence that this one can share."""
        for place in range(at, max(-1, at - _REACH), -1):
            name = self._names[place]
            if name == ".":
                return None
            person = self._person(place)
            if person is None:
                if self._is("third", name) and self._opens(self._before(place)):
                    return None
                continue
            if name not in ("i", "he", "she", "they", "we") and not self._opens(self._before(place)):
                continue
            if not self._agrees(person, form, name):
                continue
            before = self._before(place)
            nested = self._is("joint", before) and before not in _ADDITIVE
            if nested and form in ("any", "ing") and self._has_subject_before(place - 1, person):
                return None  # "he went quiet when I asked and left": either could have left
            return Subject(person)
        return None

    def _left_out(self, verb: int, form: Form) -> Subject | None:
        """No subject at all, as in a note: "keep texting her"; "goes quiet for days"."""
        after = self._names[verb + 1 : verb + 3]
        if "me" in after:
            return Subject("partner") if form == "s" else None
        if form == "s":
            return Subject("partner")
        return Subject("me") if form == "plain" else None

    # -- words -------------------------------------------------------------------------------------------------------

    def _cancels(self, at: int) -> bool:
        """Whether this word left of the verb says that it is not done, or no more."""
        name = self._names[at]
        if name == "used":
            return not (self._is("be", self._before(at)))
        return self._is("not", name) or self._is("drop", name)

    def _person(self, at: int) -> Person | None:
        name = self._names[at]
        if name == "i" or self._is("me", name):
            return "me"
        if self._is("us", name):
            return "both"
        if self._is("partner", name) or self._is("mate", name):
            return "partner"
        return "partner" if name in ("him", "them") or (name == "her" and not self._owns(at)) else None

    def _owns(self, at: int) -> bool:
        """Whether "her" belongs to a noun after it: "her phone", but "her shutting down"."""
        after = self._names[at + 1] if at + 1 < len(self._names) else "."
        return after in self._words["third"] or self._is("mate", after)

    def _before(self, at: int) -> str:
        """The word before a person, over "my" and the like."""
        at -= 1
        while at >= 0 and self._names[at] in _OWNERS:
            at -= 1
        return self._names[at] if at >= 0 else ""

    def _opens(self, before: str) -> bool:
        return not before or before in _ADDITIVE or before == "." or self._is("joint", before) or before == "that"

    def _has_subject_before(self, at: int, person: Person) -> bool:
        while at >= 0 and self._names[at] != ".":
            other = self._person(at)
            if other is not None and other != person:
                return True
            at -= 1
        return False

    def _agrees(self, person: Person, form: Form, name: str) -> bool:
        if form == "s":
            return person == "partner" and name not in ("they", "you")
        if form == "plain":
            return person != "partner" or name in ("they", "you")
        return True

    def _form(self, verb: str) -> Form:
        if self._is("any_form", verb) or self._is("past", verb) or verb.endswith("ed"):
            return "any"
        if verb.endswith("ing") and verb not in ("ring", "bring", "cling"):
            return "ing"
        return "s" if verb.endswith("s") and not verb.endswith("ss") else "plain"

    def _is(self, kind: str, name: str) -> bool:
        return name in self._words[kind]


def _tokens(
    text: str, words: Sequence[Word], classes: Mapping[str, frozenset[str]], spellings: Mapping[str, tuple[str, ...]]
) -> Iterator[Token]:
    for word in words:
        if word.pause:
            yield Token(word.pause, word.start, word.start)
        first = text[word.start]
        capital = first.isupper() and not (word.end - word.start > 1 and text[word.start : word.end].isupper())
        for name in spellings.get(word.text, (word.text,)):
            if name in classes["seldom"]:
                yield Token("not", word.start, word.end)
            elif name not in classes["filler"]:
                yield Token(name, word.start, word.end, capital)
