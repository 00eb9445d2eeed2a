"""Days as people write them."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.refusals import NO_DATE, Refusal

LONGEST = timedelta(days=366)  # a day further away is a slip of the year
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = f"(?:{'|'.join(MONTHS)})[a-z]*\\.?"
_DAY = (
    rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th|\.)?\s*(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{1,2}}[./]\d{{1,2}}(?:[./](?:\d{{4}})?)?)"
)
_SPAN = re.compile(
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?(?P<first>{_DAY}|\d{{1,2}}(?:st|nd|rd|th|\.)?)"
    rf"(?:\s*(?:to|until|till|through|/|-|–|—)\s*(?P<last>{_DAY}))?(?:\s*[:(].*)?"
)


def read_day(text: str, today: date) -> date | None:
    """The day that a text such as "14 August", "Aug 14, 2027", "14.8." or "2027-08-14" names; None for what is none.

    Without a year the next such day, today included; where day and month might change places, the day comes first.
    """
    span = read_span(text, today)
    return span[0] if span and span[0] == span[1] else None


def day_to_come(text: str, today: date, beyond: str, said: str = "") -> date:
    """The same within the year that begins tomorrow. Raises Refusal, with the sentence `beyond` for any other day.

    What names no day is quoted as it was `said`, if that was more than the text.
    """
    day = read_day(text, today)
    if day is None:
        raise Refusal(NO_DATE, text=(said or text)[:40])
    if not today < day <= today + LONGEST:
        raise Refusal(beyond, day=day)
    return day


def read_span(text: str, today: date) -> tuple[date, date] | None:
    """The first and last day of such as "21 Dec to 3 January", "24-26 December" or one day; None for what is neither.

    Days without a year are those that end next; what stands behind a colon or in brackets is a comment.
    """
    found = _SPAN.fullmatch(text.casefold().strip())
    if found is None:
        return None
    last = _parts(found["last"] or found["first"])
    first = _parts(found["first"]) if found["last"] else last
    if last is None or first is None or last[1] is None:
        return None
    end = _dated(last, [today.year, today.year + 1], lambda day: day >= today)
    if end is None:
        return None
    day, month, year = first
    begin = _dated((day, month or end.month, year), [end.year, end.year - 1], lambda day: day <= end)
    return (begin, end) if begin is not None and begin <= end else None


def _parts(text: str) -> tuple[int, int | None, int | None] | None:
    """Day, month and year as far as they are written."""
    name = re.search("|".join(MONTHS), text)
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if re.match(r"\d{4}-", text):
        year, month, day = numbers
        return day, month, year
    if name:
        return numbers[0], MONTHS.index(name[0]) + 1, numbers[1] if len(numbers) > 1 else None
    if len(numbers) == 1:
        return numbers[0], None, None
    day, month = numbers[:2] if numbers[1] <= 12 else (numbers[1], numbers[0])
    return day, month, numbers[2] if len(numbers) > 2 else None


def _dated(parts: tuple[int, int | None, int | None], years: list[int], fits: Callable[[date], bool]) -> date | None:
    """The day in its own year, else in the first of these years in which there is one that fits."""
    day, month, own = parts
    for year in [own] if own else years:
        try:
            found = date(year, month or 0, day)
        except ValueError:  # no such day, in that year at least
            continue
        if own or fits(found):
            return found
    return None
