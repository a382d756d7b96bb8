"""Roles: who a clause is about, and whether it speaks well or ill of them.

"She is a nightmare" blames the partner, "my boss is a nightmare" nobody here, "I am a nightmare" only oneself, and "you
are a star" is praise: the words alone are the same. He and she are kept apart from "you" here, unlike in the patterns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dialogs.statements.features import concepts_of, lemma_of
from dialogs.statements.words import Word, named

_PRONOUNS = {
    **dict.fromkeys(("you", "youse", "ye"), "you"),
    **dict.fromkeys(("he", "she"), "they"),
    **dict.fromkeys(("it", "that", "this", "there", "what"), "it"),
    **dict.fromkeys(("nobody", "somebody", "someone", "everyone", "people", "they", "one"), "some"),
    "i": "i",
    "we": "we",
}
_OTHERS = frozenset(
    """boss manager colleague coworker teacher landlord neighbour neighbor sister brother mother father mum mom dad nan
    gran grandma grandad auntie aunt uncle cousin son daughter kid kids children child twins baby toddler eldest dog cat
    friend mate ex doctor nurse plumber builder driver school council bank company team stepson stepdaughter stepmother
    parents in-laws laws nanny babysitter flatmate lodger supervisor coach trainer lads bloke guy""".split()
)
_OPENING = frozenset("and but because so when if that while until although though since or then".split())
_NEAR = 4  # words from the start of a clause in which the one it is about is named
_WARM = frozenset(
    """love adore cherish thank grateful appreciate proud lucky amazing brilliant wonderful lovely kind sweet gentle
    patient generous thoughtful caring best star angel hero legend saint gem rock diamond treasure beautiful gorgeous
    handsome perfect laugh smile happy glad chuffed delighted joy cosy calm safe warm cheer comfort surprise remember
    waited saved fixed helped held hug kiss cuddle forgive sorry support stood listen believe trust gift flowers treat
    favourite favorite delicious congratulations celebrate passed won engaged better great good nice fun well brave
    clever funny marvel ace fab class smashing thanks bless cute""".split()
)
_HARSH = frozenset(
    """never nothing ignore ignored forgot forgotten lie lied liar selfish lazy rude cold cruel mean useless hopeless
    pathetic stupid idiot ridiculous horrible nasty awful disgusting fault blame sulk moan nag nagging whine shout yell
    mock mocked laughed sneer sigh shrug roll refuse refused bothered bother excuse excuses again
    cheating cheat flirt secret behind broke ruined wasted spoiled sick fed tired alone lonely left cancelled late
    dumped abandoned humiliated embarrassed drunk hate typical whatever obviously apparently supposed even once only
    least care cares cared""".split()
)


def roles_of(words: Sequence[Word]) -> tuple[str, ...]:
    """Who does or is what, without doubles: ``%1 they`` opens the text, ``%i harsh`` is said of oneself."""
    return tuple(dict.fromkeys(_roles(words)))


def _roles(words: Sequence[Word]) -> Iterator[str]:
    for number, clause in enumerate(_clauses(words)):
        who = _about(clause)
        yield f"%{who}"
        if number < 2:
            yield f"%{number} {who}"
        lemmas = [lemma_of(word) for word in clause]
        texts = {word.text for word in clause}
        denied = bool(texts & named("not")) or "never" in texts
        warm, harsh = bool(texts & _WARM or _WARM.intersection(lemmas)), bool(texts & _HARSH)
        yield f"%{who} {'not ' if denied else ''}{'warm' if warm else ''}{'harsh' if harsh else ''}"
        for whom in ("me", "my", "us", "you", "your", "him", "her"):
            if whom in texts:
                yield f"%{who} to {whom}"
        for lemma in lemmas:
            yield f"%{who}: {lemma}"
            for concept in concepts_of(lemma):
                yield f"%{who} @{concept}"
                if denied:
                    yield f"%{who} not @{concept}"


def _clauses(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    start = 0
    for at, word in enumerate(words):
        if at > start and (word.pause or word.text in _OPENING):
            yield words[start:at]
            start = at
    if start < len(words):
        yield words[start:]


def _about(clause: Sequence[Word]) -> str:
    """Whom a clause is about: "you", a partner spoken of ("they"), another, "i", "we", a thing, or nobody it names."""
    for word in clause[:_NEAR]:
        if word.text in _PRONOUNS:
            return _PRONOUNS[word.text]
        if word.text in named("partners") or word.text in named("my_partners"):
            return "they"
        if word.text in _OTHERS or word.text in named("others"):
            return "other"
    return "none"
