"""The stages of a round after its opening, each a step that is taken once, whoever asks for it and however often."""

import random
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from bot.calibration.dealing import deal, letter, meetings
from bot.calibration.exemplars import exemplar_for
from bot.calibration.members import REMIND_BEFORE
from bot.calibration.rounds import LOST, OPEN
from bot.queue import Queue
from bot.settings import Settings
from storage.models import AnswerMessage, Assignment, Round, Schedule
from storage.reads import acquainted, answers_of, deals_of_channel, judge_scorecards

PRESSED_TWICE = timedelta(seconds=10)  # two people who press `next` together mean one step


def collect(session: Session, round_: Round, message_ts: str) -> None:
    """The question is posted: answers are taken in from now on, and the talk about the one before is over."""
    if round_.stage == "opening":
        round_.stage, round_.message_ts = "collecting", message_ts
        earlier = select(Round).where(Round.schedule_id == round_.schedule_id, Round.stage == "revealed")
        for finished in session.exec(earlier):
            finished.stage = "closed"


def cancel(round_: Round) -> None:
    """Gives up a round whose question could not be posted."""
    if round_.stage == "opening":
        round_.stage = "cancelled"


def question_deleted(session: Session, channel_id: str, ts: str, queue: Queue) -> None:
    """Drops the open round whose question somebody deleted, and has whoever asked for it told."""
    query = select(Round).where(Round.channel_id == channel_id, Round.message_ts == ts, col(Round.stage).in_(OPEN))
    round_ = session.exec(query.with_for_update()).first()
    if round_ is not None:
        round_.stage = "cancelled"
        queue(session, "dropped", f"dropped:{round_.id}", round_.team_id, round_.id)


def close_answers(session: Session, round_: Round, now: datetime, settings: Settings, queue: Queue) -> bool:
    """Freezes the texts, adds an exemplar if the question has any, gives letters in shuffled order and deals.

    False if that was done before. The caller holds the round's lock.
    """
    if round_.stage != "collecting":
        return False
    round_.reveals_at += max(now - round_.closes_at, timedelta(0))  # after a downtime people get their time to score
    round_.stage, round_.closes_at = "scoring", min(round_.closes_at, now)
    session.exec(
        delete(AnswerMessage).where(col(AnswerMessage.round_id) == round_.id, col(AnswerMessage.answer_id).is_(None))
    )
    schedule = session.exec(select(Schedule).where(Schedule.id == round_.schedule_id)).one()
    exemplar = exemplar_for(session, round_, schedule.interviewers, settings.raters_per_answer)
    if exemplar:
        session.add(exemplar)
        session.flush()
    answers = list(answers_of(session, round_.id))
    random.Random(f"letters:{round_.id}").shuffle(answers)
    for index, answer in enumerate(answers):
        answer.letter = letter(index)
    scored = judge_scorecards(session, round_.id)
    for answer in answers:
        answer.judge_at = now if answer.id not in scored else None
    dealt = deal(
        [(answer.id, answer.author) for answer in answers],
        schedule.interviewers,
        settings.raters_per_answer,
        settings.answers_per_rater,
        meetings(deals_of_channel(session, round_.channel_id)),
        seed=f"deal:{round_.id}",
        barred={exemplar.id: acquainted(session, round_.slug, exemplar.exemplar or "")} if exemplar else {},
    )
    session.add_all(Assignment(answer_id=answer_id, rater=rater, dealt_at=now) for answer_id, rater in dealt)
    last_day = round_.reveals_at - REMIND_BEFORE
    round_.remind_at = last_day if last_day > now else None  # a short scoring time has the first word only
    queue(session, "close", f"close:{round_.id}", round_.team_id, round_.id)
    return True


def reveal(session: Session, round_: Round, now: datetime, queue: Queue) -> bool:
    """Opens the scores; False if that was done before. The caller holds the round's lock."""
    if round_.stage != "scoring":
        return False
    round_.stage, round_.revealed_at = "revealed", now
    queue(session, "reveal", f"reveal:{round_.id}", round_.team_id, round_.id)
    return True


def move_on(session: Session, round_: Round, now: datetime, settings: Settings, queue: Queue) -> str:
    """The next stage by hand, and what to tell whoever asked. The caller holds the round's lock."""
    if round_.stage == "scoring" and now - round_.closes_at < PRESSED_TWICE:
        return "Answers were closed a moment ago, so I left it at that. `/calibrate next` later opens the scores."
    if close_answers(session, round_, now, settings, queue):
        return f"Answers are closed in <#{round_.channel_id}>; interviewers can score now."
    if reveal(session, round_, now, queue):
        return f"Scores are out in <#{round_.channel_id}>; the comparisons follow in the thread."
    if now - round_.opened_at < LOST:
        return "The question is still on its way to the channel. Try again in a moment."
    cancel(round_)
    return "The question never reached the channel, so I dropped it. `/calibrate ask` posts another."
