"""How severe or lenient each rater is, from answers that several raters levelled, holes allowed.

Severities are drawn towards 0 as far as the raters look alike. The model is that of rating_scale.py;
docs/statistics.md says why and what it recovers.
"""

from dataclasses import dataclass

import numpy as np

from scoring.agreement.entries import Entries, Indices, Table, entries_of, shared
from scoring.agreement.rating_scale import panel_of
from scoring.agreement.ratings import here
from scoring.agreement.scale import scale_of
from scoring.agreement.spreads import averaged, counted, modes
from scoring.agreement.warm_start import Kept, begin, keep

FEWEST = 5  # levels for shared answers before a rater gets a number at all
NORMAL_95 = 1.96


@dataclass(frozen=True)
class Severity:
    """How much lower (+) or higher (-) than the others one rater scores the same answer, in levels.

    "The others" are the raters connected with this one, each counting as much as the next. `low` to `high` holds the
    truth with 95% probability. `n` counts the levels it stands on: those given to answers that somebody else levelled
    too. Where it cannot be told, the numbers are None and `reason` says why.
    """

    severity: float | None
    low: float | None
    high: float | None
    n: int
    reason: str | None = None


@dataclass(frozen=True)
class Fit:
    """Severities by rater; and what a later fit can start from, None where nothing was fitted."""

    severities: tuple[Severity, ...]
    kept: Kept | None = None


def connected_groups(levels: Table) -> tuple[tuple[int, ...], ...]:
    """The raters (columns) in groups that share answers, directly or through others; each ascending, biggest first."""
    lowest = _lowest_connected(entries_of(levels))
    order = np.argsort(lowest, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(lowest[order])) + 1) if len(order) else []
    return tuple(sorted((tuple(group.tolist()) for group in groups), key=lambda group: (-len(group), group)))


def _lowest_connected(entries: Entries) -> Indices:
    """For each rater the lowest number among those connected with them.

    Union-find, with all entries at once: in each round the raters of an answer, and those whom they name, come to name
    the lowest that any of them named, and then whom that one names. A chain of a thousand takes some ten rounds.
    """
    names = np.arange(entries.raters)
    while True:
        lowest = np.full(entries.answers, entries.raters)
        np.minimum.at(lowest, entries.answer, names[entries.rater])
        named = names.copy()
        np.minimum.at(named, names[entries.rater], lowest[entries.answer])
        named = named[named]
        if (named == names).all():
            return names
        names = named


def severities(levels: Table, scale: tuple[float, float] | None = None) -> tuple[Severity, ...]:
    """The severity of each rater (column), against the others compared; see `fit_severities`."""
    return fit_severities(levels, scale).severities


def fit_severities(levels: Table, scale: tuple[float, float] | None = None, start: Fit | None = None) -> Fit:
    """The severity of each rater (column) of a table (answers, raters), against the others compared.

    `scale` is the lowest and highest level there is, by default as `scale_of` tells it from those used. A rater with
    fewer than five levels for answers that somebody else levelled gets none, nor does one whose interval reaches
    further than the scale is wide. Where the raters fall into groups that share no answers nobody gets any, for a
    number that compares with one group reads as if it compared with all.

    `start` is an earlier fit of much the same levels, in which answers and raters had the numbers they have now; new
    ones come behind. With it the severities are what they are without, to within 1e-3 of a level, but sooner: several
    times so where `levels` are entries that only added some behind those of `start`, less where old ones changed.
    """
    entries = entries_of(levels)
    counts, refusal = _compared(entries)
    found = [Severity(None, None, None, n, refusal or _too_few(n)) for n in counts]
    ends = scale or scale_of(entries.level)
    if refusal or ends is None or max(counts) < FEWEST:
        return Fit(tuple(found))
    panel = panel_of(entries, *ends)
    steps = (*ends, len(panel.steps) - 1)
    starts, below = begin(start.kept if start and start.kept and start.kept.steps == steps else None, panel, entries)
    fitted = modes(panel, starts, below)
    others = len(panel.raters) / (len(panel.raters) - 1)  # from a distance to the mean of all to one to the others'
    unit = others * (ends[1] - ends[0]) / steps[2]
    middle, deviation = averaged(counted(fitted).values())
    for rater, centre, half in zip(panel.raters, unit * middle, unit * NORMAL_95 * deviation, strict=True):
        if counts[rater] >= FEWEST:
            found[rater] = _told(float(centre), float(half), counts[rater], ends[1] - ends[0])
    return Fit(tuple(found), keep(panel, entries, steps, fitted, below))


def _compared(entries: Entries) -> tuple[list[int], str | None]:
    """How many levels each rater has for answers that somebody else levelled too, and why nobody can be compared."""
    known = shared(entries)
    counts = np.bincount(known.rater, minlength=entries.raters).tolist()
    groups = sum(len(group) > 1 for group in connected_groups(known))
    if not groups:
        return counts, "no two raters share an answer"
    if groups > 1:
        return counts, f"the raters fall into {groups} groups that share no answers, so they cannot be compared"
    return counts, "every level is the same" if known.level.min() == known.level.max() else None


def _too_few(count: int) -> str:
    if not count:
        return "shares no answer with any other rater"
    return f"needs {FEWEST} levels for answers that others levelled too, {here(count)}"


def _told(centre: float, half: float, count: int, width: float) -> Severity:
    if abs(centre) + half > width:
        reason = "its interval reaches further than the scale is wide, so the levels say too little"
        return Severity(None, None, None, count, reason)
    return Severity(centre, centre - half, centre + half, count)
