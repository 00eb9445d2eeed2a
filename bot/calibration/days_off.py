"""Days on which a channel is asked nothing: read from dates, ranges or the text of a calendar file, kept as texts."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from bot.calibration.days import read_span
from bot.refusals import CALENDAR_BROKEN, DAY_UNREAD, DAYS_TOO_FAR, TOO_MANY_DAYS, Refusal

FURTHEST = timedelta(days=2 * 366)  # a day further away is a slip of the year
MOST = 75  # spans that are kept: they fit into Slack's text box
_BETWEEN = re.compile(r"[\n;]|,(?!\s*\d{4}\b(?!-))")  # a comma before a year is part of a date


def read_days_off(text: str, today: date) -> tuple[str, ...]:
    """The spans of a text, "2026-12-24" or "2026-12-21/2027-01-03" each, in order, without what is over.

    The text is a list of dates and ranges, or a calendar file, of which all-day events count. Raises Refusal by the
    field `off`.
    """
    spans = _events(text, today) if "BEGIN:VCALENDAR" in text.upper() else _listed(text, today)
    kept = _joined(span for span in spans if span[1] >= today)
    if len(kept) > MOST:
        raise Refusal(fields={"off": TOO_MANY_DAYS}, most=MOST)
    return tuple(str(first) if first == last else f"{first}/{last}" for first, last in kept)


def is_off(day: date, off: Iterable[str]) -> bool:
    """Whether a day lies in one of the spans."""
    return any(first <= day <= last for first, last in map(span_of, off))


def span_of(kept: str) -> tuple[date, date]:
    """First and last day of a span as it is kept."""
    first, _, last = kept.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def _listed(text: str, today: date) -> list[tuple[date, date]]:
    spans = []
    for line in filter(None, map(str.strip, _BETWEEN.split(text))):
        span = read_span(line, today)
        if span is None:
            raise Refusal(fields={"off": DAY_UNREAD}, text=line[:40])
        if span[1] > today + FURTHEST:
            raise Refusal(fields={"off": DAYS_TOO_FAR}, day=span[1])
        spans.append(span)
    return spans


def _events(text: str, today: date) -> list[tuple[date, date]]:
    """The all-day events of a calendar, those that repeat as often as they come within the two years."""
    from dateutil.rrule import rrulestr  # imported where a calendar is brought, which is once a year
    from icalendar import Calendar, Event

    spans = []
    until = today + FURTHEST
    try:
        for event in Calendar.from_ical(text).walk("VEVENT"):
            if not isinstance(event, Event) or isinstance(event.start, datetime):
                continue  # a meeting is no day off
            first, end = event.start, event.end
            length = max(end - first, timedelta(days=1))
            begins: Iterable[date] = [first]
            if rule := event.get("RRULE"):
                start = datetime.combine(first, datetime.min.time())
                repeated = rrulestr(rule.to_ical().decode(), dtstart=start)
                since, limit = (datetime.combine(day, start.time()) for day in (today - length, until))
                begins = [one.date() for one in repeated.between(since, limit, inc=True)]
            spans += [(one, one + length - timedelta(days=1)) for one in begins if one <= until]
    except (ValueError, AttributeError, TypeError):  # what is no calendar, or breaks off in the middle
        raise Refusal(fields={"off": CALENDAR_BROKEN}) from None
    return spans


def _joined(spans: Iterable[tuple[date, date]]) -> Sequence[tuple[date, date]]:
    """The spans in order, those that touch made one."""
    found: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
