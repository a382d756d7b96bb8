"""A local Telegram Bot API server: the other side for tests, benchmarks and a sandbox.

In-process: `async with serve(World()) as address`. As a process: `async with spawn() as telegram`, or
`python -m tests.botapi`. Beyond Telegram's contract it takes orders from a test at /control/<verb>.
Left out on purpose: Markdown, group privacy mode, automatic links, rights of administrators.
"""

from __future__ import annotations

from tests.botapi.chats import ChatView, MessageView
from tests.botapi.client import Client, spawn
from tests.botapi.errors import ControlError
from tests.botapi.scene import TOKEN
from tests.botapi.server import serve
from tests.botapi.transcript import Call
from tests.botapi.world import World

__all__ = ["TOKEN", "Call", "ChatView", "Client", "ControlError", "MessageView", "World", "serve", "spawn"]
