"""Statistics of agreement the plain way, on whole tables (answers, raters) with NaN: what the fast ones must equal."""

import numpy as np

ROUNDING = 12**-0.5


def groups(levels):
    """The raters in groups that share answers, biggest first: who is together with whom, followed person by person."""
    given = ~np.isnan(levels)
    together = (given.T.astype(int) @ given.astype(int)) > 0
    left, found = set(range(levels.shape[1])), []
    while left:
        group, edge = set(), {min(left)}
        while edge:
            group |= edge
            edge = {int(other) for rater in edge for other in np.flatnonzero(together[rater])} - group
        found.append(tuple(sorted(group)))
        left -= group
    return tuple(sorted(found, key=lambda group: (-len(group), group)))


def pairs_within(levels, distance):
    """How many pairs of levels for one answer are at most so far apart, and how many there are."""
    apart = [
        abs(row[one] - row[other])
        for row in levels
        for one in range(len(row))
        for other in range(one)
        if not np.isnan(row[[one, other]]).any()
    ]
    return sum(gap <= distance for gap in apart), len(apart)


def severities(levels, low, high):
    """Severity against the others and half its interval, by rater, on a scale of whole levels.

    All 49 guesses of the spreads are fitted. Every answer needs two levels, and the raters must be connected.
    """
    given = ~np.isnan(levels)
    steps = np.arange(low, high + 1) - (low + high) / 2
    table = np.where(given, levels - (low + high) / 2, 0.0)
    quality, severity = table.sum(axis=1) / given.sum(axis=1), np.zeros(levels.shape[1])
    within = (given * (table - quality[:, None]) ** 2).sum() / (given.sum() - len(levels))
    seen = max(np.sqrt(within), ROUNDING)
    raters = levels.shape[1]
    weights, means, variances = [], [], []
    for spread in np.maximum(seen * np.geomspace(0.35, 2.5, 7), ROUNDING):
        for ratio in np.geomspace(0.05, 3, 7):
            quality, severity, covariance, evidence = _fit(table, given, steps, spread, seen * ratio, quality, severity)
            weights.append(evidence + np.log(ratio / (1 + ratio**2)))
            centre = np.eye(raters) - 1 / raters
            means.append(centre @ severity)
            variances.append(np.diag(centre @ covariance @ centre))
    weight = np.exp(np.array(weights) - max(weights))
    weight /= weight.sum()
    mean = weight @ np.array(means)
    deviation = np.sqrt(weight @ (np.array(variances) + (np.array(means) - mean) ** 2))
    return mean * raters / (raters - 1), 1.96 * deviation * raters / (raters - 1)


def _fit(table, given, steps, spread, raters_spread, quality, severity):
    """Newton's method on answers and raters at once: the mode, the raters' covariance, the log marginal likelihood."""
    answers, half = len(quality), steps[-1]
    place = np.append(quality, severity)
    value, gradient, hessian = _posterior(table, given, steps, spread, raters_spread, place, answers)
    for _ in range(100):
        step = np.linalg.solve(hessian, gradient)
        if np.abs(step).max() < 1e-6:
            break
        step *= min(1.0, 2 * half / (3 * np.abs(step).max()))
        while True:
            after = _posterior(table, given, steps, spread, raters_spread, place + step, answers)
            if after[0] >= value or np.abs(step).max() < 1e-9:
                break
            step = step / 2
        place, (value, gradient, hessian) = place + step, after
    evidence = value - len(severity) * np.log(raters_spread) - 0.5 * np.linalg.slogdet(hessian)[1]
    return place[:answers], place[answers:], np.linalg.inv(hessian)[answers:, answers:], evidence


def _posterior(table, given, steps, spread, raters_spread, place, answers):
    quality, severity = place[:answers], place[answers:]
    expected = quality[:, None] - severity
    away = -((steps - expected[:, :, None]) ** 2) / (2 * spread**2)
    highest = away.max(axis=2)
    share = np.exp(away - highest[:, :, None])
    total = share.sum(axis=2)
    share /= total[:, :, None]
    mean = share @ steps
    curve = given * (share @ steps**2 - mean**2) / spread**4
    pull = given * (table - mean) / spread**2
    value = (given * (-((table - expected) ** 2) / (2 * spread**2) - highest - np.log(total))).sum()
    prior = np.append(np.full(answers, 1 / steps[-1] ** 2), np.full(len(severity), 1 / raters_spread**2))
    gradient = np.append(pull.sum(axis=1), -pull.sum(axis=0)) - prior * place
    hessian = np.diag(np.append(curve.sum(axis=1), curve.sum(axis=0)) + prior)
    hessian[:answers, answers:], hessian[answers:, :answers] = -curve, -curve.T
    return value - 0.5 * (prior * place**2).sum(), gradient, hessian
