"""What is due now. `tick` takes each due thing off the clock and hands it on, in one transaction a thing."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from dbos import DBOS, error
from sqlmodel import Session, col, select

from bot.calibration.members import nudge_due
from bot.calibration.rounds import open_due
from bot.calibration.stages import close_answers, reveal
from bot.deps import Deps, offer
from bot.queue import queue_of
from storage.database import EVERY_TEAM, unit, view
from storage.models import Answer, AnswerMessage, Round, Schedule
from storage.reads import round_of

log = logging.getLogger(__name__)
KEEP = timedelta(weeks=4)  # how long finished workflows are kept
BATCH = 100


def start(deps: Deps) -> BackgroundScheduler:
    """The clock of this process: due things each second, stranded work each minute, old work each day."""
    clock = BackgroundScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    clock.add_job(tick, "interval", seconds=1, args=[deps], id="tick")
    clock.add_job(rescue, "interval", seconds=60, next_run_time=datetime.now(UTC), id="rescue")
    clock.add_job(purge, "interval", days=1, args=[deps], id="purge")
    clock.start()
    return clock


def tick(deps: Deps) -> None:
    """Hands on everything that is due. Safe on any number of nodes at once: each due row is taken under its lock."""
    _each(deps, Round, Round.closes_at, _close, Round.stage == "collecting")
    _each(deps, Round, Round.reveals_at, _reveal, Round.stage == "scoring")
    _each(deps, Schedule, Schedule.next_at, _open)  # after the reveal, which may be due at the same moment
    _each(deps, Answer, Answer.judge_at, _score)
    _each(deps, Round, Round.refresh_at, _refresh)
    _each(deps, Round, Round.remind_at, _remind)
    _each(deps, AnswerMessage, AnswerMessage.nudge_at, _nudge)


def _open(session: Session, schedule: Schedule, deps: Deps, now: datetime) -> None:
    open_due(session, schedule, offer(session, deps), now, deps.queue)


def _close(session: Session, round_: Round, deps: Deps, now: datetime) -> None:
    close_answers(session, round_, now, deps.settings, deps.queue)


def _reveal(session: Session, round_: Round, deps: Deps, now: datetime) -> None:
    reveal(session, round_, now, deps.queue)


def _score(session: Session, answer: Answer, deps: Deps, _now: datetime) -> None:
    answer.judge_at = None
    judge = deps.judge(round_of(session, answer.round_id).judge)
    if judge is not None:
        key = f"score:{answer.id}:{answer.version}:{judge.prompt_version}"
        deps.queue(session, "score", key, answer.team_id, answer.id, answer.version)


def _refresh(session: Session, round_: Round, deps: Deps, now: datetime) -> None:
    key = f"refresh:{round_.id}:{(round_.refresh_at or now).isoformat()}"
    round_.refresh_at = None
    deps.queue(session, "refresh", key, round_.team_id, round_.id)


def _remind(session: Session, round_: Round, deps: Deps, _now: datetime) -> None:
    round_.remind_at = None
    deps.queue(session, "remind", f"remind:{round_.id}", round_.team_id, round_.id)


def _nudge(session: Session, message: AnswerMessage, deps: Deps, _now: datetime) -> None:
    nudge_due(session, message, deps.queue)


def _each(
    deps: Deps, model: Any, at: Any, hand_on: Callable[[Session, Any, Deps, datetime], None], *conditions: Any
) -> None:
    """Hands on each row whose time has come, the longest overdue first, in a transaction of its own.

    It is asked again under the lock whether a row is due: another node may have been faster.
    """
    now = deps.now()
    due = (col(at) <= now, *conditions)
    with view(deps.engine, EVERY_TEAM) as session:
        rows = session.exec(select(model.team_id, model.id).where(*due).order_by(col(at)).limit(BATCH)).all()
    for team_id, row_id in rows:
        try:
            with unit(deps.engine, team_id) as session:
                query = select(model).where(model.id == row_id, *due).with_for_update(skip_locked=True)
                row = session.exec(query).first()
                if row is not None:
                    hand_on(session, row, deps, now)
        except Exception:  # whatever one row's fault is, the rows behind it are due as well
            log.exception("%s %s could not be handed on", model.__name__, row_id)


def rescue() -> None:
    """Runs work again whose node died: its lease ran out and DBOS cancelled it."""
    for stranded in DBOS.list_workflows(status="CANCELLED", queues_only=False, load_input=False, load_output=False):
        try:
            DBOS.rewind_workflow(stranded.workflow_id, queue_name=queue_of(stranded.name))  # cancelling took it off
            log.warning("running %s again, its lease had run out", stranded.workflow_id)
        except error.DBOSException:
            log.info("another node was faster to rescue %s", stranded.workflow_id)


def purge(deps: Deps) -> None:
    """Forgets workflows that finished weeks ago."""
    before = (deps.now() - KEEP).isoformat()
    old = DBOS.list_workflows(
        status=["SUCCESS", "ERROR"], completed_before=before, load_input=False, load_output=False, limit=1000
    )
    if old:
        DBOS.delete_workflows([workflow.workflow_id for workflow in old])
