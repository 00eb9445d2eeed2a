"""From one version to the next: databases that the version before left behind at every step boundary of every job, on
SQLite and PostgreSQL, end once under this one.

The stops are in `before/`; `python -m tests.kit.stops` makes them, at each release by the version that is released. The
version before plays its round through DBOS; this one goes on at the seam of the steps (bot/steps.py), with the tables
as they were and the steps as DBOS noted them. That DBOS itself goes on where it stood is what test_crashes.py shows.
"""

import base64
import json
import pickle
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, Table
from sqlmodel import Session, col, select

from bot.jobs import TASKS
from bot.settings import load_settings
from simulation.machine import Job
from simulation.node import Parts, logged
from storage.database import EVERY_TEAM, make_engine, view
from storage.migrate import alembic_config, migrate
from storage.models import Answer, Assignment, HeldJob, Round, Scorecard
from storage.stages import Stage
from tests.kit.stops.kept import BEFORE, QUEUE, Stop, put, put_slack, read, tables_of
from tests.kit.stops.office import Office, doubled

REVISION, STOPS = read(BEFORE)
JOBS = sorted({stop.job for stop in STOPS})
QUICK = {("sqlite", False): ("ask", "score", "close", "reveal"), ("postgresql", False): ("close",)}  # the rest is slow
STATES = {"SUCCESS": "done", "ENQUEUED": "queued", "PENDING": "running"}


@dataclass
class Machinery:
    """A database that is made anew in the form of the version before, and one engine, which need not learn twice."""

    parts: Parts
    engine: Engine
    renew: Callable[[], None]
    tables: list[Table]


def matrix() -> Iterator[Any]:
    """Every job on both databases, its last step noted, and done but not noted."""
    for database, job, forget in product(("sqlite", "postgresql"), JOBS, (False, True)):
        marks = () if job in QUICK.get((database, forget), ()) else pytest.mark.slow
        yield pytest.param(database, job, forget, marks=marks, id=f"{database}-{job}-{'done' if forget else 'noted'}")


@pytest.fixture(scope="module")
def machinery(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machinery]:
    if request.param == "sqlite":
        empty, file = (tmp_path_factory.mktemp("versions") / name for name in ("empty.sqlite", "stop.sqlite"))
        url = f"sqlite:///{file}"
        before = make_engine(f"sqlite:///{empty}")

        def renew() -> None:
            for left in file.parent.glob(f"{file.name}*"):
                left.unlink()
            shutil.copy(empty, file)
    else:
        postgres = request.getfixturevalue("postgres")
        before, url = make_engine(postgres("empty")), postgres("stop")

        def renew() -> None:
            postgres("stop", like="empty")

    with before.begin() as connection:
        command.upgrade(alembic_config(connection), REVISION)
    names = {name for stop in STOPS for name in stop.rows if not name.startswith("slack ")} - set(QUEUE)
    tables = tables_of(before, sorted(names))
    before.dispose()
    engine = make_engine(url)
    settings = load_settings(
        _env_file=None, slack_bot_token="xoxb-sandbox-1", slack_app_token="xapp-sandbox-1", judge="claude",
        slack_api_url="http://127.0.0.1:1/api/", database_url=url, managers="", node="one",
    )  # fmt: skip
    yield Machinery(Parts(settings), engine, renew, tables)
    engine.dispose()


def kept(text: str | None) -> Any:
    """A value as the queue keeps it."""
    return None if text is None else pickle.loads(base64.b64decode(text))


def job_of(row: dict[str, Any], given: str, steps: list[dict[str, Any]]) -> Job:
    """A job as the queue kept it."""
    done = [
        (step["function_name"].removeprefix("DBOS."), bool(step["error"]), kept(step["error"] or step["output"]))
        for step in sorted(steps, key=lambda step: int(step["function_id"]))
    ]
    return Job(row["workflow_uuid"], row["name"], kept(given)["args"], STATES[row["status"]], done)


def started_again(machinery: Machinery, stop: Stop, forget: bool) -> Office:
    """This version, started on what the version before left; `forget`: it had no time to note its last step."""
    machinery.engine.dispose()
    machinery.renew()
    put(machinery.engine, machinery.tables, stop.rows)
    migrate(machinery.parts.settings.database_url)
    office = Office(machinery.parts, machinery.engine, datetime.fromisoformat(stop.now) + timedelta(minutes=1))
    put_slack(office.slack.workspace, stop.rows)
    steps: dict[str, list[dict[str, Any]]] = {}
    for step in stop.rows.get("operation_outputs", {}).values():
        steps.setdefault(step["workflow_uuid"], []).append(step)
    for row in sorted(stop.rows["workflow_status"].values(), key=lambda row: int(row["created_at"])):
        name = row["workflow_uuid"]
        given = row["inputs"] or stop.rows["workflow_input"][json.dumps([name])]["inputs"]
        job = job_of(row, given, steps.get(name, []))
        if forget and job.key == stop.key:
            job.steps.pop()
        office.machine.jobs[job.key] = job
        office.machine.queued += [job] if job.state == "queued" else []
    return office


@pytest.mark.parametrize(("machinery", "job", "forget"), list(matrix()), indirect=["machinery"])
def test_what_the_version_before_left_at_each_boundary_of_a_job_ends_once(
    machinery: Machinery, job: str, forget: bool
) -> None:
    for stop in STOPS:
        if stop.job == job and (stop.noted or not forget):
            office = started_again(machinery, stop, forget)
            before, where = set(doubled(office.slack)), f"{stop.key} after {stop.noted} ({stop.step}), {forget=}"
            with logged(office.complaints.append):
                office.node.start()
                office.work()
            assert not office.complaints, where
            assert {one.state for one in office.machine.jobs.values()} == {"done"}, where
            twice = set(doubled(office.slack)) - before
            assert all(forget and what.startswith("im ") for what in twice), (where, twice)
            with view(office.engine, EVERY_TEAM) as session:
                held = [one.once for one in session.exec(select(HeldJob))]
                assert not held or job == "tell_held", where
                for round_ in session.exec(select(Round)):
                    ended(session, round_, office, where)


def ended(session: Session, round_: Round, office: Office, where: str) -> None:
    """A round is as far as its stage says: all of it was posted, each once."""
    keys = Counter(
        one["metadata"]["event_payload"]["key"].partition(":")[0]
        for one in office.slack.workspace.channels[round_.channel_id].thread(str(round_.message_ts))
        if one.get("metadata") and one.get("subtype") != "tombstone"
    )
    if round_.stage in (Stage.CANCELLED, Stage.OPENING):
        assert round_.stage == Stage.CANCELLED, where
        return
    assert keys["round"] == 1, where
    if round_.stage == Stage.COLLECTING:
        return
    answers = session.exec(select(Answer).where(Answer.round_id == round_.id, col(Answer.withdrawn_at).is_(None))).all()
    assert len({answer.letter for answer in answers} - {None}) == len(answers), where
    assert all(answer.message_ts for answer in answers), where
    assert keys["letters"] == 1, where
    assert keys["answer"] == sum(answer.origin != "thread" for answer in answers), where
    dealt = select(Assignment.rater).join(Answer, col(Answer.id) == Assignment.answer_id)
    raters = set(session.exec(dealt.where(Answer.round_id == round_.id)))
    invited = Counter(
        next(user for user in place.members if user != office.slack.workspace.bot_user_id)
        for place in office.slack.workspace.channels.values()
        for one in place.messages.values()
        if place.kind == "im" and "'action_id': 'remind_tomorrow'" in str(one.get("blocks"))
    )
    judged = session.exec(select(Scorecard.answer_id).where(Scorecard.kind == "judge")).all()
    assert len(judged) == len(set(judged)), where
    assert raters
    if round_.stage in (Stage.REVEALED, Stage.CLOSED):
        assert keys["summary"] == 1, where
        assert keys["comparison"] == sum(bool(answer.compared_ts) for answer in answers) > 0, where
    else:
        assert set(invited) <= raters, where


def test_every_job_there_was_has_been_stopped() -> None:
    assert set(JOBS) <= set(TASKS), "a job that is named otherwise now strands what is queued"
    assert len(STOPS) > 100
