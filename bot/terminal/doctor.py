"""`calibrate doctor`: looks at everything that the bot needs, and says what is wrong and what to do."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, func, select

from bot.choices import bank_of, judge_of, rubric_of
from bot.intake import MOST_TRIES
from bot.markup import plain_when
from bot.retries import held_jobs
from bot.settings import Settings, check_tokens
from bot.slack import error_of, make_client
from bot.terminal.findings import Finding
from bot.views.held import why
from storage.database import EVERY_TEAM, database_url, make_engine, view
from storage.migrate import alembic_config
from storage.models import InboxMessage


@runtime_checkable
class Watched(Protocol):
    """A judge whose model somebody else may retire."""

    def lifecycle(self) -> list[str]: ...


def examine(settings: Settings) -> Iterator[Finding]:
    """One finding a thing. Asks Slack who we are and Claude about its model; changes nothing."""
    yield _tried("rubric", lambda: f"version {rubric_of(settings).version}")
    yield _tried("questions", lambda: f"{len(bank_of(settings))} questions")
    yield from _database(settings)
    yield from _slack(settings)
    yield from _judge(settings)


def _tried(what: str, work: Callable[[], str]) -> Finding:
    try:
        return Finding(f"{what}: {work()}")
    except ValueError as error:
        return Finding(what, str(error))


def _database(settings: Settings) -> Iterator[Finding]:
    address = database_url(settings.database_url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
        yield Finding(f"database: {address.database} is not there yet; `calibrate run` makes it")
        return
    engine = make_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
            newest = ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        yield Finding("database", f"cannot be reached; check DATABASE_URL: {reason}")
        return
    finally:
        engine.dispose()
    yield from _stuck(settings) if present == newest else ()
    behind = None if present == newest else "is not up to date: run `calibrate migrate`"
    yield Finding(f"database: {engine.dialect.name}, schema {present or 'empty'}", behind)
    if engine.dialect.name == "sqlite":
        yield Finding(f"SQLite {sqlite3.sqlite_version}: one process only; more need PostgreSQL")


def _stuck(settings: Settings) -> Iterator[Finding]:
    """What waits for somebody: jobs that are held, and messages that could not be worked out."""
    engine = make_engine(settings.database_url)
    with view(engine, EVERY_TEAM) as session:
        for held in held_jobs(session, told=False):
            place = f" in {held.channel_id}" if held.channel_id else ""
            what = f"held since {plain_when(held.since)}, {held.job}{place}"
            yield Finding(f"{what}: it is tried again") if held.quiet else Finding(what, why(held.reason))
        stuck = session.exec(select(func.count()).where(col(InboxMessage.tries) >= MOST_TRIES)).one()
    if stuck:
        what = f"{stuck} messages could not be worked out; the log tells why, please report it"
        yield Finding("inbox", f"{what}. Their authors can post them again")
    engine.dispose()


def _slack(settings: Settings) -> Iterator[Finding]:
    try:
        check_tokens(settings)
        me = make_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url).auth_test()
        yield Finding(f"Slack: {me.get('team')}, as {me.get('user')}")
        socket = make_client(settings.slack_app_token.get_secret_value(), settings.slack_api_url)
        socket.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
        yield Finding("Slack: Socket Mode opens")
    except ValueError as error:
        yield Finding("Slack", str(error))
    except SlackApiError as error:
        yield Finding("Slack", f"refused: {error_of(error)}; copy the tokens again from api.slack.com/apps")
    except OSError as error:
        yield Finding("Slack", f"{settings.slack_api_url} cannot be reached: {error}")


def _judge(settings: Settings) -> list[Finding]:
    try:
        judge = judge_of(settings)
    except ValueError as error:
        return [Finding("judge", str(error))]
    if judge is None:
        add = "; for Claude beside them set ANTHROPIC_API_KEY" if settings.lacks_key else ""
        return [Finding(f"judge: none, people score alone{add}")]
    warnings = judge.lifecycle() if isinstance(judge, Watched) else []
    return [Finding(f"judge: {judge.kind}, {judge.model}"), *(Finding("judge", warning) for warning in warnings)]
