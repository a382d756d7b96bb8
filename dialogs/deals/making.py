"""Making a deal: what each would like more of, a rhythm for closeness and one for room, a limit, a date to look again.

What comes out is a proposal in plain words, to read out or send on, with a no in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from content.catalogue import Value
from dialogs.careful import past_careful
from dialogs.deals import terms
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.engine.dialog import Action
from dialogs.own_words import LONGEST, demanding, line, worrying
from dialogs.schedule.answers import homeless
from dialogs.schedule.dates import read_date
from dialogs.schedule.rules import read_rule

REVIEWS = (14, 21, 28)  # days: long enough to try it, short enough to remember it
SOONEST, LATEST = timedelta(days=2), timedelta(days=100)
_MORE = re.compile(
    r"^(?:(?:i|we|they|he|she|you)(?:['’]d| would)? (?:like|love|want|wish for|need) )?"
    r"(?:some |a bit |a little )?(?:more )?(?:of )?",
    re.IGNORECASE,
)
_LEADS = {"more": _MORE, "guess": _MORE, "limit": re.compile(r"^(?:my limit(?: is)?:? )", re.IGNORECASE)}


def is_set(turn: Turn) -> bool:
    """Whether there is a deal already."""
    return terms.is_set(turn.person)


def anew(turn: Turn) -> bool:
    """Whether the deal is to be changed."""
    return bool(turn.facts.get("change"))


def dayless(turn: Turn) -> bool:
    """Whether a rhythm names no days; asked about once."""
    return not turn.facts.get("asked") and read_rule(turn.text or "") is None


def readable_date(turn: Turn) -> bool:
    """Whether there is a day in the words, neither at once nor too far away."""
    today, found = terms.today(turn), read_date(turn.text or "", terms.today(turn))
    return found is not None and SOONEST <= found - today <= LATEST


def _take(turn: Turn) -> None:
    name = turn.state
    if turn.text is None:
        turn.facts[name] = turn.value
    else:
        words = line(turn.text)
        lead = _LEADS.get(name)
        turn.facts[name] = (lead.sub("", words) if lead else words) or words
    turn.facts["asked"] = None


def _ask(key: str) -> Action:
    """An action that asks for other words, once; what is sent again is taken."""

    def ask(turn: Turn) -> None:
        turn.facts["asked"] = True
        turn.say(key)

    return ask


def _take_review(turn: Turn) -> None:
    today = terms.today(turn)
    found = today + timedelta(days=turn.value) if turn.text is None else read_date(turn.text, today)
    turn.facts["review"] = found.isoformat() if found else None


def _no_date(turn: Turn) -> None:
    turn.say("deal.no_date")


def _keep(turn: Turn) -> None:
    """Keep the deal as a proposal, and say it so that it can be read out."""
    turn.know(deal={})
    given = {name: turn.facts.get(name) for name in terms.PARTS}
    terms.change(turn, **given, made=terms.today(turn).isoformat(), review=turn.facts.get("review"))
    turn.record("deal", **given, review=turn.facts.get("review"))
    _read_out(turn)


def _keep_unasked(turn: Turn) -> None:
    turn.say("deal.needs_zone")
    _keep(turn)


def _set_review(turn: Turn) -> None:
    _take_review(turn)
    terms.change(turn, review=turn.facts.get("review"))


def _read_out(turn: Turn) -> None:
    turn.say("deal.proposal", apart=True, **terms.shown(turn, turn.person.deal))


def _let_go(turn: Turn) -> None:
    terms.end(turn)
    turn.record("deal", outcome="let_go")
    turn.say("deal.let_go")


def _offered(name: str) -> Sequence[Choice]:
    return tuple(Choice(key, "chosen", key, label=terms.part(name, key)) for key in terms.OFFERED[name])


def _so_far(turn: Turn) -> Mapping[str, Value]:
    return terms.shown(turn, turn.facts)


def _kept(turn: Turn) -> Mapping[str, Value]:
    return terms.shown(turn, turn.person.deal)


_REVIEWS = tuple(Choice(f"days_{days}", "dated", days) for days in REVIEWS)
_NEXT = dict(zip(terms.PARTS, (*terms.PARTS[1:], "when"), strict=True))
_RHYTHMS = ("close", "room")

DEAL = Dialog(
    "deal",
    1,
    "start",
    states=(
        Pass("start"),
        Call("careful", "careful"),
        Pass("begin"),
        Wait("why", (Choice("start", "next"), Choice("not_now", "leave"))),
        Wait("more", _offered("more"), text="words", longest=LONGEST),
        Wait("guess", (*_offered("guess"), Choice("no_idea", "chosen")), text="words", longest=LONGEST),
        *(Wait(name, _offered(name), text="words", longest=LONGEST, values=_so_far) for name in (*_RHYTHMS, "limit")),
        Wait("when", _REVIEWS, text="typed"),
        Pass("dated"),
        Call("zone", "zone"),
        Wait("proposed", (Choice("done", "leave"), Choice("change", "change")), values=_kept),
        Wait(
            "rest",
            (
                Choice("read_out", "read_out"),
                Choice("review", "review"),
                Choice("other_day", "other_day"),
                Choice("change", "change"),
                Choice("let_go", "let_go"),
                Choice("done", "leave"),
            ),
            values=_kept,
        ),
        Wait("other_day", (*_REVIEWS, Choice("back", "back")), text="typed"),
        Call("reviewing", "deal_review", facts=lambda turn: {"asked_for": True}),
        Call("checking", "safety", facts=lambda turn: {"tier": "C", "kind": "partner_violence"}),
        End("done"),
        End("left", lambda turn: None),
    ),
    moves=(
        *past_careful("start", "begin"),
        Move("go", "begin", "more", when=anew),
        Move("go", "begin", "rest", when=is_set),
        Move("go", "begin", "why"),
        Move("next", "why", "more"),
        Move("leave", "why", "left"),
        Move("words", terms.PARTS, "checking", when=worrying),
        Move("returned", "checking", "left"),
        *(Move("words", name, name, when=demanding, do=_ask("deal.no_demand")) for name in terms.PARTS),
        *(Move("words", name, name, when=dayless, do=_ask("deal.a_day")) for name in _RHYTHMS),
        *(Move("words", name, _NEXT[name], do=_take) for name in terms.PARTS),
        *(Move("chosen", name, _NEXT[name], do=_take) for name in terms.PARTS),
        Move("dated", "when", "dated", do=_take_review),
        Move("typed", "when", "dated", when=readable_date, do=_take_review),
        Move("typed", "when", "when", do=_no_date),
        Move("go", "dated", "zone", when=homeless),
        Move("go", "dated", "proposed", do=_keep),
        Move("returned", "zone", "proposed", when=homeless, do=_keep_unasked),
        Move("returned", "zone", "proposed", do=_keep),
        Move("change", ("proposed", "rest"), "more"),
        Move("leave", ("proposed", "rest"), "done"),
        Move("read_out", "rest", "rest", do=_read_out),
        Move("review", "rest", "reviewing"),
        Move("returned", "reviewing", "rest", when=is_set),
        Move("returned", "reviewing", "done"),
        Move("other_day", "rest", "other_day"),
        Move("dated", "other_day", "rest", do=_set_review),
        Move("typed", "other_day", "rest", when=readable_date, do=_set_review),
        Move("typed", "other_day", "other_day", do=_no_date),
        Move("back", "other_day", "rest"),
        Move("let_go", "rest", "done", do=_let_go),
    ),
    facts={**dict.fromkeys(terms.PARTS, str), "asked": bool, "change": bool, "review": str},
    says=(
        "deal.no_demand",
        "deal.a_day",
        "deal.no_date",
        "deal.needs_zone",
        "deal.proposal",
        "deal.let_go",
    ),
)
