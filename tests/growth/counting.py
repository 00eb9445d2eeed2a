"""What a use of the database costs, in counts that are the same on every machine."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event

STEP = 10  # of SQLite's virtual machine


@dataclass
class Counts:
    """Statements, rows that came back, and steps that SQLite took to find them."""

    statements: int = 0
    rows: int = 0
    steps: int = 0


@contextmanager
def counting(engine: Engine) -> Iterator[Counts]:
    """Counts what happens on new connections of a SQLite engine."""
    counts = Counts()

    class Cursor(sqlite3.Cursor):
        def fetchall(self) -> list[Any]:
            return _counted(super().fetchall())

        def fetchmany(self, *size: int) -> list[Any]:
            return _counted(super().fetchmany(*size))

        def fetchone(self) -> Any:
            row = super().fetchone()
            counts.rows += row is not None
            return row

    class Connection(sqlite3.Connection):
        def cursor(self, *_factory: Any) -> Cursor:
            return super().cursor(Cursor)

    def _counted(rows: list[Any]) -> list[Any]:
        counts.rows += len(rows)
        return rows

    def connect(_dialect: Any, _record: Any, where: list[Any], how: dict[str, Any]) -> sqlite3.Connection:
        connection = sqlite3.connect(*where, factory=Connection, **how)
        connection.set_progress_handler(stepped, STEP)
        return connection

    def stepped() -> None:
        counts.steps += STEP

    def execute(*_about: Any) -> None:
        counts.statements += 1

    engine.dispose()
    event.listen(engine, "do_connect", connect)
    event.listen(engine, "before_cursor_execute", execute)
    try:
        yield counts
    finally:
        event.remove(engine, "do_connect", connect)
        event.remove(engine, "before_cursor_execute", execute)
        engine.dispose()
