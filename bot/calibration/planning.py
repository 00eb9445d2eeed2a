"""When a channel's weekly question comes: set up, passed over, paused, taken up again."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.calibration.calendar import next_due
from storage.models import Schedule

NOT_SET_UP = "No weekly question is set up here yet: `/calibrate setup` does that."
LONGEST_PAUSE = timedelta(days=366)


@dataclass(frozen=True)
class Plan:
    """What a setup form holds, checked."""

    weekday: int
    at: time
    zone: str
    answers_hours: int
    scores_hours: int
    interviewers: tuple[str, ...]
    competencies: tuple[str, ...] = ()  # what the questions are about; empty for anything


def plan(schedule: Schedule, wanted: Plan, now: datetime) -> datetime:
    """Puts a plan into effect; the next due time."""
    schedule.weekday, schedule.at, schedule.zone = wanted.weekday, wanted.at, wanted.zone
    schedule.answers_hours, schedule.scores_hours = wanted.answers_hours, wanted.scores_hours
    schedule.interviewers, schedule.competencies = list(wanted.interviewers), list(wanted.competencies)
    schedule.next_at = next_due(wanted.weekday, wanted.at, wanted.zone, now)
    return schedule.next_at


def skip(_session: Session, schedule: Schedule, _rest: str, now: datetime) -> str:
    """Passes over the next question."""
    if schedule.next_at is None:
        return "No weekly question is planned here, so there is none to skip."
    skipped = schedule.next_at
    schedule.next_at = next_due(schedule.weekday, schedule.at, schedule.zone, max(skipped, now))
    return f"Skipped {local(skipped, schedule)}. The next question comes {local(schedule.next_at, schedule)}."


def pause(_session: Session, schedule: Schedule, rest: str, now: datetime) -> str:
    """Stops the weekly questions, until a date if one is given."""
    if not schedule.interviewers:
        return NOT_SET_UP
    if not rest:
        schedule.next_at = None
        return "Paused. `/calibrate resume` takes it up again."
    try:
        day = date.fromisoformat(rest)
    except ValueError:
        return f"I can't read ‘{rest[:40]}’ as a date. Write it like {now:%Y-%m-%d}."
    today = now.astimezone(ZoneInfo(schedule.zone)).date()
    if not today < day <= today + LONGEST_PAUSE:
        return f"{day} isn't within the year to come. Write the first day on which a question may come again."
    start = datetime.combine(day, time.min, tzinfo=ZoneInfo(schedule.zone)).astimezone(UTC)
    schedule.next_at = next_due(schedule.weekday, schedule.at, schedule.zone, start - timedelta(seconds=1))
    return f"Paused. The next question comes {local(schedule.next_at, schedule)}."


def resume(_session: Session, schedule: Schedule, _rest: str, now: datetime) -> str:
    """Takes the weekly questions up again."""
    if not schedule.interviewers:
        return NOT_SET_UP
    schedule.next_at = next_due(schedule.weekday, schedule.at, schedule.zone, now)
    return f"The next question comes {local(schedule.next_at, schedule)}."


def local(moment: datetime, schedule: Schedule) -> str:
    """A moment on the channel's wall clock, such as "Monday 2 March, 09:00 Berlin"."""
    there = moment.astimezone(ZoneInfo(schedule.zone))
    place = schedule.zone.rsplit("/", 1)[-1].replace("_", " ")
    return f"{there:%A} {there.day} {there:%B}, {there:%H:%M} {place}"
