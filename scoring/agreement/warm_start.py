"""What a fit of severities leaves for the next one, so that a few more levels need not be fitted from nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoring.agreement.entries import Entries, Indices, Levels
from scoring.agreement.rating_scale import Mode, Panel, Start, plain_start
from scoring.agreement.spreads import NEGLIGIBLE, ROUNDING, START, Place, counted

SAME_SPREAD = 1.0
"""How much nearer one more level may bring a place that differs in the raters' spread alone, as a log: that spread is
told by the raters, not by any level of one of them. Where levels are spread otherwise it may be as much as one level's
likelihood can differ, half the square of the scale's width in the smallest spread."""


@dataclass(frozen=True)
class Kept:
    """Where a fit of `entries` on a scale of `steps` (lowest, highest, how many) ended.

    `starts` are in those steps by the numbers of answers and raters, NaN for those that were not compared, the
    likeliest place first. `below` says how far other places lie below it at least, as logs.
    """

    entries: Entries
    steps: tuple[float, float, int]
    starts: Mapping[Place, Start]
    below: Mapping[Place, float]


def begin(kept: Kept | None, panel: Panel, now: Entries) -> tuple[dict[Place, Start], dict[Place, float]]:
    """Where to start at which places, and which others lie how far below at least, now that the entries are these."""
    plain = plain_start(panel)
    if kept is None:
        return {START: plain}, {}
    starts = {
        place: Start(
            _values(start.quality, panel.answers, plain.quality), _values(start.severity, panel.raters, plain.severity)
        )
        for place, start in kept.starts.items()
    }
    added = _added(kept.entries, now)
    if added is None:
        return starts, {}
    spread, _ = next(iter(starts))
    most = (panel.steps[-1] - panel.steps[0]) ** 2 / (2 * ROUNDING**2)
    below = {place: far - added * (SAME_SPREAD if place[0] == spread else most) for place, far in kept.below.items()}
    return starts, {place: far for place, far in below.items() if far > NEGLIGIBLE}


def keep(
    panel: Panel,
    entries: Entries,
    steps: tuple[float, float, int],
    fitted: Mapping[Place, Mode],
    below: Mapping[Place, float],
) -> Kept:
    """What is left of a fit that found `fitted` and did not try what lies `below`."""
    starts = {}
    for place, mode in counted(fitted).items():
        quality, severity = np.full(entries.answers, np.nan), np.full(entries.raters, np.nan)
        quality[panel.answers], severity[panel.raters] = mode.at.quality, mode.at.severity
        starts[place] = Start(quality, severity)
    highest = max(mode.evidence for mode in fitted.values())
    tried = {place: highest - mode.evidence for place, mode in fitted.items()}
    return Kept(entries, steps, starts, {**below, **tried})


def _values(of_all: Levels, which: Indices, otherwise: Levels) -> Levels:
    """Some of the values, by number; `otherwise` where there is none."""
    found = np.append(of_all, np.nan)[np.minimum(which, len(of_all))]
    return np.where(np.isnan(found), otherwise, found)


def _added(before: Entries, now: Entries) -> int | None:
    """How many entries were added behind those there were; None where these have changed."""
    count = len(before)
    columns = ((before.answer, now.answer), (before.rater, now.rater), (before.level, now.level))
    same = len(now) >= count and all(np.array_equal(old, new[:count]) for old, new in columns)
    return len(now) - count if same else None
