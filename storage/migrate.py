"""Brings the database to the newest schema. Alembic owns it; `calibrate migrate` and the first run call this."""

import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, NullPool, event
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import create_engine

from storage.database import database_url, open_privately


class MigrationError(RuntimeError):
    """The schema could not be brought up to date; the message is one line for the operator."""


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
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
            command.upgrade(alembic_config(connection), "head")
            if address.get_backend_name() == "sqlite":
                _check_foreign_keys(connection)
    except CommandError as error:
        raise MigrationError("the database in DATABASE_URL was made by a newer Calibrate: install that one") from error
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise MigrationError(f"the database in DATABASE_URL cannot be brought up to date: {reason}") from error


def _by_hand(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout = 30000")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise MigrationError(f"the migration would leave {len(broken)} rows without their parent; nothing was changed")
