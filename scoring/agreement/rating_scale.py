"""The model behind severity, fitted to a panel's levels at one guess of how noisy and how different its raters are.

A rating-scale model with evenly spaced steps (Andrich, Psychometrika 43, 1978, 561-573): a rater of severity s gives
an answer of quality a the level k of the scale with weight exp(-(k - (a - s))^2 / 2 spread^2). Where the scale is wide
this is the plain sum of answer and rater; at its ends it knows that nobody can score below the lowest level. Qualities
lie about the middle of the scale by half its width, severities about 0 by the raters' own spread.

What is done for every level is done entry by entry, and nothing goes through BLAS's threads: on a busy machine they
wait for each other ten times as long as they work.
"""

from dataclasses import dataclass

import numpy as np

from scoring.agreement.entries import Entries, Indices, Levels, by_answer, pairs, shared
from scoring.agreement.equations import root_of_inverse
from scoring.agreement.scale import steps_between

BLOCK = 16_384  # entries at a time, so that what is worked out on them stays in the processor's cache
CROWDED = 50  # a pair of entries one by one is as much work as fifty cells of a table


@dataclass(frozen=True)
class Panel:
    """One entry a level, those of an answer beside each other: which answer, which rater, the level.

    `first` is where each answer's entries begin. `answers` and `raters` are the numbers that those have elsewhere.
    Levels, and `steps`, all there are on the scale, are counted in steps from the middle of the scale, so that the fit
    is the same for any unit.
    """

    answer: Indices
    first: Indices
    rater: Indices
    level: Levels
    steps: Levels
    answers: Indices
    raters: Indices


@dataclass(frozen=True)
class Start:
    """Qualities and severities to begin from, in steps."""

    quality: Levels
    severity: Levels


@dataclass(frozen=True)
class Mode:
    """The likeliest qualities and severities, in steps; the variances of the severities against their mean, NaN where
    it was left unfinished; the log marginal likelihood (Laplace's approximation).
    """

    at: Start
    variance: Levels
    evidence: float


@dataclass(frozen=True)
class _Point:
    """The log posterior somewhere, its gradient, and its curvature: answers', raters', and by entry."""

    value: float
    by_answer: Levels
    by_rater: Levels
    answers: Levels
    raters: Levels
    curve: Levels


def panel_of(entries: Entries, low: float, high: float) -> Panel:
    """The levels for answers that two raters or more levelled, on a scale from `low` to `high`; some are needed."""
    known = by_answer(shared(entries))
    answers, raters = (np.flatnonzero(np.bincount(which)) for which in (known.answer, known.rater))
    row, column = np.zeros(entries.answers, dtype=np.intp), np.zeros(entries.raters, dtype=np.intp)
    row[answers], column[raters] = np.arange(len(answers)), np.arange(len(raters))
    answer = row[known.answer]
    count = steps_between(known.level, low, high)
    return Panel(
        answer=answer,
        first=np.flatnonzero(np.diff(answer, prepend=-1)),
        rater=column[known.rater],
        level=(known.level - (low + high) / 2) / ((high - low) / count),
        steps=np.arange(count + 1, dtype=float) - count / 2,
        answers=answers,
        raters=raters,
    )


def plain_start(panel: Panel) -> Start:
    """Every answer at the mean of its levels, nobody severe."""
    return Start(np.add.reduceat(panel.level, panel.first) / _size(panel), np.zeros(len(panel.raters)))


def seen_within(panel: Panel) -> float:
    """The standard deviation of levels within answers, in steps."""
    away = panel.level - plain_start(panel).quality[panel.answer]
    return float(np.sqrt((away**2).sum() / (len(panel.level) - len(panel.answers))))


def mode(panel: Panel, spread: float, raters_spread: float, start: Start, least: float) -> Mode:
    """The mode by Newton's method from a start, the answers taken out of its equations.

    Left unfinished where the evidence stays below `least` though it should rise by three times what the next step
    promises: far from the likeliest spreads it is thousands lower, and one step shows it.
    """
    width = panel.steps[-1] - panel.steps[0]
    quality, severity = start.quality, start.severity
    point = _posterior(panel, spread, raters_spread, quality, severity)
    for _ in range(50):
        root = root_of_inverse(_raters_hessian(panel, point))
        scaled = point.curve / point.answers[panel.answer]
        pull = point.by_rater + np.bincount(panel.rater, scaled * point.by_answer[panel.answer])
        to_severity = np.einsum("ki,k->i", root, np.einsum("kj,j->k", root, pull))
        to_quality = point.by_answer / point.answers
        to_quality += np.add.reduceat(scaled * to_severity[panel.rater], panel.first)
        gain = 0.5 * float((to_quality * point.by_answer).sum() + (to_severity * point.by_rater).sum())
        evidence = point.value + gain - len(panel.raters) * np.log(raters_spread)
        evidence += float(np.log(np.diag(root)).sum() - 0.5 * np.log(point.answers).sum())
        size = max(np.abs(to_severity).max(), np.abs(to_quality).max())
        if size < 1e-5 * width or evidence + 2 * gain < least:
            break
        factor, value = min(1.0, width / (3 * size)), point.value
        while True:
            new_quality, new_severity = quality + factor * to_quality, severity + factor * to_severity
            point = _posterior(panel, spread, raters_spread, new_quality, new_severity)
            if point.value >= value or factor < 1e-6:
                break
            factor /= 2
        quality, severity = new_quality, new_severity
    variance = np.full(len(severity), np.nan) if evidence < least else _against_mean(root)
    return Mode(Start(quality, severity), variance, float(evidence))


def _against_mean(root: Levels) -> Levels:
    """The variance of each one's distance from the mean of all, the covariance being root' root."""
    return np.asarray(((root - root.mean(axis=1, keepdims=True)) ** 2).sum(axis=0))


def _size(panel: Panel) -> Indices:
    """How many levels each answer got."""
    return np.diff(panel.first, append=len(panel.level))


def _posterior(panel: Panel, spread: float, raters_spread: float, quality: Levels, severity: Levels) -> _Point:
    half = float(panel.steps[-1])
    pull, curve = np.empty(len(panel.level)), np.empty(len(panel.level))
    value = -float((quality**2).sum() / (2 * half**2) + (severity**2).sum() / (2 * raters_spread**2))
    for start in range(0, len(panel.level), BLOCK):
        part = slice(start, start + BLOCK)
        expected = quality[panel.answer[part]] - severity[panel.rater[part]]
        likelihood, pull[part], curve[part] = _likelihood(panel.level[part], expected, panel.steps, spread)
        value += likelihood
    return _Point(
        value,
        np.add.reduceat(pull, panel.first) - quality / half**2,
        -np.bincount(panel.rater, pull) - severity / raters_spread**2,
        np.add.reduceat(curve, panel.first) + 1 / half**2,
        np.bincount(panel.rater, curve).astype(float) + 1 / raters_spread**2,
        curve,
    )


def _likelihood(level: Levels, expected: Levels, steps: Levels, spread: float) -> tuple[float, Levels, Levels]:
    """The log likelihood of levels; its first derivative by what was expected, and minus the second, each by entry.

    Weights are taken relative to that of the step nearest to what was expected, which is the largest.
    """
    precision = 1 / spread**2
    nearest = np.clip(np.rint(expected - steps[0]), 0, len(steps) - 1) + steps[0]
    largest = (0.5 * nearest - expected) * nearest
    total, first, second = np.zeros((3, len(level)))
    for step in steps:
        weight = np.exp((largest - (0.5 * step - expected) * step) * precision)
        total += weight
        first += weight * step
        second += weight * step**2
    mean = first / total
    value = float(((largest - (0.5 * level - expected) * level) * precision - np.log(total)).sum())
    return value, (level - mean) * precision, np.maximum(second / total - mean**2, 0) * precision**2


def _raters_hessian(panel: Panel, point: _Point) -> Levels:
    """Minus the second derivative by the raters, the answers taken out: each answer ties its raters to each other.

    Summed over pairs of entries where most raters levelled few of the answers; else over tables of some answers by all
    raters, by einsum, which needs no BLAS.
    """
    root = point.curve / np.sqrt(point.answers)[panel.answer]
    size, raters = _size(panel), len(panel.raters)
    hessian: Levels = np.zeros((raters, raters))
    if CROWDED * int((size * (size - 1) // 2).sum()) < len(size) * raters**2:
        for one, other in pairs(panel.answer):
            np.subtract.at(hessian, (panel.rater[one], panel.rater[other]), root[one] * root[other])
        hessian += hessian.T
        hessian[np.diag_indices(raters)] -= np.bincount(panel.rater, root**2)
    else:
        rows = max(1, 64 * BLOCK // raters)
        ends = np.append(panel.first, len(root))
        for first in range(0, len(size), rows):
            last = min(first + rows, len(size))
            part = slice(ends[first], ends[last])
            table = np.zeros((last - first, raters))
            table.ravel()[(panel.answer[part] - first) * raters + panel.rater[part]] = root[part]
            hessian -= np.einsum("ai,aj->ij", table, table)
    hessian[np.diag_indices(raters)] += point.raters
    return hessian
