"""The durable queue without DBOS: jobs and their recorded steps, done one after the other, and crashes between them.

What DBOS keeps is kept here in lists, outside of what a crash takes away: a job that a crash cut off runs again and is
given the results of its finished steps; one that outlives its lease is cancelled; a key is done once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

from sqlalchemy import event
from sqlmodel import Session

from bot.deps import Deps
from bot.jobs import TASKS
from bot.queue import LEASE, once_of
from bot.runs import hold_job, perform
from bot.steps import Steps
from bot.trouble import Trouble

MOST_NESTED = 3  # jobs under way at one moment, one waiting for the other


class Worker(Protocol):
    """A process that does jobs (simulation.node)."""

    deps: Deps
    up: bool

    def complain(self, line: str) -> None:
        """Writes into its log."""
        ...

    def wait(self, seconds: float) -> None:
        """Lets time pass."""
        ...

    def tick(self) -> None:
        """Does what is due."""
        ...


class Crash(BaseException):
    """The process is gone, here and now."""


class Cancelled(BaseException):
    """The job outlived its lease, or another node has it."""


@dataclass
class Job:
    key: str
    name: str
    args: tuple[Any, ...]
    state: str = "queued"  # running, done, cancelled, error
    steps: list[tuple[str, bool, Any]] = field(default_factory=list)  # name, whether it raised, what came of it
    started: float = 0.0
    runs: int = 0
    owner: Worker | None = None


@dataclass
class Machine:
    """All jobs of the workspace. `point(where, job, step)` is called at every boundary, and may crash; `failed(job,
    error)` where one ends in an error."""

    luck: Random
    seconds: Callable[[], float]
    point: Callable[[str, Job, str], None] = lambda _where, _job, _step: None
    failed: Callable[[Job, Exception], None] = lambda _job, _error: None
    jobs: dict[str, Job] = field(default_factory=dict)
    queued: list[Job] = field(default_factory=list)
    ended: list[Job] = field(default_factory=list)  # cancelled, or in error: to be rescued
    disorder: bool = False
    depth: int = 0

    def enqueue(self, session: Session, job: str, key: str, *ids: str | int) -> None:
        """What bot.queue.make_queue gives: nothing is queued unless the session's transaction is committed."""
        pending = session.info.get("jobs")
        if pending is None:
            pending = session.info["jobs"] = []
            event.listen(session, "after_commit", self._committed)
        pending.append((key, job, ids))

    def _committed(self, session: Session) -> None:
        for key, name, ids in session.info.pop("jobs", ()):
            session.info["jobs"] = []
            if key not in self.jobs:
                made = self.jobs[key] = Job(key, name, ids)
                self.queued.append(made)

    def drain(self, node: Worker, most: int = 10_000) -> bool:
        """Does what is queued; whether there was anything."""
        some = False
        while self.queued and most:
            place = self.luck.randrange(len(self.queued)) if self.disorder else 0
            self.run(self.queued.pop(place), node)
            some, most = True, most - 1
        return some

    def run(self, job: Job, node: Worker) -> None:
        """One try of a job, or the rest of one that a crash cut off."""
        job.state, job.owner, job.runs = "running", node, job.runs + 1
        job.started = self.seconds()
        self.depth += 1
        try:
            perform(node.deps, Replayed(self, job, node), job.name, TASKS[job.name], *job.args)  # type: ignore[arg-type, index]
            if job.owner is node and job.state == "running":
                job.state = "done"
                job.steps.clear()
        except Cancelled:
            pass
        except Crash:
            raise
        except Exception as error:  # DBOS's ERROR: rescue holds it
            job.state = "error"
            self.ended.append(job)
            node.complain(f"{job.key} ended as {type(error).__name__}: {error}")
            self.failed(job, error)
        finally:
            self.depth -= 1

    def recover(self) -> None:
        """What ran when its process died is queued again, before all else."""
        cut = [job for job in self.jobs.values() if job.state == "running" and not (job.owner and job.owner.up)]
        for job in cut:
            job.state, job.owner = "queued", None
        self.queued[:0] = cut
        self.depth = 0

    def rescue(self, node: Worker) -> None:
        """What bot.due.rescue does: what ended without an end is held."""
        for job in list(self.ended):
            team_id, *ids = job.args
            once, _ = once_of(job.key)
            trouble = Trouble("lease", passing=True)
            hold_job(node.deps, team_id, job.name, TASKS[job.name], once, tuple(ids), trouble)  # type: ignore[arg-type, index]
            job.state = "done"
            self.ended.remove(job)


class Replayed(Steps):
    """The steps of one run of a job."""

    def __init__(self, machine: Machine, job: Job, node: Worker) -> None:
        self._machine, self._job, self._node, self._at = machine, job, node, 0

    @property
    def workflow_id(self) -> str:
        return self._job.key

    def once(self, name: str, work: Callable[..., Any], *args: Any) -> Any:
        at, self._at = self._at, self._at + 1
        if at < len(self._job.steps):
            known, raised, value = self._job.steps[at]
            assert known == name, f"step {at} of {self._job.key} was {known} and is {name}"
            if raised:
                raise value
            return value
        self._check()
        self._machine.point("before", self._job, name)
        try:
            raised, value = False, work(*args)
        except Exception as error:
            raised, value = True, error
        self._machine.point("after", self._job, name)  # done, and not noted down: it is done again
        self._check()
        self._job.steps.append((name, raised, value))
        self._machine.point("noted", self._job, name)
        if raised:
            raise value
        return value

    def patiently(self, name: str, work: Callable[..., None], *args: Any) -> None:
        for left in range(7, -1, -1):
            try:
                self.once(name, work, *args)
                return
            except Exception:
                if not left:
                    raise
                self._job.steps.pop()
                self._at -= 1
                self._node.wait(1.0)

    def sleep(self, seconds: float) -> None:
        """Time passes, and the node's other work goes on meanwhile."""
        at, self._at = self._at, self._at + 1
        if at < len(self._job.steps):
            return
        self._node.wait(seconds)
        if self._machine.depth < MOST_NESTED:
            self._node.tick()
            self._machine.drain(self._node, most=4)
        self._job.steps.append(("sleep", False, None))

    def is_ours(self, _workflow_id: str) -> bool:
        return self._job.owner is self._node and self._job.state == "running" and not self._is_late()

    def keep_pace(self, calls: int | None) -> None:
        """Jobs are done one after the other here."""

    def _is_late(self) -> bool:
        return self._machine.seconds() - self._job.started > LEASE

    def _check(self) -> None:
        if self._is_late() and self._job.owner is self._node:
            self._job.state = "cancelled"
            self._machine.ended.append(self._job)
        if not self.is_ours(self._job.key):
            raise Cancelled
