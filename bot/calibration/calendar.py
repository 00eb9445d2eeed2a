"""When a weekly schedule is due: a weekday and a time on the wall clock of a zone, through every change of clocks."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

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


def after_hours(moment: datetime, hours: int, zone: str) -> datetime:
    """The deadline so many hours later, in UTC: whole days are days on the zone's clock, at the same time of the day.

    One that would fall on a weekend comes on the Monday after it, unless the moment itself is on one: whoever works
    then has other days off.
    """
    days, rest = divmod(hours, 24)
    there = moment.astimezone(ZoneInfo(zone))
    if rest or not days:
        return moment + timedelta(hours=hours)
    day = there.date() + timedelta(days=days)
    if day.weekday() in WEEKEND and there.weekday() not in WEEKEND:
        day += timedelta(days=7 - day.weekday())
    return _moment(day, there.time(), there.tzinfo or UTC)


def working_hour(moment: datetime, zone: str) -> datetime:
    """The moment itself, in UTC, if it lies in working hours on the zone's clock; else when the next ones begin."""
    there = moment.astimezone(ZoneInfo(zone))
    if there.weekday() not in WEEKEND and FROM <= there.time() < TO:
        return moment
    day = there.date() + timedelta(days=there.time() >= FROM)
    while day.weekday() in WEEKEND:
        day += timedelta(days=1)
    return _moment(day, FROM, there.tzinfo or UTC)


def day_before(moment: datetime, zone: str) -> datetime:
    """The same time on the day before, in UTC; before a Monday it is Friday, unless the moment is on a weekend too."""
    there = moment.astimezone(ZoneInfo(zone))
    days = 3 if there.weekday() == 0 else 1
    return _moment(there.date() - timedelta(days=days), there.time(), there.tzinfo or UTC)


def _around(weekday: int, at: time, zone: str, moment: datetime) -> list[datetime]:
    tz = ZoneInfo(zone)
    today = moment.astimezone(tz).date()
    # A week either way holds the weekday once; two days more, for zones that once left a whole day out.
    days = (today + timedelta(days=offset) for offset in range(-9, 10))
    return [_moment(day, at, tz) for day in days if day.weekday() == weekday]


def _moment(day: date, at: time, tz: tzinfo) -> datetime:
    return datetime.combine(day, at, tzinfo=tz).astimezone(UTC)
