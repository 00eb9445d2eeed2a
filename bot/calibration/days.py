"""Days as people write them, to suggest the form that is read."""

import re
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_USUAL = timedelta(days=7)


def suggested(text: str, today: date) -> date:
    """The day to come that a text such as "1 April", "April 1st", "1.4." or "1/4" means; else the one in a week.

    Where day and month might change places, the day is taken to come first. Always after `today`, by a year at most.
    """
    words = text.casefold()
    named = re.search(r"(\d{1,2})(?:st|nd|rd|th|\.)?\s*(?:of\s+)?([a-z]{3})|([a-z]{3})[a-z]*\.?\s+(\d{1,2})", words)
    plain = re.search(r"\b(\d{1,2})\s*[./-]\s*(\d{1,2})\b", words)
    if named and (month := (named[2] or named[3])) in MONTHS:
        return _next(int(named[1] or named[4]), MONTHS.index(month) + 1, today)
    if plain:
        day, month_number = int(plain[1]), int(plain[2])
        return _next(*((day, month_number) if month_number <= 12 else (month_number, day)), today)
    return today + _USUAL


def _next(day: int, month: int, today: date) -> date:
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:  # no such day, in that year at least
            continue
        if today < found <= today + timedelta(days=365):
            return found
    return today + _USUAL
