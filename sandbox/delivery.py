"""Envelopes to the bot: sent, acknowledged, sent again, given up.

An event is tried at its own time and again after each pause of `redeliver_after`; a try fails where there is no
connection, where it breaks, or where no acknowledgement comes. Nothing waits for a connection: once its tries are over
an event is lost, and the log says so. Commands and interactions are tried once: without an acknowledgement the person
sees an error.
"""

import asyncio
import concurrent.futures
import json
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from starlette.websockets import WebSocketDisconnect

from sandbox.clock import Clock
from sandbox.connections import Connection, ConnectionLost, Connections
from sandbox.errors import Json, NotAnswered
from sandbox.faults import Faults
from sandbox.log import Log
from sandbox.workspace import Workspace


class Delivery:
    """Sends envelopes to the bot; `send` may be called anywhere. pending: under way now; resting: between two tries."""

    def __init__(
        self,
        ws: Workspace,
        log: Log,
        faults: Faults,
        clock: Clock,
        ack_seconds: float,
        redeliver_after: Sequence[float],
    ) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.connections = Connections(ws, log, faults)
        self.pending = self.resting = 0
        self._ws, self._log, self._faults, self._clock = ws, log, faults, clock
        self._ack_seconds = ack_seconds
        self._redeliver_after = tuple(redeliver_after)
        self._numbers = count(1)

    @property
    def idle(self) -> bool:
        """Whether nothing is under way, nor will be before somebody moves the clock."""
        return self.pending == 0 and (self._clock.by_hand or self.resting == 0)

    def send(self, kind: str, name: str, payload: Json, *, retry: bool) -> concurrent.futures.Future[Json | None]:
        """Puts a payload on its way. kind: "events_api", "slash_commands", "interactive"; name: for the log.

        The future gives the acknowledgement's payload, or raises NotAnswered.
        """
        if self.loop is None:
            raise RuntimeError("the sandbox is not running")
        with self._ws.changing():
            self.pending += 1
            payload = json.loads(json.dumps(payload))  # as it is now, whatever changes while it is tried
            return asyncio.run_coroutine_threadsafe(self._deliver(kind, name, payload, retry), self.loop)

    async def _deliver(self, kind: str, name: str, payload: Json, retry: bool) -> Json | None:
        try:
            if retry:
                return await self._until_acknowledged(kind, name, payload)
            return await self._offer(kind, name, payload, 0, "")
        except TimeoutError:
            raise NotAnswered(f"no acknowledgement of {name} within {self._ack_seconds:g} s") from None
        except ConnectionLost:
            raise NotAnswered(f"the bot had no connection, or lost it before it acknowledged {name}") from None
        finally:
            with self._ws.changing():
                self.pending -= 1

    async def _until_acknowledged(self, kind: str, name: str, payload: Json) -> Json | None:
        reason, due = "", self._clock.now()
        for attempt, pause in enumerate((0.0, *self._redeliver_after)):
            due += timedelta(seconds=pause)
            if attempt:
                await self._rest_until(due)
            try:
                answer = await self._offer(kind, name, payload, attempt, reason)
                if self._faults.take("twice"):
                    await self._offer(kind, name, payload, attempt + 1, "timeout")
                return answer
            except TimeoutError:
                reason = "timeout"
            except ConnectionLost:
                reason = "connection_failed"
        self._log.add("out", "lost", name, payload, reason)
        raise NotAnswered(f"{name} was not acknowledged, {1 + len(self._redeliver_after)} times")

    async def _rest_until(self, moment: datetime) -> None:
        loop = asyncio.get_running_loop()
        woken: asyncio.Future[None] = loop.create_future()

        def wake() -> None:
            with self._ws.changing():
                self.pending, self.resting = self.pending + 1, self.resting - 1
            loop.call_soon_threadsafe(woken.set_result, None)

        with self._ws.changing():
            self.pending, self.resting = self.pending - 1, self.resting + 1
        self._clock.call_at(moment, wake)
        await woken

    async def _offer(self, kind: str, name: str, payload: Json, attempt: int, reason: str) -> Json | None:
        """One try on one connection. Raises TimeoutError or ConnectionLost."""
        number = next(self._numbers)
        envelope: Json = {
            "envelope_id": f"{number:08x}-0000-4000-8000-{self._ws.seconds():012x}",
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        connection = self.connections.choose(number)
        entry = self._log.add("out", "envelope", name, envelope, "sent")
        start, status = time.monotonic(), "timeout"
        received: Json | None = None
        try:
            if connection is None:
                status = "no_connection"
                raise ConnectionLost
            status = "swallowed" if connection.half_dead else "timeout"
            received = await self._exchange(connection, envelope)
            status = "acknowledged"
            return received
        except ConnectionLost:
            status = "connection_lost" if connection else "no_connection"
            raise
        finally:
            self._log.finish(entry, status, received, round((time.monotonic() - start) * 1000, 1))

    async def _exchange(self, connection: Connection, envelope: Json) -> Json | None:
        """Sends an envelope over a connection; the acknowledgement's payload. Raises TimeoutError or ConnectionLost."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope["envelope_id"]] = answer
        try:
            if not connection.half_dead:
                await connection.socket.send_text(json.dumps(envelope))
            elif self._clock.by_hand:
                raise TimeoutError  # no answer can come, and no time passes while it is waited for
            received: Json | None = await asyncio.wait_for(answer, self._ack_seconds)
            return received
        except (WebSocketDisconnect, RuntimeError):
            self.connections.forget(connection)
            raise ConnectionLost from None
        finally:
            connection.waiting.pop(envelope["envelope_id"], None)
