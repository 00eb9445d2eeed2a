"""The stages of a round after its opening, each a step that is taken once, whoever asks for it and however often."""

from collections.abc import Collection
from datetime import timedelta

from sqlmodel import col, delete, select

from bot.calibration.access import Act, Person, must
from bot.calibration.away import away_among
from bot.calibration.calendar import day_before, on_workday
from bot.calibration.dealing import deal, give_letters, meetings
from bot.calibration.exemplars import exemplar_for, knowing
from bot.calibration.members import concerned, home_changes
from bot.calibration.messages import take_in_waiting
from bot.calibration.rounds import LOST, running_round
from bot.calibration.verdicts import judged
from bot.refusals import JUST_CLOSED, MOVED_ON, NONE_OPEN, NOT_POSTED, Refusal
from bot.work import Work
from storage.models import AnswerMessage, Assignment, Round, Schedule
from storage.reads import answers_of, deals_of
from storage.stages import Stage

PRESSED_TWICE = timedelta(seconds=10)  # two people who press `next` together mean one step
REMEMBERED = timedelta(weeks=52)  # how far back it is looked who met whom: what lies before counts as never


def collect(work: Work, round_: Round, message_ts: str) -> None:
    """The question is posted: answers are taken in from now on, and the talk about the one before is over."""
    if round_.stage == Stage.OPENING:
        round_.stage, round_.message_ts = Stage.COLLECTING, message_ts
        earlier = select(Round).where(Round.schedule_id == round_.schedule_id, Round.stage == Stage.REVEALED)
        for finished in work.session.exec(earlier):
            finished.stage = Stage.CLOSED
            work.enqueue("conclude", finished.id)
        home_changes(work, *concerned(work, round_.id))


def cancel(round_: Round) -> None:
    """Gives up a round whose question could not be posted."""
    if round_.stage == Stage.OPENING:
        round_.stage = Stage.CANCELLED


def begin_closing(work: Work, round_: Round) -> bool:
    """Has the answers closed, once the thread was heard out; False if that was done before. Needs the round's lock.

    What is written from now on does not count.
    """
    if round_.stage != Stage.COLLECTING or round_.closing_at is not None:
        return False
    round_.closing_at = work.now
    work.enqueue("close", round_.id)
    return True


def close_answers(work: Work, round_: Round, present: Collection[str]) -> bool:
    """Freezes the texts, adds an exemplar if the question has any, gives letters in shuffled order and deals.

    Dealt to are the interviewers who are `present` and not away; whoever answers for the channel hears once of those
    who left it. False if that was done before. The caller holds the round's lock.
    """
    if round_.stage != Stage.COLLECTING:
        return False
    take_in_waiting(work, round_)
    schedule = work.session.exec(select(Schedule).where(Schedule.id == round_.schedule_id)).one()
    late = max(work.now - round_.closes_at, timedelta(0))  # after a downtime people get their time to score
    round_.reveals_at = on_workday(round_.reveals_at + late, schedule.zone, schedule.off, round_.reveals_at)
    round_.stage, round_.closes_at, round_.half_at = Stage.SCORING, min(round_.closes_at, work.now), None
    work.session.exec(
        delete(AnswerMessage).where(col(AnswerMessage.round_id) == round_.id, col(AnswerMessage.answer_id).is_(None))
    )
    away = away_among(work.session, schedule.interviewers, work.now)
    raters = [one for one in schedule.interviewers if one in present and one not in away]
    _tell_absent(work, schedule, round_, [one for one in schedule.interviewers if one not in present])
    exemplar = exemplar_for(work.session, round_, raters, work.settings.raters_per_answer, work.luck)
    if exemplar:
        work.session.add(exemplar)
        work.session.flush()
    answers = list(answers_of(work.session, round_.id))
    give_letters(answers, work.luck)
    scored = judged(work.session, round_.id)
    for answer in answers:
        answer.judge_at = work.now if answer.id not in scored else None
    dealt = deal(
        [(answer.id, answer.author) for answer in answers],
        raters,
        work.settings.raters_per_answer,
        work.settings.answers_per_rater,
        meetings(deals_of(work.session, schedule.id, since=work.now - REMEMBERED)),
        work.luck,
        barred={exemplar.id: knowing(work.session, raters, exemplar)} if exemplar else {},
    )
    work.session.add_all(Assignment(answer_id=answer_id, rater=rater) for answer_id, rater in dealt)
    last_day = day_before(round_.reveals_at, schedule.zone, schedule.off)
    round_.remind_at = last_day if last_day > work.now else None  # a short scoring time has the first word only
    return True


def _tell_absent(work: Work, schedule: Schedule, round_: Round, absent: list[str]) -> None:
    """Has whoever answers for a channel told of interviewers who left it since they heard of it last."""
    news = [one for one in absent if one not in schedule.absent]
    schedule.absent = absent
    if news:
        work.enqueue("absent", round_.id)


def reveal(work: Work, round_: Round) -> bool:
    """Opens the scores; False if that was done before. The caller holds the round's lock."""
    if round_.stage != Stage.SCORING:
        return False
    round_.stage, round_.revealed_at = Stage.REVEALED, work.now
    round_.erase_at = work.now + timedelta(days=round_.keep_days)
    work.enqueue("reveal", round_.id)
    home_changes(work, *concerned(work, round_.id))
    return True


def move_on(work: Work, channel_id: str, person: Person, seen: str = "") -> Stage:
    """Takes the channel's open round to its next stage by hand; that stage, cancelled for a question that got lost.

    Raises Refusal for who does not manage, where there is none to move on, or where it is not at the stage that was
    `seen`, if that is told.
    """
    must(work.session, person, Act.MANAGE, channel_id)
    round_ = running_round(work.session, channel_id)
    if seen and (round_ is None or round_.stage != seen):
        raise Refusal(MOVED_ON)
    if round_ is None:
        raise Refusal(NONE_OPEN, channel=channel_id)
    just_closed = round_.stage == Stage.SCORING and work.now - round_.closes_at < PRESSED_TWICE
    if just_closed or (round_.stage == Stage.COLLECTING and round_.closing_at is not None):
        raise Refusal(JUST_CLOSED)
    reached = Stage.SCORING if begin_closing(work, round_) else None
    if reached is None and not reveal(work, round_):
        if work.now - round_.opened_at < LOST:
            raise Refusal(NOT_POSTED)
        cancel(round_)
    work.note(person.id, "next", f"round {round_.public_id}")
    return reached or Stage(round_.stage)
