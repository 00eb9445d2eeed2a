"""Socket Mode: connections, envelopes, acknowledgements, redelivery.

Events that find no connection wait for the next one, in order (Slack drops them after its retries; here they keep).
Once sent, an event that is not acknowledged in time, or whose connection is lost, is sent again as often as
`redeliver_after` has entries; after a lost connection at once, to whichever connection there is. Commands and
interactions are sent once: without an acknowledgement the person sees an error.
"""

import asyncio
import concurrent.futures
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.errors import Json, NotAnswered
from sandbox.faults import Faults
from sandbox.log import Log
from sandbox.workspace import Workspace


class ConnectionLost(Exception):
    """The connection went away before the acknowledgement came."""


@dataclass(eq=False)
class Connection:
    """One WebSocket and the envelopes on it that wait for their acknowledgement."""

    socket: WebSocket
    waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)


class Delivery:
    """Sends envelopes to the bot. `connections` belongs to the server's event loop; `send` may be called anywhere."""

    def __init__(
        self, ws: Workspace, log: Log, faults: Faults, ack_seconds: float, redeliver_after: Sequence[float]
    ) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.connections: list[Connection] = []
        self.pending = 0
        self._ws, self._log, self._faults = ws, log, faults
        self._ack_seconds = ack_seconds
        self._redeliver_after = tuple(redeliver_after)
        self._arrived = asyncio.Event()
        self._numbers = count(1)

    def send(self, kind: str, name: str, payload: Json, *, retry: bool) -> concurrent.futures.Future[Json | None]:
        """Puts a payload on its way. kind: "events_api", "slash_commands", "interactive"; name: for the log.

        The future gives the acknowledgement's payload, or raises NotAnswered.
        """
        if self.loop is None:
            raise RuntimeError("the sandbox is not running")
        with self._ws.changing():
            self.pending += 1
            payload = json.loads(json.dumps(payload))  # as it is now, whatever changes while it waits
            return asyncio.run_coroutine_threadsafe(self._deliver(kind, name, payload, retry), self.loop)

    async def serve(self, socket: WebSocket) -> None:
        """Greets one connection and reads its acknowledgements until it closes."""
        await socket.accept()
        connection = Connection(socket)
        self._log.add("in", "socket", "connected", None)
        await socket.send_json(self._hello())
        with self._ws.changing():
            self.connections.append(connection)
        self._arrived.set()
        try:
            while True:
                self._acknowledge(connection, await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):  # starlette raises RuntimeError when our side closed it
            pass
        finally:
            self._forget(connection)

    async def drop_all(self) -> None:
        """Closes every connection without a word of warning."""
        dropped = list(self.connections)
        for connection in dropped:
            self._forget(connection)
        for connection in dropped:
            await connection.socket.close(1011)

    async def ask_to_reconnect(self, reason: str) -> None:
        """Slack's `disconnect` message to every connection ("warning", "refresh_requested", "link_disabled")."""
        for connection in list(self.connections):
            self._log.add("out", "socket", f"disconnect {reason}", None)
            message = {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
            await connection.socket.send_json(message)

    def _hello(self) -> Json:
        debug = {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060}
        return {
            "type": "hello",
            "num_connections": len(self.connections) + 1,
            "debug_info": debug,
            "connection_info": {"app_id": self._ws.app_id},
        }

    async def _deliver(self, kind: str, name: str, payload: Json, retry: bool) -> Json | None:
        try:
            if not retry:
                return await asyncio.wait_for(self._offer(kind, name, payload, 0, ""), self._ack_seconds)
            return await self._until_acknowledged(kind, name, payload)
        except TimeoutError:
            raise NotAnswered(f"no acknowledgement of {name} within {self._ack_seconds:g} s") from None
        except ConnectionLost:
            raise NotAnswered(f"the bot's connection was lost before it acknowledged {name}") from None
        finally:
            with self._ws.changing():
                self.pending -= 1

    async def _until_acknowledged(self, kind: str, name: str, payload: Json) -> Json | None:
        reason = ""
        for attempt, pause in enumerate((0.0, *self._redeliver_after)):
            if reason == "timeout":
                await asyncio.sleep(pause)
            try:
                answer = await self._offer(kind, name, payload, attempt, reason)
                if self._faults.take("twice"):
                    await self._offer(kind, name, payload, attempt + 1, "timeout")
                return answer
            except TimeoutError:
                reason = "timeout"
            except ConnectionLost:
                reason = "connection_failed"
        raise NotAnswered(f"{name} was not acknowledged, {1 + len(self._redeliver_after)} times")

    async def _offer(self, kind: str, name: str, payload: Json, attempt: int, reason: str) -> Json | None:
        """One try on one connection. Raises TimeoutError or ConnectionLost."""
        while not self.connections:
            self._arrived.clear()
            await self._arrived.wait()
        number = next(self._numbers)
        connection = self.connections[number % len(self.connections)]
        envelope: Json = {
            "envelope_id": f"{number:08x}-0000-4000-8000-{self._ws.seconds():012x}",
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope["envelope_id"]] = answer
        entry = self._log.add("out", "envelope", name, envelope, "sent")
        start = time.monotonic()
        status: str = "timeout"
        received: Json | None = None
        try:
            await connection.socket.send_text(json.dumps(envelope))
            received = await asyncio.wait_for(answer, self._ack_seconds)
            status = "acknowledged"
            return received
        except (ConnectionLost, WebSocketDisconnect, RuntimeError):
            status = "connection_lost"
            self._forget(connection)
            raise ConnectionLost from None
        finally:
            connection.waiting.pop(envelope["envelope_id"], None)
            self._log.finish(entry, status, received, round((time.monotonic() - start) * 1000, 1))

    def _acknowledge(self, connection: Connection, frame: str) -> None:
        try:
            message = json.loads(frame)
        except ValueError:
            return
        answer = connection.waiting.get(message.get("envelope_id", "")) if isinstance(message, dict) else None
        if answer is None or answer.done():
            return
        if self._faults.take("acks"):
            answer.set_exception(TimeoutError())  # lost, which would come to the same after `ack_seconds`
        else:
            answer.set_result(message.get("payload"))

    def _forget(self, connection: Connection) -> None:
        if connection not in self.connections:
            return
        with self._ws.changing():
            self.connections.remove(connection)
        self._log.add("in", "socket", "disconnected", None)
        for answer in list(connection.waiting.values()):
            if not answer.done():
                answer.set_exception(ConnectionLost())
