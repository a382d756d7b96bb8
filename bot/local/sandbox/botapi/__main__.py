"""`python -m bot.local.sandbox.botapi`: the server for tests and benchmarks. Prints `listening on http://HOST:PORT`."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.local.sandbox.botapi.process import run
from bot.local.sandbox.botapi.scene import TOKEN
from bot.local.sandbox.botapi.world import World


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bot.local.sandbox.botapi", description="A local Telegram Bot API server."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", action="append", help=f"a bot it knows; repeat for several (default {TOKEN})")
    parser.add_argument("--overall-per-second", type=float, help="answer 429 above this many messages a second")
    parser.add_argument("--per-chat-per-second", type=float, help="answer 429 above this many in one chat")
    parser.add_argument("--lean", action="store_true", help="count calls instead of keeping them (benchmarks)")
    parser.add_argument("--any-chat", action="store_true", help="let bots write to chats nobody has opened")
    return parser.parse_args()


async def _run(arguments: argparse.Namespace) -> None:
    worlds = [
        World(
            token,
            overall_per_second=arguments.overall_per_second,
            per_chat_per_second=arguments.per_chat_per_second,
            lean=arguments.lean,
            any_chat=arguments.any_chat,
        )
        for token in arguments.token or [TOKEN]
    ]

    def announce(address: str) -> None:
        sys.stdout.write(f"listening on {address}\n")
        sys.stdout.flush()

    await run(worlds, arguments.host, arguments.port, announce)


if __name__ == "__main__":
    asyncio.run(_run(_arguments()))
