"""What keeps the steps of a job: DBOS. Where a run is played again from its seed, a subclass keeps them instead."""

from collections.abc import Callable
from typing import Any

from dbos import DBOS

from bot.queue import JUDGE


class Steps:
    """The steps of the job under way, which is the workflow that this thread is in."""

    @property
    def workflow_id(self) -> str:
        """Names this try of the job."""
        return str(DBOS.workflow_id)

    def once(self, name: str, work: Callable[..., Any], *args: Any) -> Any:
        """Does a step; once it is done, or has raised, a job that runs again is given what came of it."""
        return DBOS.run_step({"name": name, "retries_allowed": False}, work, *args)

    def patiently(self, name: str, work: Callable[..., None], *args: Any) -> None:
        """A step about the job itself: the database it needs is the queue's own, so it is tried until that answers."""
        DBOS.run_step(
            {"name": name, "retries_allowed": True, "interval_seconds": 1.0, "backoff_rate": 2.0, "max_attempts": 8},
            work,
            *args,
        )

    def sleep(self, seconds: float) -> None:
        """Lets time pass; a job that runs again does not wait for it twice."""
        DBOS.sleep(seconds)

    def is_ours(self, workflow_id: str) -> bool:
        """Whether a job is still this process's to do: after its lease it was cancelled, and may run elsewhere."""
        status = DBOS.get_workflow_status(workflow_id)
        return status is not None and status.status == "PENDING"

    def keep_pace(self, calls: int | None) -> None:
        """Has the judge's queue begin so many jobs a minute; None for as many as come."""
        queue = DBOS.retrieve_queue(JUDGE)
        if queue is not None and queue.limiter != limiter(calls):
            queue.set_limiter(limiter(calls))


def limiter(calls: int | None) -> Any:
    """So many jobs a minute, as DBOS's queues take it."""
    return {"limit": calls, "period": 60.0} if calls else None
