"""The network, as the doctor looks at it: the token, the webhook, the clock, the language model."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.endpoint import Address, Endpoint, EndpointError, MissingLibrary
from bot.operation.findings import Finding, Level
from bot.settings import Settings, SettingsError
from bot.store.instants import from_ms

SECONDS = 10
OFF, FAR_OFF = timedelta(seconds=5), timedelta(seconds=60)
RECENT = timedelta(hours=1)
_BACKLOG = 100  # updates that wait at Telegram, from which the bot lags behind
_QUESTION = ({"role": "user", "content": "Answer with the word: ok"},)


class _Unreached(Exception):
    """No answer came; the message says which way."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    result: Any
    date: datetime | None


async def check_telegram(settings: Settings, clock: Callable[[], datetime]) -> AsyncIterator[Finding]:
    """Ask the Bot API server who we are, where it sends updates and what time it is."""
    host = urlsplit(settings.telegram_api_base_url).hostname or "?"
    try:
        token = settings.token
    except SettingsError as error:
        yield Finding("token", "error", str(error))
        return
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as client:
        base = f"{settings.telegram_api_base_url}/bot{token}"
        try:
            me = await _ask(client, f"{base}/getMe")
            webhook = await _ask(client, f"{base}/getWebhookInfo") if me.status == 200 else None
        except _Unreached as error:
            advice = "check the network and TELEGRAM_API_BASE_URL; the bot waits and goes on by itself"
            yield Finding("token", "error", f"{host} can't be reached ({error})", advice)
            return
    if me.status in (401, 404):
        yield Finding("token", "error", f"{host} does not know this token", "copy it from @BotFather again")
    elif me.status != 200 or not isinstance(me.result, dict):
        yield Finding("token", "error", f"{host} answers with {me.status}", "try again; is it a Bot API server?")
    else:
        yield Finding("token", "ok", f"@{me.result.get('username', '?')} at {host}")
        for finding in _manners(me.result):
            yield finding
    if webhook is not None and isinstance(webhook.result, dict):
        for finding in _webhook(webhook.result, clock()):
            yield finding
    if me.date is not None:
        yield _clock(clock() - me.date)


async def check_model(settings: Settings) -> AsyncIterator[Finding]:
    """Ask the language model one question, if one is configured. No person's words are in it."""
    address = settings.llm_address
    if address is None:
        half = settings.llm_base_url is not None or settings.llm_model is not None
        advice = "set both LLM_BASE_URL and LLM_MODEL, or neither"
        yield Finding("language model", "warning" if half else "ok", "none is asked", advice)
        return
    yield await _answers(address)
    if settings.model_terms is not None and settings.model_terms.away:
        said = f"sentences of those who agree leave this machine, to {settings.model_terms.host}"
        plain = address.base_url.startswith("http:")
        yield Finding("language model", "warning", said + (", unencrypted" if plain else ""), "see docs/operating.md")


async def _answers(address: Address) -> Finding:
    advice = "the coach goes on without; check LLM_BASE_URL, LLM_MODEL and LLM_API_KEY"
    try:
        endpoint = Endpoint(address)
    except MissingLibrary as error:
        return Finding("language model", "error", str(error))
    try:
        await endpoint.complete(_QUESTION, None)
    except EndpointError as error:
        return Finding("language model", "warning", f"{address.model} gives no answer ({error})", advice)
    finally:
        await endpoint.close()
    return Finding("language model", "ok", f"{address.model} answers")


async def _ask(client: aiohttp.ClientSession, address: str) -> _Answer:
    """One call; the address is in no error, for it holds the token."""
    try:
        async with client.post(address) as response:
            try:
                result = json.loads(await response.read()).get("result")
            except (ValueError, AttributeError):
                result = None
            return _Answer(response.status, result, _date(response.headers.get("Date")))
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise _Unreached(type(error).__name__) from None


def _date(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header) if header else None
    except ValueError:
        return None


def _manners(me: dict[str, Any]) -> list[Finding]:
    found = []
    if me.get("supports_inline_queries") is False:
        found.append(Finding("inline mode", "ok", "off; /setinline at @BotFather switches it on"))
    if me.get("can_read_all_group_messages") is True:
        advice = "it has no business in groups: send /setprivacy to @BotFather and choose Enable"
        found.append(Finding("group privacy", "warning", "the bot is given all that is said in groups", advice))
    return found


def _webhook(info: dict[str, Any], now: datetime) -> list[Finding]:
    parts = urlsplit(str(info.get("url") or ""))
    pending = int(info.get("pending_update_count") or 0)
    where = f"set to {parts.scheme}://{parts.hostname}" if parts.hostname else "none: updates are fetched by polling"
    said = f"{where}; {pending} updates wait"
    level: Level = "warning" if pending >= _BACKLOG else "ok"
    found = [Finding("webhook", level, said, "is the bot running? `halfway health` tells")]
    if parts.hostname and (at := info.get("last_error_date")):
        age = now - from_ms(int(at) * 1000)
        level = "warning" if age < RECENT else "ok"
        said = f"Telegram last failed to deliver {int(age.total_seconds()) // 60} min ago: {_plain(info)}"
        found.append(Finding("webhook", level, said, "look at the proxy, its certificate and the bot's log"))
    return found


def _plain(info: dict[str, Any]) -> str:
    """Telegram's word on its last failure; a path may hold a secret."""
    words = str(info.get("last_error_message") or "no reason given")[:120].split()
    return " ".join("<address>" if "://" in word else word for word in words)


def _clock(off: timedelta) -> Finding:
    # The header has whole seconds and took its time to come: a second or two are nothing.
    seconds = off.total_seconds()
    said = f"{abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'} the Bot API server's"
    advice = "set it by NTP: what comes at an hour comes by this clock"
    level: Level = "error" if abs(off) > FAR_OFF else "warning" if abs(off) > OFF else "ok"
    return Finding("clock", level, said, advice)
