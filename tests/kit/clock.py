"""The time of the tests, and a bot that does what is due in it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import col, update

from bot.deps import Deps
from bot.due import tick
from sandbox import HandClock, Sandbox
from storage.database import reading, unit
from storage.models import Answer, Letter, Round, Schedule
from tests.kit.queue import do_queued

SUNDAY = datetime(2027, 2, 28, 18, 0, tzinfo=UTC)
PATIENCE = 120.0  # seconds: what has to happen does, and a slow machine waits rather than fails
LEFT = text("SELECT status, queue_name, workflow_uuid FROM workflow_status WHERE status IN ('ENQUEUED', 'PENDING')")


class Clock(HandClock):
    """The time of the tests, in UTC: it stands still until a test moves it, and never goes back.

    Slack's timestamps never do either: after a step back no time would pass between messages for a long while.
    """

    def __init__(self, start: datetime = SUNDAY) -> None:
        super().__init__(start)

    @property
    def at(self) -> datetime:
        return self.now()

    @at.setter
    def at(self, moment: datetime) -> None:
        assert moment >= self.at, f"the clock would go back from {self.at} to {moment}"
        self.move_to(moment)

    def to_sunday(self) -> datetime:
        """Moves on to 18:00 UTC on a Sunday after which no clock in Europe is changed for a fortnight."""
        berlin, sunday = ZoneInfo("Europe/Berlin"), self.at.replace(hour=18, minute=0, second=0, microsecond=0)
        sunday += timedelta(days=7 - sunday.isoweekday() % 7)
        while sunday.astimezone(berlin).dst() != (sunday + timedelta(days=14)).astimezone(berlin).dst():
            sunday += timedelta(weeks=1)
        self.at = sunday
        return sunday

    def to_monday(self) -> datetime:
        """Moves on to the Monday after that Sunday, 10:00 UTC: working hours of the sandbox's people, in Berlin."""
        self.at = self.to_sunday() + timedelta(hours=16)
        return self.at


@dataclass
class Timed:
    """A bot in a sandbox for which no time passes but what a test lets pass."""

    sandbox: Sandbox
    deps: Deps
    clock: Clock

    def advance(self, **duration: float) -> None:
        """Moves the clock, then does all that is due, down to the last job."""
        self.clock.at += timedelta(**duration)
        self.work()

    def advance_to(self, moment: datetime) -> None:
        """Moves the clock to a moment, never back, and does all that is due."""
        self.clock.at = max(self.clock.at, moment)
        self.work()

    def work(self) -> None:
        """Hears Slack out, does all that is due now, and waits until no job is left."""
        self.sandbox.settled(PATIENCE)
        tick(self.deps)
        self.idle()
        tick(self.deps)  # what the jobs made due, such as Home tabs that are to follow
        self.idle()

    def idle(self) -> None:
        """Hears Slack out, and waits until no job is left."""
        self.sandbox.settled(PATIENCE)
        deadline = time.monotonic() + PATIENCE
        while left := self._left():
            assert time.monotonic() < deadline, f"still at work: {left}"
            if waiting := sorted({row.queue_name for row in left if row.status == "ENQUEUED"}):
                do_queued(waiting)
            else:
                time.sleep(0.02)  # a job tells nobody when it is done
        self.sandbox.settled(PATIENCE)

    def _left(self) -> Sequence[Any]:
        """The jobs that are not done. Asked of the table itself, many times a test: DBOS's own list takes ten times as
        long."""
        with reading(self.deps.engine).connect() as connection:
            return connection.execute(LEFT).all()

    def rest(self) -> None:
        """Ends whatever goes on anywhere, so that the next test's clock sets nothing of it off."""
        with unit(self.deps.engine, self.sandbox.team_id) as session:
            session.exec(update(Schedule).where(col(Schedule.next_at).is_not(None)).values(next_at=None))
            session.exec(update(Round).where(Round.stage != "closed").values(stage="closed"))
            session.exec(update(Round).where(col(Round.refresh_at).is_not(None)).values(refresh_at=None))
            session.exec(update(Answer).where(col(Answer.judge_at).is_not(None)).values(judge_at=None))
            session.exec(update(Letter).where(col(Letter.due_at).is_not(None)).values(due_at=None))
        self.idle()
