"""The verbs a test may use on a world, in-process and over HTTP alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

VERBS: dict[str, Callable[..., Any]] = {}


def verb(function: Function) -> Function:
    """Register an async method, whose arguments and result are plain JSON values, under its own name."""
    VERBS[function.__name__] = function
    return function
