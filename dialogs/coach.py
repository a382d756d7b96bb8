"""The coach: all its dialogs bound into one book, with the commands that lead to them from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from content import catalogue
from dialogs import breathing, safety
from dialogs.again import offers
from dialogs.again.days import AFTER
from dialogs.again.dialog import OBSERVER_AGAIN, ROLE_AGAIN
from dialogs.age import YOUNG, is_young
from dialogs.careful import CAREFUL
from dialogs.check_in import terms as check_in
from dialogs.check_in.arranging import CHECK_IN
from dialogs.check_in.talk import TALK
from dialogs.coming_back import obstacle as obstacle_to_coming_back
from dialogs.countries import find_country
from dialogs.deals import terms as deals
from dialogs.deals.making import DEAL
from dialogs.deals.review import DEAL_REVIEW
from dialogs.device import DEVICE
from dialogs.engine import Alarm, Book, Dialog, ModelTerms, Route, Turn
from dialogs.graduation import cards
from dialogs.graduation.cards import CARD
from dialogs.graduation.closing import GRADUATE
from dialogs.graduation.relapse import RELAPSE
from dialogs.gym.dialog import GYM
from dialogs.hold import RELEASE
from dialogs.home import HOME
from dialogs.language import is_foreign
from dialogs.learn import LEARN
from dialogs.loop.dialog import LOOP
from dialogs.loss import LOSS, find_loss
from dialogs.loss import hear as hear_loss
from dialogs.menu import MENU
from dialogs.nudges import terms as nudges
from dialogs.nudges.arranging import NUDGES
from dialogs.nudges.dialog import NUDGE
from dialogs.nudges.pulse import PULSE
from dialogs.observer import SEVEN_MINUTES
from dialogs.observer import obstacle as obstacle_to_time_up
from dialogs.own_loop import OWN_LOOP
from dialogs.partner.dialog import PARTNER
from dialogs.pictures import PICTURES
from dialogs.plans import PLANNED
from dialogs.plans import obstacle as obstacle_to_plan
from dialogs.plea import PLEA
from dialogs.plea import hear as hear_plea
from dialogs.practice import PRACTICE
from dialogs.practices import PRACTICES
from dialogs.privacy import EXPORT, FORGET, PRIVACY
from dialogs.progress import PROGRESS
from dialogs.questions import find_question
from dialogs.recurring import RECURRING
from dialogs.rephrase.dialog import REPHRASE
from dialogs.returning import RETURNING
from dialogs.role.dialog import ROLE
from dialogs.safety import Concern
from dialogs.safety.dialog import SAFETY
from dialogs.screening import SCREENING
from dialogs.settings import SETTINGS
from dialogs.tension import TENSION
from dialogs.tension import obstacle as obstacle_to_tension
from dialogs.therapy.dialog import THERAPY_PAGE
from dialogs.timed_breaks import BREAK_OVER, WAVE
from dialogs.visits import visit
from dialogs.welcome import WELCOME
from dialogs.zone import ZONE

DIALOGS: tuple[Dialog, ...] = (
    HOME,
    WELCOME,
    MENU,
    ROLE,
    LOOP,
    PRACTICE,
    *PRACTICES,
    LEARN,
    OWN_LOOP,
    DEAL,
    DEAL_REVIEW,
    GRADUATE,
    CARD,
    RELAPSE,
    RETURNING,
    BREAK_OVER,
    WAVE,
    TENSION,
    RELEASE,
    PLANNED,
    SEVEN_MINUTES,
    OBSERVER_AGAIN,
    ROLE_AGAIN,
    CHECK_IN,
    TALK,
    NUDGES,
    NUDGE,
    PULSE,
    REPHRASE,
    GYM,
    PARTNER,
    PROGRESS,
    THERAPY_PAGE,
    PICTURES,
    SETTINGS,
    ZONE,
    PRIVACY,
    EXPORT,
    FORGET,
    CAREFUL,
    DEVICE,
    SCREENING,
    SAFETY,
    LOSS,
    PLEA,
    YOUNG,
)

# The command menu of a channel: each name with the content key of its description, in the order shown.
COMMANDS = tuple(
    (name, f"commands.{name}")
    for name in (
        "start", "menu", "role", "loop", "practice", "rewrite", "practice_statement", "partner", "learn", "progress",
        "therapy", "nudges", "check_in", "deal", "graduate", "settings", "zone", "privacy", "export", "forget",
        "help_now", "help", "stop", "cancel",
    )
)  # fmt: skip


def _draft(argument: str) -> Mapping[str, Any]:
    return {"draft": argument} if argument else {}


def _place(argument: str) -> Mapping[str, Any]:
    return {"place": argument} if argument else {}


def _story(argument: str) -> Mapping[str, Any]:
    return {"story": argument} if argument else {}


def _help_now(argument: str) -> Mapping[str, Any]:
    where = find_country(argument) if argument else None
    return {"tier": "help", "kind": "help_now", **({"where": where} if where else {})}


def _notes(text: str) -> Mapping[str, Any]:
    """What the safety dialog has to know of a text beside the danger in it."""
    return {**({"young": True} if is_young(text) else {}), **({"foreign": True} if is_foreign(text) else {})}


def _hears(text: str, dialog: str, turn: Turn) -> tuple[str, Mapping[str, Any]] | None:
    """What is met wherever it is told: an age under 18, a loss, a cry for help in the middle of a practice."""
    if is_young(text) and dialog not in ("welcome", "menu", "young"):
        return "young", {}
    if (kind := hear_loss(text, dialog, turn)) is not None:
        return "loss", {"kind": kind}
    return ("plea", {}) if hear_plea(text, dialog) else None


def _concern(text: str) -> Concern | None:
    """What the detectors find; a question to the coach is answered and not asked about in turn."""
    concern = safety.screen(text)
    if concern is None or concern.tier == "A":
        return concern
    unsure = concern.tier == "C" and not concern.sure
    if unsure and (find_loss(text) is not None or breathing.is_just_dizzy(text)):
        return None  # met as a loss, which asks about living, too; or where one breathes along
    question = find_question(text)
    plan = question == "monitor" and concern.kind == "harm_to_other"  # asked for and not told: refused, with a reason
    return None if plan or (question is not None and unsure) else concern


@lru_cache(maxsize=4)
def build(model: ModelTerms | None = None) -> Book:
    """The book of the coach, built once a process; with the terms of the language model, if one is configured.

    Raises:
        ContentError: a content file can't be used.
        BookError: a dialog leads nowhere.
    """
    return Book(
        {dialog.name: dialog for dialog in DIALOGS},
        catalogue.load(),
        home="home",
        menu="menu",
        safety="safety",
        detect=_concern,
        commands={
            "menu": Route("menu"),
            "role": Route("role", _story),
            "loop": Route("loop"),
            "practice": Route("practice"),
            "rewrite": Route("rephrase", _draft, before_consent=True),
            "practice_statement": Route("gym"),
            "partner": Route("partner"),
            "progress": Route("progress"),
            "therapy": Route("therapy_page"),
            "learn": Route("learn"),
            "nudges": Route("nudges"),
            "check_in": Route("check_in"),
            "deal": Route("deal"),
            "graduate": Route("graduate"),
            "settings": Route("settings"),
            "zone": Route("zone", _place),
            "privacy": Route("privacy", before_consent=True),
            "export": Route("export", before_consent=True),
            "forget": Route("forget", before_consent=True),
            "help_now": Route("safety", _help_now, before_consent=True),
        },
        timers={
            "return": Alarm("returning", grace=timedelta(hours=24)),
            "return_soon": Alarm("returning", grace=timedelta(minutes=4)),
            "break_over": Alarm("break_over", grace=timedelta(hours=2), skip=obstacle_to_coming_back),
            "urge": Alarm("wave", grace=timedelta(minutes=30), skip=obstacle_to_coming_back),
            **{
                name: Alarm(name, grace=breathing.GRACE, skip=breathing.obstacle, fires=breathing.UP)
                for name in ("sighing", "breathing")
            },
            "tension": Alarm("tension", grace=timedelta(minutes=10), skip=obstacle_to_tension),
            "hold": Alarm("release"),
            "plan": Alarm(
                "planned", grace=timedelta(hours=1), skip=obstacle_to_plan, renew=RECURRING["plan"], soft=True
            ),
            "check_in": Alarm(
                "talk", grace=check_in.GRACE, skip=check_in.obstacle, renew=RECURRING["check_in"], soft=True
            ),
            "seven_minutes": Alarm("seven_minutes", grace=timedelta(minutes=5), skip=obstacle_to_time_up),
            **{
                offers.timer_of(kind): Alarm(
                    offers.timer_of(kind),
                    grace=timedelta(hours=2),
                    skip=offers.obstacle_to(kind),
                    renew=RECURRING[offers.timer_of(kind)],
                    soft=True,
                )
                for kind in AFTER
            },
            "deal": Alarm("deal_review", grace=deals.GRACE, skip=deals.obstacle, renew=RECURRING["deal"], soft=True),
            "card": Alarm("card", grace=cards.GRACE, skip=cards.obstacle, renew=RECURRING["card"], soft=True),
            "nudge": Alarm("nudge", grace=nudges.GRACE, skip=nudges.obstacle, renew=RECURRING["nudge"], soft=True),
        },
        notes=_notes,
        hears=_hears,
        answers=lambda words: f"questions.{kind}" if (kind := find_question(words)) else None,
        visit=visit,
        model=model,
    )
