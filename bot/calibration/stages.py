"""The stages of a round after its opening, each a step that is taken once, whoever asks for it and however often."""

import random
from datetime import timedelta

from sqlmodel import col, delete, select

from bot.calibration.dealing import deal, letter, meetings
from bot.calibration.exemplars import exemplar_for
from bot.calibration.members import REMIND_BEFORE
from bot.calibration.messages import take_in_waiting
from bot.calibration.rounds import LOST
from bot.calibration.verdicts import judged
from bot.work import Work
from storage.models import Answer, AnswerMessage, Assignment, Round, Schedule
from storage.reads import answers_of, deals_of
from storage.scores import acquainted
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


def cancel(round_: Round) -> None:
    """Gives up a round whose question could not be posted."""
    if round_.stage == Stage.OPENING:
        round_.stage = Stage.CANCELLED


def close_answers(work: Work, round_: Round) -> bool:
    """Freezes the texts, adds an exemplar if the question has any, gives letters in shuffled order and deals.

    False if that was done before. The caller holds the round's lock.
    """
    if round_.stage != Stage.COLLECTING:
        return False
    take_in_waiting(work, round_)
    round_.reveals_at += max(
        work.now - round_.closes_at, timedelta(0)
    )  # after a downtime people get their time to score
    round_.stage, round_.closes_at = Stage.SCORING, min(round_.closes_at, work.now)
    work.session.exec(
        delete(AnswerMessage).where(col(AnswerMessage.round_id) == round_.id, col(AnswerMessage.answer_id).is_(None))
    )
    schedule = work.session.exec(select(Schedule).where(Schedule.id == round_.schedule_id)).one()
    exemplar = exemplar_for(work.session, round_, schedule.interviewers, work.settings.raters_per_answer)
    if exemplar:
        work.session.add(exemplar)
        work.session.flush()
    answers = list(answers_of(work.session, round_.id))
    random.Random(f"letters:{round_.id}").shuffle(answers)
    for index, answer in enumerate(answers):
        answer.letter = letter(index)
    scored = judged(work.session, round_.id)
    for answer in answers:
        answer.judge_at = work.now if answer.id not in scored else None
    dealt = deal(
        [(answer.id, answer.author) for answer in answers],
        schedule.interviewers,
        work.settings.raters_per_answer,
        work.settings.answers_per_rater,
        meetings(deals_of(work.session, schedule.id, since=work.now - REMEMBERED)),
        seed=f"deal:{round_.id}",
        barred={exemplar.id: _acquainted(work, round_, schedule.interviewers, exemplar)} if exemplar else {},
    )
    work.session.add_all(Assignment(answer_id=answer_id, rater=rater) for answer_id, rater in dealt)
    last_day = round_.reveals_at - REMIND_BEFORE
    round_.remind_at = last_day if last_day > work.now else None  # a short scoring time has the first word only
    work.enqueue("close", round_.id)
    return True


def _acquainted(work: Work, round_: Round, people: list[str], exemplar: Answer) -> set[str]:
    known = acquainted(work.session, people, [round_.slug])
    return {person for person, _, level in known if level == exemplar.exemplar}


def reveal(work: Work, round_: Round) -> bool:
    """Opens the scores; False if that was done before. The caller holds the round's lock."""
    if round_.stage != Stage.SCORING:
        return False
    round_.stage, round_.revealed_at = Stage.REVEALED, work.now
    work.enqueue("reveal", round_.id)
    return True


def move_on(work: Work, round_: Round) -> str:
    """The next stage by hand, and what to tell whoever asked. The caller holds the round's lock."""
    if round_.stage == Stage.SCORING and work.now - round_.closes_at < PRESSED_TWICE:
        return "Answers were closed a moment ago, so I left it at that. `/calibrate next` later opens the scores."
    if close_answers(work, round_):
        return f"Answers are closed in <#{round_.channel_id}>; interviewers can score now."
    if reveal(work, round_):
        return f"Scores are out in <#{round_.channel_id}>; the comparisons follow in the thread."
    if work.now - round_.opened_at < LOST:
        return "The question is still on its way to the channel. Try again in a moment."
    cancel(round_)
    return "The question never reached the channel, so I dropped it. `/calibrate ask` posts another."
