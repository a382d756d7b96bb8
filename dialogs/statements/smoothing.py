"""Smoothing: the small slips that are left where each word was edited alone: a subject twice or none, a verb that does
not agree, two clauses run together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from content.statements import load
from dialogs.statements.joining import Said
from dialogs.statements.vocabulary import Word, is_verb, known_verbs, named

_BEGINNING = frozenset("i you we there they it that my our your nobody".split())  # what begins a clause
_ALONE = frozenset("i you we there it".split())  # ... and nothing else
# Of several Englishes and of chats, at the end of a sentence
_PARTICLES = frozenset("lah leh lor sia meh hor abeg innit bru luv hun fam ffs wtf smh lol lmao omg tbh ngl".split())
_TIMING = frozenset("when whenever while".split())
_SUBJECTS = frozenset("i you we".split())
_POINTING = frozenset("i it is 's was am".split())
_PARTNER = frozenset("you he she they partner".split())
_AGREEING = {"is": "are", "'s": "are", "was": "were", "has": "have", "does": "do"}
_HELPING = frozenset("do does did will would can could have has had are is was were".split())
_FINITE = frozenset("was were had did".split())
_GOING_ON = frozenset("keep keeps kept stop stops stopped start starts started without by from for of like".split())
_WANTING = frozenset(
    """forget forgot want wanted need needed try tried refuse refused promise promised expect expected manage managed
    bother bothered remember remembered decide decided agree agreed offer offered""".split()
)
_SAYING = frozenset("say says said saying".split())
_BEING = {"i": "am", "we": "are", "they": "are", "he": "is", "she": "is", "it": "is"}
_ALWAYS = frozenset("always constantly forever".split())
_FEW = 3  # words that are not enough for a clause with its own subject
_NEAR = 8  # words in which the subject is looked for that a verb had
_SHORTEST = 4  # letters of a word that may be a verb no table knows
_HISSING = ("ches", "shes", "sses", "xes", "zzes")


def smooth(words: Sequence[Word], said: Sequence[Said]) -> list[Said]:
    """The words of a clause with such slips mended; ``words`` are the text's. The words of a good clause stay."""
    said = list(_once(said))
    while said and said[-1].text in _PARTICLES:
        said.pop()
    return list(_linked(words, _agreeing(words, _with_subject(words, said))))


def _once(said: Sequence[Said]) -> Iterator[Said]:
    """What says the same twice, once: "you will don't come" → "you don't come", "whenever when" → "whenever"."""
    texts = [one.text for one in said]
    for at, one in enumerate(said):
        before = texts[at - 1] if at else ""
        doubled = one.text in _HELPING and texts[at + 1 : at + 3] in (["do", "not"], ["did", "not"])
        twice = (before, one.text) in (("whenever", "when"), ("not", "not"))
        if not (doubled or twice):
            yield one


def _with_subject(words: Sequence[Word], said: Sequence[Said]) -> list[Said]:
    """One subject: the first of "you there are three", and "you" before "told your mother" if it was theirs."""
    found = list(said)
    start = next((at for at in range(len(found) - 1) if (found[at].text, found[at + 1].text) == ("me", "who")), 0)
    if start and all(one.text in _POINTING for one in found[:start]):  # "why is it me who": "I it me who"
        return [Said(word) for word in ("i", "am", "the", "one")] + found[start + 1 :]
    while len(found) > 1 and found[0].text == "you" and found[1].text in _BEGINNING:
        found.pop(0)
    if not found or found[0].at is None:
        return found
    first = found[0].text
    if first == "your" and len(found) > _FEW and _is_doing(found[1].text) and not known_verbs().get(found[2].text):
        return [Said("you"), Said("are"), *found[1:]]  # "your leaving everything to me"
    past = any(first == load().forms[base][1] and not is_verb(first) for base in _bases(first))
    if first in _FINITE or past or _third(first) is not None:
        before = [word.text for word in words[max(0, found[0].at - _NEAR) : found[0].at]]
        subject = next((text for text in reversed(before) if text in _PARTNER | {"i", "we", "it", "nobody"}), "")
        if subject in _PARTNER or (before and set(before) & named("partners")):
            return [Said("you"), *found]
    return found


def _agreeing(words: Sequence[Word], said: Sequence[Said]) -> list[Said]:
    """Verbs as they go with "you": "you shuts down and goes" → "you shut down and go", "you not listen" → "don't"."""
    found: list[Said] = []
    ours = False  # what comes is said of "you"
    for at, one in enumerate(said):
        before = found[-1].text if found else ""
        after = said[at + 1].text if at + 1 < len(said) else ""
        if one.text in _BEGINNING | {"he", "she", "who"}:
            ours = one.text == "you"
        if before == "you" and one.text == "not" and after and is_verb(after):
            found.append(Said("do"))
        elif before == "you" and one.text == "been":
            found.append(Said("have"))
        elif before == "you" and one.text == "not" and _is_doing(after):
            found.append(Said("are"))
        elif before in _BEING and _is_doing(one.text):
            found.append(Said(_BEING[before]))  # "I paying for it"
        elif _goes_on(words, found, one):
            found.pop()  # "you're always correcting me" → "you correct me"
            one = replace(one, text=_base_of_doing(one.text))
        elif ours and (before == "you" or (before == "and" and one.text not in _AGREEING)):
            one = replace(one, text=_agreed(one.text, unknown=before == "you"))
        elif before == "not" and found[-2:-1] and found[-2].text in ("do", "did") and not is_verb(one.text):
            one = replace(one, text=next(iter(_bases(one.text)), one.text))  # "you don't came"
        elif _lost_to(words, before, one):
            found.append(Said("to"))
        elif before in _GOING_ON and is_verb(one.text) and one.at is not None and _is_doing(words[one.at].text):
            one = replace(one, text=words[one.at].text)
        found.append(one)
    return found


def _linked(words: Sequence[Word], said: Sequence[Said]) -> Iterator[Said]:
    """With "and" where a new clause begins after a pause, "you used the hot water I'm washing my hair", or after a
    first clause whose "when" was cut: "I was in labour you were out"."""
    main = _main_clause(words, said)
    before: Said | None = None
    for at, one in enumerate(said):
        if before is not None and before.at is not None and one.at is not None and one.text in _ALONE:
            paused = any(word.pause for word in words[before.at + 1 : one.at + 1])
            if (paused or at == main) and before.text not in (named("connectors") | _SAYING) - _ALONE:
                yield Said("and")
        yield one
        before = one


def _main_clause(words: Sequence[Word], said: Sequence[Said]) -> int | None:
    """Where the main clause begins, after a first one that lost its connector and ends without a pause."""
    if not said or said[0].at != 1 or words[0].text not in _TIMING or any(word.pause for word in words[1:]):
        return None
    texts = [one.text for one in said]
    doing = [at for at in range(2, len(said) - 1) if texts[at + 1] in _HELPING or is_verb(texts[at + 1])]
    return max((at for at in doing if texts[at] in _SUBJECTS), default=None)


def _goes_on(words: Sequence[Word], found: Sequence[Said], one: Said) -> bool:
    """Whether it is done again and again: "you are", and in the text "always" before what is done."""
    if not one.at or [each.text for each in found[-2:]] != ["you", "are"]:
        return False
    return words[one.at - 1].text in _ALWAYS and _is_doing(one.text)


def _lost_to(words: Sequence[Word], before: str, one: Said) -> bool:
    """Whether the text has a "to" that was cut: "you forgot pay the rent", "I have just ask"."""
    if not one.at or not is_verb(one.text):
        return False
    if before == "have" and not _is_participle(one.text):
        return any(word.text == "to" for word in words[max(0, one.at - 2) : one.at])
    return before in _WANTING and words[one.at - 1].text == "to"


def _agreed(word: str, *, unknown: bool) -> str:
    if word in _AGREEING:
        return _AGREEING[word]
    if (base := _third(word)) is not None:
        return base
    if unknown and _is_doing(word):
        return _base_of_doing(word)
    if (
        unknown
        and not known_verbs().get(word)
        and len(word) >= _SHORTEST
        and word.endswith("s")
        and word[-2] not in "su"
    ):
        return word[:-2] if word.endswith(_HISSING) else word[:-1]
    return word


def _third(word: str) -> str | None:
    """The base of a verb in the form that goes with "he"; None for anything else."""
    return next((base for base in _bases(word) if load().forms[base][0] == word and not is_verb(word)), None)


def _is_participle(word: str) -> bool:
    return any(load().forms[base][2] == word for base in _bases(word))


def _is_doing(word: str) -> bool:
    return any(load().forms[base][3] == word for base in _bases(word))


def _base_of_doing(word: str) -> str:
    return next(base for base in _bases(word) if load().forms[base][3] == word)


def _bases(word: str) -> Sequence[str]:
    return [base for base in known_verbs().get(word, ()) if base in load().forms]
