"""Deeds: who is said to do what, for telling whether an answer turned the roles round.

A shallow reading: where it is not plain who does something, the subject stays open, and the comparison in
`dialogs.statements.model.fidelity` is strict about what is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content import model
from content.statements import load
from dialogs.statements.vocabulary import BE
from dialogs.statements.words import Word, is_form, is_verb, named, read_words

_SUBJECTS = frozenset("i we he she they".split())
_EITHER = frozenset("you it".split())  # subject or object: the word before tells
_OWNERS = {"my": "i", "our": "we", "your": "you", "his": "he", "her": "she", "their": "they"}
_OBJECT_OF = {"me": "i", "us": "we", "him": "he", "them": "they"}
_HELPING = BE | frozenset("do does did have has had having will would can could may might shall should must".split())
_DETERMINING = frozenset("a an the this that these those any some no every each another".split())
_OPENING = frozenset(
    "when whenever while because since if unless until after before that who which what how why where although though "
    "and but or then like than".split()
)
_PREPOSITIONS = frozenset(
    "to at in on with for about of from by into over without during through towards between under around off".split()
)
_NOBODY = frozenset("nothing nobody none no".split())
_AFTER = 3  # words in which a "nothing" denies the verb before it
_FAR = 6  # words between an owner and the verb of what they own


@dataclass(frozen=True, slots=True)
class Deed:
    """What is said of somebody. ``subject`` is i, you, we, he, she, they, it, a noun, or None where it is open.

    ``passive``: it is done to the subject. ``state``: it is what they are ("late"), not what they do.
    """

    bases: frozenset[str]
    subject: str | None
    negated: bool
    passive: bool = False
    state: bool = False


def read_deeds(text: str) -> tuple[Deed, ...]:
    """The deeds of a text, the partner as "you", by whatever word they were called."""
    words = read_words(text)
    return tuple(_deeds(words, partner_of(words)))


def partner_of(words: Sequence[Word]) -> frozenset[str]:
    """The words that mean the partner here: "you"; in a text that says "you" to nobody also he, she or they."""
    said = {word.text for word in words}
    if said & {"you", "your", "yours"}:
        return frozenset({"you"})
    used = [
        family[0]
        for family in (("he", "him", "his"), ("she", "her", "hers"), ("they", "them", "their"))
        if said & set(family)
    ]
    named_partner = bool(said & model.load().roles)
    others = bool(said & (named("others") | named("inlaw"))) and not named_partner
    return frozenset({"you", used[0]} if len(used) == 1 and not others else {"you"})


def owner_of(word: Word, partner: frozenset[str]) -> str | None:
    """Whose something is: the class of "my", "your" and the like; None for other words."""
    owner = _OWNERS.get(word.text)
    return "you" if owner in partner else owner


def _deeds(words: Sequence[Word], partner: frozenset[str]) -> Iterator[Deed]:
    subject: str | None = None
    negated = helped = be = fresh = False
    last: Word | None = None  # the verb before in this clause
    for at, word in enumerate(words):
        text = word.text
        opening = _opens(words, at)
        if word.pause or opening:
            if word.pause == ".":
                subject = None
            fresh, negated, helped, be = True, negated and text == "or", False, False
            last = None
            if opening:
                if text not in ("and", "or", "but", "then"):
                    subject = None
                continue
        if text in _SUBJECTS or (text in _EITHER and (fresh or helped or last is None) and not _after(words, at)):
            subject = "you" if text in partner else text
            fresh = False
            continue
        if fresh and (text in _OWNERS or text in _DETERMINING) and (head := _head(words, at)) is not None:
            mine = text == "my" and head in model.load().roles
            subject, fresh = "you" if mine else head, False
            continue
        if text in named("not") or text in ("no", "nobody"):
            negated = negated or text != "no"
            continue
        if text in _HELPING:
            be = be or text in BE
            helped = helped or text not in BE or fresh
            continue
        doer = _made_to(words, at, partner)
        if not (_is_verb(words, at, last, doer is not None) or (be and _is_state(word))):
            continue
        who = doer or _owned(words, at, partner) or _open(words, at, subject, fresh)
        yield _deed(words, at, who, negated, be, last)
        fresh, helped, be, last = False, False, False, word


def _opens(words: Sequence[Word], at: int) -> bool:
    """Whether a word opens a clause: "so you left", and not "so late"."""
    if words[at].text not in ("so", "as"):
        return words[at].text in _OPENING
    return at + 1 < len(words) and words[at + 1].text in _SUBJECTS | _EITHER


def _deed(words: Sequence[Word], at: int, subject: str | None, negated: bool, be: bool, last: Word | None) -> Deed:
    word = words[at]
    state = not word.bases & set(load().forms)
    passive = be and not state and is_form(word, "participle") and not is_form(word, "doing")
    denied = negated or any(other.text in _NOBODY and not other.pause for other in words[at + 1 : at + 1 + _AFTER])
    doing = is_form(word, "doing")
    if last is not None and last.bases & model.load().turning and (doing or words[at - 1].text == "to"):
        denied = not denied
    if last is not None and last.bases & model.load().noticing and doing and not be:
        subject = None
    return Deed(word.bases & set(load().forms) or word.bases, subject, denied, passive, state)


def _is_verb(words: Sequence[Word], at: int, last: Word | None, made: bool) -> bool:
    """Whether a word that may be a verb is one here, and no noun."""
    word = words[at]
    if not word.bases & set(load().forms):
        return False
    before = words[at - 1] if at and not word.pause else None
    if before is None or made:
        return True
    if before.text in _DETERMINING or (before.text in _OWNERS and not is_form(word, "doing")) or before.text == "'s":
        return False
    if before.text in _PREPOSITIONS and before.text != "to" and not is_form(word, "doing"):
        return False
    return not (last is before and is_verb(word.text))  # "you bring work home"


def _is_state(word: Word) -> bool:
    small = word.light or word.text in model.load().small
    return not small and word.text not in named("adverbs")


def _after(words: Sequence[Word], at: int) -> bool:
    """Whether the word before makes an object of this one."""
    before = words[at - 1] if at and not words[at].pause else None
    return before is not None and before.text in _PREPOSITIONS


def _open(words: Sequence[Word], at: int, subject: str | None, fresh: bool) -> str | None:
    """The subject of the clause; a sentence that begins with a plain verb tells the partner to do something."""
    if subject is None and fresh and words[at].pause == "." and is_verb(words[at].text):
        return "you"
    return subject


def _made_to(words: Sequence[Word], at: int, partner: frozenset[str]) -> str | None:
    """Who does it where somebody is made, told, let or seen to: "you told me to leave", "I saw you kissing her"."""
    place = at - 1
    while place >= 0 and not words[place + 1].pause and words[place].text in ("to", "not", *named("adverbs")):
        place -= 1
    if place < 1 or words[place + 1].pause or not (is_verb(words[at].text) or is_form(words[at], "doing")):
        return None
    text = words[place].text
    if text in _OBJECT_OF:
        return "you" if _OBJECT_OF[text] in partner else _OBJECT_OF[text]
    before = words[place - 1]
    told = not words[place].pause and before.text not in _HELPING and bool(before.bases & set(load().forms))
    return text if text in _EITHER and told else None


def _owned(words: Sequence[Word], at: int, partner: frozenset[str]) -> str | None:
    """Who does it where it is called theirs: "your yelling"."""
    if at and not words[at].pause and is_form(words[at], "doing"):
        return owner_of(words[at - 1], partner)
    return None


def _head(words: Sequence[Word], at: int) -> str | None:
    """The noun that an owner or an article leads to, if it is the subject of a verb: "my mother | came"."""
    for place in range(at + 1, min(at + _FAR, len(words))):
        word = words[place]
        if word.pause or word.text in _OPENING:
            return None
        finite = word.text in _HELPING or word.text in named("not") or bool(word.bases & set(load().forms))
        if place > at + 1 and finite and not (words[place - 1].light or words[place - 1].text in _OWNERS):
            if is_form(word, "doing") and word.text not in _HELPING:
                continue
            return words[place - 1].text
    return None
