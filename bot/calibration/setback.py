"""A clock that ran ahead and was set back: what it made due in a future that is none any more comes back to today."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, select, update

from bot.calibration.cadence import first_of_two_weeks, next_question
from bot.work import Work
from storage.models import Answer, AnswerMessage, HeldJob, Letter, Member, Round, Schedule, Told

SKEW = timedelta(hours=1)  # by which clocks of several nodes may differ, and nothing is lost
MOMENTS: tuple[tuple[Any, Any], ...] = (  # of rows that belong to no schedule
    (HeldJob, HeldJob.again_at),
    (HeldJob, HeldJob.since),
    (Answer, Answer.judge_at),
    (AnswerMessage, AnswerMessage.nudge_at),
    (Member, Member.nudged_at),
    (Told, Told.at),
)


def ran_ahead(now: datetime) -> ColumnElement[bool]:
    """Of a schedule in a query, whether its question was handed on, or planned, at a time that is still to come."""
    return col(Schedule.handed_at) > now + SKEW


def set_right(work: Work, schedule: Schedule) -> None:
    """Plans the next question from today, and moves the deadlines of what was asked in the future to today.

    The questions that the clock passed over come at their times; a skip is of the next one, a pause until a day lasts
    to that day. The caller holds the schedule's lock.
    """
    schedule.handed_at = None
    if schedule.since is not None:
        schedule.since = min(schedule.since, first_of_two_weeks(schedule, work.now))
    if schedule.skipped_at is not None and schedule.skipped_at > work.now:
        skipped = min(schedule.skipped_at, next_question(schedule, work.now))
        was_pause = schedule.not_before != schedule.skipped_at
        schedule.skipped_at, schedule.not_before = skipped, schedule.not_before if was_pause else skipped
    if schedule.next_at is not None:
        after = max(work.now, schedule.not_before or work.now)
        schedule.next_at = next_question(schedule, after)
    ahead = select(Round).where(Round.schedule_id == schedule.id, col(Round.opened_at) > work.now)
    for place, round_ in enumerate(work.session.exec(ahead.order_by(col(Round.id)).with_for_update())):
        back = round_.opened_at - work.now
        round_.opened_at, round_.due_at = work.now, work.now + timedelta(microseconds=place)
        round_.closes_at, round_.reveals_at = round_.closes_at - back, round_.reveals_at - back
        for name in ("closing_at", "revealed_at", "erase_at", "remind_at", "half_at"):
            moment = getattr(round_, name)
            setattr(round_, name, moment - back if moment else None)
        round_.refreshed_at, round_.refresh_at = None, work.now
    _bring_back(work)


def _bring_back(work: Work) -> None:
    """What of the team was put off to that future is looked at now, where it may be put off again, and what happened
    there happened now; the time at which a person wants to be reminded stays."""
    letters = update(Letter).where(col(Letter.due_at) > work.now, col(Letter.kind) != "remind")
    work.session.exec(letters.values(due_at=work.now))
    for rows, moment in MOMENTS:
        work.session.exec(update(rows).where(col(moment) > work.now).values({moment: work.now}))
