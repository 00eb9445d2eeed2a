"""One process of the bot, put together as bot.app does it, without sockets and threads; it can be killed."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from sqlalchemy import Engine

from bot import app as wiring
from bot import due
from bot.cache import Cache
from bot.choices import bank_of, rubric_of
from bot.deps import Deps
from bot.inbox import Inbox
from bot.outward.reopened import look_for_open
from bot.settings import Settings
from sandbox import HandClock
from sandbox.errors import Json
from scoring.judge.verdict import Judge
from simulation.machine import Machine

LOOK_BACK = timedelta(hours=3)  # each minute in a running process; between events nothing changes
HELLO = json.dumps({"type": "hello"})


class Parts:
    """What is read once and shared by all nodes: settings, rubric, bank."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.bank, self.rubric = settings, bank_of(settings), rubric_of(settings)


class Node:
    """A process. `offset` is how wrong its clock goes; `complain` is told what operators would read in the log."""

    def __init__(
        self,
        name: str,
        parts: Parts,
        engine: Engine,
        client: WebClient,
        clock: HandClock,
        machine: Machine,
        judge: Judge,
        luck: Random,
        complain: Callable[[str], None],
    ) -> None:
        self.name, self.offset, self.up = name, timedelta(0), False
        self.clock, self.machine, self.complain = clock, machine, complain
        self.deps = Deps(
            settings=parts.settings,
            engine=engine,
            queue=machine.enqueue,
            inbox=Inbox(engine),
            slack=lambda _team: client,
            judges={"claude": judge},
            bank=parts.bank,
            rubric=parts.rubric,
            now=self.now,
            wait=self.wait,
            luck=luck,
        )

    def now(self) -> datetime:
        return self.clock.now() + self.offset

    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds=seconds)

    def start(self) -> None:
        """As bot.app.running does it. May raise Crash, or SlackApiError where Slack is not there."""
        self.deps = replace(self.deps, inbox=Inbox(self.deps.engine), cache=Cache(), posted={})
        self.team_id = wiring._greet(self.deps)
        self.app = self._app()
        self.machine.recover()
        self.looked_at = self.clock.now() - LOOK_BACK
        self.up = True
        self.connect()
        wiring._catch_up(self.deps, self.team_id)

    def _app(self) -> App:
        """Bolt makes a client of its own for each request; here it is the one that needs no network."""
        app, client = wiring.make_app(self.deps), self.deps.slack("")
        prepare = app._init_context

        def prepared(request: BoltRequest) -> None:
            prepare(request)
            request.context["client"] = client

        app._init_context = prepared  # type: ignore[method-assign, assignment]
        return app

    def connect(self) -> None:
        """A connection stands."""
        wiring._on_hello(self.deps, self.team_id, HELLO)

    def tick(self) -> None:
        """The clock of the process: what is due, and now and then whether the clock had run ahead."""
        if self.clock.now() - self.looked_at >= LOOK_BACK:
            self.looked_at = self.clock.now()
            due.look_back(self.deps)
            look_for_open(self.deps)
        due.tick(self.deps)

    def hand(self, payload: Json, headers: Mapping[str, str]) -> Json | None:
        """An envelope; the acknowledgement's payload, None where there was none."""
        if not self.up:
            return None
        reply = self.app.dispatch(BoltRequest(mode="socket_mode", body=payload, headers=dict(headers)))
        if reply.status != 200:
            return None
        kind = reply.headers.get("content-type", [""])[0]
        if not reply.body:
            return {}
        found: Any = json.loads(reply.body) if kind.startswith("application/json") else {"text": reply.body}
        return dict(found)

    def kill(self) -> None:
        self.up = False


@contextmanager
def logged(complain: Callable[[str], None]) -> Iterator[None]:
    """What the bot logs is no part of what people see, but its errors help who looks for a cause."""

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            error = record.exc_info[1] if record.exc_info else None
            complain(f"{record.getMessage()}{f': {error!r}' if error else ''}")

    root, kept = logging.getLogger(), logging.getLogger().handlers[:]
    root.handlers = [Handler(logging.ERROR)]
    try:
        yield
    finally:
        root.handlers = kept
