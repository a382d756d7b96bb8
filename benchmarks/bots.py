"""The bots that are compared: Halfway's product path and the peers, each as a command with its environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.stores import SQLITE, Place, Store
from bot.local.sandbox.botapi import TOKEN
from tests.e2e.serving import SECRET, free_port

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv-bench"
LOCK = ROOT / "benchmarks" / "requirements.lock"
_BUILT = VENV / ".installed"


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot that can be started on an empty database. ``durable``: what it has answered survives a kill."""

    name: str
    title: str
    python: str
    module: str
    durable: bool
    store: Store = SQLITE
    webhook: bool = False
    arguments: tuple[str, ...] = ()

    @property
    def command(self) -> list[str]:
        return [self.python, "-m", self.module, *self.arguments]

    def environment(self, place: Place) -> dict[str, str]:
        """Its environment. The pace is lifted, since it is the code that is measured and not Telegram."""
        return {
            "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            **place,
            **(_door() if self.webhook else {}),
            "SEND_PER_SECOND": "100000",
            "SEND_PER_CHAT_PER_SECOND": "100000",
            "SEND_PER_CHAT_BURST": "100000",
            "RECEIVE_PER_CHAT_BURST": "100000",
            "POLL_SECONDS": "5",
        }


def _door() -> dict[str, str]:
    address = f"127.0.0.1:{free_port()}"
    url = f"http://{address}/telegram"
    return {"WEBHOOK_URL": url, "WEBHOOK_LISTEN": address, "WEBHOOK_SECRET": SECRET, "WEBHOOK_CONNECTIONS": "100"}


HALFWAY = Bot("halfway", "Halfway", sys.executable, "benchmarks.five", durable=True)


def halfway(stores: list[Store]) -> list[Bot]:
    """Halfway on each store by polling and by webhook; what it is by default comes first."""
    return [
        replace(
            HALFWAY,
            name="-".join(["halfway", store.title.lower(), *(["webhook"] if webhook else [])]),
            title=f"Halfway, {store.title}{', webhook' if webhook else ''}",
            store=store,
            webhook=webhook,
        )
        for store in stores
        for webhook in (False, True)
    ]


def peers() -> list[Bot]:
    """The peers that can run here, the reference first."""
    python = str(VENV / "bin" / "python")
    found = [
        Bot("reference", "the reference", python, "benchmarks.peers.reference", durable=True),
        Bot("aiogram-memory", "aiogram, memory", python, "benchmarks.peers.aiogram_memory", durable=False),
        Bot("aiogram-sqlite", "aiogram, SQLite", python, "benchmarks.peers.aiogram_sqlite", durable=True),
        Bot("aiogram-redis", "aiogram, Redis", python, "benchmarks.peers.aiogram_redis", durable=True),
        Bot("ptb-pickle", "PTB, pickle", python, "benchmarks.peers.ptb_pickle", durable=True),
    ]
    return [bot for bot in found if bot.name != "aiogram-redis" or shutil.which("redis-server") is not None]


def build_environment() -> str | None:
    """Build the peers' environment if it is not there; what went wrong, in words, or None."""
    if _BUILT.exists() and _BUILT.stat().st_mtime >= LOCK.stat().st_mtime:
        return None
    print(f"building {VENV.name} for the peers (once; about half a minute)", flush=True)
    try:
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    except (OSError, subprocess.CalledProcessError) as error:
        return f"{VENV.name} could not be made ({error}); is Python's venv module whole?"
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", "--quiet"]
    done = subprocess.run(
        [*pip, "install", "--require-hashes", "--requirement", str(LOCK)], capture_output=True, text=True
    )
    if done.returncode != 0:
        last = next((line for line in reversed(done.stderr.splitlines()) if line.strip()), "pip gave no reason")
        return f"the peers could not be installed (pip exit {done.returncode}: {last})"
    _BUILT.touch()
    return None
