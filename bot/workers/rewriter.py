"""The rewriter: asks the language model about sentences that were handed over after a commit, and brings the answer in.

An answer is an event with a turn of its own. Nothing is kept here but what is under way: if the process dies, the
guard's timer in the database leads on without an answer.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.endpoint import Declined, Endpoint, EndpointError
from bot.turn import Arrival
from dialogs.engine.effects import AskModel
from dialogs.engine.events import Event, RewriteFailed, RewriteReady
from dialogs.statements import model

log = logging.getLogger(__name__)

AT_ONCE = 8  # questions under way; beyond, people go on without
_HOPELESS = frozenset({401, 402, 403, 404, 405, 408, 429})  # statuses that another form of answer doesn't mend


class Rewriter:
    """Asks an endpoint; each answer goes to ``deliver``, which takes it into a turn."""

    def __init__(self, endpoint: Endpoint, deliver: Callable[[Sequence[Arrival]], Awaitable[object]]) -> None:
        self.endpoint = endpoint
        self.deliver = deliver
        self._form = 0  # the first of the forms that this server has not refused
        self._flights: dict[str, asyncio.Task[None]] = {}
        self._landings: set[asyncio.Task[None]] = set()  # answers that are being taken in

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._flights or self._landings)

    def ask(self, chat: str, question: AskModel) -> None:
        """Ask for a chat, in place of what it asked before. Returns at once."""
        self.forget(chat)
        full = len(self._flights) >= AT_ONCE
        flight = asyncio.create_task(self._answer(chat, question, full=full))
        self._flights[chat] = flight
        flight.add_done_callback(self._landings.discard)

    def forget(self, chat: str) -> None:
        """Drop what is under way for a chat: it was erased, or asks something else."""
        if (flight := self._flights.pop(chat, None)) is not None:
            flight.cancel()

    async def close(self) -> None:
        """Stop asking. The timers see to what was under way."""
        flights = list(self._flights.values())
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, *self._landings, return_exceptions=True)
        await self.endpoint.close()

    async def find(self, statement: str) -> Mapping[str, str] | None:
        """The parts of a statement in the model's own answer, checked; None if there are none that may stand.

        Never raises, and logs no word of it.
        """
        try:
            async with asyncio.timeout(self.endpoint.address.total_seconds):
                return await self._find(statement)
        except TimeoutError:
            log.warning("the language model gave no answer in time")
        except EndpointError as error:
            log.warning("the language model gave no answer: %s", error)
        except Exception as error:
            log.error("the language model could not be asked: %s", type(error).__name__)
        return None

    async def _find(self, statement: str) -> Mapping[str, str] | None:
        messages = model.first_messages(statement)
        for repaired in (False, True):
            content = await self._complete(messages)
            reply = model.read_reply(content, statement)
            if reply.parts is not None:
                return reply.parts
            log.info("an answer of the language model can't stand: %s", ", ".join(reply.faults))
            if repaired or reply.abstained:
                break
            messages += model.repair_messages(content, reply.faults)
        return None

    async def _complete(self, messages: Sequence[Mapping[str, str]]) -> str:
        """A completion in the strictest form that the server takes."""
        last: Declined | None = None
        for at in range(self._form, len(model.FORMATS)):
            try:
                content = await self.endpoint.complete(messages, model.response_format(model.FORMATS[at]))
            except Declined as error:
                if error.status < 400 or error.status in _HOPELESS:
                    raise
                last = error
                continue
            self._form = at
            return content
        assert last is not None, "there is always a form to ask for"
        raise last

    async def _answer(self, chat: str, question: AskModel, *, full: bool) -> None:
        parts = None if full else await self.find(question.statement)
        key = f"model:{question.request}"
        event: Event = RewriteFailed(key, question.request)
        if parts is not None:
            event = RewriteReady(key, question.request, parts)
        flight = self._flights.pop(chat)  # from here on it is not dropped half-way
        self._landings.add(flight)
        try:
            await self.deliver([Arrival(chat, event)])
        except Exception as error:  # the guard's timer leads on
            log.error("an answer of the language model was not taken in: %s", type(error).__name__)
