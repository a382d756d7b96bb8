"""Logs: no word of a person, no token and no message of an exception, in either form."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

import pytest

from bot.logs import Format, PlainFormatter, describe

TOKEN = "123456789:AAE-abcdefghijklmnopqrstuvwxyz012345"
CANARY = "periwinkle"


def record(message: str, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("bot.somewhere", logging.ERROR, "x.py", 1, message, (), info)


def raised() -> BaseException:
    try:
        try:
            raise ValueError(f"can't read {CANARY}")
        except ValueError as error:
            raise RuntimeError(f"{CANARY} at https://api.telegram.org/bot{TOKEN}/sendMessage") from error
    except RuntimeError as error:
        return error


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_exception_is_named_by_type_and_place_alone(form: Format) -> None:
    line = PlainFormatter(form).format(record("updates wait", raised()))
    assert CANARY not in line
    assert TOKEN not in line
    assert "RuntimeError at test_logs.py:" in line
    assert "from ValueError at test_logs.py:" in line
    assert "\n" not in line


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_token_that_slips_into_a_message_is_taken_out(form: Format) -> None:
    line = PlainFormatter(form).format(record(f"POST https://api.telegram.org/bot{TOKEN}/getMe"))
    assert TOKEN.split(":")[1] not in line
    assert "<token>" in line


def test_a_line_for_machines_is_one_object() -> None:
    line = json.loads(PlainFormatter("json").format(record("cleared 3 rows", raised())))
    assert set(line) == {"at", "level", "logger", "message", "error"}
    assert line["level"] == "error"


def test_an_error_in_a_loop_of_causes_ends() -> None:
    error = RuntimeError()
    error.__cause__ = error
    assert describe(error).count("RuntimeError") == 1


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_nobody_caught_is_told_without_its_words(form: Format) -> None:
    program = (
        f"from bot.logs import start_logging; start_logging('debug', {form!r}); raise ValueError('{CANARY} {TOKEN}')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "ValueError" in done.stderr
    assert CANARY not in done.stderr
    assert TOKEN not in done.stderr


def test_fields_are_told_in_both_forms_and_hide_nothing() -> None:
    carried = record("sent")
    carried.fields = {"origin": "telegram:1:2", "ms": 1.5, "token": TOKEN}
    assert PlainFormatter("text").format(carried).endswith("sent origin=telegram:1:2 ms=1.5 token=<token>")
    line = json.loads(PlainFormatter("json").format(carried))
    assert list(line) == ["at", "level", "logger", "message", "origin", "ms", "token"]
    assert (line["origin"], line["ms"], line["token"]) == ("telegram:1:2", 1.5, "<token>")
