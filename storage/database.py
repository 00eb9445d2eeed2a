"""Engines, and the unit of work: one transaction that sees and writes one workspace only."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, column, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import ORMExecuteState, UOWTransaction, with_loader_criteria
from sqlalchemy.orm.attributes import get_history
from sqlmodel import Session, create_engine

from storage.file_rights import keep_private
from storage.models import OfTeam

EVERY_TEAM = None  # for the few places that look across workspaces, such as the clock


def database_url(text: str) -> URL:
    """The address as SQLAlchemy wants it; PostgreSQL goes through psycopg. Raises ValueError with what to do."""
    if text.partition("?")[0].count("@") > 1:  # taken apart at the wrong one, and the rest of the password as a host
        raise ValueError("DATABASE_URL has more than one @; in a name or a password write it as %40, and / as %2F")
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # ValueError: the port is not a number
        raise ValueError(
            "DATABASE_URL is not an address; write sqlite:///calibrate.sqlite or postgresql://user:password@host/name"
        ) from None
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername in ("sqlite", "sqlite+pysqlite") and url.database:
        if url.database.startswith((":memory:", "file:")):
            raise ValueError("DATABASE_URL must name a plain file that lasts, such as sqlite:///calibrate.sqlite")
        return url
    raise ValueError(f"DATABASE_URL must be a SQLite file or PostgreSQL, not {url.drivername}")


def make_engine(url: str) -> Engine:
    """Our engine. On SQLite every transaction of a unit takes the write lock at its beginning."""
    engine = _engine(url)
    if engine.name == "sqlite":
        event.listen(engine, "begin", _begin)
    return engine


def make_queue_engine(url: str) -> Engine:
    """The second engine over the same database, for DBOS: on one shared with ours its start fails on SQLite."""
    engine = _engine(url)
    if engine.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", "IMMEDIATE"))
    return engine


def _engine(url: str) -> Engine:
    address = database_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(address, connect_args={"check_same_thread": False}, hide_parameters=True)
    open_privately(engine)
    event.listen(engine, "connect", prepare_sqlite)
    return engine


def open_privately(engine: Engine) -> None:
    """Has an engine over a SQLite file keep that file to our account."""
    file = Path(str(engine.url.database))
    event.listen(engine, "do_connect", lambda *_: keep_private(file))


def prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the "begin" event begins
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA busy_timeout = 30000")
    connection.execute("PRAGMA foreign_keys = ON")
    if sqlite3.sqlite_version_info < (3, 42):  # there unixepoch('subsec') is NULL, and DBOS's queue would never start
        connection.create_function("unixepoch", 1, _unixepoch)


def _unixepoch(_modifier: str) -> float:
    return time.time()


def _begin(connection: Any) -> None:
    immediate = not connection.get_execution_options().get("read_only")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def unit(engine: Engine, team_id: str | None) -> Iterator[Session]:
    """One transaction that may write: committed at the end, rolled back on any exception.

    Everything read and written belongs to the workspace `team_id`; EVERY_TEAM looks across all of them, and then new
    rows must name theirs.
    """
    with _session(engine, team_id) as session, session.begin():
        yield session


@contextmanager
def view(engine: Engine, team_id: str | None) -> Iterator[Session]:
    """One transaction that only reads, in the same workspace; what is changed in it is thrown away."""
    with _session(reading(engine), team_id) as session:
        yield session


def reading(engine: Engine) -> Engine:
    """The same engine for those who only read; on SQLite it takes no lock."""
    return engine.execution_options(read_only=True)


def _session(engine: Engine, team_id: str | None) -> Session:
    session = Session(engine, expire_on_commit=False, autoflush=True)
    if team_id is EVERY_TEAM:
        return session

    ours = with_loader_criteria(
        OfTeam,
        lambda model: getattr(model, "team_id", column("team_id")) == team_id,  # OfTeam itself is asked, too: no table
        include_aliases=True,
    )

    def keep_to_team(state: ORMExecuteState) -> None:
        state.statement = state.statement.options(ours)

    def stamp(session: Session, _flush: UOWTransaction, _instances: Any) -> None:
        for row in (*session.new, *session.dirty, *session.deleted):
            owners = {*get_history(row, "team_id").sum(), team_id} - {None, team_id}  # before and after the change
            if owners:
                raise ValueError(f"a row of workspace {owners.pop()} in a unit of {team_id}")
            row.team_id = team_id

    event.listen(session, "do_orm_execute", keep_to_team)
    event.listen(session, "before_flush", stamp)
    return session
