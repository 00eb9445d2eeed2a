"""A server on loopback that plays Claude: keeps what it was sent and answers with the turns it was given, in order."""

import json
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USAGE = {
    "input_tokens": 400,
    "output_tokens": 700,
    "cache_read_input_tokens": 4000,
    "cache_creation_input_tokens": 0,
}


@dataclass(frozen=True)
class Turn:
    """One response, after so many `seconds`. `cut` closes the connection halfway through; `hang` never answers.

    A body of text is sent as HTML unless `type` names another content type.
    """

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    type: str = ""
    cut: bool = False
    hang: bool = False
    seconds: float = 0.0


@dataclass(frozen=True)
class Received:
    path: str
    headers: Mapping[str, str]
    body: Any


def says(text: str, stop_reason: str = "end_turn") -> Turn:
    """A message with this text."""
    return Turn(
        body={
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": "claude-sonnet-5-5",
            "content": [{"type": "text", "text": text}] if text else [],
            "stop_reason": stop_reason,
            "stop_sequence": None,
            "usage": USAGE,
        }
    )


def fails(status: int, message: str = "no", **headers: str) -> Turn:
    """An error in the form of the service; `retry_after="7"` becomes the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Turn(status, {"type": "error", "error": {"type": "some_error", "message": message}}, named)


class ClaudeServer:
    def __init__(self) -> None:
        self.received: list[Received] = []
        self.turns: deque[Turn] = deque()
        self.released = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                server.received.append(Received(self.path, dict(self.headers), body))
                self._answer()

            def do_GET(self) -> None:
                server.received.append(Received(self.path, dict(self.headers), None))
                self._answer()

            def _answer(self) -> None:
                turn = server.turns.popleft() if server.turns else fails(400, "the test gave no turn for this request")
                if turn.hang:
                    server.released.wait(30)
                    return
                time.sleep(turn.seconds)
                body = turn.body if isinstance(turn.body, str) else json.dumps(turn.body)
                content = body.encode()
                self.send_response(turn.status)
                usual = "text/html" if isinstance(turn.body, str) else "application/json"
                self.send_header("content-type", turn.type or usual)
                self.send_header("content-length", str(len(content)))
                for name, value in turn.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content[: len(content) // 2] if turn.cut else content)
                self.close_connection = self.close_connection or turn.cut

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def will(self, *turns: Turn) -> None:
        """Forgets what was before and answers the next requests with these."""
        self.received.clear()
        self.turns = deque(turns)

    @property
    def bodies(self) -> list[Any]:
        return [request.body for request in self.received]

    @contextmanager
    def running(self) -> Iterator["ClaudeServer"]:
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.released.set()
            self._http.shutdown()
            self._http.server_close()
            thread.join()


def reply_to(quotes: Mapping[str, tuple[str, str]], overall: str, **changed: Any) -> dict[str, Any]:
    """A reply in Claude's form: `quotes` gives level and quote by dimension, those left out are not shown."""
    names = ("scope", "judgement", "influence", "delivery", "impact", "reflection")
    dimensions = [
        {
            "dimension": name,
            "quotes": [quotes[name][1]] if name in quotes else [],
            "rationale": "An act of the kind that the anchor names." if name in quotes else "Nothing is told of it.",
            "level": quotes[name][0] if name in quotes else "none",
        }
        for name in names
    ]
    star = {"situation": True, "task": True, "action": True, "result": False}
    reply = {
        "instructions": [],
        "acts": [quote for _, quote in quotes.values()],
        "overall": overall,
        "why": "They had the piece as their own, and nobody outside the team had to change." if quotes else "",
        "dimensions": dimensions,
        "evidence": "adequate",
        "star": star,
        "mistakes": [],
        "probes": [{"dimension": "impact", "text": "How do you know that it is better now?"}],
    }
    return reply | changed
