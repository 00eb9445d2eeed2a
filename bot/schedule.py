"""What is due now. `tick` takes each due thing off the clock and hands it on, in one transaction a thing."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from dbos import DBOS, error
from sqlmodel import col, select

from bot.calibration.members import nudge_due
from bot.calibration.rounds import open_due
from bot.calibration.stages import close_answers, reveal
from bot.deps import Deps, offer
from bot.inbox import work_off
from bot.queue import queue_of
from bot.work import Work
from storage.database import EVERY_TEAM, view
from storage.models import Answer, AnswerMessage, Round, Schedule
from storage.reads import round_of
from storage.stages import Stage

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
    work_off(deps)
    _each(deps, Round, Round.closes_at, _close, Round.stage == Stage.COLLECTING)
    _each(deps, Round, Round.reveals_at, _reveal, Round.stage == Stage.SCORING)
    _each(deps, Schedule, Schedule.next_at, _open)  # after the reveal, which may be due at the same moment
    _each(deps, Answer, Answer.judge_at, _score)
    _each(deps, Round, Round.refresh_at, _refresh)
    _each(deps, Round, Round.remind_at, _remind)
    _each(deps, AnswerMessage, AnswerMessage.nudge_at, _nudge)


def _open(work: Work, schedule: Schedule, deps: Deps) -> None:
    open_due(work, schedule, offer(work.session, deps))


def _close(work: Work, round_: Round, _deps: Deps) -> None:
    close_answers(work, round_)


def _reveal(work: Work, round_: Round, _deps: Deps) -> None:
    reveal(work, round_)


def _score(work: Work, answer: Answer, deps: Deps) -> None:
    answer.judge_at = None
    judge = deps.judge(round_of(work.session, answer.round_id).judge)
    if judge is not None:
        once = f"{answer.id}:{answer.version}:{judge.prompt_version}"
        work.enqueue("score", answer.id, answer.version, once=once)


def _refresh(work: Work, round_: Round, _deps: Deps) -> None:
    asked_at, round_.refresh_at = round_.refresh_at or work.now, None
    work.enqueue("refresh", round_.id, once=f"{round_.id}:{asked_at.isoformat()}")


def _remind(work: Work, round_: Round, _deps: Deps) -> None:
    round_.remind_at = None
    work.enqueue("remind", round_.id)


def _nudge(work: Work, message: AnswerMessage, _deps: Deps) -> None:
    nudge_due(work, message)


def _each(deps: Deps, model: Any, at: Any, hand_on: Callable[[Work, Any, Deps], None], *conditions: Any) -> None:
    """Hands on each row whose time has come, the longest overdue first, in a transaction of its own.

    It is asked again under the lock whether a row is due: another node may have been faster.
    """
    due = (col(at) <= deps.now(), *conditions)
    with view(deps.engine, EVERY_TEAM) as session:
        rows = session.exec(select(model.team_id, model.id).where(*due).order_by(col(at)).limit(BATCH)).all()
    for team_id, row_id in rows:
        try:
            with deps.work(team_id) as work:
                query = select(model).where(model.id == row_id, *due).with_for_update(skip_locked=True)
                row = work.session.exec(query).first()
                if row is not None:
                    hand_on(work, row, deps)
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
