"""What time does to a session: timers fire, what recurs is set anew, and zones change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from dialogs.engine.book import Alarm
from dialogs.engine.effects import CancelTimer, StartTimer
from dialogs.engine.events import TimerFired
from dialogs.engine.run import Manner, Moved, Run
from dialogs.schedule.quiet import is_quiet
from dialogs.zones import city_of, local

HELD_BACK = timedelta(hours=1)  # what is due while somebody may be in danger waits


class Timed(Run):
    """A run that timers can lead."""

    def fire(self, event: TimerFired) -> None:
        """Go where a timer leads. What recurs gets its following time first, whatever becomes of this one."""
        self.asks = bool(self.effects)  # a release that moved the person says so, and asks again
        alarm, due = self.book.alarm(event.name), event.due or self.now
        stale = event.token is not None and event.token != self.before.token
        if alarm is None or stale or self.person.stopped or not self.stack:
            return
        if alarm.renew is not None:
            self._renew(alarm, max(self.now, due), event.data)
        if (reason := self._obstacle(alarm, due, event.data)) is not None:
            self.moves.append(Moved(alarm.dialog, reason, "due", "skipped"))
            if reason == "danger" and alarm.renew is None and alarm.fires is None:  # it is not lost, it waits
                self.effects.append(StartTimer(event.name, self.now + HELD_BACK, event.token, event.data))
            return
        if alarm.fires is not None:
            self._go_on(alarm.fires, event)
            return
        if alarm.soft:
            until = None if alarm.grace is None else due + alarm.grace
            self.manner = Manner(True, is_quiet(self.now, self.person.zone, self.person.quiet), until)
        self.asks = self.by_itself = True
        self.digress(alarm.dialog, event.data)

    def _go_on(self, trigger: str, event: TimerFired) -> None:
        """The time of a step is over, and its dialog goes on."""
        if self.took(trigger, self.turn(value=event.data)):
            quiet = is_quiet(self.now, self.person.zone, self.person.quiet)
            self.manner = Manner(silent=quiet or self.person.careful is not None)
            self.asks = self.by_itself = True
            self.settle()

    def _obstacle(self, alarm: Alarm, due: datetime, data: Mapping[str, Any]) -> str | None:
        """Why a timer that is due leads nowhere this time; None where it does."""
        if alarm.grace is not None and self.now - due > alarm.grace:
            return "late"
        if any(frame.dialog == self.book.safety for frame in self.stack):
            return "danger"
        if alarm.fires is not None and self.stack[-1].dialog != alarm.dialog:
            return "elsewhere"
        return alarm.skip(self.turn(value=data), self.stack[-1].dialog) if alarm.skip else None

    def replan(self) -> None:
        """Work out anew when what recurs is next due."""
        self.asks = bool(self.effects)
        if self.stack and not self.person.stopped:
            for alarm in self.book.timers.values():
                if alarm.renew is not None:
                    self._renew(alarm, self.now)

    def _renew(self, alarm: Alarm, after: datetime, data: Mapping[str, Any] | None = None) -> None:
        assert alarm.renew is not None, "only asked where it is there"
        turn = self.turn(value=data)
        alarm.renew(turn, after)
        self.person = turn.person

    def settle_in(self, zone: str, *, told: bool) -> None:
        """Live by another time zone from now on, and with it all that recurs."""
        self.person = replace(self.person, zone=zone)
        self.replan()
        if told:
            self.say("engine.zone_known", city=city_of(zone), time=local(self.now, zone).strftime("%H:%M"))
            self.asks = True

    def fall_silent(self) -> None:
        """Nothing comes by itself any more."""
        self.person = self.person.silenced()
        self.effects.append(CancelTimer(None))
        self.asks = False
