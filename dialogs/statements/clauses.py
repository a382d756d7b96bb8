"""Clauses: what happened, once its words are there: their order, the connector, and whether it may be said at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from content.statements import load
from dialogs.statements.blame import find_blame
from dialogs.statements.composing import is_past
from dialogs.statements.times import find_times, says_often
from dialogs.statements.vocabulary import BE, is_form, is_verb, known_verbs, named
from dialogs.statements.words import Word, read_words

_NOUNS_TOO = frozenset("work fun lunch dinner time faith trust help control need say plan rest love sleep".split())
_SUBJECTS = frozenset("you i we my your our".split())
_SUBJECTS_ALONE = frozenset("you i we".split())
_NEXT = frozenset("and while when whenever because before after without so then".split())
_TOLD_OF = frozenset("you your i my me not nobody nothing no".split())
_NO_BEGINNING = frozenset("not do did does have and but or so to is are was were".split())
_OVER = frozenset("could would was were did had".split())
_ALLOWED = re.compile(r"\bdo not (?:have|need) to\b")  # that is no complaint
_ONE_WHO = re.compile(r"\bone who (?:do|did) not\b")  # of "the only one who ever does"
_WHEN = re.compile(r"\bwhen\b")
# What judges while it tells: a coach would ask what the camera saw
_JUDGING = frozenset(
    """hog hogs hogged hogging sulk sulked sulking whine whined whining moan moaned moaning nag nagged nagging belittle
    belittled ditch ditched dodge dodged undermine undermined badger badgered sabotage sabotaged""".split()
)
_JUDGED = re.compile(
    r"\bbehind my back\b|\bact(?:ed)? (?:single|like|as if)\b|\bpick(?:ed)? (?:the |a )?fights?\b|"
    r"^you (?:don't|didn't) listen(?: to me)?$|^you used to\b|"
    r"\beverything$|\bno (?:help|use)\b|\bevery (?:woman|man|girl|guy|bloke)\b|"
    r"\b(?:keep|kept) (?:the )?score\b|\b(?:glued|married) to\b|\blift(?:ed)? a finger\b|\bevery single\b",
    re.IGNORECASE,
)
# Words are missing: "the other evening you laughed", "you don't introduce me as anything other than a friend"
_BROKEN = re.compile(
    r"^(?:the|this|that) (?:day|evening|night|morning|weekend) (?:you|I|we)\b|\bas other$", re.IGNORECASE
)
# A promise or a wish alone: what came of it is missing
_UNDERTAKEN = re.compile(
    r"(?:(?:you|we) (?:said|promised|swore|agreed|vowed|told me)(?: me)?(?: that)? (?:you|we)(?:'d|'ll| would| will)\b|"
    r"(?:you|we) (?:promised|agreed|swore|offered)(?: me)? to\b|"
    r"I (?:asked|told|reminded|begged) you(?: \w+ times?| twice| again)? to\b)"
    r"(?!.*(?:,| and | but | so | yet | then ))",
    re.IGNORECASE,
)
_DAYS = frozenset("day night evening morning week weekend minute moment".split())
_MINE = frozenset("i my we our".split())
_HAVING = re.compile(r"(?:you|I|we)(?:'ve| have(?:n't)?)\b")
_SINCE = re.compile(r"\b(?:have(?:n't)?|has(?:n't)?|'ve|'s) .*\bsince\b")  # "we haven't kissed since March"
_PLACING = frozenset(
    "in at on during after before for over since from through by with under back last two three".split()
)
# What may stand for "not" in a complaint, or leads up to it: "would it kill you to ring", "I wish you'd ask"
_DENYING = frozenset(
    """not never no nor nobody nothing none nowhere without hardly barely cannot stop stopped refuse refuses refused
    forget forgets forgot would will should could how why if whether instead rather wish once least hard even need
    needs fail failed only last since ignore ignored zero yet let single too till until skip skipped miss missed
    supposed meant promise promised say said tell told ask asked expect""".split()
)
_NOT = frozenset({"never", "not"})
_ENDED = re.compile(r"\w{3,}ed").fullmatch  # a verb that no table knows
_FIRST = 4  # words of a clause in which its verb stands
_BEFORE_OBJECTS = frozenset(
    """to with for about at of from by like on without than and or tell told ask asked call called see saw give gave
    show showed help helped need needed want wanted thought think know knew hear heard let made left met love loved
    missed text texted rang ring found find caught catch""".split()
)
_MEANWHILE = frozenset({"when", "while", "whilst"})
SHORTEST, LONGEST = 3, 24  # words of a clause
_DANGLING = frozenset(
    "the a an my your our their and or while when until without how if into onto because every very".split()
)


def in_order(situation: str) -> str:
    """The clause with what the partner did first and the time after it, and without a connector of its own."""
    return _time_last(_when_last(situation).removeprefix("when "))


def _when_last(situation: str) -> str:
    """What the partner did first: "when my mum was ill you went golfing" → "you went golfing when my mum was ill"."""
    words = read_words(situation)
    places = [at for at, word in enumerate(words) if word.text == "you"]
    if len(places) != 1 or places[0] < SHORTEST or words[places[0] - 1].text in _BEFORE_OBJECTS:
        return situation
    if words[0].text not in _MEANWHILE and not (words[0].text == "the" and words[1].text in _DAYS):
        return situation
    start = words[places[0]].start
    rest = situation[:start].strip(" ,")
    return f"{situation[start:]} {rest[:1].lower()}{rest[1:]}"


def _time_last(situation: str) -> str:
    """The clause with the time it begins with after its first part: "on Sunday you left" → "you left on Sunday"."""
    words = read_words(situation)
    times = find_times(words)
    if not times or times[0].start or times[0].end >= len(words) or words[times[0].end].text not in _SUBJECTS:
        return situation
    start = words[times[0].end].start
    after = (word.start for word in words[times[0].end + 2 :] if word.text in _NEXT)
    end = next(after, len(situation))
    rest = situation[start:end].rstrip(" ,")
    return f"{rest} {situation[:start].strip(' ,')} {situation[end:]}".strip()


def connector_of(situation: str) -> str:
    """The word before a clause, "that" where "when" would stumble.

    As in "when you leave when I talk", "when at the vet's you laughed", "when we haven't kissed since March". Nobody is
    hurt that they called, though: what the writer did comes after "when".
    """
    first = situation.split()[0].lower()
    stumbles = first in _PLACING or _HAVING.match(situation) or _WHEN.search(situation)
    return "that" if (stumbles and first not in _MINE) or _SINCE.search(situation) else "when"


def is_over(words: Sequence[Word], clause: Sequence[Word]) -> bool:
    """Whether a clause of a text tells of what is over; a verb that is alike in both tenses is told by what is near."""
    if is_past(clause):
        return True
    if says_often(words):
        return False
    verbs = [word for word in clause[1:] if is_form(word, "past") or is_form(word, "present") or is_verb(word.text)]
    past = [word for word in clause if word.text in _OVER or (is_form(word, "past") and not is_verb(word.text))]
    if not verbs:
        return any(word.text.endswith("ed") for word in clause)
    alike = is_form(verbs[0], "past") and is_verb(verbs[0].text)
    unknown = clause[1].text.endswith("ed") and not is_verb(clause[1].text)
    return unknown or clause[1].text in _OVER or (alike and bool(past))


def is_turned(text: str, words: Sequence[Word], situation: str) -> bool:
    """Whether a clause denies what nothing in its text denies or asks for, "mad when you leave the lights on", or tells
    as done what its text denies: of "never puts her phone down" not "you put your phone down".
    """
    if "?" in text:
        return False
    clause = read_words(situation)
    if any(word.text == "not" for word in clause):
        return _DENYING.isdisjoint(word.text for word in words)
    told = {base for word in clause[:_FIRST] if _acts(word) for base in word.bases}
    return not told.isdisjoint(_denied(words))


def _denied(words: Sequence[Word]) -> set[str]:
    """The verbs that stand right after a "never" or a "not", and nowhere else."""
    denied: set[str] = set()
    told: set[str] = set()
    after_not = False
    for word in words:
        if word.text in _NOT:
            after_not = True
        elif not word.light:
            if _acts(word):
                (denied if after_not else told).update(word.bases)
            after_not = False
    return denied - told


def _acts(word: Word) -> bool:
    return word.text not in BE and not word.bases.isdisjoint(load().forms)


def stands(situation: str) -> bool:
    """Whether a clause may be said as it is: a subject and a verb, nothing missing at its end, no blame."""
    words = read_words(situation)
    texts = [word.text for word in words]
    if not SHORTEST <= len(texts) <= LONGEST or texts[-1] in _DANGLING or texts[0] in _NO_BEGINNING:
        return False
    if not _has_verb(texts[1 : _next_clause(texts)]) or _BROKEN.search(situation):
        return False
    plain = " ".join(texts)
    if any(one == other for one, other in pairwise(texts)) or _ONE_WHO.search(plain):
        return False
    if not named("absolute").isdisjoint(texts) or _ALLOWED.search(plain):
        return False
    if texts[0] == "we" and _TOLD_OF.isdisjoint(texts):
        return False  # what both did is no complaint: "you're bossy when we paint the fence"
    if any(one.text == "have" and _is_bare(other) for one, other in pairwise(words)):
        return False  # "you have book"
    if not _JUDGING.isdisjoint(texts) or _JUDGED.search(situation) or _UNDERTAKEN.match(situation):
        return False
    return find_blame(f"I feel sad when {situation}") is None


def _has_verb(texts: Sequence[str]) -> bool:
    return any(is_verb(text) or text in known_verbs() or text in BE or text in _OVER or _ENDED(text) for text in texts)


def _next_clause(texts: Sequence[str]) -> int:
    """Where a second clause begins, "my birthday and you bought a canoe", or the end."""
    found = (at for at, (one, other) in enumerate(pairwise(texts)) if one == "and" and other in _SUBJECTS_ALONE)
    return next(found, len(texts))


def _is_bare(word: Word) -> bool:
    """Whether a word can only be a verb as it follows "to"."""
    return is_verb(word.text) and not is_form(word, "participle") and word.text not in _NOUNS_TOO
