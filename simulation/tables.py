"""The database of a run: what can go wrong in it, and the driver's own look at what is due."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import event, func, select, union_all
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from bot.due import KINDS
from storage.database import make_engine
from storage.models import InboxMessage

DUE = union_all(*(select(func.min(kind.at)).where(*kind.conditions) for kind in KINDS))
WAITING = select(col(InboxMessage.id)).limit(1)


class Tables:
    """`locked` and `uncommitted` count the transactions that fail next, at their beginning and at their end;
    `committing` is called at each commit, and may crash."""

    def __init__(self, url: str, committing: Callable[[], None]) -> None:
        self.engine, self._committing = make_engine(url), committing
        self.locked = self.uncommitted = self.open_units = 0
        self._reading = self.engine.execution_options(read_only=True)
        self._known: tuple[datetime | None, bool] | None = None  # until something is committed
        event.listen(self.engine, "begin", self._begins, insert=True)
        event.listen(self.engine, "commit", self._commits)
        event.listen(self.engine, "rollback", self._is_over)

    def due(self) -> tuple[datetime | None, bool]:
        """When something is due next, and whether the inbox holds something; no fault concerns this look."""
        if self._known is None:
            locked, self.locked = self.locked, 0
            with self._reading.connect() as connection:
                moments = [at for at in connection.execute(DUE).scalars() if at]
                self._known = min(moments, default=None), connection.execute(WAITING).first() is not None
            self.locked = locked
        return self._known

    def _begins(self, connection: Any) -> None:
        if self.locked:
            self.locked -= 1
            raise OperationalError("BEGIN", None, Exception("database is locked"))
        if not _only_reads(connection):
            self.open_units += 1

    def _is_over(self, connection: Any) -> None:
        if not _only_reads(connection):
            self.open_units = max(0, self.open_units - 1)

    def _commits(self, connection: Any) -> None:
        self._is_over(connection)
        self._known = None
        if _only_reads(connection):
            return
        self._committing()
        if self.uncommitted:
            self.uncommitted -= 1
            raise OperationalError("COMMIT", None, Exception("disk I/O error"))


def _only_reads(connection: Any) -> bool:
    return bool(connection.get_execution_options().get("read_only"))
