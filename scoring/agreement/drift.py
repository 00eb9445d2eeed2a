"""Whether the judge still levels as the panel does: by month, or by model, prompt or rubric version."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Drift:
    """The judge against the panel in one group of answers, such as a month.

    `exact` is the share of the `n` answers with the same level; `mean_difference` is judge minus panel in levels, above
    0 where the judge is the more generous.
    """

    group: str
    n: int
    exact: float
    mean_difference: float


def drift(levels: Iterable[tuple[str, float, float]]) -> tuple[Drift, ...]:
    """One Drift a group, ascending, from (group, judge's level, panel's level); NaN levels are left out.

    A panel of even number may stand half-way between two levels; the judge then has no way to agree exactly.
    """
    groups: dict[str, list[tuple[float, float]]] = {}
    for group, judge, panel in levels:
        if not np.isnan(judge) and not np.isnan(panel):
            groups.setdefault(group, []).append((judge, panel))
    return tuple(_of(group, np.array(pairs, dtype=float)) for group, pairs in sorted(groups.items()))


def _of(group: str, pairs: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Drift:
    judge, panel = pairs.T
    return Drift(group, len(pairs), float((judge == panel).mean()), float((judge - panel).mean()))
