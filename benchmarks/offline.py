"""Fits and measures the offline judge: `python -m benchmarks.offline [--write] [GROUPS]`.

Fits the two weights and three cut points on the bank's exemplars, by ridge regression of the written level, and
measures them by cross-validation: each group of questions is scored with weights fitted on the others. A group is a
question, or, where GROUPS is a file with lines `slug group`, what that says. `--write` puts the weights fitted on all
in their file.
"""

import argparse
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from scoring.agreement.kappa import quadratic_weighted_kappa
from scoring.bank.questions import load_bank
from scoring.judge.offline import WEIGHTS, Weights, cue_mean, read
from scoring.judge.signals import load_finder
from scoring.rubric import LEVELS, load_rubric

Array = NDArray[np.float64]
RIDGE = 10.0


def fit(features: Array, levels: Array) -> Weights:
    """Ridge regression on standardised features; a cut lies halfway between the mean scores of two levels."""
    mean, spread = features.mean(axis=0), features.std(axis=0)
    scaled = (features - mean) / spread
    penalty = RIDGE * np.eye(features.shape[1])
    slopes = np.linalg.solve(scaled.T @ scaled + penalty, scaled.T @ (levels - levels.mean())) / spread
    base = levels.mean() - mean @ slopes
    scores = base + features @ slopes
    means = [scores[levels == level].mean() for level in range(1, len(LEVELS) + 1)]
    numbers = [base, *slopes, *((low + high) / 2 for low, high in pairwise(means))]
    base, cues, others, mid, senior, staff = (round(float(number), 3) for number in numbers)
    return Weights(base=base, cues=cues, others=others, cuts=(mid, senior, staff))


def predict(features: Array, weights: Weights) -> tuple[Array, Array]:
    """The scores and the levels, 1 to 4."""
    scores = weights.base + features @ np.array([weights.cues, weights.others])
    return scores, 1.0 + np.searchsorted(weights.cuts, scores, side="right")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("groups", nargs="?", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    bank, rubric, finder = load_bank(), load_rubric(), load_finder()
    exemplars = [(slug, exemplar) for slug, question in bank.items() for exemplar in question.exemplars]
    start = time.perf_counter()
    readings = [read(exemplar.text, rubric, finder) for _, exemplar in exemplars]
    sys.stdout.write(f"{1000 * (time.perf_counter() - start) / len(readings):.0f} milliseconds an answer\n")
    features = np.array([[cue_mean(reading.signals), reading.others] for reading in readings])
    levels = np.array([LEVELS.index(exemplar.level) + 1.0 for _, exemplar in exemplars])
    slugs = np.array([slug for slug, _ in exemplars])
    group_of = dict(line.split() for line in asked.groups.read_text().splitlines()) if asked.groups else {}
    groups = np.array([group_of.get(slug, slug) for slug in slugs])
    scores, found = np.zeros(len(levels)), np.zeros(len(levels))
    for group in np.unique(groups):
        scores[groups == group], found[groups == group] = predict(
            features[groups == group], fit(features[groups != group], levels[groups != group])
        )
    sys.stdout.write("\n".join(measures(levels, scores, found, slugs)) + "\n")
    if asked.write:
        weights = fit(features, levels)
        WEIGHTS.write_text(
            "# Written by `python -m benchmarks.offline --write`; see Weights in offline.py.\n"
            + yaml.safe_dump(weights.model_dump(mode="json"), sort_keys=False)
        )


def measures(levels: Array, scores: Array, found: Array, slugs: NDArray[np.str_]) -> list[str]:
    """What the scores and levels found are worth, in lines of text."""
    kappa = quadratic_weighted_kappa(levels, found, categories=[1, 2, 3, 4]).value
    kept = [bool((np.diff(found[slugs == slug]) >= 0).all()) for slug in np.unique(slugs)]
    strict = [bool((np.diff(scores[slugs == slug]) > 0).all()) for slug in np.unique(slugs)]
    return [
        f"{len(levels)} exemplars of {len(kept)} questions, cross-validated",
        f"kappa {kappa:.3f}, exact {np.mean(levels == found):.2f}, adjacent {np.mean(abs(levels - found) <= 1):.2f}",
        f"no level inverted in {np.mean(kept):.2f} of the questions",
        f"scores strictly in order in {np.mean(strict):.2f} of the questions",
    ]


if __name__ == "__main__":
    main()
