"""A Slack workspace on this machine. See `Sandbox`."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime
from typing import Any, Self, TypeVar

import uvicorn
from starlette.routing import BaseRoute

from sandbox import roster, web
from sandbox.admin import Admin
from sandbox.api.methods import Tokens
from sandbox.app import App
from sandbox.clock import Clock, machine_time
from sandbox.delivery import Delivery
from sandbox.errors import Json, WaitTimeout
from sandbox.faults import Faults
from sandbox.installed import bot_name, installed
from sandbox.log import Log
from sandbox.workspace import Workspace

T = TypeVar("T")
PATIENCE = 60.0  # seconds that a wait lasts at most: it ends with what it waits for, however slow the machine


class Sandbox(Admin):
    """Web API, Socket Mode, people and a page, on 127.0.0.1, for one app.

        with Sandbox() as sandbox:
            ana = sandbox.add_person("Ana")
            channel = sandbox.add_channel("hiring", members=[ana])
            app = slack_bolt.App(client=WebClient(sandbox.bot_token, base_url=sandbox.api_url))
            …
            ts = ana.post(channel, "hello")
            sandbox.wait(lambda: len(sandbox.thread(channel, ts)) > 1, what="the bot's reply")

    port: 0 takes a free one; a taken one raises OSError. manifest: the app's, parsed; limits scopes, events, commands
    and shortcuts to what it declares. scopes: of the bot token, instead of the manifest's; None with no manifest grants
    everything.
    redeliver_after: seconds before each further try to deliver an event (Slack: at once, a minute, five minutes); then
    it is lost. ack_seconds: how long the bot has to acknowledge, in real seconds. now: the clock behind timestamps and
    all that expires. clock: takes the place of `now`; with a HandClock further tries are made when a test moves it.
    enterprise: the workspace is part of an Enterprise Grid. routes: further Starlette routes, before the sandbox's own.
    """

    def __init__(
        self,
        port: int = 0,
        team: str = "Acme",
        *,
        manifest: Mapping[str, Any] | None = None,
        scopes: Iterable[str] | None = None,
        redeliver_after: Sequence[float] = (0.0, 60.0, 300.0),
        ack_seconds: float = 3.0,
        now: Callable[[], datetime] = machine_time,
        clock: Clock | None = None,
        enterprise: bool = False,
        routes: Sequence[BaseRoute] = (),
    ) -> None:
        clock = clock or Clock(now)
        self.bot_token, self.app_token = "xoxb-sandbox-1", "xapp-sandbox-1"
        self.workspace = Workspace(team, clock.now, "E000000001" if enterprise else None)
        ws = self.workspace
        self.log, self.faults = Log(ws.changed), Faults()
        self.team_id, self.bot_user_id = ws.team_id, ws.bot_user_id
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.api_url = f"{self.url}/api/"
        self._delivery = Delivery(ws, self.log, self.faults, clock, ack_seconds, redeliver_after)
        allowed = installed(manifest, scopes)
        self.app = App(ws, allowed, self._delivery, self.faults, self.url, ack_seconds)
        ws.emit = self.app.tell
        roster.add_bot(ws, bot_name(manifest), ws.bot_user_id, ws.bot_id, ws.app_id)
        asgi = web.create(self.app, Tokens(self.bot_token, self.app_token), self.log, routes)
        config = uvicorn.Config(
            asgi, log_level="warning", access_log=False, lifespan="off", ws="websockets-sansio", ws_ping_interval=0.5,
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)
        self._ready = threading.Event()

    def start(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def stop(self) -> None:
        """Closes connections and port; waits for the server's thread."""
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def messages(self, channel: str) -> list[Json]:
        """All messages of a channel, replies included, oldest first, with their metadata."""
        with self.workspace.lock:
            return deepcopy(list(self.workspace.channels[channel].messages.values()))

    def thread(self, channel: str, ts: str) -> list[Json]:
        """The parent and its replies, oldest first."""
        with self.workspace.lock:
            return deepcopy(self.workspace.channels[channel].thread(ts))

    def message(self, channel: str, ts: str) -> Json:
        with self.workspace.lock:
            return deepcopy(self.workspace.channels[channel].messages[ts])

    @property
    def connections(self) -> int:
        """How many Socket Mode connections the bot holds."""
        return len(self._delivery.connections.open)

    def wait(self, predicate: Callable[[], T], timeout: float = PATIENCE, what: str = "a change") -> T:
        """The predicate's value once it is true; asked again after each change of the workspace and each log entry,
        never by the clock. It may call the Web API: no lock is held while it runs.

        Raises WaitTimeout, which names `what` and the last entries of the log.
        """
        ws, end = self.workspace, time.monotonic() + timeout
        while True:
            seen = ws.version
            if value := predicate():
                return value
            with ws.condition:
                while ws.version == seen and ws.condition.wait(end - time.monotonic()):
                    pass
                if ws.version == seen:
                    last = "\n".join(f"  {entry}" for entry in list(self.log)[-12:])
                    raise WaitTimeout(f"waited {timeout:g} s for {what}; the last entries were:\n{last}")

    def settled(self, timeout: float = PATIENCE) -> None:
        """Waits until the bot has acknowledged all that was sent so far, or its tries are used up (with a HandClock:
        those that are due). What it goes on to do afterwards is its own affair: `wait` for that."""
        self.wait(lambda: self._delivery.idle, timeout, "every envelope to be acknowledged")

    def connected(self, connections: int = 1, timeout: float = PATIENCE) -> None:
        """Waits for the bot's Socket Mode connections."""
        self.wait(lambda: self.connections >= connections, timeout, f"{connections} connection(s) of the bot")

    def drop_connections(self) -> None:
        """Breaks every Socket Mode connection without warning."""
        self._on_loop(self._delivery.connections.drop_all())

    def half_kill_connections(self, count: int | None = None) -> None:
        """The oldest `count` connections (None: all that there are) stay open, but envelopes vanish in them."""
        self._on_loop(self._delivery.connections.half_kill(count))

    @contextmanager
    def outage(self) -> Iterator[None]:
        """Meanwhile the bot has no connection and gets none; the Web API goes on."""
        self._delivery.connections.closed = True
        self.drop_connections()
        try:
            yield
        finally:
            self._delivery.connections.closed = False

    def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Sends Slack's `disconnect` message to every connection."""
        self._on_loop(self._delivery.connections.ask_to_reconnect(reason))

    def _on_loop(self, work: Any) -> None:
        assert self._delivery.loop is not None
        asyncio.run_coroutine_threadsafe(work, self._delivery.loop).result(PATIENCE)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._delivery.loop = asyncio.get_running_loop()
        self._ready.set()
        await self._server.serve(sockets=[self._listener])
