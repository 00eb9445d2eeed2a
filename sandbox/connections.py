"""The Socket Mode connections of the bot: greeting, acknowledgements, and how they break."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.errors import Json
from sandbox.faults import Faults
from sandbox.log import Log
from sandbox.workspace import Workspace


class ConnectionLost(Exception):
    """The connection went away before the acknowledgement came, or there was none to begin with."""


@dataclass(eq=False)
class Connection:
    """One WebSocket and the envelopes on it that wait for their acknowledgement. half_dead: it stays open and answers
    pings, but what is sent on it arrives nowhere."""

    socket: WebSocket
    waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    half_dead: bool = False


class Connections:
    """All of them. Belongs to the server's event loop; `closed` (no new ones are taken) may be set anywhere."""

    def __init__(self, ws: Workspace, log: Log, faults: Faults) -> None:
        self.open: list[Connection] = []
        self.closed = False
        self._ws, self._log, self._faults = ws, log, faults

    async def serve(self, socket: WebSocket) -> None:
        """Greets one connection and reads its acknowledgements until it closes."""
        if self.closed:
            await socket.close(1013)
            return
        await socket.accept()
        connection = Connection(socket)
        self._log.add("in", "socket", "connected", None)
        await socket.send_json(self._hello())
        with self._ws.changing():
            self.open.append(connection)
        try:
            while True:
                self._acknowledge(connection, await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):  # starlette raises RuntimeError when our side closed it
            pass
        finally:
            self.forget(connection)

    def choose(self, number: int) -> Connection | None:
        """The connection that the envelope of this number goes to, if there is any."""
        return self.open[number % len(self.open)] if self.open else None

    def forget(self, connection: Connection) -> None:
        """Strikes a connection off; what waits on it is lost."""
        if connection not in self.open:
            return
        with self._ws.changing():
            self.open.remove(connection)
        self._log.add("in", "socket", "disconnected", None)
        for answer in list(connection.waiting.values()):
            if not answer.done():
                answer.set_exception(ConnectionLost())

    async def drop_all(self) -> None:
        """Closes every connection without a word of warning."""
        dropped = list(self.open)
        for connection in dropped:
            self.forget(connection)
        for connection in dropped:
            await connection.socket.close(1011)

    async def half_kill(self, count: int | None) -> None:
        """Makes the oldest `count` connections half-dead; None: all of them."""
        for connection in self.open[:count]:
            connection.half_dead = True

    async def ask_to_reconnect(self, reason: str) -> None:
        """Slack's `disconnect` message to every connection ("warning", "refresh_requested", "link_disabled")."""
        for connection in list(self.open):
            self._log.add("out", "socket", f"disconnect {reason}", None)
            message = {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
            await connection.socket.send_json(message)

    def _hello(self) -> Json:
        debug = {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060}
        return {
            "type": "hello",
            "num_connections": len(self.open) + 1,
            "debug_info": debug,
            "connection_info": {"app_id": self._ws.app_id},
        }

    def _acknowledge(self, connection: Connection, frame: str) -> None:
        try:
            message = json.loads(frame)
        except ValueError:
            return
        answer = connection.waiting.get(message.get("envelope_id", "")) if isinstance(message, dict) else None
        if answer is None or answer.done():
            return
        if self._faults.take("acks"):
            answer.set_exception(TimeoutError())  # lost: waiting for it would end in the same
        else:
            answer.set_result(message.get("payload"))
