"""Which question a channel is asked next: the one that is planned, else by turns and by lot."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlmodel import Session, select

from bot.work import Work
from scoring.bank.questions import Bank, Question
from storage.models import Round, Schedule
from storage.stages import Stage

REST = timedelta(weeks=52)  # a channel does not hear a question again before this


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


def choose_for(work: Work, schedule: Schedule, offer: Offer, beside: str = "") -> Question:
    """A question for a channel, another than `beside`; the very first is the one that channels begin with."""
    asked = asked_in(work.session, schedule)
    if not asked and not beside and offer.first in offer.bank:
        return offer.bank[offer.first]
    bank = {slug: question for slug, question in offer.bank.items() if slug != beside} or offer.bank
    return choose(bank, asked, work.now, work.luck, schedule.competencies)


def asked_in(session: Session, schedule: Schedule) -> list[Asked]:
    """What a channel was asked, and when; dropped rounds apart."""
    asked = select(Round.slug, Round.due_at).where(Round.schedule_id == schedule.id, Round.stage != Stage.CANCELLED)
    return [Asked(slug, at) for slug, at in session.exec(asked)]


def plan_next(work: Work, schedule: Schedule, offer: Offer) -> None:
    """Draws the question that comes next, so that managers can look at it, unless one is planned that can be asked."""
    if schedule.next_at is not None and (schedule.planned_by is None and not _fits(schedule, offer)):
        schedule.planned = choose_for(work, schedule, offer).slug


def _fits(schedule: Schedule, offer: Offer) -> bool:
    """Whether the question that was drawn may be asked in the channel as it is set up now."""
    planned = offer.bank.get(schedule.planned or "")
    return planned is not None and (not schedule.competencies or planned.competency in schedule.competencies)


def take_planned(schedule: Schedule, offer: Offer) -> Question | None:
    """The planned question, which is then none any more; None where it can no longer be asked."""
    may_be_asked = schedule.planned_by is not None or _fits(schedule, offer)
    taken = offer.bank.get(schedule.planned or "") if may_be_asked else None
    schedule.planned = schedule.planned_by = None
    return taken
