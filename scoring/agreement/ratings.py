"""A table of levels: who gave which answer which."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from scoring.agreement.entries import Entries, Levels, dense, only


@dataclass(frozen=True)
class Ratings:
    """The levels that `raters` gave `answers`, both in the order they first appeared; `entries` counts them in it.

    `worded`: whether a level stood as a word of the rubric.
    """

    answers: tuple[str, ...]
    raters: tuple[str, ...]
    entries: Entries
    worded: bool = False

    @property
    def levels(self) -> Levels:
        """The levels as a table (answers, raters)."""
        return dense(self.entries)


@dataclass(frozen=True)
class Estimate:
    """A number, or None and the reason why there is none, in words for whoever reads the number."""

    value: float | None
    reason: str | None = None


@dataclass(frozen=True)
class Interval:
    """A 95% interval, or None for both ends and the reason why there is none."""

    low: float | None
    high: float | None
    reason: str | None = None


def here(count: int) -> str:
    """How many there are where more are needed, as a reason goes on to say."""
    return f"here {'is' if count == 1 else 'are'} {count}"


def rated(given: Iterable[tuple[str, str, float]], worded: bool = False) -> Ratings:
    """The ratings of (answer, rater, level). NaN is no level, but its answer and its rater count."""
    rows: dict[str, int] = {}
    columns: dict[str, int] = {}
    found = [
        (rows.setdefault(answer, len(rows)), columns.setdefault(rater, len(columns)), level)
        for answer, rater, level in given
    ]
    answer, rater = np.array([place[:2] for place in found], dtype=np.intp).reshape(-1, 2).T
    level = np.array([level for _, _, level in found], dtype=float)
    entries = Entries(answer, rater, level, len(rows), len(columns))
    return Ratings(tuple(rows), tuple(columns), only(entries, ~np.isnan(level)), worded)
