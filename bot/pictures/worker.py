"""The worker: the process that draws. A JSON line in, a JSON line and that many bytes of PNG out, until the input ends.

It is a process of its own because drawing holds the interpreter for a tenth of a second and the plotting library stays
in memory; it ends with its input, so also when the bot is killed. What goes wrong is told by its kind and place alone:
the words are private.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Mapping
from typing import IO, Any

from bot.logs import places_of
from bot.pictures.figures import figure, png


def main() -> None:
    """Draw until there is nothing more to read."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the bot's; that ends this process by its input
    if hasattr(os, "nice"):
        os.nice(5)  # answers come before pictures
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(wishes: IO[bytes], pictures: IO[bytes]) -> None:
    """Answer every line of ``wishes``."""
    for line in wishes:
        head, content = answer(json.loads(line))
        pictures.write(json.dumps(head).encode() + b"\n" + content)
        pictures.flush()


def answer(wish: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The size of a picture, or what went wrong, and its bytes."""
    try:
        content = png(figure(wish["picture"], wish["data"], wish["words"]))
    except Exception as error:
        return {"size": 0, "trouble": f"{type(error).__name__} at {next(iter(places_of(error)), '?')}"}, b""
    return {"size": len(content)}, content


if __name__ == "__main__":
    main()
