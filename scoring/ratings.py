"""A table of levels, and how one is read from CSV."""

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.rubric import LEVELS

Levels = NDArray[np.float64]
"""Levels by (answer, rater); NaN where that rater gave that answer no level, or gave `none`."""

COLUMNS = ("answer", "rater", "level")
LARGEST = 1e6


@dataclass(frozen=True)
class Ratings:
    """`levels[i, j]` is the level that `raters[j]` gave `answers[i]`; both are in the order they first appeared."""

    answers: tuple[str, ...]
    raters: tuple[str, ...]
    levels: Levels


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


def read_table(lines: Iterable[str]) -> Ratings:
    """The ratings in CSV `lines`: a header naming answer, rater and level in any order, then one level a line.

    Other columns are ignored. A level is a number, or one of junior, mid, senior, staff in any case for 1 to 4; blank
    or `none` is missing. Raises ValueError, "line N: …", at the first line that cannot be read: a column missing, a
    level that is neither, or a second line for the same answer and rater.
    """
    reader = csv.reader(lines, strict=True)
    found: dict[tuple[str, str], tuple[float, int]] = {}
    places: list[int] | None = None
    width = 0
    try:
        for row in reader:
            if not any(field.strip() for field in row):
                continue
            if places is None:
                places, width = _places(row), len(row)
            else:
                _add(found, row, width, places, reader.line_num)
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num}: not CSV: {error}") from error
    except ValueError as error:
        raise ValueError(f"line {reader.line_num}: {error}") from error
    if not found:
        raise ValueError("line 1: no levels here; wanted a header answer,rater,level and one level a line")
    answers = tuple(dict.fromkeys(answer for answer, _ in found))
    raters = tuple(dict.fromkeys(rater for _, rater in found))
    row_of, column_of = {name: i for i, name in enumerate(answers)}, {name: j for j, name in enumerate(raters)}
    levels = np.full((len(answers), len(raters)), np.nan)
    for (answer, rater), (level, _) in found.items():
        levels[row_of[answer], column_of[rater]] = level
    return Ratings(answers, raters, levels)


def _places(header: Sequence[str]) -> list[int]:
    """Where answer, rater and level stand in the header."""
    names = [name.strip().lstrip("\ufeff").lower() for name in header]
    for column in COLUMNS:
        if names.count(column) != 1:
            fault = "no column" if column not in names else "more than one column"
            raise ValueError(f"{fault} named {column}; the header must name answer, rater and level")
    return [names.index(column) for column in COLUMNS]


def _add(
    found: dict[tuple[str, str], tuple[float, int]], row: Sequence[str], width: int, places: Sequence[int], line: int
) -> None:
    if len(row) != width:
        raise ValueError(f"{len(row)} fields where the header has {width}")
    answer, rater, text = (row[place].strip() for place in places)
    if not answer or not rater:
        raise ValueError("the answer or the rater is blank")
    if (answer, rater) in found:
        first = found[answer, rater][1]
        raise ValueError(f"this rater's level for this answer is already on line {first}")
    found[answer, rater] = (_level(text), line)


def _level(text: str) -> float:
    name = text.lower()
    if name in ("", "none"):
        return math.nan
    if name in LEVELS:
        return LEVELS.index(name) + 1.0
    try:
        level = float(text)
    except ValueError:
        level = math.nan
    if not abs(level) <= LARGEST or "_" in text:
        raise ValueError(
            f"the level {text[:20]!r} is neither a number between -1000000 and 1000000 nor {', '.join(LEVELS)} or none"
        )
    return level
