"""Rewriting: what to make of a sentence somebody typed: an "I" statement, choices, a question, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from dialogs.statements.acts import chance_of_blame
from dialogs.statements.appraising import appraise
from dialogs.statements.blame import find_blame
from dialogs.statements.burdens import find_burden
from dialogs.statements.choosing import offer
from dialogs.statements.composing import tidy
from dialogs.statements.grave import is_grave
from dialogs.statements.kinds import find_kind
from dialogs.statements.observing import Observation, observe
from dialogs.statements.outcomes import AlreadyGood, Ask, Choices, NotAStatement, Outcome, Praise, Refused, Rewrite
from dialogs.statements.placing import may_be_placed, place
from dialogs.statements.ranking import Ranked, Ranking, rank_frames
from dialogs.statements.realising import OFFERED, Parts, parts_of, realise
from dialogs.statements.refusals import find_danger
from dialogs.statements.signs import Signs, read_signs
from dialogs.statements.strength import strength_of
from dialogs.statements.strengths import find_strengths, opens_with_you
from dialogs.statements.words import MOST, Word, read_words

# Love measured by what was not done: "if you cared you would have called".
_MEASURED_LOVE = re.compile(
    r"\bif (?:you|he|she|they|u) (?:really |even |only |ever )*(?:cared|loved|wanted|respected|valued|trusted)\b.*"
    r"(?:\bwould\b|\bwouldn|['’]d\b)",
    re.IGNORECASE | re.DOTALL,
)
# Set on the development half; see docs/statements.md.
SURE = 0.4  # from this chance on, the nearest frame speaks
_BLAMING = 0.66  # from this chance on, a text is taken as blame
_PLAIN, _DOUBTED = 0.75, 0.2  # ... or where a frame is that likely and blame not less
_BARE = 0.25  # ... or where it is nothing but a reproach
_GRAVE = 0.14  # ... or a reproach about a death, an illness or a birth
_PRAISING = 0.8  # up to this chance of blame, what looks like praise is praise
_SURER = 0.85  # from this chance on, the nearest frame may overrule a pattern
_MOST_OF_IT = 0.4  # share of a text that an act must be, to speak for all of it
_BARELY = 8  # words of a label and hardly more
_DETAILED = 7  # words of an act said back that say more than any frame


def rewrite(text: str, *, feeling: str | None = None, need: str | None = None, frame: str | None = None) -> Outcome:
    """What becomes of a sentence; ``feeling`` and ``need`` choose other ones than the first that are offered.

    ``frame`` is what the person picked among the choices that were offered for the same text before. Nothing is
    guessed: without a frame that fits for sure and without an act that can be said back as it was told, the outcome
    offers choices or asks. Pure; any text will do.
    """
    words = read_words(text, most=None)  # danger is looked for to the last word
    danger = find_danger(text, words)
    if danger.kind is not None:
        return Refused(danger.kind)
    if (kind := find_kind(text, words)) is not None:
        return NotAStatement(kind)
    signs = read_signs(text, words[:MOST])
    chance = chance_of_blame(signs)
    if signs.praising and chance < _PRAISING:
        return Praise()
    ranking = rank_frames(signs.told)
    likely = bool(ranking.frames) and ranking.frames[0].chance >= _PLAIN and chance >= _DOUBTED
    bare = signs.short and chance >= _BARE
    grave = signs.reproached and chance >= _GRAVE and is_grave(signs.words)
    plain = signs.plain or likely or bare or grave or (signs.labelling and chance >= _DOUBTED)
    if signs.unclear and chance >= _DOUBTED:
        return Ask("situation", None, _felt(signs))
    if chance < _BLAMING and not plain and not _misses_a_feeling(signs.words) and not _MEASURED_LOVE.search(text):
        return NotAStatement() if danger.doubtful else _left_alone(signs)
    if danger.doubtful and not (signs.labelling and len(words) <= _BARELY):  # a word for somebody is asked about anyhow
        return Ask("situation", None, _felt(signs), grave=is_grave(signs.words))
    outcome = _complaint(signs, ranking, feeling, need, frame)
    if danger.unsure and isinstance(outcome, Choices) and not signs.labelling:
        return Ask("situation", None, _felt(signs))
    return outcome


def is_complaint(text: str) -> bool:
    """Whether free words are something to say again without blame; where that is open, no."""
    outcome = rewrite(text)
    if isinstance(outcome, AlreadyGood | Praise | NotAStatement | Refused):
        return False
    if isinstance(outcome, Rewrite) and any(word.text == "you" for word in read_words(text)):
        return True
    return find_blame(text) is not None  # a story about somebody is listened to first


def _left_alone(signs: Signs) -> Outcome:
    """What is no blame: somebody's own "I" statement, with what is good about it, or nothing to say again."""
    strengths = find_strengths(signs.words, signs.heard)
    if {"feeling", "need"} & set(strengths) and not opens_with_you(signs.words, signs.fit):
        return AlreadyGood(tidy(signs.text), strengths)
    return NotAStatement()


def _complaint(signs: Signs, ranking: Ranking, feeling: str | None, need: str | None, frame: str | None) -> Outcome:
    ranked = ranking.frames
    seen = observe(signs.text, signs.told) or find_burden(signs.text, signs.told)
    strength = strength_of(signs.text, signs.words)
    if is_grave(signs.words):  # only in the person's own words: a frame would make it small
        if seen is None or seen.share < _MOST_OF_IT:
            return Ask("situation", None, signs.heard.feelings[:OFFERED], grave=True)
        return realise(appraise(seen, ranked, signs.text), signs.heard, strength, feeling, need)
    parts = _parts(signs, seen, ranking)
    if parts is not None and not signs.labelling:
        return realise(parts, signs.heard, strength, feeling, need)
    act = appraise(seen, ranked, signs.text) if seen is not None else None
    offered = offer(signs.text, signs.told, ranking, act, signs.label)
    if picked := [one for one in offered if one.frame == frame]:
        return realise(picked[0], signs.heard, strength, feeling, need)
    label = signs.label.word if signs.label else None
    if offered:
        return Choices(tuple(realise(one, signs.heard, strength) for one in offered), label)
    return Ask("label" if label else "situation", label, _felt(signs))


def _felt(signs: Signs) -> tuple[str, ...]:
    return (signs.heard.feelings or signs.heard.may_hide)[:OFFERED]


def _parts(signs: Signs, seen: Observation | None, ranking: Ranking) -> Parts | None:
    """The parts of a statement that may be made without asking, from what fits best; None if nothing does."""
    ranked = ranking.frames
    if seen is not None and seen.share < _MOST_OF_IT:
        seen = None
    if seen is not None and _tells_more(seen):
        return appraise(seen, ranked, signs.text)
    surer = bool(ranked) and ranked[0].chance >= _SURER  # a narrower frame than the pattern's
    if signs.fit is not None and not (surer and ranked[0].frame is not signs.fit.frame):
        return parts_of(signs.fit.frame, signs.fit.situation, signs.fit.past, signs.text)
    if seen is not None and not (surer and signs.fit is not None):
        return appraise(seen, ranked, signs.text)
    likely = _likely(ranking)
    if likely is None and signs.idiom is not None and may_be_placed(signs.told, signs.idiom):
        return parts_of(signs.idiom, *place(signs.text, signs.told, signs.idiom), signs.text)
    if likely is None:
        return None
    alone = not any(
        word.pause == "." for word in signs.words[1:]
    )  # in a longer story, a time belongs to something else
    return parts_of(likely.frame, *place(signs.text, signs.told, likely.frame, exact=alone), signs.text)


def _likely(ranking: Ranking) -> Ranked | None:
    """What is likely enough to be said without asking: the nearest frame, or else its family."""
    candidates = (*ranking.frames[:1], *([ranking.family] if ranking.family else []))
    return next((one for one in candidates if one.chance >= SURE), None)


def _tells_more(seen: Observation) -> bool:
    """Whether an act says more in its own words than a frame would."""
    return seen.past and len(seen.situation.split()) >= _DETAILED


def _misses_a_feeling(words: Sequence[Word]) -> bool:
    """Whether a feeling is said to be missing: "I don't feel heard"."""
    return any(pair == ("not", "feel") for pair in pairwise(word.text for word in words))
