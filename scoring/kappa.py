"""Cohen's kappa: agreement of two raters beyond chance, unweighted, linear and quadratic."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from scoring.ratings import Estimate

Weights = Literal["unweighted", "linear", "quadratic"]


def kappa_of_table(counts: ArrayLike, distances: ArrayLike) -> Estimate:
    """Kappa of a square table of counts (first rater's level by the second's): 1 is perfect, 0 is chance.

    `distances` says how grave each disagreement is, 0 on the diagonal; only their ratios matter. Undefined where
    chance leaves no disagreement, or where fewer than two are counted. Cohen, Psychological Bulletin 70, 1968, 213-220.
    """
    shares = np.asarray(counts, dtype=float)
    grave = np.asarray(distances, dtype=float)
    if shares.sum() < 2:
        return Estimate(None, f"the two raters share {'one answer' if shares.sum() else 'no answer'}")
    shares = shares / shares.sum()
    expected = float(shares.sum(axis=1) @ grave @ shares.sum(axis=0))
    if expected == 0:
        return Estimate(None, "both raters gave one and the same level to every answer they share")
    return Estimate(1 - float((shares * grave).sum()) / expected)


def cohen_kappa(
    a: ArrayLike, b: ArrayLike, weights: Weights = "unweighted", categories: Sequence[float] | None = None
) -> Estimate:
    """Kappa of two raters' levels, item by item; items where either is NaN are left out.

    Linear distance is |a - b|, quadratic its square, in levels: one level is one step whether or not the levels between
    were used, as with the full range of whole numbers as categories. Where `categories` are given, a step is one
    category, in their order, and a level that is none of them raises ValueError.
    """
    pairs = np.stack([np.asarray(a, dtype=float), np.asarray(b, dtype=float)])
    pairs = pairs[:, ~np.isnan(pairs).any(axis=0)]
    used, codes = np.unique(pairs, return_inverse=True)
    codes = codes.reshape(pairs.shape)
    counts = np.zeros((len(used), len(used)))
    np.add.at(counts, (codes[0], codes[1]), 1)
    place = used if categories is None else np.array([list(categories).index(level) for level in used], dtype=float)
    apart = np.abs(place[:, None] - place[None, :])
    return kappa_of_table(counts, {"unweighted": apart > 0, "linear": apart, "quadratic": apart**2}[weights])


def quadratic_weighted_kappa(a: ArrayLike, b: ArrayLike, categories: Sequence[float] | None = None) -> Estimate:
    """Cohen's kappa with quadratic weights; see `cohen_kappa`."""
    return cohen_kappa(a, b, "quadratic", categories)
