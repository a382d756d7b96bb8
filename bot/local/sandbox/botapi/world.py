"""One bot's Telegram: the people in it, what a test may order and read, and the bot's own calls."""

from __future__ import annotations

from typing import Any

from bot.local.sandbox.botapi.drafts import Drafts
from bot.local.sandbox.botapi.errors import Refusal, bad_request
from bot.local.sandbox.botapi.methods import METHODS, check_webhook
from bot.local.sandbox.botapi.observation import Observation, Waiting
from bot.local.sandbox.botapi.parameters import Parameters
from bot.local.sandbox.botapi.people import People
from bot.local.sandbox.botapi.updates import WEBHOOK_POLL
from bot.local.sandbox.botapi.webhook import Webhook

ASYNC_METHODS = frozenset({"getupdates", "setwebhook", "deletewebhook"})


class World(People, Drafts, Observation, Waiting):
    """One bot's Telegram. Constructor arguments: see scene.Scene; acts: People, Drafts; orders: Observation."""

    def knows(self, method: str) -> bool:
        """Whether the server has this method; one it lacks is counted in counts()["missing"]."""
        lower = method.lower()
        if lower in METHODS or lower in ASYNC_METHODS:
            return True
        self.missing[method] += 1
        self.touch()
        return False

    async def poll(self, parameters: Parameters) -> str:
        """getUpdates: the answer's result as JSON text."""
        self.calls.by_method["getUpdates"] += 1
        self.updates.allow(_kinds(parameters))
        return await self.updates.poll(
            parameters.integer("offset", 0) or 0,
            parameters.integer("limit", 100) or 100,
            float(min(50, parameters.integer("timeout", 0) or 0)),
        )

    async def perform(self, method: str, parameters: Parameters, answered: bool = True) -> Any:
        """Do one call of the bot and note it; the result, or Refusal."""
        lower = method.lower()
        try:
            if lower in ASYNC_METHODS:
                result: Any = await self._set_webhook(parameters, delete=lower == "deletewebhook")
            else:
                result = METHODS[lower](self, parameters)
        except Refusal as refusal:
            self.note(method, parameters, refusal.code, refusal.description)
            raise
        self.note(method, parameters, 200, answered=answered, result=result)
        return result

    def note(
        self,
        method: str,
        parameters: Parameters,
        status: int,
        description: str = "",
        answered: bool = True,
        result: Any = None,
    ) -> None:
        """Write one call into the transcript."""
        if isinstance(result, dict) and "message_id" in result:
            message_id = result["message_id"]
        else:
            message_id = _number(parameters, "message_id")
        self.calls.add(method, parameters, _number(parameters, "chat_id"), message_id, status, description, answered)
        self.touch()

    async def _set_webhook(self, parameters: Parameters, delete: bool) -> bool:
        url, secret, connections = ("", "", 1) if delete else check_webhook(parameters)
        if not delete:
            self.updates.allow(_kinds(parameters))
        await self.close()
        if parameters.flag("drop_pending_updates"):
            self.updates.drop_all()
        if url:
            self.updates.interrupt(WEBHOOK_POLL)
            self.webhook = Webhook(url, secret, connections, self.updates, self._webhook_reply)
            self.webhook.start()
        return True

    async def _webhook_reply(self, call: dict[str, Any]) -> None:
        method = str(call.pop("method"))
        if method.lower() in ASYNC_METHODS or not self.knows(method):
            return
        try:
            await self.perform(method, Parameters(call))
        except Refusal:
            return  # Telegram gives no answer to a call made in reply to a webhook; the transcript has it


def _kinds(parameters: Parameters) -> list[str] | None:
    kinds = parameters.json("allowed_updates")
    if kinds is not None and not isinstance(kinds, list):
        raise bad_request("can't parse allowed_updates: expected an Array of strings")
    return kinds


def _number(parameters: Parameters, name: str) -> int | None:
    try:
        return int(parameters.values[name])
    except (KeyError, TypeError, ValueError):
        return None
