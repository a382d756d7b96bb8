"""A language model on the loopback interface, out of the standard library: it answers what a test has laid down."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOOD = {
    "feeling": "tense",
    "situation": "we paint the fence",
    "need": "calm",
    "request": "Could we talk for ten minutes tonight?",
}
SENTENCE = "you're really bossy when we paint the fence"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends: a status, a body, headers; after a pause, or byte by byte with one."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0
    drip: float = 0


def says(content: Any, **more: Any) -> Answer:
    """A completion with this content; what is no text becomes JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    return Answer(json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode(), **more)


def refuses(status: int, **headers: str) -> Answer:
    """An error."""
    return Answer(b'{"error": {"message": "no"}}', status, headers)


@dataclass
class ModelServer:
    """``answers`` are given one after another, the last for ever; ``asked`` holds what came in."""

    answers: list[Answer | Callable[[dict[str, Any]], Answer]]
    address: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def formats(self) -> list[str]:
        """The forms that were asked for."""
        return [body.get("response_format", {}).get("type", "plain") for body in self.asked]

    def next(self, body: dict[str, Any]) -> Answer:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer(body) if callable(answer) else answer


@contextmanager
def serve_model(*answers: Answer | Callable[[dict[str, Any]], Answer]) -> Iterator[ModelServer]:
    """A server that runs until the block is left."""
    model = ModelServer(list(answers))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append(body)
            model.headers.append({name.lower(): value for name, value in self.headers.items()})
            model.paths.append(self.path)
            self._send(model.next(body))

        def do_GET(self) -> None:
            model.paths.append(self.path)
            self._send(says("followed a redirect"))

        def _send(self, answer: Answer) -> None:
            time.sleep(answer.pause)
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if not answer.drip:
                    self.wfile.write(answer.body)
                    return
                for byte in answer.body:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(answer.drip)
            except OSError:
                self.close_connection = True  # nobody waits for the rest

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 64
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    model.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
