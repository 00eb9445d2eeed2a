"""Levels one by one rather than as a table: of many answers and raters most of a table would be empty."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.float64]
"""Levels by (answer, rater); NaN where that rater gave that answer no level, or gave `none`."""

Indices = NDArray[np.intp]
AT_ONCE = 65_536  # pairs that are held in memory


@dataclass(frozen=True)
class Entries:
    """`level[i]` is what the rater `rater[i]` gave the answer `answer[i]`, counted from 0 below `raters`, `answers`.

    Three arrays of one length, in any order; none is NaN, and no rater gave an answer two.
    """

    answer: Indices
    rater: Indices
    level: Levels
    answers: int
    raters: int

    def __len__(self) -> int:
        return len(self.level)


Table = Levels | Entries
"""Levels as a table (answers, raters) with NaN for what is missing, or as entries."""


def entries_of(table: Table) -> Entries:
    """The levels of a table one by one, answer by answer."""
    if isinstance(table, Entries):
        return table
    answer, rater = np.nonzero(~np.isnan(table))
    return Entries(answer, rater, table[answer, rater], *table.shape)


def dense(entries: Entries) -> Levels:
    """The entries as a table."""
    levels = np.full((entries.answers, entries.raters), np.nan)
    levels[entries.answer, entries.rater] = entries.level
    return levels


def levels_by_answer(entries: Entries) -> Indices:
    """How many levels each answer got."""
    return np.bincount(entries.answer, minlength=entries.answers)


def levelled(entries: Entries) -> Entries:
    """The entries with only those answers counted that anybody levelled."""
    any_level = levels_by_answer(entries) > 0
    row = np.cumsum(any_level) - 1
    return Entries(row[entries.answer], entries.rater, entries.level, int(any_level.sum()), entries.raters)


def times_given(entries: Entries) -> tuple[Levels, Indices]:
    """The levels used, ascending, and how often each answer (row) got each (column)."""
    values, code = np.unique(entries.level, return_inverse=True)
    cells = np.bincount(entries.answer * len(values) + code, minlength=entries.answers * len(values))
    return values, cells.reshape(entries.answers, len(values))


def shared(entries: Entries) -> Entries:
    """The entries of answers that two raters or more levelled; answers and raters keep their numbers."""
    which = levels_by_answer(entries)[entries.answer] >= 2
    return entries if which.all() else only(entries, which)


def by_answer(entries: Entries) -> Entries:
    """The same entries, those of an answer beside each other."""
    if (entries.answer[1:] >= entries.answer[:-1]).all():
        return entries
    return only(entries, np.argsort(entries.answer, kind="stable"))


def only(entries: Entries, which: NDArray[np.bool_] | Indices) -> Entries:
    """Some of the entries, or all in another order; answers and raters keep their numbers."""
    return replace(entries, answer=entries.answer[which], rater=entries.rater[which], level=entries.level[which])


def pairs(answer: Indices) -> Iterator[tuple[Indices, Indices]]:
    """Where every two entries of one answer stand, given the answers of entries sorted by answer.

    First those that stand beside each other, then those with one between, and so on, some thousands at a time.
    """
    first, lag = np.flatnonzero(answer[1:] == answer[:-1]), 1
    while first.size:
        for start in range(0, len(first), AT_ONCE):
            part = first[start : start + AT_ONCE]
            yield part, part + lag
        lag += 1
        first = first[: np.searchsorted(first, len(answer) - lag)]
        first = first[answer[first] == answer[first + lag]]
