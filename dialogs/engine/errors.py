"""What can go wrong in the engine.

EngineError
├── BookError        a dialog is declared wrongly (found when the book is built, before anybody talks)
├── LoopError        a turn ran through too many states without waiting
└── SessionError     a stored session can't be read
"""

from __future__ import annotations


class EngineError(Exception):
    """Base of the engine's errors."""


class BookError(EngineError):
    """A dialog is declared wrongly; the message names the dialog and the state."""


class LoopError(EngineError):
    """A turn passed through more states than any conversation needs; the dialog has a loop without a wait."""

    def __init__(self, dialog: str, state: str, cap: int) -> None:
        super().__init__(f"{dialog}.{state}: {cap} states passed without waiting for the person; break the loop")
        self.dialog = dialog
        self.state = state


class SessionError(EngineError):
    """A stored session is not one of ours; the message says which part."""
