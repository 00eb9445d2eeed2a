"""A question to look at before it is asked by hand: found by name, word or competency, with what speaks against it."""

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot.calibration.calendar import WEEKEND
from bot.calibration.questions import questions_with, topic_of
from bot.calibration.rounds import REST, Asked, Offer, ask_planned, choose, drop_lost, running_round
from bot.refusals import ALREADY_OPEN, Refusal, unknown_question
from bot.work import Work
from scoring.bank.questions import Bank, Question
from storage.models import Round, Schedule
from storage.stages import Stage


@dataclass(frozen=True)
class Suggestion:
    """A question, and when its round would end.

    `asked_at`: the channel heard it within a year. `passed_over`: when the next question is due that would not come,
    for this one would still be open. `weekend`: deadlines that fall on one.
    """

    question: Question
    closes_at: datetime
    reveals_at: datetime
    zone: str
    asked_at: datetime | None
    passed_over: datetime | None
    weekend: tuple[datetime, ...]


def suggest(work: Work, schedule: Schedule, offer: Offer, word: str = "", beside: str = "") -> Suggestion:
    """A question that fits the word, another than `beside` where there is one; any that may come next without a word.

    Raises Refusal where a question is open already, or none fits.
    """
    session, now = work.session, work.now
    drop_lost(work, schedule)
    if running := running_round(session, schedule.channel_id, lock=False):
        raise Refusal(ALREADY_OPEN, channel=schedule.channel_id, competency=topic_of(running.question))
    heard = select(Round.slug, Round.due_at).where(Round.schedule_id == schedule.id, Round.stage != Stage.CANCELLED)
    history = [Asked(slug, at) for slug, at in session.exec(heard)]
    question = _found(offer.bank, word, beside) if word else _any(work, schedule, offer, history, beside)
    planned = ask_planned(schedule, question, offer, now)
    last = max((turn.at for turn in history if turn.slug == question.slug), default=None)
    due = schedule.next_at
    deadlines = (planned.closes_at, planned.reveals_at)
    return Suggestion(
        question,
        *deadlines,
        zone=schedule.zone,
        asked_at=last if last and now - last < REST else None,
        passed_over=due if due and due < planned.reveals_at else None,
        weekend=tuple(at for at in deadlines if at.astimezone(ZoneInfo(schedule.zone)).weekday() in WEEKEND),
    )


def _found(bank: Bank, word: str, beside: str) -> Question:
    """By its name, else the next of those that hold the word in name, competency or prompt."""
    wanted = word.casefold()
    if wanted in bank and not beside:
        return bank[wanted]
    fitting = questions_with(bank, word)
    if not fitting:
        raise unknown_question(word, get_close_matches(wanted, bank, n=3))
    return bank[fitting[(fitting.index(beside) + 1) % len(fitting) if beside in fitting else 0]]


def _any(work: Work, schedule: Schedule, offer: Offer, history: list[Asked], beside: str) -> Question:
    if not history and not beside and offer.first in offer.bank:
        return offer.bank[offer.first]
    bank = {slug: question for slug, question in offer.bank.items() if slug != beside} or offer.bank
    return choose(bank, history, work.now, work.luck, schedule.competencies)
