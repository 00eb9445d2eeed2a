"""What is due now. `tick` takes each due thing off the clock and hands it on, in one transaction a thing."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from apscheduler.schedulers.background import BackgroundScheduler
from dbos import DBOS
from sqlalchemy import bindparam
from sqlmodel import col, select

from bot.calibration.debriefs import hand_on
from bot.calibration.erasing import erase_stuck, erase_suggestions, erase_texts
from bot.calibration.members import nudge_due
from bot.calibration.participation import at_half_time
from bot.calibration.rounds import open_due
from bot.calibration.setback import ran_ahead, set_right
from bot.calibration.stages import begin_closing, reveal
from bot.deps import Deps, offer
from bot.intake import work_off
from bot.jobs import TASKS
from bot.outward.reopened import look_for_open
from bot.queue import once_of
from bot.retries import try_again
from bot.runs import hold_job
from bot.trouble import Ours, Trouble
from bot.work import Work
from storage.database import EVERY_TEAM, unit, view
from storage.models import Answer, AnswerMessage, HeldJob, Letter, Member, Round, Schedule
from storage.reads import find, round_of
from storage.stages import Stage

log = logging.getLogger(__name__)
KEEP = timedelta(weeks=4)  # how long finished workflows are kept
BATCH = 100  # rows of a kind in one tick: nothing else that is due waits behind a flood, and the rest is a second late


@dataclass(frozen=True)
class _Kind:
    """Rows that become due: when (a column), what is done with one, and what else has to hold of it.

    `asks_deps`: it is done with Deps at hand as well.
    """

    model: Any
    at: Any
    hand_on: Callable[..., object]
    conditions: tuple[Any, ...] = ()
    asks_deps: bool = False

    @property
    def due(self) -> tuple[Any, ...]:
        """What holds of a row that is due at the statement's parameter `now`."""
        return (col(self.at) <= bindparam("now"), *self.conditions)


def start(deps: Deps) -> BackgroundScheduler:
    """The clock of this process: due things each second, stranded work each minute, what is old each hour."""
    clock = BackgroundScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    clock.add_job(hand_on_due, "interval", seconds=1, args=[deps], id="tick")
    clock.add_job(rescue, "interval", seconds=60, args=[deps], next_run_time=datetime.now(UTC), id="rescue")
    clock.add_job(look_back, "interval", seconds=60, args=[deps], next_run_time=datetime.now(UTC), id="look_back")
    clock.add_job(look_for_open, "interval", hours=1, args=[deps], next_run_time=datetime.now(UTC), id="look_for_open")
    clock.add_job(purge, "interval", hours=1, args=[deps], next_run_time=datetime.now(UTC), id="purge")
    clock.start()
    return clock


def tick(deps: Deps) -> None:
    """Works the inbox off and hands on everything that is due: all that a moment's passing sets off."""
    work_off(deps)
    hand_on_due(deps)


def hand_on_due(deps: Deps) -> None:
    """Hands on everything that is due. Safe on any number of nodes at once: each due row is taken under its lock."""
    with view(deps.engine, EVERY_TEAM) as session:  # all at once: this is asked each second, and mostly nothing is due
        due: Iterable[bool] = session.exec(DUE, params={"now": deps.now()}).one()
    for kind in [kind for kind, some in zip(KINDS, due, strict=True) if some]:
        _each(deps, kind)


def _open(work: Work, schedule: Schedule, deps: Deps) -> None:
    open_due(work, schedule, offer(work.session, deps))


def _score(work: Work, answer: Answer, deps: Deps) -> None:
    answer.judge_at = None
    judge = deps.judge(round_of(work.session, answer.round_id).judge)
    if judge is not None:
        once = f"{answer.id}:{answer.version}:{judge.prompt_version}"
        work.enqueue("score", answer.id, answer.version, once=once)


def _refresh(work: Work, round_: Round) -> None:
    asked_at, round_.refresh_at = round_.refresh_at or work.now, None
    work.enqueue("refresh", round_.id, once=f"{round_.id}:{asked_at.isoformat()}")


def _remind(work: Work, round_: Round) -> None:
    round_.remind_at = None
    work.enqueue("remind", round_.id)


def _publish(work: Work, member: Member) -> None:
    member.refresh_at = None
    work.enqueue("home", member.user_id, once=f"{member.user_id}:{uuid4()}")  # the row cleared is what makes it once


KINDS = (
    _Kind(Round, Round.closes_at, begin_closing, (Round.stage == Stage.COLLECTING, col(Round.closing_at).is_(None))),
    _Kind(Round, Round.reveals_at, reveal, (Round.stage == Stage.SCORING,)),
    _Kind(Schedule, Schedule.next_at, _open, asks_deps=True),  # after the reveal, which may be due at the same moment
    _Kind(Answer, Answer.judge_at, _score, asks_deps=True),
    _Kind(Round, Round.refresh_at, _refresh),
    _Kind(Round, Round.remind_at, _remind),
    _Kind(Round, Round.half_at, at_half_time, (Round.stage == Stage.COLLECTING,)),
    _Kind(AnswerMessage, AnswerMessage.nudge_at, nudge_due),
    _Kind(Member, Member.refresh_at, _publish),
    _Kind(Letter, Letter.due_at, hand_on),
    _Kind(HeldJob, HeldJob.again_at, try_again),
)
DUE: Any = select(*(select(kind.model.id).where(*kind.due).exists() for kind in KINDS))  # of which kind anything is due


def _each(deps: Deps, kind: "_Kind") -> None:
    """Hands on each row whose time has come, the longest overdue first, in a transaction of its own.

    It is asked again under the lock whether a row is due: another node may have been faster.
    """
    model = kind.model
    with view(deps.engine, EVERY_TEAM) as session:
        ids = select(model.team_id, model.id).where(*kind.due).order_by(col(kind.at)).limit(BATCH)
        rows = session.exec(ids, params={"now": deps.now()}).all()
    for team_id, row_id in rows:
        try:
            with deps.work(team_id) as work:
                query = select(model).where(model.id == row_id, *kind.due).with_for_update(skip_locked=True)
                row = work.session.exec(query, params={"now": work.now}).first()
                if row is not None:
                    kind.hand_on(work, row, *([deps] if kind.asks_deps else []))
        except Exception:  # whatever one row's fault is, the rows behind it are due as well
            log.exception("%s %s could not be handed on", model.__name__, row_id)


def rescue(deps: Deps) -> None:
    """Holds what ended without an end, so that it is tried again: its node died and the lease ran out, or the queue's
    own database was away."""
    failed = ["CANCELLED", "ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
    for stranded in DBOS.list_workflows(status=failed, load_output=False, limit=BATCH):
        name, (team_id, *ids) = stranded.name, stranded.input["args"] if stranded.input else ("",)
        if name in TASKS and team_id:
            log.warning("%s ended as %s and is tried again", stranded.workflow_id, stranded.status)
            once, _ = once_of(stranded.workflow_id)
            hold_job(deps, team_id, name, TASKS[name], once, tuple(ids), Trouble(Ours.LEASE, passing=True))
        DBOS.delete_workflows([stranded.workflow_id])


def look_back(deps: Deps) -> None:
    """Sets right what a clock that ran ahead had made due."""
    with view(deps.engine, EVERY_TEAM) as session:
        rows = session.exec(select(Schedule.team_id, Schedule.id).where(ran_ahead(deps.now()))).all()
    for team_id, schedule_id in rows:
        with deps.work(team_id) as work:
            schedule = find(work.session, Schedule, Schedule.id == schedule_id, ran_ahead(work.now), lock=True)
            if schedule is not None:
                log.warning("the clock was set back: the questions of %s are planned anew", schedule.channel_id)
                set_right(work, schedule)


def purge(deps: Deps) -> None:
    """Deletes what people wrote where its time is over, and forgets workflows that finished weeks ago."""
    _each(deps, _Kind(Round, Round.erase_at, erase_texts))
    with unit(deps.engine, EVERY_TEAM) as session:
        erase_stuck(session, deps.now())
        erase_suggestions(session, deps.now())
    before = (deps.now() - KEEP).isoformat()
    old = DBOS.list_workflows(
        status="SUCCESS", completed_before=before, load_input=False, load_output=False, limit=1000
    )
    if old:
        DBOS.delete_workflows([workflow.workflow_id for workflow in old])
