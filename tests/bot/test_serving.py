"""What is served: the door's manners, health that tells the truth, and figures without anybody in them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.doors import Hook, derive_secret
from bot.serving.health import Health
from bot.serving.metrics import Metrics
from bot.serving.routes import LARGEST, SECRET_HEADER, Door, ops_routes
from bot.store import outbox, timers
from bot.store.backlog import Queue, backlog
from bot.store.database import SqliteDatabase, Work
from bot.store.instants import to_ms
from bot.store.seals import Migrated, Seals
from bot.store.tables import Urgency
from bot.turn import Arrival, Turns
from dialogs.engine.events import Text
from tests.bot.toy import toy_book

SECRET = "a-secret-of-these-tests"
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@asynccontextmanager
async def calling(*routes: Any) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=list(routes)))
    async with httpx.AsyncClient(transport=transport, base_url="http://halfway") as client:
        yield client


class Taker:
    """Takes what comes, and counts it."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []

    async def take(self, update: dict[str, Any]) -> None:
        self.taken.append(update)


@pytest.mark.parametrize("secret", [None, "", "x", SECRET[:-1], SECRET + "a", SECRET.upper(), "secr\u00e9t"])
async def test_a_wrong_secret_is_turned_away_before_the_body_is_read(secret: str | None) -> None:
    read = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        read += 1
        yield b'{"update_id": 1}'

    taker = Taker()
    headers = [] if secret is None else [(SECRET_HEADER.encode(), secret.encode())]
    async with calling(Door(SECRET, taker.take).route("/hook")) as client:
        answer = await client.post("/hook", content=body(), headers=headers)
    assert (answer.status_code, answer.content, taker.taken) == (401, b"", [])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"update_id": 1}', 200),
        (b'{"update_id": "1"}', 400),
        (b'{"update_id": true}', 400),
        (b"[]", 400),
        (b"", 400),
        (b"\xff", 400),
        (b"[" * 100_000, 400),
        (b'{"update_id": 1, "x": "' + b"y" * LARGEST + b'"}', 413),
    ],
    ids=range(8),
)
async def test_what_is_no_update_is_refused(body: bytes, status: int) -> None:
    taker = Taker()
    async with calling(Door(SECRET, taker.take).route("/hook")) as client:
        answer = await client.post("/hook", content=body, headers={SECRET_HEADER: SECRET})
    assert answer.status_code == status
    assert len(taker.taken) == (status == 200)


async def test_a_body_without_a_length_is_capped_too() -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 3 * LARGEST:
            sent += 1000
            yield b"x" * 1000

    taker = Taker()
    async with calling(Door(SECRET, taker.take).route("/hook")) as client:
        answer = await client.post("/hook", content=endless(), headers={SECRET_HEADER: SECRET})
    assert (answer.status_code, taker.taken) == (413, [])


async def test_what_could_not_be_committed_is_asked_for_again() -> None:
    async def take(update: dict[str, Any]) -> None:
        raise OSError("no disk")

    async with calling(Door(SECRET, take).route("/hook")) as client:
        answer = await client.post("/hook", content=b'{"update_id": 1}', headers={SECRET_HEADER: SECRET})
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


async def no_page() -> bytes:
    return b""


async def forever() -> None:
    await asyncio.Event().wait()


class Hanging:
    """A database that gives no answer."""

    def __init__(self, database: SqliteDatabase) -> None:
        self.vault = database.vault
        self.asked = 0

    async def do(self, work: Work[Any]) -> Any:
        self.asked += 1
        await forever()

    async def do_alone(self, name: str, work: Callable[[], Awaitable[None]]) -> None: ...
    async def make_ready(self) -> None: ...
    async def migrate(self, to: str = "head") -> Migrated:
        await forever()
        return Migrated(None, None, 0)

    async def scrub(self) -> None: ...
    async def close(self) -> None: ...


async def test_ready_from_the_opening_to_the_stop_as_long_as_everything_works(database: SqliteDatabase) -> None:
    health = Health()
    worker = asyncio.create_task(forever())
    async with calling(*ops_routes(health, no_page)) as client:

        async def ready() -> tuple[int, str]:
            answer = await client.get("/readyz")
            return answer.status_code, answer.text

        assert await ready() == (503, "it is starting\n")
        health.open(database, {"sender": worker})
        assert await ready() == (200, "ready\n")
        await database.do(lambda connection: connection.exec_driver_sql("UPDATE alembic_version SET version_num='0'"))
        assert (await ready())[1].startswith("the database is at schema 0, this release works with ")
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        assert "the sender has ended" in (await ready())[1]
        health.stop()
        assert await ready() == (503, "it is stopping\n")
        assert (await client.get("/healthz")).status_code == 200


async def test_a_database_that_hangs_is_asked_once_and_makes_nobody_wait_long(database: SqliteDatabase) -> None:
    hanging, metrics = Hanging(database), Metrics()
    health = Health(metrics)
    health.open(hanging, {})
    began = time.monotonic()
    found = await asyncio.gather(*(health.troubles() for _ in range(3)))
    assert time.monotonic() - began < 2
    assert found == [["the database gives no answer within 1 s"]] * 3
    assert hanging.asked == 1
    assert metrics.registry.get_sample_value("halfway_errors_total", {"part": "readiness"}) == 3


async def test_a_database_that_is_closed_is_no_readiness(database: SqliteDatabase) -> None:
    health = Health()
    health.open(database, {})
    await database.close()
    assert await health.troubles() == ["the database fails (DatabaseClosed)"]


async def test_the_backlog_tells_what_waits_and_for_how_long(database: SqliteDatabase) -> None:
    now_ms = to_ms(NOW)

    def fill(connection: Any) -> None:
        seals = Seals(database.vault)
        payload = {"kind": "message", "text": "x"}
        posts = [
            outbox.row("telegram:1", payload, now_ms - 5000),
            outbox.row("telegram:1", payload, now_ms - 2000),
            outbox.row("telegram:2", payload, now_ms + 9000, urgency=Urgency.SOFT),
            outbox.row("terminal:you", payload, now_ms - 60_000),
        ]
        outbox.post(connection, seals, posts)
        timers.start(connection, seals, "telegram:1", "a", now_ms - 3000, None, {})
        timers.start(connection, seals, "telegram:1", "b", now_ms + 3000, None, {})
        timers.start(connection, seals, "terminal:you", "a", now_ms - 3000, None, {})

    await database.do(fill)
    found = await database.do(partial(backlog, channel="telegram", now_ms=now_ms))
    assert found.outbox == {Urgency.ANSWER: Queue(2, 5.0), Urgency.SOFT: Queue(1, 0.0)}
    assert found.timers == Queue(1, 3.0)
    page = (await Metrics().page(database, "telegram", lambda: NOW)).decode()
    for line in (
        'halfway_outbox_waiting{urgency="answer"} 2.0',
        'halfway_outbox_oldest_seconds{urgency="answer"} 5.0',
        'halfway_outbox_waiting{urgency="soft"} 1.0',
        "halfway_timers_due 1.0",
        "halfway_timers_oldest_seconds 3.0",
    ):
        assert line in page.splitlines()


async def test_figures_are_there_without_a_database_and_say_that_they_do_not_know(database: SqliteDatabase) -> None:
    await database.close()
    for given in (None, database):
        page = (await Metrics().page(given, "telegram", lambda: NOW)).decode()
        assert 'halfway_outbox_waiting{urgency="answer"} NaN' in page
        assert "halfway_build_info{" in page


async def test_no_chat_and_no_word_is_a_label(database: SqliteDatabase) -> None:
    metrics = Metrics()
    turns = Turns(database, toy_book(), lambda: NOW, observer=metrics)
    await turns.take([Arrival("telegram:918273645", Text("telegram:1:918273646", "periwinkle"))])
    page = (await metrics.page(database, "telegram", lambda: NOW)).decode()
    assert 'halfway_updates_total{kind="text",result="answered"} 1.0' in page
    for private in ("918273645", "918273646", "periwinkle"):
        assert private not in page


def test_a_derived_secret_is_alike_everywhere_and_another_for_each_bot() -> None:
    assert derive_secret("1:a") == derive_secret("1:a") != derive_secret("1:b")
    assert len(derive_secret("1:a")) == 64


def test_a_hook_shows_neither_its_secret_nor_its_path_where_it_is_told() -> None:
    hook = Hook("https://coach.example.org/hidden", SECRET, 40)
    assert (hook.host, hook.path) == ("coach.example.org", "/hidden")
    assert SECRET not in repr(hook)
    assert Hook("https://coach.example.org", SECRET, 40).path == "/"


def test_whoever_serves_nothing_loads_none_of_it() -> None:
    program = (
        "import bot.local.terminal, bot.app, bot.telegram.taking, bot.telegram.webhook, sys;"
        "print(*{'starlette', 'uvicorn', 'prometheus_client', 'bot.serving'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
