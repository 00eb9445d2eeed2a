"""Whether the judge still levels as the panel does: by month, or by model, prompt or rubric version."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean


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
    gaps: dict[str, list[float]] = defaultdict(list)
    for group, judge, panel in levels:
        if not math.isnan(judge - panel):
            gaps[group].append(judge - panel)
    return tuple(
        Drift(group, len(own), fmean(gap == 0 for gap in own), fmean(own)) for group, own in sorted(gaps.items())
    )
