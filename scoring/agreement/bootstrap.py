"""Bootstrap percentile intervals: how far alpha, or another statistic, would move if other answers, or questions, had
come up."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from scoring.agreement.alpha import ONE_LEVEL, Metric, alphas, kinds
from scoring.agreement.entries import Levels, Table
from scoring.agreement.ratings import Interval, here

RESAMPLES = 2000
FEWEST = 10  # fewer are too much alike to draw from: docs/statistics.md, "Alpha"
DEGENERATE = 0.05
SAME = 1e-9


def too_few(count: int, what: str, fewest: int = FEWEST) -> Interval | None:
    """The refusal where fewer than `fewest` of them leave too few different resamples for an interval."""
    if count >= fewest:
        return None
    return Interval(None, None, f"an interval needs at least {fewest} {what}, {here(count)}")


def percentile_interval(draws: ArrayLike) -> Interval:
    """The 2.5th to 97.5th percentile of `draws`, one statistic a resample, NaN where it was undefined.

    Undefined draws are left out; where they are more than one in twenty there is no interval, for what is left
    would tell only of the resamples that happened to vary. Nor is there one where all are the same: answers that all
    agree hold nothing of those that would not. Efron & Tibshirani 1993, chapter 13.
    """
    values = np.asarray(draws, dtype=float)
    defined = values[~np.isnan(values)]
    if defined.size < (1 - DEGENERATE) * values.size:
        return Interval(None, None, "levels vary too little: in many resamples every level is the same")
    low, high = np.percentile(defined, [2.5, 97.5])
    if np.ptp(defined) < SAME:
        return Interval(None, None, "every resample gives the same, so nothing tells how far others would lie")
    return Interval(float(low), float(high))


def alpha_interval(
    levels: Table, metric: Metric = "ordinal", resamples: int = RESAMPLES, seed: int = 0, fewest: int = FEWEST
) -> Interval:
    """The 95% bootstrap percentile interval of alpha over answers, the same whatever the order of answers and raters.

    A resample in which every level is the same has no alpha and is left out, see `percentile_interval`.
    """
    values, counts, times = kinds(levels)
    size = int(times.sum())
    refusal = too_few(size, "answers with levels by two raters", fewest)
    if refusal:
        return refusal
    if len(values) < 2:
        return Interval(None, None, ONE_LEVEL)
    rng = np.random.default_rng(seed)
    draws = []
    for part in np.array_split(np.arange(resamples), -(-resamples * len(times) // 2_000_000)):
        weights = rng.multinomial(size, times / size, size=len(part)).astype(float)
        draws.append(alphas(values, counts, weights, metric))
    return percentile_interval(np.concatenate(draws))


def bootstrap(
    clusters: Mapping[str, ArrayLike],
    statistic: Callable[[Levels], float | None],
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Interval:
    """A 95% interval of `statistic` where values come in clusters, such as the answers to one question.

    Each cluster is an array whose first axis runs over its values; whole clusters are drawn with replacement, and
    `statistic` gets the drawn ones joined along that axis. It may return None where it is undefined.
    """
    arrays = [np.asarray(clusters[name], dtype=float) for name in sorted(clusters)]
    refusal = too_few(len(arrays), "clusters")
    if refusal:
        return refusal
    draws = np.random.default_rng(seed).integers(len(arrays), size=(resamples, len(arrays)))
    values = (statistic(np.concatenate([arrays[k] for k in draw])) for draw in draws)
    return percentile_interval([np.nan if value is None else value for value in values])
