"""When a weekly schedule is due: a weekday and a time on the wall clock of a zone, through every change of clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def next_due(weekday: int, at: time, zone: str, after: datetime) -> datetime:
    """The first due time later than `after`, in UTC.

    `weekday` is 0 for Monday to 6. A time that the clocks skip is due as long after the gap as it lies behind its
    beginning; a time that comes twice is due the first time.
    """
    return min(due for due in _around(weekday, at, zone, after) if due > after)


def last_due(weekday: int, at: time, zone: str, upto: datetime) -> datetime:
    """The newest due time not later than `upto`, in UTC."""
    return max(due for due in _around(weekday, at, zone, upto) if due <= upto)


def _around(weekday: int, at: time, zone: str, moment: datetime) -> list[datetime]:
    tz = ZoneInfo(zone)
    today = moment.astimezone(tz).date()
    # A week either way holds the weekday once; two days more, for zones that once left a whole day out.
    days = (today + timedelta(days=offset) for offset in range(-9, 10))
    return [_moment(day, at, tz) for day in days if day.weekday() == weekday]


def _moment(day: date, at: time, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=tz).astimezone(UTC)
