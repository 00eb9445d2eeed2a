"""Hands work to the durable queue inside the caller's transaction. Knows no workflow: a job is a name and ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from sqlmodel import Session

if TYPE_CHECKING:
    from dbos import DBOSClient  # half a second of processor time, which commands without a queue need not spend

Job = (
    Literal["ask", "close", "half_time", "remind", "reveal", "conclude", "clear"]  # a round, from stage to stage
    | Literal["catch_up", "read_files", "mark", "nudge", "length", "other_file", "frozen"]  # what people write
    | Literal["score", "unscored", "compare", "compare_again", "erase", "refresh", "announce"]  # what became of it
    | Literal["invite", "letter", "settle_invitation", "greet", "home"]  # what people are told
    | Literal["missed", "passed_over", "replanned", "dropped", "absent", "archived", "turnout"]  # who answers for it
    | Literal["tell_held", "tell_over", "suggested", "read_page"]
    | Literal["report", "report_team", "export", "my_data"]  # what somebody asked for
)

SLACK, JUDGE = "slack", "judge"
APPLICATION_VERSION = "1"  # pinned: by default it is a hash of the source, and an upgrade strands what is queued
LEASE = 600.0  # seconds; a job whose node died is cancelled after it, and then rewound by rescue


class Queue(Protocol):
    """enqueue(session, job, key, *ids): see make_queue."""

    def __call__(self, session: Session, job: Job, key: str, *ids: str | int) -> None: ...


def queue_of(job: str) -> str:
    """The queue that a job waits in."""
    return JUDGE if job == "score" else SLACK


def once_of(workflow_id: str) -> tuple[str, bool]:
    """What names a job's reasons, from the id of one of its tries, and whether that was a further try."""
    once, again, _ = workflow_id.partition(":")[2].partition(":again:")
    return once, bool(again)


def make_queue(client: DBOSClient, lease: float = LEASE) -> Queue:
    """The function that enqueues `job` under `key`, which carries every reason to run again.

    `lease` is in seconds. A key that is queued, running or finished already is passed over in silence.
    """

    def enqueue(session: Session, job: Job, key: str, *ids: str | int) -> None:
        client.enqueue_in_transaction(
            session,
            {
                "workflow_name": job,
                "queue_name": queue_of(job),
                "workflow_id": key,
                "app_version": APPLICATION_VERSION,
                "workflow_timeout": lease,
            },
            *ids,
        )

    return enqueue
