"""The draft: what somebody typed to say differently, and what the statement engine made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from content.catalogue import Phrase, Value
from dialogs import statements
from dialogs.engine import Choice, Turn
from dialogs.rephrase.sentence import sentence_shown
from dialogs.statements import AlreadyGood, Ask, Choices, Praise, Refused, Rewrite, model
from dialogs.words import read_feeling

LABEL = 60  # characters that a button's label may have
LONG = 1500  # characters of what somebody wants to say differently


def endless(turn: Turn) -> bool:
    """Whether what came with the command is more than can be taken in at once."""
    return len(turn.facts.get("draft") or "") > LONG


def say_too_long(turn: Turn) -> None:
    turn.say("engine.too_long", length=len(turn.facts.pop("draft")), longest=LONG)


def drafted(turn: Turn) -> bool:
    """Whether there is a sentence to begin with."""
    return bool((turn.facts.get("draft") or "").strip())


def outcome_of(turn: Turn) -> statements.Outcome:
    facts = turn.facts
    if parts := facts.get("parts"):  # a language model found them; see `dialogs.rephrase.helped`
        return model.rewrite_from(parts, facts.get("draft") or "", feeling=facts.get("feeling"))
    return _rewritten(facts.get("draft") or "", facts.get("feeling"), facts.get("frame"), bool(facts.get("cleared")))


@lru_cache(maxsize=4)
def _rewritten(draft: str, feeling: str | None, frame: str | None, cleared: bool) -> statements.Outcome:
    """The outcome, kept for the few looks that one turn takes at it, and no longer than a few turns."""
    return statements.rewrite(draft, feeling=feeling, frame=frame, cleared=cleared)


def rewritten(turn: Turn) -> bool:
    """Whether a rewrite was found."""
    return turn.facts.get("sentence") is not None


def refused(turn: Turn) -> bool:
    """Whether the words tell of violence, threats or control: no sentence may soften those."""
    return isinstance(outcome_of(turn), Refused)


def doubted(turn: Turn) -> bool:
    """Whether it may be that, and the person has to be asked before anything is made of the words."""
    outcome = outcome_of(turn)
    return isinstance(outcome, Ask) and outcome.about == "danger"


def clear(turn: Turn) -> None:
    """Nobody is hurt, forced or afraid, the person says: what the words would have become without the doubt."""
    turn.facts["cleared"] = True
    use_outcome(turn)


def good(turn: Turn) -> bool:
    """Whether it is an "I" statement already."""
    return isinstance(outcome_of(turn), AlreadyGood)


def praising(turn: Turn) -> bool:
    """Whether it is thanks."""
    return isinstance(outcome_of(turn), Praise)


def choosing(turn: Turn) -> bool:
    """Whether the nearest situations are offered, for the person to say which it was."""
    return isinstance(outcome_of(turn), Choices)


def situations_offered(turn: Turn) -> Sequence[Choice]:
    """A button for each situation, and two for none of them."""
    outcome = outcome_of(turn)
    offers = outcome.offers if isinstance(outcome, Choices) else ()
    return (
        *(
            Choice(f"offer{at}", "picked", offer.frame, label=capital(offer.situation))
            for at, offer in enumerate(offers)
        ),
        Choice("other", "other"),
        Choice("done", "leave"),
    )


def which_situation(outcome: statements.Outcome) -> Phrase:
    """The screen that offers situations, with its values."""
    label = outcome.label if isinstance(outcome, Choices) else None
    about = Phrase("rephrase.choices.label", {"label": label}) if label else Phrase("rephrase.choices.open")
    grave = isinstance(outcome, Choices) and outcome.grave
    return Phrase("rephrase.choices.grave" if grave else "rephrase.choices", {"about": about})


def situations_screen(turn: Turn) -> str:
    return which_situation(outcome_of(turn)).key


def situations_shown(turn: Turn) -> Mapping[str, Value]:
    return which_situation(outcome_of(turn)).values


def pick_situation(turn: Turn) -> None:
    turn.facts["frame"] = turn.value
    use_outcome(turn)
    turn.record("pick", part="situation", value=turn.value)


def capital(words: str) -> str:
    """A clause as a label: with a capital, and no longer than a button."""
    short = words if len(words) <= LABEL else words[:LABEL].rsplit(" ", 1)[0] + " …"
    return short[:1].upper() + short[1:]


def asking(turn: Turn) -> bool:
    """Whether the engine has to ask what happened."""
    return isinstance(outcome_of(turn), Ask)


def read_draft(turn: Turn) -> None:
    if turn.text is not None:
        turn.facts["draft"] = turn.text
    turn.facts.update(feeling=None, sentence=None, about=None, frame=None, theirs=None, parts=None, cleared=None)
    use_outcome(turn)


def use_outcome(turn: Turn) -> None:
    """Keep what the engine made of the draft: the sentence, or what to ask about."""
    outcome = outcome_of(turn)
    if isinstance(outcome, Rewrite | AlreadyGood):
        turn.facts["sentence"] = outcome.sentence
    elif isinstance(outcome, Ask):
        turn.facts["about"] = outcome.matter
        turn.facts["label"] = outcome.label


def anew(turn: Turn) -> bool:
    """Whether the words are something else to say, and no word about the rewrite."""
    return statements.is_complaint(turn.text or "") or isinstance(statements.rewrite(turn.text or ""), Refused)


def strengths_shown(turn: Turn) -> Mapping[str, Value]:
    outcome = outcome_of(turn)
    first = outcome.strengths[0] if isinstance(outcome, AlreadyGood) and outcome.strengths else "situation"
    return {**sentence_shown(turn), "strength": Phrase(f"rephrase.strengths.{first}")}


def other_feelings(turn: Turn) -> Sequence[Choice]:
    outcome = outcome_of(turn)
    offered = outcome.feelings if isinstance(outcome, Rewrite) else ()
    return (*(Choice(word, "chosen", word, label=word) for word in offered), Choice("back", "back"))


def use_feeling(turn: Turn) -> None:
    turn.facts["feeling"] = turn.value if turn.text is None else read_feeling(turn.text)
    if turn.text is None:
        turn.record("pick", part="feeling", value=turn.value)
    use_outcome(turn)
    if theirs := turn.facts.get("theirs"):
        turn.facts["sentence"] = statements.with_perspective(str(turn.facts.get("sentence") or ""), theirs)


def blaming_perspective(turn: Turn) -> bool:
    """Whether the guess at the partner's side blames them after all."""
    return statements.find_blame(turn.text or "") is not None


def say_perspective_blames(turn: Turn) -> None:
    blame = statements.find_blame(turn.text or "")
    if blame is not None:
        turn.say("rephrase.blame_in_that_side", quote=blame.quote)


def add_perspective(turn: Turn) -> None:
    """Open the sentence with the partner's side, in the person's own words (Rogers, Howieson & Neame, 2018)."""
    turn.facts["theirs"] = turn.text
    turn.facts["sentence"] = statements.with_perspective(str(turn.facts.get("sentence") or ""), turn.text or "")
