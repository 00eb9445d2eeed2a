"""A question to look at before it is asked by hand: found by name, word or competency, with what speaks against it."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.calibration.access import Act, Person, must
from bot.calibration.cadence import promised
from bot.calibration.calendar import WEEKEND, day_of
from bot.calibration.choosing import REST, Offer, asked_in, choose_for, plan_next
from bot.calibration.questions import questions_with, topic_of
from bot.calibration.rounds import drop_lost, planned_round, running_round
from bot.refusals import ALREADY_OPEN, NONE_COMES, Refusal, unknown_question
from bot.work import Work
from scoring.bank.questions import Bank, Question
from storage.models import Schedule


@dataclass(frozen=True)
class Suggestion:
    """A question, and when its round would end.

    `asked_at`: the channel heard it within a year. `passed_over`: when the next question is due that would not come,
    for this one would still be open. `weekend`: deadlines that fall on one. `planned_for`: when it comes, where it is
    not asked at once.
    """

    question: Question
    closes_at: datetime
    reveals_at: datetime
    zone: str
    asked_at: datetime | None
    weekend: tuple[datetime, ...]
    passed_over: datetime | None = None
    planned_for: datetime | None = None


def suggest(work: Work, schedule: Schedule, offer: Offer, word: str = "", beside: str = "") -> Suggestion:
    """A question that fits the word, another than `beside` where there is one; any that may come next without a word.

    Raises Refusal where a question is open already, or none fits.
    """
    drop_lost(work, schedule)
    if running := running_round(work.session, schedule.channel_id, lock=False):
        raise Refusal(ALREADY_OPEN, channel=schedule.channel_id, competency=topic_of(running.question))
    question = _found(offer.bank, word, beside) if word else choose_for(work, schedule, offer, beside)
    found = _suggestion(work, schedule, question, offer, work.now)
    due = schedule.next_at
    return replace(found, passed_over=due if due and due < found.reveals_at else None)


def suggest_next(work: Work, schedule: Schedule, offer: Offer, word: str = "", beside: str = "") -> Suggestion:
    """The same for the question that comes next: the one that is planned, unless a word or `beside` asks for another.

    Raises Refusal where none comes, or none fits.
    """
    at = next_promised(work, schedule)
    plan_next(work, schedule, offer)
    if word:
        question = _found(offer.bank, word, beside)
    elif beside or schedule.planned not in offer.bank:
        question = choose_for(work, schedule, offer, beside)
    else:
        question = offer.bank[schedule.planned]
    return replace(_suggestion(work, schedule, question, offer, at), planned_for=at)


def plan_question(work: Work, schedule: Schedule, slug: str, person: Person, offer: Offer) -> datetime:
    """Has this question asked next; when that is. Raises Refusal for who does not manage, or where it cannot be."""
    must(work.session, person, Act.MANAGE, schedule.channel_id)
    at = next_promised(work, schedule)
    if slug not in offer.bank:
        raise unknown_question(slug, offer.bank)
    schedule.planned, schedule.planned_by = slug, person.id
    work.note(person.id, "plan", f"schedule {schedule.public_id}")
    return at


def next_promised(work: Work, schedule: Schedule) -> datetime:
    """When the next question comes. Raises Refusal where none does."""
    running = running_round(work.session, schedule.channel_id, lock=False)
    at = promised(schedule, running.reveals_at if running else None, work.now).at
    if at is None:
        raise Refusal(NONE_COMES)
    return at


def _suggestion(work: Work, schedule: Schedule, question: Question, offer: Offer, at: datetime) -> Suggestion:
    """The question as it would be asked at a time."""
    planned = planned_round(schedule, question, offer, at)
    history = asked_in(work.session, schedule)
    last = max((turn.at for turn in history if turn.slug == question.slug), default=None)
    deadlines = (planned.closes_at, planned.reveals_at)
    return Suggestion(
        question,
        *deadlines,
        zone=schedule.zone,
        asked_at=last if last and at - last < REST else None,
        weekend=tuple(one for one in deadlines if day_of(one, schedule.zone).weekday() in WEEKEND),
    )


def _found(bank: Bank, word: str, beside: str) -> Question:
    """By its name, else the next of those that hold the word in name, competency or prompt."""
    wanted = word.casefold()
    if wanted in bank and not beside:
        return bank[wanted]
    fitting = questions_with(bank, word)
    if not fitting:
        raise unknown_question(word, bank)
    return bank[fitting[(fitting.index(beside) + 1) % len(fitting) if beside in fitting else 0]]
