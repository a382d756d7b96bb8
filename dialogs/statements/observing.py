"""Observing: an act said back as it was told, without what accuses: "you read my diary", "we don't go out".

For what no frame covers. Only acts that a camera could show, from the verbs of acts.toml, and only if every other word
is plain; the words stay the person's own. A complaint about a dated or repeated act is the behaviour part of Gordon's
I-message (1970); what judges, guesses or generalises never passes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from content.statements import load
from dialogs.statements.plainness import SAYING, listed, observable, read_tail
from dialogs.statements.reading import Clause, read_clauses
from dialogs.statements.times import find_times
from dialogs.statements.vocabulary import BE
from dialogs.statements.words import Word, is_form, named

_SHORTEST, _LONGEST = 3, 18  # words of a situation
_KEPT_ON = frozenset("keep start continue go stay".split())  # "you keep calling" is said of calling
_HALF_DONE = frozenset("bother try seem want care manage like offer think".split())  # "don't bother to call"
_ASIDE = frozenset("because since after before until unless if once".split())
_BEING = {(False, False): "are", (False, True): "were", (True, False): "aren't", (True, True): "weren't"}
_LEADING = frozenset("when whenever if by because that".split())
_IRONIC = frozenset("lose miss kill".split())
_UNABLE = frozenset("can could".split())  # before a "not"
_TO_BEAR = frozenset("stand take help bear keep".split())  # "can't stand it" is no act
_MEN, _WOMEN = frozenset("he him his".split()), frozenset("she her hers".split())
_OTHERS = {
    **dict.fromkeys("he husband boyfriend".split(), _WOMEN),
    **dict.fromkeys("she wife girlfriend".split(), _MEN),
}
_REPORTS = re.compile(r"^(?:\w+ )?(?:about|that|to|how|what|where|our|my|everyone|the|a|your)\b")
_WARNING = re.compile(r"\W*(?:\w+,\s*)?don['’]?t you\b", re.IGNORECASE)
_AGO = re.compile(r"\b(?:ago|yesterday|last (?:night|time|week|month|year|summer|winter|spring|autumn|fall|\w+day))\b")
_WHEN = re.compile(r"\b(?:when|whenever)\b")


@dataclass(frozen=True, slots=True)
class Observation:
    """An act as a situation: the clause after its ``connector`` ("when", "that"), and whether it is over.

    ``share`` is how much of its sentence it is, from 0 to 1.
    """

    situation: str
    connector: str
    past: bool
    share: float = 1.0


def observe(text: str, words: Sequence[Word]) -> tuple[Observation, ...]:
    """The acts of the partner's, or of both, that can be said back plainly, in the order they are told."""
    return tuple(
        replace(seen, share=min(1.0, len(seen.situation.split()) / (_counted(words, clause) or 1)))
        for clause in read_clauses(words)
        if clause.subject in ("you", "we")
        and not _is_aside(clause, words)
        and (seen := _observed(text, clause)) is not None
    )


def _counted(words: Sequence[Word], clause: Clause) -> int:
    """How many words of its sentence matter: "it annoys me when" only leads to the act, and a time is kept with it."""
    first = next((at for at, word in enumerate(words) if word.start == clause.words[0].start), 0)
    start = first
    while start > 0 and words[start].pause != ".":
        start -= 1
    end = first + 1
    while end < len(words) and words[end].pause != ".":
        end += 1
    before = words[start:first]
    led = any(word.text == "me" for word in before) and any(word.text in _LEADING for word in before[-2:])
    times = sum(time.end - time.start for time in find_times(before))
    outside = 0 if led else sum(not word.light for word in before) - times
    return outside + sum(not word.light for word in words[first:end])


def _is_aside(clause: Clause, words: Sequence[Word]) -> bool:
    """Whether the clause only says since when, or under what condition: "since we moved", "if you call"."""
    if not clause.words:
        return True
    first = next((at for at, word in enumerate(words) if word.start == clause.words[0].start), 0)
    before = [word.text for word in words[max(0, first - 6) : first] if not word.light]
    others = "they" in before if clause.led else before[-1:] == ["they"]
    return others or any(text in _ASIDE for text in before[-2:]) or "time" in before[-3:] or "one" in before


def _observed(text: str, clause: Clause) -> Observation | None:
    verb = _verb(clause)
    if verb is None or any(word.text == "only" for word in clause.words) or _is_hypothetical(clause):
        return None
    if verb[1] and _is_warning(text):
        return None
    at, negated, base = verb
    if (clause.subject == "we" and not negated) or (negated and base in _IRONIC):
        return None  # what we did is no complaint; "you didn't lose me at the airport" goes on with when
    tail = read_tail(text, clause.words, at + 1, base)
    if tail is not None and _tells_of_another(text, clause, at):
        return None
    if tail is None or (base in load().narrow and not set(tail.lower().split()[:1]) & set(load().narrow[base])):
        return None
    connector = "when"
    if base == "be":
        first = tail.split(" ", 1)[0].lower()
        if first not in listed("states") and not (first == "to" and _is_perfect(clause, at)):
            return None
        said = _BEING[negated, clause.past]
        if negated and _is_perfect(clause, at):
            said, connector = "haven't been", "that"
    else:
        if not tail and base in load().act_verbs["open"]:
            return None
        forms = load().forms[base]
        said = forms[1] if clause.past else base
        if negated and _is_perfect(clause, at):
            said, connector = f"haven't {forms[2]}", "that"
        elif negated:
            said = ("didn't " if clause.past else "don't ") + base
    if base in SAYING and not negated and '"' not in tail and not _REPORTS.search(tail):
        return None
    situation = f"{clause.subject} {said} {tail}".strip()
    if situation.count('"') % 2 or _judging().search(situation):
        return None
    if _WHEN.search(situation):
        connector = "that"  # "when you leave when I talk" stumbles
    least = _SHORTEST if negated or clause.often else _SHORTEST + 1
    if not least <= len(situation.split()) <= _LONGEST:
        return None
    past = clause.past or (_is_alike(base) and _AGO.search(text.lower()) is not None)
    return Observation(situation, connector, past and "haven't" not in said)


def _tells_of_another(text: str, clause: Clause, at: int) -> bool:
    """Whether "her" is somebody else than the partner, who was "he": "he held her up to me"."""
    typed = [text[word.start : word.end].lower() for word in clause.words]
    subject = text[: clause.words[0].start].lower().split()[-1:]
    others = _OTHERS.get(subject[0] if subject else "", frozenset())
    return not others.isdisjoint(typed[at + 1 :])


@cache
def _judging() -> re.Pattern[str]:
    """What weighs or takes sides: "over me", "against me"."""
    weighing = r"than (?!(?:a|an|one|two|three|usual|ever|\d+)\b)"
    return re.compile(rf"\b(?:{weighing}|(?:{'|'.join(map(re.escape, sorted(listed('judging'))))})\b)")


def _is_alike(base: str) -> bool:
    """Whether present and past are written alike: "you read my diary two weeks ago"."""
    return base in load().forms and load().forms[base][1] == base


def _is_warning(text: str) -> bool:
    """Whether "don't you" forbids and does not ask: "Don't you roll your eyes at me." """
    return _WARNING.match(text) is not None and "?" not in text


def _is_perfect(clause: Clause, at: int) -> bool:
    """Whether it is said in the perfect: "you haven't touched me since March"."""
    return is_form(clause.words[at], "participle") and any(word.text in ("have", "has") for word in clause.words[:at])


def _is_hypothetical(clause: Clause) -> bool:
    """Whether it only might have been: "you could have told me at home"."""
    texts = [word.text for word in clause.words[: clause.phrase.heads[-1].at]]
    return any(text in named("modals") for text in texts) and "have" in texts


def _verb(clause: Clause) -> tuple[int, bool, str] | None:
    """Where the act's verb stands, whether it was left undone, and its base form: the first head that is an act."""
    heads = clause.phrase.heads
    last = heads[-1]
    for head in heads:
        word = clause.words[head.at]
        if any(other.text in listed("loaded") for other in clause.words[: head.at]):
            return None
        if word.text in BE and head is last:
            return head.at, head.negated, "be"
        if _is_idle(clause, head.at, head.negated):
            return None
        bases = sorted(word.bases & observable())
        skipped = head is not last and (word.text in BE or bool(word.bases & (_KEPT_ON | _HALF_DONE)))
        if bases and not skipped:
            if _is_participle(clause, head.at):
                return None
            return head.at, head.negated, word.text if word.text in bases else bases[0]
        if word.text in BE or word.bases & _KEPT_ON or last.negated != head.negated:
            continue  # "you keep calling", "you refused to help"
        if word.bases & _HALF_DONE and last.negated:
            continue  # "you don't bother to call"
        return None
    return None


def _is_idle(clause: Clause, at: int, negated: bool) -> bool:
    """Whether no act is told: what somebody would rather do, used to do, or can't bear."""
    before = {word.text for word in clause.words[:at]}
    after = clause.words[at + 1].text if at + 1 < len(clause.words) else ""
    word = clause.words[at]
    used_to = "use" in word.bases and after == "to"
    unable = negated and bool(before & _UNABLE)
    bearing = bool(word.bases & _TO_BEAR) or ("wait" in word.bases and after in ("to", "until", "till"))
    return "rather" in before or used_to or (unable and bearing)


def _is_participle(clause: Clause, at: int) -> bool:
    """Whether something was done *to* the subject: "you were called away"."""
    before = next((word for word in reversed(clause.words[:at]) if not word.light and word.text != "not"), None)
    return before is not None and before.text in BE and not is_form(clause.words[at], "doing")
