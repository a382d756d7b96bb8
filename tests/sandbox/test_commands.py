"""`halfway demo` and `halfway botapi` as the real processes that people start."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.e2e.process import ROOT


@contextmanager
def started(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A command of halfway; killed if it doesn't end by itself."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        try:
            yield process
        finally:
            process.kill()


def next_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def address_in(line: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert found is not None, line
    return found.group()


def test_the_demo_prints_one_address_keeps_a_folder_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    elsewhere = {"DATABASE_URL": f"sqlite:///{tmp_path / 'operator.db'}", "LLM_BASE_URL": "http://127.0.0.1:9/v1"}
    words = ("demo", "--port", "0", "--no-open", "--data", str(folder), "--write")
    with started(*words, **elsewhere, LLM_MODEL="any") as process:
        address = address_in(next_line(process))
        assert next_line(process).strip().endswith("Ctrl-C ends it.")
        with httpx.Client(base_url=address, timeout=60) as http:
            assert http.get("/", follow_redirects=True).headers["content-type"].startswith("text/html")
            assert http.get("/sandbox/state").json()["bot"]["status"] == "running"
            assert http.get("/inspector/words", params={"key": "menu.rest"}).json()["writing"] is True
        with started("demo", "--port", address.rpartition(":")[2], "--no-open", COLUMNS="200") as second:
            assert "choose another port with --port" in second.communicate(timeout=60)[1]
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=60)
        assert (process.returncode, rest, errors) == (0, "", "")
    assert (folder / "halfway.db").exists()
    assert not (tmp_path / "operator.db").exists()


def test_the_bot_api_server_prints_what_another_bot_needs() -> None:
    with started("botapi", "--port", "0", "--token", "77:OTHER") as process:
        address = address_in(next_line(process))
        assert next_line(process).split() == ["token", "77:OTHER"]
        with httpx.Client(base_url=address, timeout=60) as http:
            assert http.get("/bot77:OTHER/getMe").json()["result"]["id"] == 77
            lacking = http.get("/bot77:OTHER/sendPoll")
            assert (lacking.status_code, "no sendPoll" in lacking.json()["description"]) == (400, True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("demo", "--host", "0.0.0.0", "--no-open"), "add --expose if that is meant"),
        (("botapi", "--token", "nonsense"), "is no token"),
    ],
)
def test_what_is_not_meant_is_refused(arguments: tuple[str, ...], said: str) -> None:
    with started(*arguments, COLUMNS="200") as process:
        _, errors = process.communicate(timeout=60)
        assert process.returncode != 0
        assert said in errors
