"""The beginning of a round: which question, when, and the row that makes sure it is asked once."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from random import Random

from sqlmodel import Session, col, select

from bot.calibration.access import Act, Person, must
from bot.calibration.cadence import comes, next_question
from bot.calibration.calendar import after_hours, last_due
from bot.calibration.questions import topic_of
from bot.refusals import ALREADY_OPEN, Refusal, unknown_question
from bot.work import Work
from scoring.bank.questions import Bank, Question
from storage.models import Round, Schedule
from storage.stages import OPEN, Stage

REST = timedelta(weeks=52)  # a channel does not hear a question again before this
LOST = timedelta(minutes=10)  # a question that has not reached its channel by then never will
ON_TIME = timedelta(minutes=1)  # the clock ticks each second; a restart takes less, and full hours stay full hours
CATCH_UP = timedelta(days=1)  # a missed time older than this is left out, lest it crowd the next


@dataclass(frozen=True)
class Offer:
    """What can be asked now: the questions, the version of the rubric, the judge of channels that chose none, and the
    question that a channel begins with."""

    bank: Bank
    rubric_version: str
    judge: str
    first: str = ""


@dataclass(frozen=True)
class Asked:
    slug: str
    at: datetime


def choose(
    bank: Bank, asked: Sequence[Asked], now: datetime, luck: Random, competencies: Collection[str] = ()
) -> Question:
    """A question that the channel has not heard for 52 weeks, of a competency that had the fewest turns in that time.

    Questions without a competency take their turn as if they had one in common.
    Only one of `competencies` where some are given, as long as the bank has any. When all of these were heard, the one
    heard longest ago. By lot among several. Raises LookupError for an empty bank.
    """
    if not bank:
        raise LookupError("the bank has no questions")
    bank = {slug: question for slug, question in bank.items() if question.competency in competencies} or bank
    heard = {turn.slug: turn.at for turn in sorted(asked, key=lambda turn: turn.at)}
    fresh = [question for slug, question in bank.items() if slug not in heard or now - heard[slug] >= REST]
    if not fresh:
        return bank[min((slug for slug in heard if slug in bank), key=lambda slug: heard[slug])]
    turns = Counter(bank[turn.slug].competency for turn in asked if turn.slug in bank and now - turn.at < REST)
    fewest = min(turns[question.competency] for question in fresh)
    candidates = sorted(
        (question for question in fresh if turns[question.competency] == fewest), key=lambda question: question.slug
    )
    return luck.choice(candidates)


def open_due(work: Work, schedule: Schedule, offer: Offer) -> None:
    """Opens the round that is due, if its time is less than a day old, and sets the next due time.

    After downtime the newest missed time counts; those before it are left out, and so is a time at which another
    question of the channel is still open. The caller holds the schedule's lock.
    """
    due = last_due(schedule.weekday, schedule.at, schedule.zone, work.now)
    schedule.handed_at = work.now
    schedule.next_at = next_question(schedule, work.now)
    drop_lost(work, schedule)
    if not comes(schedule, due):
        return
    known = work.session.exec(select(Round).where(Round.schedule_id == schedule.id, Round.due_at == due)).first()
    if known is not None or work.now - due >= CATCH_UP:
        return
    running = running_round(work.session, schedule.channel_id)
    if running is None:
        chosen_by = schedule.planned_by
        question = _take_planned(schedule, offer)
        opened = _round(schedule, question or _choose(work, schedule, offer), offer, due, work.now)
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
        raise unknown_question(slug, get_close_matches(slug, offer.bank, n=3))
    question = offer.bank[slug] if slug else _choose(work, schedule, offer)
    asked = _round(schedule, question, offer, work.now, work.now)
    asked.asked_by = person.id
    _open(work, asked)
    if question.slug == schedule.planned:
        _take_planned(schedule, offer)
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
    schedule = session.exec(select(Schedule).where(Schedule.channel_id == channel_id).with_for_update()).first()
    if schedule is None:
        schedule = Schedule(channel_id=channel_id)
        session.add(schedule)
        session.flush()
    return schedule


def plan_next(work: Work, schedule: Schedule, offer: Offer) -> None:
    """Draws the question that comes next, so that managers can look at it, unless one is planned that can be asked."""
    if schedule.next_at is not None and (schedule.planned_by is None and not _fits(schedule, offer)):
        schedule.planned = _choose(work, schedule, offer).slug


def _fits(schedule: Schedule, offer: Offer) -> bool:
    """Whether the question that was drawn may be asked in the channel as it is set up now."""
    planned = offer.bank.get(schedule.planned or "")
    return planned is not None and (not schedule.competencies or planned.competency in schedule.competencies)


def _take_planned(schedule: Schedule, offer: Offer) -> Question | None:
    """The planned question, which is then none any more; None where it can no longer be asked."""
    may_be_asked = schedule.planned_by is not None or _fits(schedule, offer)
    taken = offer.bank.get(schedule.planned or "") if may_be_asked else None
    schedule.planned = schedule.planned_by = None
    return taken


def drop_lost(work: Work, schedule: Schedule) -> None:
    """Gives up a question that never reached the channel, so that it does not block the next one."""
    for round_ in work.session.exec(
        select(Round).where(Round.schedule_id == schedule.id, Round.stage == Stage.OPENING)
    ):
        if work.now - round_.opened_at >= LOST:
            round_.stage = Stage.CANCELLED


def _choose(work: Work, schedule: Schedule, offer: Offer) -> Question:
    rows = work.session.exec(
        select(Round.slug, Round.due_at).where(Round.schedule_id == schedule.id, Round.stage != Stage.CANCELLED)
    ).all()
    if not rows and offer.first in offer.bank:
        return offer.bank[offer.first]
    return choose(offer.bank, [Asked(slug, at) for slug, at in rows], work.now, work.luck, schedule.competencies)


def ask_planned(schedule: Schedule, question: Question, offer: Offer, now: datetime) -> Round:
    """The round as it would be if it were asked now; it is not stored."""
    return _round(schedule, question, offer, now, now)


def _round(schedule: Schedule, question: Question, offer: Offer, due: datetime, now: datetime) -> Round:
    begins = due if now - due < ON_TIME else now  # late after a downtime: people get their whole time
    closes_at = after_hours(begins, schedule.answers_hours, schedule.zone)
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
        reveals_at=after_hours(closes_at, schedule.scores_hours, schedule.zone),
    )


def _open(work: Work, opened: Round) -> None:
    work.session.add(opened)
    work.session.flush()
    work.enqueue("ask", opened.id, once=f"{opened.schedule_id}:{opened.due_at.isoformat()}")
