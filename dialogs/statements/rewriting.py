"""Rewriting: what to make of a sentence somebody typed: an "I" statement, a question, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from content.statements import load
from dialogs.statements import blame as blames
from dialogs.statements.composing import bare_feeling, compose, tidy
from dialogs.statements.feelings import Heard, hear
from dialogs.statements.frames import Fit, find_fit, is_welcome
from dialogs.statements.grave import is_grave
from dialogs.statements.labels import find_label
from dialogs.statements.outcomes import (
    AlreadyGood,
    Ask,
    NotAStatement,
    Outcome,
    Part,
    Praise,
    Refused,
    Rewrite,
)
from dialogs.statements.patterns import compile_pattern, match
from dialogs.statements.praise import tone_of_praise
from dialogs.statements.refusals import find_refusal
from dialogs.statements.reproaches import is_unclear, reproaches
from dialogs.statements.words import MOST, Word, read_words

_OFFERED = 3
_REQUEST = frozenset("could can would will shall".split())


def rewrite(text: str, *, feeling: str | None = None, need: str | None = None) -> Outcome:
    """What becomes of a sentence; ``feeling`` and ``need`` choose other ones than the first that are offered.

    Nothing is guessed: without a frame that fits, the outcome asks. Pure; any text will do.
    """
    words = read_words(text, most=None)  # danger is looked for to the last word
    if not words:
        return NotAStatement()
    if (kind := find_refusal(words)) is not None:
        return Refused(kind)
    words = words[:MOST]
    if _is_for_the_coach(words):
        return NotAStatement()
    blame = blames.find(text, words)
    tone = tone_of_praise(words)
    if (tone == "kind" and (blame is None or blame.code != "CONTEMPT")) or is_welcome(words):
        return Praise()
    heard = hear(words)
    fit = find_fit(text, words)
    strengths = _strengths(words, heard)
    owned = (fit is None or not fit.led) and not _opens_with_you(words, fit)
    if blame is None and owned and {"feeling", "need"} & set(strengths):
        return AlreadyGood(tidy(text), strengths)
    grave = is_grave(words)
    if grave and (fit is not None or blame is not None or reproaches(words)):
        return Ask("situation", None, heard.feelings[:_OFFERED], grave=True)
    if is_unclear(words):
        return Ask("situation", None, (heard.feelings or heard.may_hide)[:_OFFERED])
    if fit is not None:
        return _rewritten(fit, heard, feeling, need)
    if (label := find_label(words)) is not None:
        return Ask("label", label.word, _adjectives(label.row.feelings))
    if blame is not None or tone == "open" or reproaches(words):
        return Ask("situation", None, (heard.feelings or heard.may_hide)[:_OFFERED])
    if any(pair == ("not", "feel") for pair in pairwise(word.text for word in words)):  # "I don't feel heard"
        return Ask("situation")
    return NotAStatement()


def is_complaint(text: str) -> bool:
    """Whether free words are something to say again without blame; where that is open, no."""
    outcome = rewrite(text)
    if isinstance(outcome, Rewrite):
        return True
    if not isinstance(outcome, Ask):
        return False
    found = blames.find_blame(text)
    return found is not None and found.code != "SHOULD"  # "you should see this film"


def _rewritten(fit: Fit, heard: Heard, feeling: str | None, need: str | None) -> Rewrite:
    frame = fit.frame
    pleasant = {row.adjective for row in load().feelings.values() if row.pleasant}
    own = tuple(word for word in heard.feelings if word not in pleasant)
    offered = tuple(dict.fromkeys((*own, *_adjectives(frame.feelings))))
    used = bare_feeling(feeling) if feeling else ""
    used = used or offered[0]
    feelings = offered[:_OFFERED] if used in offered[:_OFFERED] else (used, *offered)[:_OFFERED]
    needs = tuple(load().needs[name].phrase for name in frame.needs)
    chosen = _need(need) if need else (needs[0] if needs else None)
    request = frame.requests[0]
    short, sentence = state(fit, used, chosen, request)
    return Rewrite(
        frame=frame.id,
        sentence=sentence,
        short=short,
        feeling=used,
        feelings=feelings,
        need=chosen,
        needs=needs if chosen is None or chosen in needs else (chosen, *needs)[:_OFFERED],
        request=request,
        situation=fit.situation,
    )


def state(fit: Fit, feeling: str, need: str | None, request: str) -> tuple[str, str]:
    """The first sentence, and the whole statement."""
    joints = load().sentences
    feel = joints["feel.past" if fit.past else "feel.present"].format(feeling=feeling)
    short = joints["join.situation"].format(feel=feel, connector="when", situation=fit.situation)
    return short, " ".join(part for part in (short, compose("", "", need), request) if part)


def _need(said: str) -> str:
    """The table's phrase for a need by any of its names, or else what was said."""
    return _phrases().get(said.strip().casefold(), said.strip())


@cache
def _phrases() -> dict[str, str]:
    return {name: row.phrase for row in load().needs.values() for name in (*row.words, row.id, row.phrase)}


def _adjectives(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(load().feelings[name].adjective for name in names)


def _strengths(words: Sequence[Word], heard: Heard) -> tuple[Part, ...]:
    texts = [word.text for word in words]
    pairs = list(pairwise(texts))
    found: list[Part] = []
    if heard.feelings and any(text in ("i", "me", "my") for text in texts):
        found.append("feeling")
    if any(text in ("when", "because", "after", "that", "whenever", "while") for text in texts[1:]):
        found.append("situation")
    plain = " ".join(word.text for word in words if not word.light)
    if any(a == "i" and b == "need" for a, b in pairs) and any(
        f"need {phrase.removeprefix('some ').removeprefix('a ')}" in plain for phrase in _phrases()
    ):
        found.append("need")
    if any(a in _REQUEST and b in ("we", "you", "i") for a, b in pairs):
        found.append("request")
    return tuple(found)


def _opens_with_you(words: Sequence[Word], fit: Fit | None) -> bool:
    """Whether the sentence is about the partner first: a feeling further on does not make it the person's own."""
    first = next((word for word in words if not word.light), words[0])
    if first.text not in ("you", "he", "she", "my", "they"):
        return False
    texts = [word.text for word in words]
    return fit is not None or not any(a == "i" and b in ("feel", "felt") for a, b in pairwise(texts))


def _is_for_the_coach(words: Sequence[Word]) -> bool:
    """Whether the text asks the coach something: "How do I tell her ...?"."""
    return any(
        match(compile_pattern(source), words, at) is not None
        for at in (0, 1)
        if at < len(words) and (at == 0 or words[0].light or words[0].pause == ".")
        for source in load().readings["leads"]["coach"]
    )
