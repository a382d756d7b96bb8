"""The person: what the coach keeps at hand about whom it talks to, across all dialogs.

The full history lies in the records; this is the part that a conversation needs to be about *them*: small, JSON, and
shown whole by /export.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

KEPT_PRACTICES = 60  # enough for "days practised in the last 14" at several a day
KEPT_STATEMENTS = 10  # what /progress shows; all of them are in the records
KEPT_ATTEMPTS = 8  # the first and the latest; all of them are in the records
KEPT_DRILLS = 16  # so that none comes up again soon
KEPT_NUDGES = 60  # two months of them: none comes again within three weeks, and what suits somebody can be seen
KEPT_EPISODES = 12  # what the loop is read from; all of them are in the records
KEPT_TALKS = 26  # check-ins and pulses: half a year of weekly ones
QUIET = ("21:30", "08:00")  # when nothing makes a sound unless the person sets other hours; local time


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the coach talks to.

    ``roles`` maps a topic to the last result of the role questions about it; ``role`` is what the person settled on
    (pursuer, distancer, mixed or unclear); times are ISO 8601 in UTC; ``zone`` is an IANA name, ``country`` an ISO
    code if the person named one. ``careful`` is the date since when couple exercises are set aside, ``reminded`` the
    time of the last word that this is a program, ``asked`` until when a gentle question of a kind is not asked again.
    ``model`` is the host of the language model that a sentence may be sent to, if the person agreed to one.

    Of time: ``seen`` is when they last wrote or tapped, ``quiet`` the hours in which nothing makes a sound (from, to),
    ``nudge`` the terms of the daily nudge and ``nudged`` the latest of them, ``pulses`` the weekly three taps,
    ``check_in`` the terms of the talk with their partner and ``talks`` how the latest went, ``plans`` the if-then
    plans, ``holds`` what became of messages that were held, ``holding`` and ``away`` until when a message or a break
    lasts, ``crisis`` the day on which danger was last told, ``lost`` when the end of their relationship or a death was.
    ``lessons`` maps those that were finished to the day. ``writing`` is the latest one as a neutral observer, ``again``
    what is offered again after weeks or months.

    Of what was agreed and concluded: ``loop`` is the person's own, in their words, ``deal`` what they proposed to their
    partner and when it is looked at again, ``graduation`` the page of somebody who needs the coach less.

    Of practising words: ``attempts`` are the first and the latest scores of ``attempted``; ``slips`` maps a failure
    code to its box, the day it is due and how often it happened; ``level`` is 1 to 3; ``drilled`` names the latest
    drills. ``rehearsals`` counts those with a made-up partner, and keeps the last scene, its end and the best end.

    Of the loop: ``episodes`` are the latest that were logged, each with ``at`` and an answer by step.
    ``page`` is what they changed on the page for a counsellor: parts left out, new words, the name.
    """

    name: str | None = None
    locale: str = "en"
    zone: str | None = None
    country: str | None = None
    consented: str | None = None
    role: str | None = None
    roles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    practices: tuple[Mapping[str, Any], ...] = ()
    practised: int = 0
    statements: tuple[Mapping[str, Any], ...] = ()
    stated: int = 0
    returns: Mapping[str, Any] = field(default_factory=dict)
    stopped: bool = False
    careful: str | None = None
    reminded: str | None = None
    asked: Mapping[str, str] = field(default_factory=dict)
    model: str | None = None
    attempts: tuple[Mapping[str, Any], ...] = ()
    attempted: int = 0
    slips: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    level: int = 1
    drilled: tuple[str, ...] = ()
    seen: str | None = None
    quiet: tuple[str, ...] = QUIET
    nudge: Mapping[str, Any] = field(default_factory=dict)
    nudged: tuple[Mapping[str, Any], ...] = ()
    pulses: tuple[Mapping[str, Any], ...] = ()
    check_in: Mapping[str, Any] = field(default_factory=dict)
    talks: tuple[Mapping[str, Any], ...] = ()
    plans: tuple[Mapping[str, Any], ...] = ()
    holds: Mapping[str, int] = field(default_factory=dict)
    lessons: Mapping[str, str] = field(default_factory=dict)
    holding: str | None = None
    away: str | None = None
    crisis: str | None = None
    lost: str | None = None
    rehearsals: Mapping[str, Any] = field(default_factory=dict)
    episodes: tuple[Mapping[str, Any], ...] = ()
    page: Mapping[str, Any] = field(default_factory=dict)
    writing: Mapping[str, str] = field(default_factory=dict)
    again: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    loop: Mapping[str, str] = field(default_factory=dict)
    deal: Mapping[str, Any] = field(default_factory=dict)
    graduation: Mapping[str, Any] = field(default_factory=dict)

    def was_asked(self, now: datetime, kind: str | None = None) -> bool:
        """Whether a gentle question about this, or any, was answered within the day."""
        untils = self.asked.values() if kind is None else filter(None, [self.asked.get(kind)])
        return any(now < datetime.fromisoformat(until) for until in untils)

    def with_practice(self, name: str, at: datetime, before: int | None, after: int | None) -> Person:
        """The person after one more practice, with the 0–10 ratings around it."""
        row = {"name": name, "at": at.isoformat(timespec="seconds"), "before": before, "after": after}
        return replace(self, practices=(*self.practices, row)[-KEPT_PRACTICES:], practised=self.practised + 1)

    def with_statement(self, text: str, at: datetime) -> Person:
        """The person after one more saved statement."""
        row = {"text": text, "at": at.isoformat(timespec="seconds")}
        return replace(self, statements=(*self.statements, row)[-KEPT_STATEMENTS:], stated=self.stated + 1)

    def with_attempt(self, at: datetime, score: int, level: int, good: bool) -> Person:
        """The person after one more sentence of their own in practice; their first stays, to compare with."""
        row = {"at": at.isoformat(timespec="seconds"), "score": score, "level": level, "good": good}
        kept = (*self.attempts[:1], *self.attempts[1:][-(KEPT_ATTEMPTS - 2) :], row)
        return replace(self, attempts=kept, attempted=self.attempted + 1)

    def with_drill(self, name: str) -> Person:
        """The person after being given a drill."""
        others = tuple(other for other in self.drilled if other != name)
        return replace(self, drilled=(*others, name)[-KEPT_DRILLS:])

    def with_talk(self, outcome: str, at: datetime, closeness: int | None = None) -> Person:
        """The person after a check-in that happened, was moved or was left out, with closeness from 0 to 4."""
        row = {"at": at.isoformat(timespec="seconds"), "outcome": outcome, "closeness": closeness}
        return replace(self, talks=(*self.talks, row)[-KEPT_TALKS:])

    def with_pulse(self, at: datetime, reach: int, retreat: int, closeness: int) -> Person:
        """The person after one more weekly pulse, each from 0 to 4."""
        row = {"at": at.isoformat(timespec="seconds"), "reach": reach, "retreat": retreat, "closeness": closeness}
        return replace(self, pulses=(*self.pulses, row)[-KEPT_TALKS:])

    def with_nudge(self, name: str, kind: str, slot: str, at: datetime) -> Person:
        """The person after one more nudge, not answered yet."""
        row = {"name": name, "kind": kind, "slot": slot, "at": at.isoformat(timespec="seconds"), "outcome": None}
        return replace(self, nudged=(*self.nudged, row)[-KEPT_NUDGES:])

    def with_episode(self, at: datetime, answers: Mapping[str, Mapping[str, str]]) -> Person:
        """The person after one more episode of their loop; its instant is that of its record."""
        row = {"at": at.isoformat(timespec="milliseconds"), **answers}
        return replace(self, episodes=(*self.episodes, row)[-KEPT_EPISODES:])

    def silenced(self) -> Person:
        """The person after they asked for quiet, or shut the bot out: nothing comes by itself after that.

        A check-in is kept, resting: only they themselves take it up again. So is a deal, with no day to look at it, and
        the page of somebody who graduated, without cards. A wish never to be asked something stays.
        """
        check_in = {**self.check_in, "resting": True} if self.check_in else {}
        deal = {**self.deal, "review": None} if self.deal else {}
        graduation = {name: value for name, value in self.graduation.items() if name != "cards"}
        again = {kind: row for kind, row in self.again.items() if row.get("never")}
        rested = replace(self, check_in=check_in, deal=deal, graduation=graduation, again=again)
        return replace(rested, nudge={}, plans=(), away=None)

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary without what is still at its default."""
        return {name: value for name, default in _DEFAULTS.items() if (value := getattr(self, name)) != default}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Person:
        """Read what `to_json` gave; names this release does not know are left out."""
        known = {name: given for name, given in value.items() if name in _DEFAULTS}
        for name, default in _DEFAULTS.items():
            if isinstance(default, tuple) and name in known:
                known[name] = tuple(known[name])
        return cls(**known)


_DEFAULTS = {spec.name: getattr(Person(), spec.name) for spec in fields(Person)}
