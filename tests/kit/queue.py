"""Begins what waits in DBOS's queues at once. Left alone it looks for new jobs each second: that is slow to wait for,
and where it looks more often, looking takes longer than the jobs do."""

from collections.abc import Iterable
from concurrent.futures import wait
from contextlib import suppress
from typing import Any

from dbos._core import execute_dequeued_workflow
from dbos._dbos import _get_dbos_instance
from dbos._utils import GlobalParams, generate_uuid
from sqlalchemy.exc import OperationalError

MEANWHILE = 0.1  # seconds; a job may wait for one that another has yet to queue


def do_queued(names: Iterable[str]) -> None:
    """Begins the jobs that wait in these queues, and waits a while for them. How they end is seen in DBOS's table."""
    begun = [job for name in names for job in _begin(name)]
    wait([job.future for job in begun if hasattr(job, "future")], MEANWHILE)


def _begin(name: str) -> list[Any]:
    """As dbos._queue does it each time it looks."""
    dbos, owner = _get_dbos_instance(), generate_uuid()
    running = dbos._active_workflows_set.count_for_queue(name)
    taken: list[str] = []
    with suppress(OperationalError):  # its own thread looks at this moment
        queue = dbos._sys_db.get_queue(name)
        taken, _ = dbos._sys_db.start_queued_workflows(
            queue,
            GlobalParams.executor_id,
            GlobalParams.app_version,
            None,
            running,
            owner_xid=owner,
            is_latest_version=True,
        )
    found = {one["workflow_uuid"]: one for one in dbos._sys_db.get_workflow_statuses(taken)} if taken else {}
    return [execute_dequeued_workflow(dbos, found[key], owner) for key in taken]
