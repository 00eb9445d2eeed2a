"""Puts everything together, once: settings in, a running bot out."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from random import Random, SystemRandom
from typing import Any

from dbos import DBOS, DBOSClient, DBOSConfig
from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from bot import due, jobs, listeners
from bot.calibration.messages import read_again
from bot.choices import bank_of, judges_of, rubric_of
from bot.deps import Deps
from bot.inbox import Inbox
from bot.intake import at_work
from bot.listeners.caller import caller_of
from bot.listeners.modals import tell
from bot.outward import threads
from bot.queue import APPLICATION_VERSION, make_queue
from bot.settings import Settings, is_loopback
from bot.slack import make_client
from bot.views.blocks import notice
from storage.database import EVERY_TEAM, database_url, make_engine, make_queue_engine, unit
from storage.migrate import migrate
from storage.models import Round, Workspace
from storage.stages import Stage

log = logging.getLogger(__name__)
LISTENER_THREADS = 20  # Bolt's five are shared with lazy listeners: five slow ones, and a command would get no answer
RECEIVE_BUFFER = 65536  # with the default of 1024 a burst of events is lost
# Seconds between looks at the connection; after four looks without an answer it is made anew. The default is five: what
# is said meanwhile reaches nobody until threads are read.
PING = 2.0
TROUBLE = "Something went wrong on my side. Nothing you wrote is lost; please try again."


def utc_now() -> datetime:
    return datetime.now(UTC)


def build(settings: Settings, now: Callable[[], datetime] = utc_now) -> Deps:
    """Reads rubric and bank, and connects what the parts need. Sends nothing yet.

    Raises DocumentError for a malformed rubric or question file.
    """
    client = make_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    queue_client = DBOSClient(**_queue_database(settings), application_name="calibrate", lazy=True)
    engine = make_engine(settings.database_url)
    return Deps(
        settings=settings,
        engine=engine,
        inbox=Inbox(engine),
        queue=make_queue(queue_client),
        slack=lambda _team_id: client,
        judges=judges_of(settings),
        bank=bank_of(settings),
        rubric=rubric_of(settings),
        now=now,
    )


def make_app(deps: Deps) -> App:
    """The Bolt app with every listener. Asks Slack who it is."""
    client = deps.slack("")
    app = App(
        client=client,
        process_before_response=True,  # stored before acknowledged: Slack sends again what a crash swallowed
        ignoring_self_events_enabled=False,  # else nobody tells us that a question of ours was deleted
        listener_executor=ThreadPoolExecutor(LISTENER_THREADS, thread_name_prefix="listener"),
    )
    listeners.register(app, deps)

    @app.error
    def trouble(error: Exception, context: BoltContext, body: dict[str, Any]) -> BoltResponse | None:
        log.error("a listener failed on %s", body.get("type") or body.get("command"), exc_info=error)
        if body.get("type") == "event_callback":
            return BoltResponse(status=500)  # not acknowledged, so Slack delivers it again
        if body.get("type") == "view_submission":  # pushed on top, so that what was typed stays beneath it
            return BoltResponse(status=200, body={"response_action": "push", "view": notice("Not saved", TROUBLE)})
        caller = caller_of(context, body)
        try:
            tell(client, caller, TROUBLE)
        except (SlackApiError, OSError) as failed:
            log.error("could not tell the person either: %s", failed)
        return BoltResponse(status=200)

    return app


@contextmanager
def running(
    settings: Settings,
    now: Callable[[], datetime] = utc_now,
    clock: bool = True,
    wait: Callable[[float], None] = time.sleep,
    polling: float = jobs.POLLING,
    luck: Random | None = None,
) -> Iterator[Deps]:
    """The bot, connected to Slack and at work, for as long as the context lasts.

    `wait` lets so many seconds pass, `polling` seconds lie between looks for new jobs; `luck` is for who plays the same
    weeks again.
    Without `clock` nothing becomes due by itself: the caller moves the time and calls due.tick, which
    works the inbox off too. Raises
    MigrationError, DocumentError, SlackApiError (a wrong token) and OSError (Slack not reached).
    """
    if database_url(settings.database_url).get_backend_name() == "sqlite":
        migrate(settings.database_url)
    deps = replace(build(settings, now), wait=wait, luck=luck or SystemRandom())
    with ExitStack() as stopping:
        stopping.callback(deps.engine.dispose)
        team_id = _greet(deps)
        handler = _make_handler(deps)
        handler.client.on_message_listeners.append(partial(_on_hello, deps, team_id))
        stopping.callback(_close, handler)  # late, so that what the jobs set off is still acknowledged
        jobs.register(deps)
        DBOS(config=_dbos_config(settings))
        stopping.callback(DBOS.destroy, destroy_registry=True)
        DBOS.launch()
        jobs.register_queues(deps, polling)
        handler.connect()  # type: ignore[no-untyped-call]
        _catch_up(deps, team_id)
        if clock:
            stopping.enter_context(at_work(deps))
            stopping.callback(due.start(deps).shutdown)
        yield deps


def _make_handler(deps: Deps) -> SocketModeHandler:
    token = deps.settings.slack_app_token.get_secret_value()
    handler = SocketModeHandler(make_app(deps), token, ping_interval=PING, receive_buffer_size=RECEIVE_BUFFER)
    if is_loopback(deps.settings.slack_api_url):
        handler.client.proxy = None
    return handler


def _on_hello(deps: Deps, team_id: str, message: str) -> None:
    """A new connection: what was said while there was none has to be read, for Slack may have given up on it."""
    if '"hello"' in message and json.loads(message).get("type") == "hello":
        with deps.work(team_id) as work:
            read_again(work)


def _close(handler: SocketModeHandler) -> None:
    with suppress(AttributeError):  # slack_sdk's close() races with its own reader for the socket
        handler.close()  # type: ignore[no-untyped-call]


def _greet(deps: Deps) -> str:
    """Asks Slack who we are, which also proves the token, and notes the workspace."""
    me = deps.slack("").auth_test()
    # Another node that starts at this moment may be faster; it notes the same.
    with suppress(IntegrityError), unit(deps.engine, EVERY_TEAM) as session:
        session.merge(Workspace(team_id=me["team_id"], bot_user_id=me["user_id"]))
    return str(me["team_id"])


def _catch_up(deps: Deps, team_id: str) -> None:
    """Reads the threads of collecting rounds at once, for the clock may close them next; else a job tries again."""
    with deps.view(team_id) as session:
        collecting = session.exec(select(Round.id).where(col(Round.stage) == Stage.COLLECTING)).all()
    for round_id in collecting:
        try:
            threads.catch_up(deps, team_id, round_id)
        except (SlackApiError, OSError) as error:
            log.warning("round %s is read later: %s", round_id, error)
            with deps.work(team_id) as work:
                read_again(work)


def _queue_database(settings: Settings) -> dict[str, Any]:
    address = database_url(settings.database_url)
    if address.get_backend_name() == "sqlite":
        return {"system_database_engine": make_queue_engine(settings.database_url)}
    return {"system_database_url": address.set(drivername="postgresql").render_as_string(hide_password=False)}


def _dbos_config(settings: Settings) -> DBOSConfig:
    return {
        "name": "calibrate",
        "executor_id": settings.node,
        "application_version": APPLICATION_VERSION,
        "log_level": "WARNING",
        "enable_otlp": False,
        **_queue_database(settings),  # type: ignore[typeddict-item]  # one of two keys of the same dictionary
    }
