"""The guard: this machine alone, its own pages alone, JSON alone."""

from __future__ import annotations

import socket

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.local.inspector.exchange import guarded
from tests.inspector.bench import SAM, Open


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "rebound.example"}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
async def test_another_site_changes_nothing(headers: dict[str, str], status: int, bench: Open) -> None:
    sent = {"Content-Type": "application/json", **headers}
    before = bench.bench.clock()
    answer = await bench.client.post("/inspector/clock", data=b'{"person": 1001, "by": 86400}', headers=sent)
    assert answer.status == status
    moved = (bench.bench.clock() - before).total_seconds() > 80000
    assert moved is (status == 200)


async def test_the_page_of_the_same_address_may(bench: Open) -> None:
    own = f"http://{bench.client.host}:{bench.client.port}"
    answer = await bench.client.post("/inspector/hear", json={"text": "hello"}, headers={"Origin": own})
    assert answer.status == 200


async def test_another_site_reads_nothing(bench: Open) -> None:
    answer = await bench.client.get(
        "/inspector/person", params={"person": str(SAM)}, headers={"Host": "rebound.example"}
    )
    assert answer.status == 403


async def test_another_machine_gets_no_answer() -> None:
    """Asked over an address that is not loopback, as from the network."""
    own = _own_address()
    if own is None:
        pytest.skip("this machine has no address beside loopback")

    async def secret(request: web.Request) -> dict[str, object]:
        return {"secret": True}

    app = web.Application()
    app.router.add_get("/", guarded(secret))
    async with TestServer(app, host=own) as server, ClientSession() as session:
        answer = await session.get(server.make_url("/"), headers={"Host": "127.0.0.1"})
        assert answer.status == 403


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("clock", "[]"),
        ("clock", "{"),
        ("clock", '{"person": "Sam", "by": 1}'),
        ("clock", '{"person": 1001, "by": "soon"}'),
        ("words", '{"key": "menu.rest", "wordings": [1], "buttons": {}}'),
        ("script/begin", '{"person": 1001}'),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(path: str, body: str, bench: Open) -> None:
    answer = await bench.client.post(f"/inspector/{path}", data=body, headers={"Content-Type": "application/json"})
    assert answer.status == 400
    assert (await answer.json())["error"]


def _own_address() -> str | None:
    """An address of this machine beside loopback, found without sending anything."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address: str = probe.getsockname()[0]
        return None if address.startswith("127.") else address
