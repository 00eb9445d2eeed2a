"""Kappa: agreement beyond chance of two raters (Cohen's, with any weights) or of as many for each answer (Fleiss')."""

import math
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from scoring.agreement.columns import read_columns, rows_of
from scoring.agreement.entries import Levels, Table, entries_of, levelled, times_given
from scoring.agreement.ratings import Estimate
from scoring.agreement.reading import level_of

Weights = Literal["unweighted", "linear", "quadratic"]
OwnWeights = Mapping[tuple[float, float], float]
"""How grave it is where the first rater gives the one level and the second the other."""


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
    a: ArrayLike,
    b: ArrayLike,
    weights: Weights | OwnWeights = "unweighted",
    categories: Sequence[float] | None = None,
) -> Estimate:
    """Kappa of two raters' levels, item by item; items where either is NaN are left out.

    Linear distance is |a - b|, quadratic its square, in levels: one level is one step whether or not the levels between
    were used, as with the full range of whole numbers as categories. Where `categories` are given, a step is one
    category, in their order, and a level that is none of them raises ValueError. Own weights say for themselves how
    grave each disagreement is; two levels they do not name raise ValueError.
    """
    used, counts = table_of(a, b)
    return kappa_of_table(counts, distances(used, weights, categories))


def table_of(a: ArrayLike, b: ArrayLike) -> tuple[Levels, Levels]:
    """The levels that two raters used on items where neither is NaN, ascending, and how often each met each."""
    pairs = np.stack([np.asarray(a, dtype=float), np.asarray(b, dtype=float)])
    pairs = pairs[:, ~np.isnan(pairs).any(axis=0)]
    used, codes = np.unique(pairs, return_inverse=True)
    first, second = codes.reshape(pairs.shape)
    counts = np.bincount(first * len(used) + second, minlength=len(used) ** 2)
    return used, counts.reshape(len(used), len(used)).astype(float)


def distances(used: Levels, weights: Weights | OwnWeights, categories: Sequence[float] | None = None) -> ArrayLike:
    """How grave each disagreement of the levels used is; see `cohen_kappa`."""
    if not isinstance(weights, str):
        return [[_own_weight(weights, one, other) for other in used] for one in used]
    place = used if categories is None else np.array([list(categories).index(level) for level in used], dtype=float)
    apart = np.abs(place[:, None] - place[None, :])
    return {"unweighted": apart > 0, "linear": apart, "quadratic": apart**2}[weights]


def quadratic_weighted_kappa(a: ArrayLike, b: ArrayLike, categories: Sequence[float] | None = None) -> Estimate:
    """Cohen's kappa with quadratic weights; see `cohen_kappa`."""
    return cohen_kappa(a, b, "quadratic", categories)


def fleiss_kappa(levels: Table) -> Estimate:
    """Fleiss' kappa of a table (answers, raters) where every answer has as many levels, by whatever raters.

    1 is perfect, 0 is chance; all disagreements count the same. Answers nobody levelled are left out. Fleiss,
    Psychological Bulletin 76, 1971, 378-382.
    """
    used, counts = times_given(levelled(entries_of(levels)))
    size = counts.sum(axis=1)
    if len(size) < 2 or size.max() < 2:
        return Estimate(None, "needs at least two answers with levels by two raters")
    if (size != size[0]).any():
        return Estimate(None, f"needs as many levels for every answer; here are {size.min()} to {size.max()}")
    if len(used) < 2:
        return Estimate(None, "every level is the same, so agreement beyond chance cannot be told")
    chance = float(((counts.sum(axis=0) / counts.sum()) ** 2).sum())
    agree = float(((counts**2).sum(axis=1) - size).mean() / (size[0] * (size[0] - 1)))
    return Estimate((agree - chance) / (1 - chance))


WEIGHTS = ("level", "other", "weight")


def read_weights(text: str) -> OwnWeights:
    """Own weights from CSV with the columns level, other, weight, one disagreement a line; it counts both ways unless
    the other way has a line of its own. Raises ValueError, "line N: …", at the first line that cannot be read.
    """
    found: dict[tuple[float, float], float] = {}
    for line, (level, other, weight) in read_columns(rows_of(text, WEIGHTS), WEIGHTS):
        try:
            pair, grave = (level_of(level), level_of(other)), level_of(weight)
        except ValueError as error:
            raise ValueError(f"line {line}: {error}") from error
        if not grave >= 0 or any(map(math.isnan, pair)):
            raise ValueError(f"line {line}: wanted two levels and a weight of 0 or more")
        if pair[0] == pair[1] and grave:
            raise ValueError(f"line {line}: agreement weighs 0")
        if pair in found:
            raise ValueError(f"line {line}: these two levels have a weight already")
        found[pair] = grave
    return found


def _own_weight(weights: OwnWeights, one: float, other: float) -> float:
    if one == other:
        return 0.0
    if (one, other) not in weights and (other, one) not in weights:
        raise ValueError(f"the weights name no disagreement of {one:g} and {other:g}")
    return weights[one, other] if (one, other) in weights else weights[other, one]
