"""The beginning of a round: which question, when, and the row that makes sure it is asked once."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.calibration.access import Act, Person, must
from bot.calibration.cadence import comes, deadlines, next_question
from bot.calibration.calendar import last_due
from bot.calibration.choosing import Offer, choose_for, plan_next, take_planned
from bot.calibration.participation import half_time
from bot.calibration.questions import topic_of
from bot.refusals import ALREADY_OPEN, Refusal, unknown_question
from bot.work import Work
from scoring.bank.questions import Question
from storage.models import Round, Schedule
from storage.reads import find
from storage.stages import OPEN, Stage

LOST = timedelta(minutes=10)  # a question that has not reached its channel by then never will
ON_TIME = timedelta(minutes=1)  # the clock ticks each second; a restart takes less, and full hours stay full hours
CATCH_UP = timedelta(days=1)  # a missed time older than this is left out, lest it crowd the next


def open_due(work: Work, schedule: Schedule, offer: Offer) -> None:
    """Opens the round that is due, if its time is less than a day old, and sets the next due time.

    After downtime the newest missed time counts; those before it are left out, and so is a time at which another
    question of the channel is still open. The caller holds the schedule's lock.
    """
    due = last_due(schedule.weekday, schedule.at, schedule.zone, work.now)
    schedule.handed_at = work.now
    schedule.next_at = next_question(schedule, work.now)
    drop_lost(work, schedule)
    if not comes(schedule, due) or find(work.session, Round, Round.schedule_id == schedule.id, Round.due_at == due):
        return
    if work.now - due >= CATCH_UP:
        work.enqueue("missed", schedule.channel_id, once=f"{schedule.id}:{due.isoformat()}")
        return
    running = running_round(work.session, schedule.channel_id)
    if running is None:
        chosen_by = schedule.planned_by
        question = take_planned(schedule, offer)
        opened = planned_round(schedule, question or choose_for(work, schedule, offer), offer, work.now, due)
        _open(work, opened)
        if question is None and chosen_by:
            work.enqueue("replanned", opened.id, chosen_by)
        plan_next(work, schedule, offer)
    else:
        work.enqueue("passed_over", running.id, once=f"{schedule.id}:{due.isoformat()}")


def ask_now(work: Work, schedule: Schedule, slug: str, person: Person, offer: Offer) -> Round:
    """Opens a round at once, on the question `slug`, or on one chosen if that is empty.

    Raises Refusal for who does not manage, where another is open, or no question has this name.
    """
    must(work.session, person, Act.MANAGE, schedule.channel_id)
    drop_lost(work, schedule)
    if running := running_round(work.session, schedule.channel_id):
        raise Refusal(ALREADY_OPEN, channel=schedule.channel_id, competency=topic_of(running.question))
    if slug and slug not in offer.bank:
        raise unknown_question(slug, offer.bank)
    question = offer.bank[slug] if slug else choose_for(work, schedule, offer)
    asked = planned_round(schedule, question, offer, work.now)
    asked.asked_by = person.id
    _open(work, asked)
    if question.slug == schedule.planned:
        take_planned(schedule, offer)
    plan_next(work, schedule, offer)
    work.note(person.id, "ask", f"round {asked.public_id}")
    return asked


def running_round(session: Session, channel_id: str, lock: bool = True) -> Round | None:
    """The channel's round that is not revealed yet, the oldest first."""
    query = select(Round).where(Round.channel_id == channel_id, col(Round.stage).in_(OPEN)).order_by(col(Round.id))
    return session.exec(query.with_for_update() if lock else query).first()


def channels_in_use(session: Session) -> set[str]:
    """The channels of the workspace that have a weekly question, or had a round."""
    asked = select(Round.id).where(Round.schedule_id == Schedule.id).correlate(Schedule).exists()
    rows = session.exec(select(Schedule.channel_id, Schedule.interviewers, asked))
    return {channel_id for channel_id, interviewers, was_asked in rows if interviewers or was_asked}


def schedule_of(session: Session, channel_id: str) -> Schedule:
    """The channel's schedule, locked; one without a plan is made where there is none."""
    schedule = find(session, Schedule, Schedule.channel_id == channel_id, lock=True)
    if schedule is None:
        schedule = Schedule(channel_id=channel_id)
        session.add(schedule)
        session.flush()
    return schedule


def drop_lost(work: Work, schedule: Schedule) -> None:
    """Gives up a question that never reached the channel, so that it does not block the next one."""
    for round_ in work.session.exec(
        select(Round).where(Round.schedule_id == schedule.id, Round.stage == Stage.OPENING)
    ):
        if work.now - round_.opened_at >= LOST:
            round_.stage = Stage.CANCELLED


def planned_round(
    schedule: Schedule, question: Question, offer: Offer, now: datetime, due: datetime | None = None
) -> Round:
    """The round as it is if it is asked now; it is not stored. `due`: when it should have been."""
    due = due or now
    begins = due if now - due < ON_TIME else now  # late after a downtime: people get their whole time
    closes_at, reveals_at = deadlines(schedule, begins)
    return Round(
        schedule_id=schedule.id,
        channel_id=schedule.channel_id,
        due_at=due,
        opened_at=now,
        slug=question.slug,
        question=question.model_dump(mode="json"),
        rubric_version=offer.rubric_version,
        judge=schedule.judge or offer.judge,
        names_raters=schedule.names_raters,
        keep_days=schedule.keep_days,
        closes_at=closes_at,
        half_at=half_time(begins, closes_at, schedule.zone, schedule.off),
        reveals_at=reveals_at,
    )


def _open(work: Work, opened: Round) -> None:
    work.session.add(opened)
    work.session.flush()
    work.enqueue("ask", opened.id)  # not by its time: a clock that ran ahead may have asked for that before
