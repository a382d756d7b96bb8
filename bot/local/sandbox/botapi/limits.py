"""What Telegram refuses for its size, and how fast it lets a bot send.

Sizes are those of the Bot API reference; the 10 kB bound of a keyboard is not documented there but is reported
(tginfo/Telegram-Limits, issue 187). Lengths of text are taken in UTF-16 code units, the stricter reading.
"""

from __future__ import annotations

import json
import math
from collections import deque
from typing import Any

from bot.local.sandbox.botapi.entities import utf16_length
from bot.local.sandbox.botapi.errors import bad_request

TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024
PHOTO_BYTES = 10 * 1024 * 1024
PHOTO_SIDES = 10_000  # width and height together
PHOTO_RATIO = 20
CALLBACK_DATA_BYTES = 64
ANSWER_LENGTH = 200
KEYBOARD_BUTTONS = 100
KEYBOARD_BYTES = 10_240
INLINE_RESULTS = 50

_INLINE_ACTIONS = frozenset(
    "url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat "
    "switch_inline_query_chosen_chat copy_text callback_game pay".split()
)


def check_text(text: str) -> None:
    """Refuse a text that is empty or too long once its markup is gone."""
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > TEXT_LENGTH:
        raise bad_request("message is too long")


def check_caption(text: str) -> None:
    """Refuse a caption longer than 1024 once its markup is gone."""
    if utf16_length(text) > CAPTION_LENGTH:
        raise bad_request("message caption is too long")


def check_photo(content: bytes, size: tuple[int, int] | None) -> None:
    """Refuse a photo that is no picture, too heavy, too large or too narrow."""
    if len(content) > PHOTO_BYTES:
        raise bad_request("file is too big")
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > PHOTO_SIDES or max(size) > PHOTO_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def check_answer(text: str) -> None:
    """Refuse an over-long notification of answerCallbackQuery."""
    if utf16_length(text) > ANSWER_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")


def check_markup(markup: Any) -> None:
    """Refuse a reply_markup Telegram would not show."""
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    inline = "inline_keyboard" in markup
    rows = markup.get("inline_keyboard" if inline else "keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(
            f"field {'inline_keyboard' if inline else 'keyboard'!r} of the ReplyMarkup must be an Array of Arrays"
        )
    buttons = [button for row in rows for button in row]
    for button in buttons:
        if inline:
            _check_inline_button(button)
        elif not (button if isinstance(button, str) else button.get("text")):
            raise bad_request("keyboard button text must be non-empty")
    if len(buttons) > KEYBOARD_BUTTONS * (1 if inline else 3):
        raise bad_request("reply markup is too long")
    if len(buttons) > 20 and len(json.dumps(markup, ensure_ascii=False).encode()) > KEYBOARD_BYTES:
        raise bad_request("reply markup is too long")


def _check_inline_button(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object with a text")
    if not button["text"]:
        raise bad_request("can't parse inline keyboard button: text must be non-empty")
    if not _INLINE_ACTIONS.intersection(button):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not (isinstance(data, str) and 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES):
        raise bad_request("BUTTON_DATA_INVALID")


class _Window:
    """At most `count` events in any `seconds`."""

    def __init__(self, rate: float) -> None:
        self.count = max(1, int(rate))
        self.seconds = self.count / rate
        self.times: deque[float] = deque()

    def wait(self, now: float) -> float:
        times = self.times
        while times and times[0] <= now - self.seconds:
            times.popleft()
        return times[0] + self.seconds - now if len(times) >= self.count else 0.0


class Pace:
    """An enforced sending rate: messages a second over all chats and within one chat; None is no limit."""

    def __init__(self, overall: float | None, per_chat: float | None) -> None:
        self.per_chat = per_chat
        self.overall = _Window(overall) if overall else None
        self.chats: dict[int, _Window] = {}
        self.enforced = bool(overall or per_chat)

    def take(self, chat: int, now: float) -> int:
        """Count one message of `chat` at `now` (monotonic seconds): 0, or the whole seconds to wait instead."""
        windows = [self.overall] if self.overall else []
        if self.per_chat:
            own = self.chats.get(chat)
            if own is None:
                own = self.chats[chat] = _Window(self.per_chat)
            windows.append(own)
        wait = max((window.wait(now) for window in windows), default=0.0)
        if wait > 0:
            return math.ceil(wait)
        for window in windows:
            window.times.append(now)
        return 0
