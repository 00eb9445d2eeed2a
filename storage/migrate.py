"""Brings the database to the newest schema. Alembic owns it; `calibrate migrate` and the first run call this."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, NullPool, event, inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import create_engine

from storage.database import database_url, open_privately

if TYPE_CHECKING:
    from alembic.config import Config  # 12 MB, which most starts need not spend

SCRIPTS = Path(__file__).with_name("migrations")


class MigrationError(RuntimeError):
    """The schema could not be brought up to date; the message is one line for the operator."""


def alembic_config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


def migrate(url: str) -> None:
    """Runs every migration that the database has not seen, all or nothing.

    An engine of its own, with foreign keys off on SQLite: batch mode recreates tables, and would delete the children
    of a recreated parent. They are checked afterwards. Raises MigrationError.
    """
    address = database_url(url)
    engine = create_engine(address, poolclass=NullPool)
    if address.get_backend_name() == "sqlite":
        open_privately(engine)
        event.listen(engine, "connect", _by_hand)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            if _version(connection) != newest():
                _upgrade(connection)
            if address.get_backend_name() == "sqlite":
                _check_foreign_keys(connection)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise MigrationError(f"the database in DATABASE_URL cannot be brought up to date: {reason}") from error


def newest() -> str:
    """The version that the last migration leads to; its file begins with it."""
    return max(file.stem.partition("_")[0] for file in SCRIPTS.glob("versions/*.py"))


def _version(connection: Connection) -> str | None:
    """The version that the database is at; None if it was never migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.util import CommandError

    try:
        command.upgrade(alembic_config(connection), "head")
    except CommandError as error:
        raise MigrationError("the database in DATABASE_URL was made by a newer Calibrate: install that one") from error


def _by_hand(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout = 30000")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise MigrationError(f"the migration would leave {len(broken)} rows without their parent; nothing was changed")
