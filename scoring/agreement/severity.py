"""How severe or lenient each rater is, from answers that several raters levelled, holes allowed.

A rating-scale model with evenly spaced steps (Andrich, Psychometrika 43, 1978, 561-573): a rater of severity s gives
an answer of quality a the level k of the scale with weight exp(-(k - (a - s))^2 / 2 spread^2). Where the scale is wide
this is the plain sum of answer and rater; at its ends it knows that nobody can score below the lowest level. Severities
are drawn towards 0 as far as the raters look alike. docs/statistics.md says why this model and what it recovers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.agreement.ratings import Levels
from scoring.agreement.scale import scale_of, steps_between

FEWEST = 5  # levels for shared answers before a rater gets a number at all
ROUNDING = 12**-0.5  # the standard deviation of what rounding to whole steps alone takes away
NORMAL_95 = 1.96


@dataclass(frozen=True)
class Severity:
    """How much lower (+) or higher (-) than the others one rater scores the same answer, in levels.

    "The others" are the raters connected with this one, each counting as much as the next. `low` to `high` holds the
    truth with 95% probability. `n` counts the levels it stands on: those given to answers that somebody else levelled
    too. Where it cannot be told, the numbers are None and `reason` says why.
    """

    severity: float | None
    low: float | None
    high: float | None
    n: int
    reason: str | None = None


@dataclass(frozen=True)
class _Data:
    """One entry a level: which answer (row), which rater, the level; the steps of the scale; the number of each.

    Levels and steps are counted in steps from the middle of the scale, so that the fit is the same for any unit.
    """

    answer: NDArray[np.intp]
    rater: NDArray[np.intp]
    level: Levels
    steps: Levels
    answers: int
    raters: int


@dataclass(frozen=True)
class _Point:
    """The log posterior at one place, its gradient, and its curvature: answers', raters', and between the two."""

    value: float
    by_answer: Levels
    by_rater: Levels
    answers: Levels
    raters: Levels
    between: Levels


def connected_groups(levels: Levels) -> tuple[tuple[int, ...], ...]:
    """The raters (columns) in groups that share answers, directly or through others; each ascending, biggest first."""
    given = ~np.isnan(levels)
    together = (given.T.astype(int) @ given.astype(int)) > 0
    left, groups = set(range(levels.shape[1])), []
    while left:
        group, edge = set[int](), {min(left)}
        while edge:
            group |= edge
            edge = {int(other) for rater in edge for other in np.flatnonzero(together[rater])} - group
        groups.append(tuple(sorted(group)))
        left -= group
    return tuple(sorted(groups, key=lambda group: (-len(group), group)))


def severities(levels: Levels, scale: tuple[float, float] | None = None) -> tuple[Severity, ...]:
    """The severity of each rater (column) of a table (answers, raters), against the others compared.

    `scale` is the lowest and highest level there is, by default as `scale_of` tells it from those used. A rater with
    fewer than five levels for answers that somebody else levelled gets none, nor does one whose interval reaches
    further than the scale is wide. Where the raters fall into groups that share no answers nobody gets any, for a
    number that compares with one group reads as if it compared with all.
    """
    shared = (~np.isnan(levels)).sum(axis=1) >= 2
    counts = (~np.isnan(levels[shared])).sum(axis=0)
    groups = [group for group in connected_groups(levels) if len(group) > 1]
    refusal = None
    if not groups:
        refusal = "no two raters share an answer"
    elif len(groups) > 1:
        refusal = f"the raters fall into {len(groups)} groups that share no answers, so they cannot be compared"
    elif np.unique(levels[shared][~np.isnan(levels[shared])]).size < 2:
        refusal = "every level is the same"
    found = [Severity(None, None, None, int(n), refusal or _too_few(int(n))) for n in counts]
    ends = scale or scale_of(levels)
    if refusal is None and ends and counts.max() >= FEWEST:
        group = list(groups[0])
        data, step = _data(levels[shared][:, group], *ends)
        others = len(group) / (len(group) - 1)  # from a distance to the mean of all to one to the mean of the others
        middle, half = (step * others * of_all for of_all in _estimate(data))
        for rater, centre, width in zip(group, middle, half, strict=True):
            if counts[rater] >= FEWEST:
                found[rater] = _told(float(centre), float(width), int(counts[rater]), ends[1] - ends[0])
    return tuple(found)


def _too_few(count: int) -> str:
    if not count:
        return "shares no answer with any other rater"
    return (
        f"needs {FEWEST} levels for answers that others levelled too, here {'is 1' if count == 1 else f'are {count}'}"
    )


def _told(centre: float, half: float, count: int, width: float) -> Severity:
    if abs(centre) + half > width:
        return Severity(
            None, None, None, count, "its interval reaches further than the scale is wide, so the levels say too little"
        )
    return Severity(centre, centre - half, centre + half, count)


def _data(levels: Levels, low: float, high: float) -> tuple[_Data, float]:
    """The levels in steps from the middle of the scale, and how large a step is."""
    answer, rater = np.nonzero(~np.isnan(levels))
    level = levels[answer, rater]
    count = steps_between(level, low, high)
    step = (high - low) / count
    steps: Levels = np.arange(count + 1, dtype=float) - count / 2
    return _Data(answer, rater, (level - (low + high) / 2) / step, steps, *levels.shape), step


def _estimate(data: _Data) -> tuple[Levels, Levels]:
    """Each rater's severity against the mean of all, and half its 95% interval, averaged over what is not known.

    Not known are the spread of levels about the model and the raters' own spread. Both run over a grid about the
    spread seen within answers; each place counts by its marginal likelihood (Laplace's approximation), times a flat
    prior on the log of the first and a half-Cauchy one on the second (Gelman, Bayesian Analysis 1, 2006, 515-533).
    """
    per_answer = np.bincount(data.answer)
    quality = np.bincount(data.answer, data.level) / per_answer
    within = ((data.level - quality[data.answer]) ** 2).sum() / (len(data.level) - data.answers)
    seen = max(float(np.sqrt(within)), ROUNDING)
    centre = np.eye(data.raters) - 1 / data.raters
    severity = np.zeros(data.raters)
    weights, means, variances = [], [], []
    for spread in np.maximum(seen * np.geomspace(0.35, 2.5, 7), ROUNDING):
        for raters_spread in seen * np.geomspace(0.05, 3, 7):
            quality, severity, covariance, evidence = _fit(data, spread, raters_spread, quality, severity)
            ratio = raters_spread / seen
            weights.append(evidence + np.log(ratio / (1 + ratio**2)))
            means.append(centre @ severity)
            variances.append(np.diag(centre @ covariance @ centre))
    weight = np.exp(np.array(weights) - max(weights))
    weight /= weight.sum()
    mean = weight @ np.array(means)
    variance = weight @ (np.array(variances) + (np.array(means) - mean) ** 2)
    return mean, NORMAL_95 * np.sqrt(variance)


def _fit(
    data: _Data, spread: float, raters_spread: float, quality: Levels, severity: Levels
) -> tuple[Levels, Levels, Levels, float]:
    """The mode by Newton's method from a start, the severities' covariance there, and the log marginal likelihood."""
    width = data.steps[-1] - data.steps[0]
    point = _posterior(data, spread, raters_spread, quality, severity)
    for _ in range(50):
        scaled = point.between / point.answers[:, None]
        hessian = np.diag(point.raters) - point.between.T @ scaled
        to_severity = np.linalg.solve(hessian, point.by_rater + scaled.T @ point.by_answer)
        to_quality = point.by_answer / point.answers + scaled @ to_severity
        size = max(np.abs(to_severity).max(), np.abs(to_quality).max())
        if size < 1e-4 * width:
            break
        factor, start = min(1.0, width / (3 * size)), point
        while True:
            new_quality, new_severity = quality + factor * to_quality, severity + factor * to_severity
            point = _posterior(data, spread, raters_spread, new_quality, new_severity)
            if point.value >= start.value or factor < 1e-6:
                break
            factor /= 2
        quality, severity = new_quality, new_severity
    hessian = np.diag(point.raters) - point.between.T @ (point.between / point.answers[:, None])
    evidence = point.value - data.raters * np.log(raters_spread)
    evidence -= 0.5 * (np.log(point.answers).sum() + np.linalg.slogdet(hessian)[1])
    return quality, severity, np.asarray(np.linalg.inv(hessian), dtype=float), float(evidence)


def _posterior(data: _Data, spread: float, raters_spread: float, quality: Levels, severity: Levels) -> _Point:
    """Priors: qualities about the middle of the scale by half its width, severities about 0 by `raters_spread`."""
    half = data.steps[-1]
    expected = quality[data.answer] - severity[data.rater]
    away = -((data.steps - expected[:, None]) ** 2) / (2 * spread**2)
    highest = away.max(axis=1)
    weight = np.exp(away - highest[:, None])
    total = weight.sum(axis=1)
    mean = weight @ data.steps / total
    curve = np.maximum(weight @ data.steps**2 / total - mean**2, 0) / spread**4
    pull = (data.level - mean) / spread**2
    value = (-((data.level - expected) ** 2) / (2 * spread**2) - highest - np.log(total)).sum()
    value -= (quality**2).sum() / (2 * half**2) + (severity**2).sum() / (2 * raters_spread**2)
    between = np.zeros((data.answers, data.raters))
    between[data.answer, data.rater] = curve
    return _Point(
        float(value),
        np.bincount(data.answer, pull) - quality / half**2,
        -np.bincount(data.rater, pull) - severity / raters_spread**2,
        between.sum(axis=1) + 1 / half**2,
        between.sum(axis=0) + 1 / raters_spread**2,
        between,
    )
