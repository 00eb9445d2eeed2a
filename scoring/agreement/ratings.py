"""A table of levels, and how one is read from CSV."""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.agreement.entries import Entries, Levels, dense, only
from scoring.rubric import LEVELS

COLUMNS = ("answer", "rater", "level")
BETWEEN = (",", ";", "\t")
MISSING = ("", "none", "not shown", "na", "n/a", "-", "–")
WORDS = {name: LEVELS.index(name) + 1.0 for name in LEVELS} | {"staff+": 4.0}
LARGEST = 1e6


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


def read_table(text: str) -> Ratings:
    """The ratings in CSV `text`: a header naming answer, rater and level in any order, then one level a line.

    Other columns are ignored; commas, semicolons or tabs stand between them. A level is a number, or one of junior,
    mid, senior, staff (or staff+) in any case for 1 to 4; blank, none, not shown, na, n/a and a dash are missing.
    Raises ValueError, "line N: …", at the first line that cannot be read: a column missing, a level that is neither, or
    a second line for the same answer and rater.
    """
    found: dict[tuple[str, str], tuple[str, int]] = {}
    levels_of: dict[tuple[str, str], float] = {}
    for line, (answer, rater, level) in read_columns(text, COLUMNS):
        try:
            if not answer or not rater:
                raise ValueError("the answer or the rater is blank")
            if (answer, rater) in found:
                first = found[answer, rater][1]
                raise ValueError(f"this rater's level for this answer is already on line {first}")
            levels_of[answer, rater] = level_of(level)
        except ValueError as error:
            raise ValueError(f"line {line}: {error}") from error
        found[answer, rater] = (level, line)
    if not found:
        raise ValueError("line 1: no levels here; wanted a header answer,rater,level and one level a line")
    worded = any(text.lower() in WORDS for text, _ in found.values())
    return rated(((answer, rater, level) for (answer, rater), level in levels_of.items()), worded)


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


def read_columns(text: str, columns: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The named columns of CSV `text`, stripped, each with the number of its line; blank lines are left out.

    What stands between columns is told by the header, the first line but for Excel's "sep=;". Raises ValueError,
    "line N: …", as it comes to a line it cannot read.
    """
    text = text.removeprefix("\ufeff")
    header = next((line for line in text.splitlines() if line.strip() and not line.startswith("sep=")), "")
    between = next((mark for mark in BETWEEN if set(columns) <= set(_names(header.split(mark)))), ",")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=between)
    places: list[int] | None = None
    width = 0
    try:
        for row in reader:
            if not any(field.strip() for field in row) or (places is None and row[0].startswith("sep=")):
                continue
            if places is None:
                places, width = _places(row, columns), len(row)
                continue
            if len(row) != width:
                raise ValueError(f"{len(row)} fields where the header has {width}")
            yield reader.line_num, tuple(row[place].strip() for place in places)
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num}: not CSV: {error}") from error
    except ValueError as error:
        raise ValueError(f"line {reader.line_num}: {error}") from error


def _names(header: Sequence[str]) -> list[str]:
    return [name.strip().strip('"').lower() for name in header]


def _places(header: Sequence[str], columns: Sequence[str]) -> list[int]:
    """Where the columns stand in the header."""
    names = _names(header)
    for column in columns:
        if names.count(column) != 1:
            fault = "no column" if column not in names else "more than one column"
            listed = f"{', '.join(columns[:-1])} and {columns[-1]}"
            raise ValueError(
                f"{fault} named {column}; the header must name {listed}, with commas, semicolons or tabs between them"
            )
    return [names.index(column) for column in columns]


def level_of(text: str) -> float:
    """The level that stands as `text`, NaN for none. Raises ValueError for what is none."""
    name = text.lower()
    if name in MISSING:
        return math.nan
    if name in WORDS:
        return WORDS[name]
    try:
        level = float(text)
    except ValueError:
        level = math.nan
    if not abs(level) <= LARGEST or "_" in text:
        raise ValueError(
            f"the level {text[:20]!r} is neither a number between -1000000 and 1000000 nor {', '.join(LEVELS)} or none"
        )
    return level
