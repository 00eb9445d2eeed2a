"""Works out what is in the inbox: thread by thread, in the order in which it came."""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, update
from sqlmodel import col, select

from bot.calibration.messages import take_in
from bot.deps import Deps
from storage.database import EVERY_TEAM, unit, view
from storage.models import InboxMessage

log = logging.getLogger(__name__)
MOST_TRIES = 5  # of a message that cannot be worked out; then it is held, and `calibrate doctor` tells of it
AT_ONCE = 25  # messages worked out in one transaction: on SQLite nothing else is stored meanwhile
SWITCHING = 0.001  # seconds; an acknowledgement passes through five threads, and behind one that computes each waits it


def work_off(deps: Deps) -> None:
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


def _take_in(deps: Deps, team_id: str, channel_id: str, thread_ts: str) -> int:
    deps.inbox.let_pass()
    with deps.work(team_id) as work:
        return take_in(work, channel_id, thread_ts, AT_ONCE)


def _count_try(deps: Deps, team_id: str, channel_id: str, thread_ts: str) -> None:
    tried = update(InboxMessage).where(
        col(InboxMessage.channel_id) == channel_id, col(InboxMessage.thread_ts) == thread_ts
    )
    with unit(deps.engine, team_id) as session:
        session.exec(tried.values(tries=col(InboxMessage.tries) + 1))


@contextmanager
def at_work(deps: Deps) -> Iterator[None]:
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
