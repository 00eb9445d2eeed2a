"""On which days a channel's question comes: every week, every two weeks or once a month, and not on days off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.calibration.calendar import after_hours, day_of, last_due, next_due
from bot.calibration.days_off import is_off
from storage.models import Schedule

EVERY = ("week", "two_weeks", "month")
TO_SCORE = timedelta(days=1)  # is left where scores come out earlier for the next question's sake
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Plan:
    """What a channel is set up to, each part as in Schedule."""

    weekday: int = 0
    at: time = time(9, 0)
    zone: str = "UTC"
    answers_hours: int = 48
    scores_hours: int = 48
    interviewers: tuple[str, ...] = ()
    competencies: tuple[str, ...] = ()
    judge: str | None = None
    names_raters: bool = False
    keep_days: int = 180
    every: str = "week"
    off: tuple[str, ...] = ()
    since: date | None = None  # a day on which a question every two weeks comes; set by schedules.plan


Rhythm = Plan | Schedule


@dataclass(frozen=True)
class Coming:
    """The next question that will come. `off`: one before it falls on a day off; `passed_over`: one that was planned
    would come while the open one still is, so it will not."""

    at: datetime | None = None
    zone: str = "UTC"
    off: datetime | None = None
    passed_over: datetime | None = None


def next_question(rhythm: Rhythm, after: datetime) -> datetime:
    """The first time later than `after` at which a question comes, in UTC."""
    return next(due for due in _weekly(rhythm, after) if comes(rhythm, due))


def comes(rhythm: Rhythm, due: datetime) -> bool:
    """Whether a question comes at a time on its weekday."""
    day = day_of(due, rhythm.zone)
    return _in_turn(rhythm, day) and not is_off(day, rhythm.off)


def deadlines(terms: Rhythm, begins: datetime) -> tuple[datetime, datetime]:
    """When answers close and when scores come out, in UTC, of a round that begins then.

    A question that comes in its turn makes way for the next: where a weekend would put its scores off beyond that, they
    come out with it, so long as there is a day to score.
    """
    closes = after_hours(begins, terms.answers_hours, terms.zone, terms.off)
    reveals = after_hours(closes, terms.scores_hours, terms.zone, terms.off, begins)
    if last_due(terms.weekday, terms.at, terms.zone, begins) == begins:
        following = next_question(terms, begins)
        reveals = min(reveals, following) if following - closes >= TO_SCORE else reveals
    return closes, reveals


def first_of_two_weeks(rhythm: Rhythm, after: datetime) -> date:
    """The day from which every two weeks is counted: the next one of its weekday that is not off."""
    days = (day_of(due, rhythm.zone) for due in _weekly(rhythm, after))
    return next(day for day in days if not is_off(day, rhythm.off))


def promised(schedule: Schedule, busy_until: datetime | None, now: datetime) -> Coming:
    """What can be promised of a channel's next question.

    `busy_until`: when the scores of its open round come out; no other question comes before.
    """
    next_at = schedule.next_at
    if next_at is None:
        return Coming()
    passed_over = next_at if busy_until and next_at < busy_until else None
    at = next_question(schedule, busy_until - _MOMENT) if passed_over and busy_until else next_at
    without = next(due for due in _weekly(schedule, now) if _in_turn(schedule, day_of(due, schedule.zone)))
    off = without if is_off(day_of(without, schedule.zone), schedule.off) else None
    return Coming(at, schedule.zone, off, passed_over)


def _in_turn(rhythm: Rhythm, day: date) -> bool:
    """Whether a day of the weekday is one of the rhythm, were none off: of a month it is the first such day."""
    if rhythm.every == "month":
        return day.day <= 7
    return rhythm.every == "week" or rhythm.since is None or (day - rhythm.since).days % 14 == 0


def _weekly(rhythm: Rhythm, after: datetime) -> Iterator[datetime]:
    """The times of its weekday later than `after`, without end."""
    while True:
        after = next_due(rhythm.weekday, rhythm.at, rhythm.zone, after)
        yield after
