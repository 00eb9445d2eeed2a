"""How alike raters score: the shares of pairs that agree, and every number on a table of levels."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from scoring.agreement.alpha import alpha
from scoring.agreement.bootstrap import alpha_interval
from scoring.agreement.entries import Entries, Levels, Table, by_answer, entries_of, levelled, only, pairs
from scoring.agreement.icc import icc
from scoring.agreement.kappa import OwnWeights, Weights, distances, fleiss_kappa, kappa_of_table, table_of
from scoring.agreement.ratings import Estimate, Ratings, here
from scoring.agreement.scale import scale_of
from scoring.agreement.severity import severities
from scoring.agreement.thresholds import KAPPA_ANSWERS

MOST_CONFUSED = 12


@dataclass(frozen=True)
class Share:
    """`agree` of `pairs` pairs of levels for the same answer agree; `share` is their ratio, None without pairs."""

    share: float | None
    agree: int
    pairs: int


def share_within(levels: Table, distance: float) -> Share:
    """The share of pairs of raters, over all answers (rows), at most `distance` levels apart: 0 exact, 1 adjacent."""
    entries = by_answer(entries_of(levels))
    agree = every = 0
    for one, other in pairs(entries.answer):
        every += len(one)
        agree += int((np.abs(entries.level[one] - entries.level[other]) <= distance).sum())
    return Share(agree / every if every else None, agree, every)


def confusion(levels: Table) -> dict[str, Any] | None:
    """How often two raters of one answer gave which two levels: {levels, counts[i][j]}, the same both ways.

    None where nobody shared an answer, or more than a dozen levels were used.
    """
    entries = by_answer(entries_of(levels))
    used, place = np.unique(entries.level, return_inverse=True)
    if not 0 < len(used) <= MOST_CONFUSED:
        return None
    counts = np.zeros((len(used), len(used)), dtype=int)
    for one, other in pairs(entries.answer):
        np.add.at(counts, (place[one], place[other]), 1)
    both = counts + counts.T - np.diag(counts.diagonal())
    return {"levels": used.tolist(), "counts": both.tolist()} if counts.any() else None


def report(
    ratings: Ratings, scale: tuple[float, float] | None = None, weights: OwnWeights | None = None
) -> dict[str, Any]:
    """Everything on a table, ready for JSON: never NaN, a number that cannot be told is null.

    Keys: answers (with a level), raters, levels, pairs (counts); scale [lowest, highest]; exact, adjacent (shares of
    pairs), exact_pairs, adjacent_pairs (counts); alpha {nominal, ordinal, interval}; alpha_interval [low, high] of the
    ordinal one; fleiss; kappa [{raters, answers, unweighted, linear, quadratic, reason}], `answers` being the number
    both levelled, and `own` where there are own `weights`; icc {icc_1_1, …} or null; severity [{rater, severity, low,
    high, n, reason}]; confusion {levels, counts} or null; reasons, by key, of the nulls outside the two lists. `scale`
    is as in `severities`; a level outside of it raises ValueError.
    """
    levels = levelled(ratings.entries)
    scale = _ends(levels.level, scale) if scale else scale_of(levels.level, ratings.worded)
    reasons: dict[str, str] = {}
    exact, adjacent = share_within(levels, 0), share_within(levels, 1)
    if not exact.pairs:
        reasons["exact"] = reasons["adjacent"] = "no answer has levels by two raters"
    alphas = {metric: alpha(levels, metric) for metric in ("nominal", "ordinal", "interval")}
    interval, fleiss = alpha_interval(levels), fleiss_kappa(levels)
    correlations = icc(levels)
    without = {form: found.reason for form, found in correlations.items() if found.reason}
    why = {"alpha": alphas["ordinal"].reason, "alpha_interval": interval.reason, "fleiss": fleiss.reason}
    reasons |= {name: reason for name, reason in why.items() if reason}
    reasons |= {"icc": without["icc_1_1"]} if len(without) == len(correlations) else without
    return {
        "answers": levels.answers,
        "raters": len(ratings.raters),
        "levels": len(levels),
        "scale": scale and list(scale),
        "pairs": exact.pairs,
        "exact": exact.share,
        "exact_pairs": exact.agree,
        "adjacent": adjacent.share,
        "adjacent_pairs": adjacent.agree,
        "alpha": {metric: _tidy(found.value) for metric, found in alphas.items()},
        "alpha_interval": None if interval.low is None else [_tidy(interval.low), _tidy(interval.high)],
        "fleiss": _tidy(fleiss.value),
        "kappa": [_kappa(*pair, weights) for pair in _by_pair(ratings.raters, levels)],
        "icc": None if "icc" in reasons else {form: _tidy(found.value) for form, found in correlations.items()},
        "severity": [
            {"rater": rater, **{name: _tidy(value) for name, value in asdict(found).items()}}
            for rater, found in zip(ratings.raters, severities(levels, scale), strict=True)
        ],
        "confusion": confusion(levels),
        "reasons": reasons,
    }


def _ends(levels: Levels, scale: tuple[float, float]) -> tuple[float, float]:
    low, high = scale
    if not -np.inf < low < high < np.inf:
        raise ValueError(f"the scale goes from a lower to a higher level, not from {low:g} to {high:g}")
    if (outside := levels[(levels < low) | (levels > high)]).size:
        raise ValueError(f"the level {outside[0]:g} lies outside the scale {low:g} to {high:g}")
    return scale


def _tidy(value: Any) -> Any:
    """A number without the last digits of a sum that should be 0, and without -0.0; anything else as it is."""
    return round(value, 12) + 0.0 if isinstance(value, float) else value


def _by_pair(raters: tuple[str, ...], entries: Entries) -> Iterator[tuple[str, str, Levels, Levels]]:
    """Every two raters, and the levels that each gave to the answers that both levelled."""
    entries = only(entries, np.lexsort((entries.answer, entries.rater)))
    ends = np.searchsorted(entries.rater, np.arange(len(raters) + 1))
    for one in range(len(raters)):
        own, later = slice(ends[one], ends[one + 1]), slice(ends[one + 1], None)
        level_of = np.full(entries.answers, np.nan)
        level_of[entries.answer[own]] = entries.level[own]
        first = level_of[entries.answer[later]]
        both = ~np.isnan(first)
        first, second = first[both], entries.level[later][both]
        cuts = np.searchsorted(entries.rater[later][both], np.arange(one + 1, len(raters) + 1))
        for other, (start, end) in enumerate(pairwise(cuts), one + 1):
            yield raters[one], raters[other], first[start:end], second[start:end]


def _kappa(one: str, other: str, first: Levels, second: Levels, weights: OwnWeights | None) -> dict[str, Any]:
    kinds: dict[str, Weights | OwnWeights] = {"unweighted": "unweighted", "linear": "linear", "quadratic": "quadratic"}
    kinds |= {} if weights is None else {"own": weights}
    used, counts = table_of(first, second)
    graves = {kind: distances(used, by) for kind, by in kinds.items()}
    answers = len(first)
    if answers < KAPPA_ANSWERS:
        few = Estimate(None, f"needs {KAPPA_ANSWERS} answers that both levelled, {here(answers)}")
        found = dict.fromkeys(kinds, few)
    else:
        found = {kind: kappa_of_table(counts, grave) for kind, grave in graves.items()}
    reason = found["unweighted"].reason
    return {
        "raters": [one, other],
        "answers": answers,
        **{kind: None if reason else _tidy(kappa.value) for kind, kappa in found.items()},
        "reason": reason,
    }
