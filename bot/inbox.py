"""What Slack sends is stored here before it is acknowledged, and worked out afterwards: thread by thread, in order."""

import logging
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, func, insert, update
from sqlmodel import col, select

from bot.calibration.messages import take_in
from storage.database import EVERY_TEAM, unit, view
from storage.models import InboxMessage

if TYPE_CHECKING:
    from bot.deps import Deps

log = logging.getLogger(__name__)
MOST_TRIES = 5  # of a message that cannot be worked out; then it is held, and `calibrate doctor` tells of it
PATIENCE = 10.0  # seconds after which the inbox is looked at unasked: another node may have stored something and died
AT_ONCE = 25  # messages worked out in one transaction: on SQLite nothing else is stored meanwhile
QUIET, BUSY = 0.05, 1.0  # seconds without news before a burst is worked out, and how long one may put that off
SWITCHING = 0.001  # seconds; an acknowledgement passes through five threads, and behind one that computes each waits it


@dataclass
class _Waiting:
    row: Mapping[str, Any]
    stored: bool = False
    failure: Exception | None = None


class Inbox:
    """Stores messages, all that wait in one commit: a commit costs more than its rows. Threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: list[_Waiting] = []
        self._list = threading.Lock()
        self._commit = threading.Lock()
        self._arrived = threading.Event()

    def put(self, row: Mapping[str, Any]) -> None:
        """Returns once the row, columns of InboxMessage, is stored for good. Raises what the database raised."""
        mine = _Waiting(row)
        with self._list:
            self._waiting.append(mine)
        with self._commit:  # whoever gets here first stores for all who wait behind
            if not mine.stored:
                self._store_all()
        if mine.failure is not None:
            raise mine.failure
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
        failure: Exception | None = None
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(InboxMessage), [dict(waiting.row) for waiting in batch])
        except Exception as error:  # handed to each of those who wait
            failure = error
        for waiting in batch:
            waiting.stored, waiting.failure = True, failure


def work_off(deps: "Deps") -> None:
    """Works out all that is in the inbox. Safe on any number of nodes: a thread is taken under its round's lock."""
    with view(deps.engine, EVERY_TEAM) as session:
        threads = session.exec(
            select(InboxMessage.team_id, InboxMessage.channel_id, InboxMessage.thread_ts)
            .where(InboxMessage.tries < MOST_TRIES)
            .group_by(InboxMessage.team_id, InboxMessage.channel_id, InboxMessage.thread_ts)
            .order_by(func.min(InboxMessage.id))
        ).all()
    for team_id, channel_id, thread_ts in threads:
        try:
            while _take_in(deps, team_id, channel_id, thread_ts) == AT_ONCE:
                pass
        except Exception:  # whatever is wrong with one thread, those behind it are to be heard as well
            log.exception("messages of %s in %s could not be worked out", thread_ts, channel_id)
            _count_try(deps, team_id, channel_id, thread_ts)


def _take_in(deps: "Deps", team_id: str, channel_id: str, thread_ts: str) -> int:
    deps.inbox.let_pass()
    with deps.work(team_id) as work:
        return take_in(work, channel_id, thread_ts, AT_ONCE)


def _count_try(deps: "Deps", team_id: str, channel_id: str, thread_ts: str) -> None:
    tried = update(InboxMessage).where(
        col(InboxMessage.channel_id) == channel_id, col(InboxMessage.thread_ts) == thread_ts
    )
    with unit(deps.engine, team_id) as session:
        session.exec(tried.values(tries=col(InboxMessage.tries) + 1))


@contextmanager
def at_work(deps: "Deps") -> Iterator[None]:
    """A thread of this process that works the inbox off as it fills, for as long as the context lasts."""
    over = threading.Event()
    switching = sys.getswitchinterval()
    sys.setswitchinterval(SWITCHING)

    def run() -> None:
        while not over.is_set():
            deps.inbox.wait()
            try:
                work_off(deps)
            except Exception:  # a database that is away comes back; nobody else would start this thread again
                log.exception("the inbox could not be read")

    worker = threading.Thread(target=run, name="inbox")
    worker.start()
    try:
        yield
    finally:
        over.set()
        deps.inbox.wake()
        worker.join()
        sys.setswitchinterval(switching)
