"""What the server refuses, in Telegram's own words, and what a test asked for that makes no sense."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An answer with "ok": false.

    `code` is both the HTTP status and Telegram's error_code; `parameters` is its ResponseParameters object.
    """

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def payload(self) -> dict[str, Any]:
        """The JSON body Telegram sends for this refusal."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class ControlError(Exception):
    """A test drove the server in a way no person could; the message says what and what to do instead."""


def bad_request(text: str) -> Refusal:
    """400 with Telegram's prefix."""
    return Refusal(400, f"Bad Request: {text}")


def too_many_requests(seconds: int) -> Refusal:
    """429 with retry_after in whole seconds."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
