"""How noisy a panel is and how much its raters differ: not known, so every guess counts as far as it is likely."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from scoring.agreement.entries import Levels
from scoring.agreement.rating_scale import Mode, Panel, Start, mode, seen_within

ROUNDING = 12**-0.5  # the standard deviation of what rounding to whole steps alone takes away
SPREADS = np.geomspace(0.35, 2.5, 7)
"""Of levels about the model, in units of the spread seen within answers. That holds the raters' differences too, so the
noise may be far less, down to a third of it; and it is too small where the ends of the scale hide some, so the noise
may be more. Steps of 1.4, since in a panel of 180 levels neighbouring places are about as likely; with hundreds of
scorecards a rater a finer grid would do better, by a hundredth of a level."""
RATERS_SPREADS = np.geomspace(0.05, 3, 7)
"""Of the raters about each other, in the same units: from as good as none, where severities vanish, to more than all
that is seen, where nothing is drawn towards 0. Steps of 2, for a handful of raters says little of how they spread."""
START = (3, 4)  # the likeliest place of most panels: nearly the spread seen, and raters who differ by most of it
NEGLIGIBLE = 12.0  # a place e^12 less likely than the likeliest moves no figure by a thousandth of a step
HOPELESS = 40.0  # well beyond that, for before it is fitted the likelihood of a place may be told wrong by e^10

Place = tuple[int, int]
"""Which of SPREADS, and which of RATERS_SPREADS."""


def modes(panel: Panel, starts: Mapping[Place, Start], ruled_out: Collection[Place] = ()) -> dict[Place, Mode]:
    """The modes at the places that count, and at those about them, which do not; the likeliest first.

    Each place counts by its marginal likelihood, times a flat prior on the log of the first spread and a half-Cauchy
    one on the second (Gelman, Bayesian Analysis 1, 2006, 515-533). That has one peak, so it is climbed from the first
    of `starts` and followed on all sides until a place is negligible: of the 49 a large panel is fitted at some eight.
    What is `ruled_out` is not tried.
    """
    seen = max(seen_within(panel), ROUNDING)
    found: dict[Place, Mode] = {}
    highest = -np.inf
    place, start = next(iter(starts.items()))
    while True:
        ratio = RATERS_SPREADS[place[1]]
        prior = float(np.log(ratio / (1 + ratio**2)))
        spread = max(seen * SPREADS[place[0]], ROUNDING)
        here = mode(panel, spread, seen * ratio, start, least=highest - HOPELESS - prior)
        found[place] = replace(here, evidence=here.evidence + prior)
        highest = max(highest, found[place].evidence)
        ahead = [
            (here.evidence, near, other)
            for near, here in counted(found).items()
            for other in _beside(near)
            if other not in found and other not in ruled_out
        ]
        if not ahead:
            return dict(sorted(found.items(), key=lambda one: -one[1].evidence))
        _, near, place = max(ahead)
        start = starts.get(place, found[near].at)


def counted(found: Mapping[Place, Mode]) -> dict[Place, Mode]:
    """The modes that are not negligible beside the likeliest."""
    highest = max(mode.evidence for mode in found.values())
    return {place: mode for place, mode in found.items() if mode.evidence > highest - NEGLIGIBLE}


def averaged(found: Collection[Mode]) -> tuple[Levels, Levels]:
    """Each rater's severity against the mean of all, and its standard deviation, in steps, over places that count."""
    weight = np.exp([mode.evidence - max(other.evidence for other in found) for mode in found])
    weight = (weight / weight.sum())[:, None]
    means = np.array([mode.at.severity - mode.at.severity.mean() for mode in found])
    variances = np.array([mode.variance for mode in found])
    mean = (weight * means).sum(axis=0)
    return mean, np.sqrt((weight * (variances + (means - mean) ** 2)).sum(axis=0))


def _beside(place: Place) -> list[Place]:
    one, other = place
    near = [(one - 1, other), (one + 1, other), (one, other - 1), (one, other + 1)]
    return [(i, j) for i, j in near if 0 <= i < len(SPREADS) and 0 <= j < len(RATERS_SPREADS)]
