"""Which model recovers severity better: `python -m benchmarks.severity [simulations]` prints the comparison.

Simulated panels of known severity: each level is the answer's quality, less the rater's severity, plus noise, rounded
and held to 1..4; 60 answers, 8 raters, three raters an answer. Compared are raw means, additive shrinkage and the
rating-scale model of scoring/agreement/severity.py. Severities, true and estimated, are against the mean of the others.
"""

import sys
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scoring.agreement.report import share_within
from scoring.agreement.severity import severities

Array = NDArray[np.float64]
ANSWERS, RATERS, PER_ANSWER = 60, 8, 3
QUALITIES: dict[str, Callable[[np.random.Generator, int], Array]] = {
    "whole levels": lambda rng, answers: rng.integers(1, 5, answers).astype(float),
    "evenly spread": lambda rng, answers: rng.uniform(0.5, 4.5, answers),
    "mostly middling": lambda rng, answers: rng.normal(2.5, 0.9, answers),
    "nearly all mid or senior": lambda rng, answers: rng.normal(2.5, 0.6, answers),
}
COMPARED = ("whole levels", "evenly spread", "mostly middling")
SPREADS = ((0.4, 0.4), (0.4, 0.5), (0.5, 0.5), (0.3, 0.5), (0.4, 0.6))


def deal(rng: np.random.Generator, answers: int) -> NDArray[np.bool_]:
    """Who levels what: the least loaded raters first, ties by lot."""
    dealt = np.zeros((answers, RATERS), dtype=bool)
    for answer in range(answers):
        dealt[answer, np.lexsort((rng.random(RATERS), dealt.sum(axis=0)))[:PER_ANSWER]] = True
    return dealt


def panel(
    rng: np.random.Generator, quality: Array, severity_sd: float, noise_sd: float, step: float = 1
) -> tuple[Array, Array]:
    """A table of levels with holes, and the true severities that made it."""
    severity = rng.normal(0, severity_sd, RATERS)
    severity -= severity.mean()
    heard = quality[:, None] - severity + rng.normal(0, noise_sd, (len(quality), RATERS))
    return np.where(deal(rng, len(quality)), np.clip(np.rint(heard / step) * step, 1, 4), np.nan), against_others(
        severity
    )


def against_others(severity: Array) -> Array:
    """Each rater's distance from the mean of the others."""
    return (severity - severity.mean()) * RATERS / (RATERS - 1)


def raw(levels: Array) -> tuple[Array, Array]:
    """How far each rater's mean level lies below the mean of the others', without an interval."""
    means = np.nanmean(levels, axis=0)
    return -against_others(means), np.zeros(RATERS)


def additive(levels: Array) -> tuple[Array, Array]:
    """Level = answer - severity + noise, severities normal: empirical Bayes ridge, averaged over the ridge's strength.

    Answers are taken out exactly; what is left is diagonal in the eigenvectors of the raters' reduced Laplacian.
    """
    given = ~np.isnan(levels)
    size = given.sum(axis=1)
    rest = np.where(given, levels - np.nansum(levels, axis=1, keepdims=True) / size[:, None], 0.0)
    shared = given.astype(float)
    laplacian = np.diag(shared.sum(axis=0)) - shared.T @ (shared / size[:, None])
    strength, vectors = np.linalg.eigh(laplacian)
    strength, vectors = strength[strength > 1e-9], vectors[:, strength > 1e-9]
    score = -(vectors.T @ rest.sum(axis=0))
    freedom = given.sum() - len(levels)
    ratio = np.geomspace(1e-3, 1e2, 61)[:, None]
    left = (rest**2).sum() - (score**2 / (strength + 1 / ratio)).sum(axis=1)
    log_weight = -0.5 * np.log1p(ratio * strength).sum(axis=1) - freedom / 2 * np.log(left)
    log_weight += 0.5 * np.log(ratio[:, 0]) - np.log1p(ratio[:, 0])
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    means = (score / (strength + 1 / ratio)) @ vectors.T
    variances = (1 / (strength + 1 / ratio)) @ (vectors**2).T * (left / freedom)[:, None]
    mean = weight @ means
    half = 1.98 * np.sqrt(weight @ (variances + (means - mean) ** 2))
    return against_others(mean), half * RATERS / (RATERS - 1)


def rating_scale(levels: Array) -> tuple[Array, Array]:
    """The product's estimate and the half width of its interval."""
    found = severities(levels, (1, 4))
    middle = np.array([rater.severity for rater in found], dtype=float)
    return middle, np.array([rater.high for rater in found], dtype=float) - middle


MODELS = {"raw means": raw, "additive": additive, "rating scale": rating_scale}


def compare(
    quality: str, severity_sd: float, noise_sd: float, simulations: int, answers: int = ANSWERS, step: float = 1
) -> dict[str, Array]:
    """By model: mean correlation with the truth, coverage in 100, slope on the truth, root mean squared error,
    and half the width of the interval, over the raters that the model gives a number.

    Under "exact", the share of pairs of raters that agree exactly, in the first place.
    """
    rng = np.random.default_rng(1)
    rows: dict[str, list[tuple[float, ...]]] = {name: [] for name in (*MODELS, "exact")}
    for _ in range(simulations):
        levels, truth = panel(rng, QUALITIES[quality](rng, answers), severity_sd, noise_sd, step)
        rows["exact"].append((share_within(levels, 0).share or 0.0,))
        for name, model in MODELS.items():
            found, half = model(levels)
            told = ~np.isnan(found)
            found, half, true = found[told], half[told], truth[told]
            away = found - true
            covered = 100 * (np.abs(away) <= half).mean()
            slope = float(found @ true / (true @ true))
            rows[name].append(
                (
                    float(np.corrcoef(found, true)[0, 1]),
                    float(covered),
                    slope,
                    float((away**2).mean()),
                    float(half.mean()),
                )
            )
    means = {name: np.mean(row, axis=0) for name, row in rows.items()}
    for name in MODELS:
        means[name][3] **= 0.5
    return means


def main(simulations: int) -> None:
    sys.stdout.write(f"{simulations} simulations a block\n")
    for quality in COMPARED:
        for severity_sd, noise_sd in SPREADS:
            found = compare(quality, severity_sd, noise_sd, simulations)
            sys.stdout.write(
                f"\nanswers {quality}, severity sd {severity_sd}, noise sd {noise_sd}, exact {found['exact'][0]:.0%}\n"
            )
            for name in MODELS:
                correlation, covered, slope, error, half = found[name]
                interval = "" if name == "raw means" else f"  covered {covered:.1f}  half width {half:.2f}"
                sys.stdout.write(
                    f"  {name:<13} correlation {correlation:.3f}  slope {slope:.2f}  error {error:.3f}{interval}\n"
                )
    by_scorecards(simulations)
    by_step(simulations)


def by_scorecards(simulations: int) -> None:
    for quality in ("evenly spread", "nearly all mid or senior"):
        sys.stdout.write(f"\nthe rating scale by scorecards a rater, answers {quality}, sd 0.4 and 0.5\n")
        for scorecards in (10, 20, 30, 60, 150, 560):
            found = compare(quality, 0.4, 0.5, simulations, answers=-(-scorecards * RATERS // PER_ANSWER))
            sys.stdout.write(f"  {scorecards} scorecards  {_rating_scale(found)}\n")


def by_step(simulations: int) -> None:
    sys.stdout.write("\nthe rating scale where levels are finer, answers evenly spread, sd 0.4 and 0.5\n")
    for step in (1, 0.5, 0.25, 0.1):
        found = compare("evenly spread", 0.4, 0.5, simulations, step=step)
        sys.stdout.write(f"  steps of {step}  {_rating_scale(found)}\n")


def _rating_scale(found: dict[str, Array]) -> str:
    correlation, covered, slope, _error, half = found["rating scale"]
    return f"correlation {correlation:.3f}  slope {slope:.2f}  covered {covered:.1f}  half width {half:.2f}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
