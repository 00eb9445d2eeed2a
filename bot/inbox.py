"""What Slack sends is stored here before it is acknowledged; bot.intake works it out afterwards."""

import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from sqlalchemy import Engine, insert

from storage.models import InboxMessage

PATIENCE = 10.0  # seconds after which the inbox is looked at unasked: another node may have stored something and died
QUIET, BUSY = 0.05, 1.0  # seconds without news before a burst is worked out, and how long one may put that off


class Inbox:
    """Stores messages, all that wait in one commit: a commit costs more than its rows. Threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: list[tuple[Mapping[str, Any], Future[None]]] = []
        self._list = threading.Lock()
        self._commit = threading.Lock()
        self._arrived = threading.Event()

    def put(self, row: Mapping[str, Any]) -> None:
        """Returns once the row, columns of InboxMessage, is stored for good. Raises what the database raised."""
        stored: Future[None] = Future()
        with self._list:
            self._waiting.append((row, stored))
        with self._commit:  # whoever gets here first stores for all who wait behind
            if not stored.done():
                self._store_all()
        stored.result()
        self._arrived.set()

    def wait(self) -> None:
        """Returns when something came in and a burst is over, or after a while: what comes in goes first."""
        start = time.monotonic()
        news = self._arrived.wait(PATIENCE)
        while news and time.monotonic() - start < PATIENCE + BUSY:
            self._arrived.clear()
            news = self._arrived.wait(QUIET)
        self._arrived.clear()

    def wake(self) -> None:
        """Lets `wait` return."""
        self._arrived.set()

    def let_pass(self) -> None:
        """Returns once whoever is storing something has done so: of two that want SQLite's lock, none is ever next."""
        with self._commit:
            pass

    def _store_all(self) -> None:
        with self._list:
            batch, self._waiting = self._waiting, []
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(InboxMessage), [dict(row) for row, _ in batch])
        except Exception as error:  # handed to each of those who wait
            for _, stored in batch:
                stored.set_exception(error)
        else:
            for _, stored in batch:
                stored.set_result(None)
