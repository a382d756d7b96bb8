"""The balance: what each chat got beside what it should have got, to the letter.

What it should have got is known exactly: what its person did, rehearsed in memory under the same update ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, permutations
from typing import NamedTuple

from bot.local.sandbox.botapi import Client
from content.catalogue import unmarked
from dialogs.engine import Book, begin
from dialogs.engine.events import Tap
from dialogs.engine.rendering import Animation, Message
from dialogs.rehearsal import Rehearsal
from tests.e2e.process import BOT


class Act(NamedTuple):
    """What a person did: words, or with ``tap`` a button's data. Acts of one ``moment`` may be heard in any order."""

    update: int
    text: str
    moment: int | None = None
    tap: bool = False


Sent = dict[int, list[Act]]
"""By chat, what its person did, in order."""


@dataclass(frozen=True)
class Balance:
    """What was found in the end."""

    kills: int
    updates: int
    expected: int
    lost: int
    out_of_step: int
    doubled: int
    reminders: int = 0  # that should have come by themselves
    unreminded: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.updates} updates, {self.expected} replies expected: {self.lost} lost, "
            f"{self.out_of_step} chats out of step, {self.doubled} doubled; {self.reminders} reminders expected, "
            f"{self.unreminded} lost"
        )


async def balance(
    telegram: Client,
    book: Book,
    sent: Mapping[int, Sequence[Act | tuple[int, str]]],
    kills: int,
    *,
    reminded: bool = False,
) -> Balance:
    """Compare what every chat got with what it should have got; ``reminded``: also once by each timer it has set."""
    updates = expected = lost = doubled = out_of_step = reminders = unreminded = 0
    for chat, inputs in sent.items():
        acts = [Act(*each) for each in inputs]
        got = [each["text"] for each in (await telegram.view(chat))["messages"] if each["sender"] == "bot"]
        wanted, by_themselves = rehearsed(book, acts, got)
        if reminded:
            reminders += len(by_themselves)
            unreminded += sum(text not in got for text in by_themselves)
            doubled += sum(max(0, got.count(text) - 1) for text in by_themselves)
            got = [text for text in got if text not in by_themselves]
        updates += len(acts)
        expected += len(wanted)
        at = 0
        for index, text in enumerate(wanted):
            if at >= len(got) or got[at] != text:
                lost += 1
                continue
            at += 1
            following = wanted[index + 1] if index + 1 < len(wanted) else None
            while at < len(got) and got[at] == text != following:
                doubled += 1
                at += 1
        out_of_step += at != len(got)
    return Balance(kills, updates, expected, lost, out_of_step, doubled, reminders, unreminded)


def rehearsed(book: Book, acts: Sequence[Act], got: Sequence[str]) -> tuple[list[str], list[str]]:
    """The messages that these acts lead to, and those by timers they have set.

    What was done at one moment is taken in the order that explains most of what the person ``got``.
    """
    rehearsal = Rehearsal(book, begin(f"telegram:{BOT}:{acts[0].update}"))
    texts: list[str] = []
    for _, moment in groupby(acts, key=lambda act: (act.moment, act.update if act.moment is None else 0)):
        tries = [_perform(rehearsal, order) for order in permutations(moment)]
        rehearsal, said = max(tries, key=lambda tried: sum(text in got for text in tried[1]))
        texts += said
    return texts, [text for name in list(rehearsal.timers) for text in _told(rehearsal, name)]


def _perform(before: Rehearsal, acts: Iterable[Act]) -> tuple[Rehearsal, list[str]]:
    rehearsal = Rehearsal(before.book, before.session, before.now, timers=dict(before.timers), steps=before.steps)
    texts = []
    for act in acts:
        if act.tap:
            token, _, choice = act.text.partition(":")
            rehearsal.send(Tap(rehearsal.key, token, int(choice)))
        else:
            rehearsal.say(act.text)
        texts += _texts(rehearsal)
    return rehearsal, texts


def _told(rehearsal: Rehearsal, name: str) -> list[str]:
    rehearsal.ring(name)
    return _texts(rehearsal)


def _texts(rehearsal: Rehearsal) -> list[str]:
    texts = []
    for post in rehearsal.posts:
        if isinstance(post, Message):
            texts.append(unmarked(post.text))
        elif isinstance(post, Animation):
            texts.append(unmarked(post.caption))
    return texts
