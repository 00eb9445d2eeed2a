"""When a channel's weekly question comes: set up, passed over, paused, taken up again."""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from bot.calibration.calendar import next_due
from bot.calibration.days import suggested
from storage.models import Schedule

NOT_SET_UP = "No weekly question is set up here yet: `/calibrate setup` does that."
LONGEST_PAUSE = timedelta(days=366)


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


def plan_of(schedule: Schedule) -> Plan:
    """What a channel is set up to now."""
    kept: dict[str, Any] = {part.name: getattr(schedule, part.name) for part in fields(Plan)}
    kept |= {name: tuple(value) for name, value in kept.items() if isinstance(value, list)}
    return Plan(**kept)


def plan(schedule: Schedule, wanted: Plan, now: datetime) -> datetime | None:
    """Puts a plan into effect, from the next question on; when that is due, None while the channel is paused."""
    schedule.next_at = first_due(schedule, wanted, now)
    for part in fields(wanted):
        value = getattr(wanted, part.name)
        setattr(schedule, part.name, list(value) if isinstance(value, tuple) else value)
    return schedule.next_at


def first_due(schedule: Schedule | None, wanted: Plan, now: datetime) -> datetime | None:
    """When the next question is due under a plan; a pause goes on, and so does a skip if the time is the same."""
    due = next_due(wanted.weekday, wanted.at, wanted.zone, now)
    if schedule is None or not schedule.interviewers:
        return due
    if schedule.next_at is None:
        return None
    same = (schedule.weekday, schedule.at, schedule.zone) == (wanted.weekday, wanted.at, wanted.zone)
    return max(due, schedule.next_at) if same else due


def foreseen(wanted: Plan, opens: datetime | None) -> str:
    """When the next question comes and what follows it, on the channel's wall clock; None while it is paused."""
    if opens is None:
        return "Paused: `/calibrate resume` takes the weekly questions up again."
    closes = opens + timedelta(hours=wanted.answers_hours)
    reveals = closes + timedelta(hours=wanted.scores_hours)
    close, reveal = _day(closes, wanted.zone), _day(reveals, wanted.zone)
    return f"Next question {local(opens, wanted.zone)}; answers close {close}; scores come out {reveal}."


def skip(schedule: Schedule, _rest: str, now: datetime) -> str:
    """Passes over the next question."""
    if schedule.next_at is None:
        return "No weekly question is planned here, so there is none to skip."
    skipped = schedule.next_at
    schedule.next_at = next_due(schedule.weekday, schedule.at, schedule.zone, max(skipped, now))
    return f"Skipped {local(skipped, schedule.zone)}. The next question comes {local(schedule.next_at, schedule.zone)}."


def pause(schedule: Schedule, rest: str, now: datetime) -> str:
    """Stops the weekly questions, until a date if one is given."""
    if not schedule.interviewers:
        return NOT_SET_UP
    if not rest:
        schedule.next_at = None
        return "Paused. `/calibrate resume` takes it up again."
    today = now.astimezone(ZoneInfo(schedule.zone)).date()
    try:
        day = date.fromisoformat(rest)
    except ValueError:
        like = suggested(rest, today)
        return f"I can't read ‘{escape(rest[:40], quote=False)}’ as a date. Write it like {like}."
    if not today < day <= today + LONGEST_PAUSE:
        return f"{day} isn't within the year to come. Write the first day on which a question may come again."
    start = datetime.combine(day, time.min, tzinfo=ZoneInfo(schedule.zone)).astimezone(UTC)
    schedule.next_at = next_due(schedule.weekday, schedule.at, schedule.zone, start - timedelta(seconds=1))
    return f"Paused. The next question comes {local(schedule.next_at, schedule.zone)}."


def resume(schedule: Schedule, _rest: str, now: datetime) -> str:
    """Takes the weekly questions up again."""
    if not schedule.interviewers:
        return NOT_SET_UP
    schedule.next_at = next_due(schedule.weekday, schedule.at, schedule.zone, now)
    return f"The next question comes {local(schedule.next_at, schedule.zone)}."


def local(moment: datetime, zone: str) -> str:
    """A moment on a zone's wall clock, such as "Monday 2 March, 09:00 Berlin"."""
    return f"{_day(moment, zone)} {zone.rsplit('/', 1)[-1].replace('_', ' ')}"


def _day(moment: datetime, zone: str) -> str:
    there = moment.astimezone(ZoneInfo(zone))
    return f"{there:%A} {there.day} {there:%B}, {there:%H:%M}"
