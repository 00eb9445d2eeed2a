"""When things are due on the wall clock of a zone, through every change of clocks, and on which days people work."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.calibration.days_off import is_off

WEEKEND = (5, 6)  # as datetime counts
FROM, TO = time(9), time(17)  # working hours on a person's clock


def next_due(weekday: int, at: time, zone: str, after: datetime) -> datetime:
    """The first due time later than `after`, in UTC.

    `weekday` is 0 for Monday to 6. A time that the clocks skip is due as long after the gap as it lies behind its
    beginning; a time that comes twice is due the first time.
    """
    return min(due for due in _around(weekday, at, zone, after) if due > after)


def last_due(weekday: int, at: time, zone: str, upto: datetime) -> datetime:
    """The newest due time not later than `upto`, in UTC."""
    return max(due for due in _around(weekday, at, zone, upto) if due <= upto)


def after_hours(
    moment: datetime, hours: int, zone: str, off: Sequence[str] = (), begun: datetime | None = None
) -> datetime:
    """The deadline so many hours later, in UTC: whole days are days on the zone's clock, at the same time of the day.

    One that would fall on a weekend or a day off comes on the next working day; see on_workday. `begun` is when that
    began of which it is a part, else `moment`.
    """
    days, rest = divmod(hours, 24)
    there = moment.astimezone(ZoneInfo(zone))
    later = _moment(there.date() + timedelta(days=days), there.time(), zone)
    return on_workday(moment + timedelta(hours=hours) if rest else later, zone, off, begun or moment)


def on_workday(due: datetime, zone: str, off: Sequence[str], begun: datetime) -> datetime:
    """A deadline, in UTC, or the same time on the first day after it that is neither of a weekend nor in `off`.

    Of what has begun on a weekend, weekends are working days: whoever works then has other days off.
    """
    there = due.astimezone(ZoneInfo(zone))
    free = () if day_of(begun, zone).weekday() in WEEKEND else WEEKEND
    day = _workday(there.date(), 1, free, off)
    return due if day == there.date() else _moment(day, there.time(), zone)


def working_hour(moment: datetime, zone: str, off: Sequence[str] = ()) -> datetime:
    """The moment itself, in UTC, if it lies in working hours on the zone's clock; else when the next ones begin."""
    there = moment.astimezone(ZoneInfo(zone))
    day = _workday(there.date() + timedelta(days=there.time() >= TO), 1, WEEKEND, off)
    return moment if day == there.date() and there.time() >= FROM else _moment(day, FROM, zone)


def day_before(moment: datetime, zone: str, off: Sequence[str] = ()) -> datetime:
    """The same time on the last working day before, in UTC; before a Sunday it is Saturday."""
    there = moment.astimezone(ZoneInfo(zone))
    free = () if there.weekday() in WEEKEND else WEEKEND
    return _moment(_workday(there.date() - timedelta(days=1), -1, free, off), there.time(), zone)


def day_of(moment: datetime, zone: str) -> date:
    """The day on the zone's clock."""
    return moment.astimezone(ZoneInfo(zone)).date()


def midnight(day: date, zone: str) -> datetime:
    """When a day of the zone begins, in UTC."""
    return _moment(day, time.min, zone)


def _workday(day: date, step: int, free: Sequence[int], off: Sequence[str]) -> date:
    """The day itself, or the next one by `step` that is neither one of the free weekdays nor off."""
    while day.weekday() in free or is_off(day, off):
        day += timedelta(days=step)
    return day


def _around(weekday: int, at: time, zone: str, moment: datetime) -> list[datetime]:
    today = day_of(moment, zone)
    # A week either way holds the weekday once; two days more, for zones that once left a whole day out.
    days = (today + timedelta(days=offset) for offset in range(-9, 10))
    return [_moment(day, at, zone) for day in days if day.weekday() == weekday]


def _moment(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)
