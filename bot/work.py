"""What a unit of work is given: the session, the time, the settings and the queue, as one value."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random, SystemRandom

from sqlmodel import Session

from bot.queue import Job, Queue
from bot.settings import Settings
from storage.models import AuditEvent


@dataclass(frozen=True)
class Work:
    """One transaction of one workspace, and what those who change something in it need besides."""

    session: Session
    team_id: str
    now: datetime  # UTC
    settings: Settings
    queue: Queue
    luck: Random = field(default_factory=SystemRandom)  # of all lots drawn: nothing that clients hold foretells it

    def enqueue(self, job: Job, *ids: str | int, once: str = "") -> None:
        """Hands over a job about these ids, in this transaction.

        `once` names every reason to run it; the same name is passed over in silence for good. By default the ids are
        reason enough.
        """
        key = once or ":".join(str(part) for part in ids)
        self.queue(self.session, job, f"{job}:{key}", self.team_id, *ids)

    def note(self, actor: str, what: str, subject: str) -> None:
        """Notes who changed what: ids and words of ours, never text of people."""
        self.session.add(AuditEvent(at=self.now, actor=actor, what=what, subject=subject))
