"""A local Telegram Bot API server: the other side for the sandbox, for tests and benchmarks, of this bot or another.

In-process: `async with serve(World()) as address`. As a process: `async with spawn() as telegram`, or
`halfway botapi`. Beyond Telegram's contract it takes orders from a test at /control/<verb>.
Left out on purpose: Markdown, group privacy mode, automatic links, rights of administrators; `lacking` has the methods.
"""

from __future__ import annotations

from bot.local.guard import ExposedError
from bot.local.sandbox.botapi.chats import ChatView, MessageView
from bot.local.sandbox.botapi.client import Client, spawn
from bot.local.sandbox.botapi.errors import ControlError
from bot.local.sandbox.botapi.scene import TOKEN
from bot.local.sandbox.botapi.server import serve
from bot.local.sandbox.botapi.transcript import Call
from bot.local.sandbox.botapi.world import World

__all__ = [
    "TOKEN",
    "Call",
    "ChatView",
    "Client",
    "ControlError",
    "ExposedError",
    "MessageView",
    "World",
    "serve",
    "spawn",
]
