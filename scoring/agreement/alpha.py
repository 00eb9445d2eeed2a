"""Krippendorff's alpha: agreement of any number of raters beyond chance, missing levels allowed."""

from typing import Literal

import numpy as np

from scoring.agreement.entries import Indices, Levels, Table, entries_of, levelled, shared, times_given
from scoring.agreement.ratings import Estimate

Metric = Literal["nominal", "ordinal", "interval"]

NO_PAIRS = "no answer has levels by two raters"
ONE_ANSWER = "only one answer has levels by two raters, which tells nothing of agreement beyond chance"
ONE_LEVEL = "every level is the same, so agreement beyond chance cannot be told"


def alpha(levels: Table, metric: Metric = "ordinal") -> Estimate:
    """Alpha of a table (answers, raters): 1 is perfect agreement, 0 is chance, below 0 is worse than chance.

    `metric` says how far apart two levels are: nominal counts any difference as one, ordinal counts the levels given
    between them, interval takes the square of their difference. Answers with fewer than two levels are left out; at
    least two must remain.
    Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011.
    """
    values, counts, times = kinds(levels)
    if times.sum() < 2:
        return Estimate(None, ONE_ANSWER if times.sum() else NO_PAIRS)
    if len(values) < 2:
        return Estimate(None, ONE_LEVEL)
    return Estimate(float(alphas(values, counts, times[None].astype(float), metric)[0]))


def kinds(levels: Table) -> tuple[Levels, Levels, Indices]:
    """The levels used in answers with two or more levels, ascending; how often an answer got each; how many answers
    did. Many answers got the same levels, and a resample need only draw how many of each such kind it holds.
    """
    values, counts = times_given(levelled(shared(entries_of(levels))))
    if not counts.size:
        return values, counts.astype(float), counts.sum(axis=1)
    counts = counts[np.lexsort(counts.T)]
    first = np.flatnonzero(np.append(True, (counts[1:] != counts[:-1]).any(axis=1)))
    return values, counts[first].astype(float), np.diff(first, append=len(counts))


def alphas(values: Levels, counts: Levels, weights: Levels, metric: Metric) -> Levels:
    """Alpha for each row of `weights`, the times each kind of answer is counted; NaN where only one level is left.

    With difference (r_c - r_k)^2 the sums over the coincidence matrix close: a pair sum over an answer with m levels is
    2 m sum(n r^2) - 2 (sum n r)^2. Interval takes r = the level; ordinal takes r = the mean rank, since Krippendorff's
    ordinal difference is the square of the distance between mean ranks.
    """
    size = counts.sum(axis=1)
    totals = weights @ counts
    everything = totals.sum(axis=1)
    if metric == "nominal":
        within = size**2 - (counts**2).sum(axis=1)
        observed = weights @ (within / (size - 1))
        expected = everything**2 - (totals**2).sum(axis=1)
    else:
        places = totals.cumsum(axis=1) - totals / 2 if metric == "ordinal" else np.broadcast_to(values, totals.shape)
        places = places - (places * totals).sum(axis=1, keepdims=True) / everything[:, None]
        squares = size * (places**2 @ counts.T) - (places @ counts.T) ** 2
        observed = 2 * (weights * squares / (size - 1)).sum(axis=1)
        expected = 2 * everything * (totals * places**2).sum(axis=1)
    varied = (totals > 0).sum(axis=1) > 1
    ratio = np.divide(observed * (everything - 1), expected, out=np.full(len(weights), np.nan), where=varied)
    return np.asarray(1 - ratio)
