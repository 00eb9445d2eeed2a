"""How alike raters score: the shares of pairs that agree, and every number on a table of levels."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from scoring.agreement.alpha import alpha, alpha_interval
from scoring.agreement.icc import icc
from scoring.agreement.kappa import OwnWeights, cohen_kappa, fleiss_kappa
from scoring.agreement.ratings import Levels, Ratings
from scoring.agreement.scale import scale_of
from scoring.agreement.severity import severities
from scoring.agreement.thresholds import KAPPA_ANSWERS


@dataclass(frozen=True)
class Share:
    """`agree` of `pairs` pairs of levels for the same answer agree; `share` is their ratio, None without pairs."""

    share: float | None
    agree: int
    pairs: int


def share_within(levels: Levels, distance: float) -> Share:
    """The share of pairs of raters, over all answers (rows), at most `distance` levels apart: 0 exact, 1 adjacent."""
    agree = pairs = 0
    for column in range(levels.shape[1] - 1):
        apart = np.abs(levels[:, column + 1 :] - levels[:, [column]])
        pairs += int((~np.isnan(apart)).sum())
        agree += int((apart <= distance).sum())
    return Share(agree / pairs if pairs else None, agree, pairs)


def report(
    ratings: Ratings, scale: tuple[float, float] | None = None, weights: OwnWeights | None = None
) -> dict[str, Any]:
    """Everything on a table, ready for JSON: never NaN, a number that cannot be told is null.

    Keys: answers (with a level), raters, levels, pairs (counts); scale [lowest, highest]; exact, adjacent (shares of
    pairs), exact_pairs, adjacent_pairs (counts); alpha {nominal, ordinal, interval}; alpha_interval [low, high] of the
    ordinal one; fleiss; kappa [{raters, answers, unweighted, linear, quadratic, reason}], `answers` being the number
    both levelled, and `own` where there are own `weights`; icc {icc_1_1, …} or null; severity [{rater, severity, low,
    high, n, reason}]; reasons, by key, of the nulls outside the two lists. `scale` is as in `severities`; a level
    outside of it raises ValueError.
    """
    levels = ratings.levels[(~np.isnan(ratings.levels)).any(axis=1)]
    scale = _ends(levels, scale) if scale else scale_of(levels, ratings.worded)
    reasons: dict[str, str] = {}
    exact, adjacent = share_within(levels, 0), share_within(levels, 1)
    if not exact.pairs:
        reasons["exact"] = reasons["adjacent"] = "no answer has levels by two raters"
    alphas = {metric: alpha(levels, metric) for metric in ("nominal", "ordinal", "interval")}
    interval, fleiss = alpha_interval(levels), fleiss_kappa(levels)
    correlations = icc(levels)
    without = {form: found.reason for form, found in correlations.items() if found.reason}
    reasons |= {"alpha": alphas["ordinal"].reason} if alphas["ordinal"].reason else {}
    reasons |= {"alpha_interval": interval.reason} if interval.reason else {}
    reasons |= {"fleiss": fleiss.reason} if fleiss.reason else {}
    reasons |= {"icc": without["icc_1_1"]} if len(without) == len(correlations) else without
    return {
        "answers": len(levels),
        "raters": len(ratings.raters),
        "levels": int((~np.isnan(levels)).sum()),
        "scale": scale and list(scale),
        "pairs": exact.pairs,
        "exact": exact.share,
        "exact_pairs": exact.agree,
        "adjacent": adjacent.share,
        "adjacent_pairs": adjacent.agree,
        "alpha": {metric: _tidy(found.value) for metric, found in alphas.items()},
        "alpha_interval": None if interval.low is None else [_tidy(interval.low), _tidy(interval.high)],
        "fleiss": _tidy(fleiss.value),
        "kappa": [_kappa(ratings, a, b, weights) for a, b in combinations(range(len(ratings.raters)), 2)],
        "icc": None if "icc" in reasons else {form: _tidy(found.value) for form, found in correlations.items()},
        "severity": [
            {
                "rater": rater,
                "severity": _tidy(found.severity),
                "low": _tidy(found.low),
                "high": _tidy(found.high),
                "n": found.n,
                "reason": found.reason,
            }
            for rater, found in zip(ratings.raters, severities(levels, scale), strict=True)
        ],
        "reasons": reasons,
    }


def _ends(levels: Levels, scale: tuple[float, float]) -> tuple[float, float]:
    low, high = scale
    if not -np.inf < low < high < np.inf:
        raise ValueError(f"the scale goes from a lower to a higher level, not from {low:g} to {high:g}")
    if (outside := levels[(levels < low) | (levels > high)]).size:
        raise ValueError(f"the level {outside[0]:g} lies outside the scale {low:g} to {high:g}")
    return scale


def _tidy(value: float | None) -> float | None:
    """Without the last digits of a sum that should be 0, and without -0.0."""
    return None if value is None else round(value, 12) + 0.0


def _kappa(ratings: Ratings, a: int, b: int, weights: OwnWeights | None) -> dict[str, Any]:
    first, second = ratings.levels[:, a], ratings.levels[:, b]
    answers = int((~np.isnan(first) & ~np.isnan(second)).sum())
    found = {
        "unweighted": cohen_kappa(first, second),
        "linear": cohen_kappa(first, second, "linear"),
        "quadratic": cohen_kappa(first, second, "quadratic"),
    } | ({} if weights is None else {"own": cohen_kappa(first, second, weights)})
    reason = found["unweighted"].reason
    if answers < KAPPA_ANSWERS:
        reason = (
            f"needs {KAPPA_ANSWERS} answers that both levelled, here {'is 1' if answers == 1 else f'are {answers}'}"
        )
    return {
        "raters": [ratings.raters[a], ratings.raters[b]],
        "answers": answers,
        **{name: None if reason else _tidy(kappa.value) for name, kappa in found.items()},
        "reason": reason,
    }
