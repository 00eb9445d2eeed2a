"""Makes the stops of today's version: `python -m tests.kit.stops`.

Plays a round with jobs of all kinds through the real queue, and keeps the database and Slack's side at each step
boundary of each kind of job, as a kill -9 there leaves them.
"""

import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from alembic.runtime.migration import MigrationContext
from dbos import DBOS, DBOSClient, DBOSConfig
from sqlalchemy import Table
from sqlmodel import SQLModel, col, select

from bot import jobs
from bot.jobs import TASKS
from bot.queue import APPLICATION_VERSION, make_queue
from bot.retries import hold
from bot.settings import load_settings
from bot.steps import Steps
from bot.trouble import Trouble
from sandbox.people.person import Person
from simulation.node import Parts
from storage.database import EVERY_TEAM, make_engine, make_queue_engine, unit, view
from storage.migrate import migrate
from storage.models import Answer, AnswerMessage, HeldJob, Round, Schedule, SuggestedQuestion
from tests.kit.clock import LEFT, PATIENCE
from tests.kit.play import fill, story
from tests.kit.stops.kept import BEFORE, QUEUE, Stop, rows_of, slack_rows, tables_of, write
from tests.kit.stops.office import Office

SUNDAY = datetime(2027, 2, 28, 18, 0, tzinfo=UTC)
MOST = 2  # jobs of a kind whose boundaries are kept: letters, for one, come in kinds of their own


class Stopping(Steps):
    """DBOS's steps, one at a time, and what is there at the boundaries of each."""

    def __init__(self, office: Office) -> None:
        self.office, self.stops = office, list[Stop]()
        self.turn = threading.RLock()
        self.jobs: Counter[str] = Counter()
        self.noted: Counter[str] = Counter()
        self.tables: list[Table] = []

    def once(self, name: str, work: Callable[..., Any], *args: Any) -> Any:
        return self._between(name, super().once, work, *args)

    def patiently(self, name: str, work: Callable[..., None], *args: Any) -> None:
        self._between(name, super().patiently, work, *args)

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds / 100)
        self.noted[self.workflow_id] += 1

    def _between(self, name: str, do: Callable[..., Any], work: Callable[..., Any], *args: Any) -> Any:
        with self.turn:
            key = self.workflow_id
            job = key.partition(":")[0]
            if key not in self.noted:
                self.jobs[job] += 1
                self.noted[key] = 0
                self._keep(job, key, "")
            try:
                return do(name, work, *args)
            finally:
                self.noted[key] += 1
                self._keep(job, key, name)

    def _keep(self, job: str, key: str, step: str) -> None:
        if self.jobs[job] <= MOST:
            rows = rows_of(self.office.engine, self.tables) | slack_rows(self.office.slack.workspace)
            self.stops.append(Stop(job, key, self.noted[key], step, self.office.clock.now().isoformat(), rows))


class Queued(Office):
    """An office whose jobs DBOS does."""

    def __init__(self, parts: Parts, url: str) -> None:
        super().__init__(parts, make_engine(url), SUNDAY)
        engine = make_queue_engine(url)
        client = DBOSClient(system_database_engine=engine, application_name="calibrate", lazy=True)
        self.node.deps = replace(self.node.deps, queue=make_queue(client))
        self.steps = Stopping(self)
        self.node.start()
        jobs.register(self.node.deps, self.steps)
        config: DBOSConfig = {
            "name": "calibrate", "executor_id": "one", "application_version": APPLICATION_VERSION,
            "log_level": "WARNING", "enable_otlp": False, "system_database_engine": engine,
        }  # fmt: skip
        DBOS(config=config)
        DBOS.launch()
        self.steps.tables = [*tables_of(self.engine, sorted(SQLModel.metadata.tables)), *tables_of(self.engine, QUEUE)]
        jobs.register_queues(self.node.deps, 0.02)

    def drain(self) -> bool:
        """Waits until DBOS has done its jobs; whether there were any."""
        some, deadline = False, time.monotonic() + PATIENCE
        while self._is_busy():
            assert time.monotonic() < deadline, "a job never ends"
            some = True
            time.sleep(0.01)
        return some

    def _is_busy(self) -> bool:
        with self.engine.execution_options(read_only=True).connect() as connection:
            return connection.execute(LEFT).first() is not None


class Story:
    """A round with jobs of all kinds."""

    def __init__(self, office: Queued) -> None:
        self.office, self.slack, self.deps = office, office.slack, office.node.deps
        self.team = self.slack.workspace.team_id
        names = ("Maya", "Ana", "Ben", "Cem", "Gil", "Hao")
        self.people = {name: self.slack.add_person(name) for name in names}
        self.channel = self.slack.add_channel("hiring", members=self.people.values())

    def play(self) -> None:
        maya, ana, ben, cem, gil, hao = self.people.values()
        maya.command("/calibrate", "setup", self.channel)
        maya.fill({f"interviewers:{self.channel}": [gil, hao], f"judge:{self.channel}": "claude"})
        self.done(maya)
        ts = self.ask()
        told = ana.post(self.channel, story(about="the export"), thread_ts=ts)
        short = cem.post(self.channel, story(words=45, about="a queue"), thread_ts=ts)
        ben.press(self.channel, ts, "answer")
        ben.fill({"answer": story(about="the lighthouse")})
        self.done(ben)
        self.office.advance(minutes=12)
        cem.edit(self.channel, short, story(about="a queue"))
        gil.open_home()
        self.office.advance(hours=1)
        self.by_hand(("catch_up", self.round.id), ("half_time", self.round.id), ("greet", self.channel))
        self.by_hand(*((job, self.message.id) for job in ("read_files", "other_file", "nudge")))
        self.office.advance_to(self.round.closes_at)
        ana.edit(self.channel, told, story(about="another export"))
        self.office.advance(hours=1)
        self.score(gil, ts, "mid")
        self.office.advance_to(self.round.reveals_at - timedelta(hours=1))
        self.score(hao, ts, "staff", most=1)
        self.office.advance_to(self.round.reveals_at)
        self.office.advance(hours=2)
        compared = next(one for one in self.answers if one.author and one.compared_ts)
        gil.press(self.channel, str(compared.compared_ts), "revise")
        assert not fill(gil, "senior", "strong")
        gil.press(self.channel, str(compared.compared_ts), "record")
        gil.fill({"dimension": "influence", "one": "senior", "other": "mid", "text": "Asking a neighbour team is mid."})
        self.done(gil)
        until = (self.office.clock.now() + timedelta(days=3)).isoformat()
        self.by_hand(
            ("compare", self.round.id, compared.id), ("erase", compared.id), ("unscored", compared.id, maya.id, until),
            ("turnout", self.round.id), ("passed_over", self.round.id), ("replanned", self.round.id, maya.id),
            ("dropped", self.round.id), ("archived", self.channel), ("missed", self.channel), ("absent", self.round.id),
            ("tell_over", "judge_down"), ("home", gil.id), ("my_data", ana.id), ("export", maya.id, self.channel),
            ("report", gil.id, 13, ""), ("report_team", maya.id, 13, self.channel), ("read_page", "V1", "F1"),
        )  # fmt: skip
        self.suggestion(ana)
        with self.deps.work(self.team) as work:
            hold(work, "refresh", "by hand", (self.round.id,), Trouble("restricted_action", False), self.channel)
        self.office.work()
        self.ask()
        maya.command("/calibrate", "drop", self.channel)
        self.done(maya)

    def done(self, person: Person) -> None:
        """Sends what is on somebody's screen, and has everything follow."""
        assert person.modal is not None
        assert person.submit() is None, person.modal
        while person.modal is not None:
            person.close_modal()
        self.office.work()

    def ask(self) -> str:
        """Has the weekly question come; its ts."""
        before = self.office.node.deps
        with view(before.engine, self.team) as session:
            due = session.exec(select(Schedule.next_at)).one()
        assert due is not None
        self.office.advance_to(due)
        assert self.round.message_ts is not None
        return self.round.message_ts

    def score(self, who: Person, ts: str, level: str, most: int = 9) -> None:
        who.press(self.channel, ts, "score")
        while who.modal is not None and who.modal["callback_id"] == "scorecard" and most:
            assert not fill(who, level, "adequate")
            most -= 1
        while who.modal is not None:
            who.close_modal()
        self.office.work()

    def suggestion(self, by: Person) -> None:
        with unit(self.deps.engine, self.team) as session:
            row = SuggestedQuestion(by=by.id, prompt="What was hard?", at=self.office.clock.now())
            session.add(row)
            session.flush()
            row_id = row.id
        self.by_hand(("suggested", row_id))

    def by_hand(self, *wanted: tuple[Any, ...]) -> None:
        """Jobs that a round sets off in stranger weeks than this one, about what is there."""
        for job, *ids in wanted:
            with self.deps.work(self.team) as work:
                work.enqueue(job, *ids, once=f"{':'.join(map(str, ids))}:by hand")
            self.office.work()

    @property
    def round(self) -> Round:
        return self._newest(Round)

    @property
    def message(self) -> AnswerMessage:
        return self._newest(AnswerMessage)

    @property
    def answers(self) -> list[Answer]:
        with view(self.deps.engine, self.team) as session:
            return list(session.exec(select(Answer).where(Answer.round_id == self.round.id)))

    def _newest(self, model: Any) -> Any:
        with view(self.deps.engine, self.team) as session:
            return session.exec(select(model).order_by(col(model.id).desc())).first()


def main() -> None:
    """Plays, and writes the file anew."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/made.sqlite"
        migrate(url)
        settings = load_settings(
            _env_file=None, slack_bot_token="xoxb-sandbox-1", slack_app_token="xapp-sandbox-1",
            slack_api_url="http://127.0.0.1:1/api/", database_url=url, judge="claude", managers="", node="one",
            judge_calls_a_minute=100_000,
        )  # fmt: skip
        office = Queued(Parts(settings), url)
        Story(office).play()
        with office.engine.connect() as connection:
            revision = str(MigrationContext.configure(connection).get_current_revision())
        stops = office.steps.stops
        DBOS.destroy()
        with view(office.engine, EVERY_TEAM) as session:
            held = [(one.job, one.reason) for one in session.exec(select(HeldJob))]
        assert not held, held
        never = set(TASKS) - {stop.job for stop in stops}
        assert not never, f"never done: {sorted(never)}"
        assert not office.complaints, office.complaints
        write(BEFORE, revision, stops)
        size = BEFORE.stat().st_size // 1024
        sys.stdout.write(f"{len(stops)} stops in {len({stop.key for stop in stops})} jobs, {size} kB in {BEFORE}\n")


if __name__ == "__main__":
    main()
