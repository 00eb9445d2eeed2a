"""The personal report: how one interviewer scores beside the others, from rounds whose scores are out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean, median

import numpy as np
from sqlmodel import Session

from bot.calibration.practice import Practised, practised_by
from bot.calibration.reports.pooling import PAIRS, blind, by_answer, crossed, extremes, level_of
from bot.calibration.standing import standings
from scoring.agreement.entries import only, shared
from scoring.agreement.severity import Severity, connected_groups, severities
from scoring.agreement.thresholds import SEVERITY_SCORECARDS, severity_missing
from scoring.rubric import DIMENSIONS, level_value
from storage.scores import Mark, channels_scored_in, revealed_levels, revealed_marks

WEEKS = (4, 13, 52)  # a month, a quarter, a year
USUAL = 13  # the shortest in which a weekly round gathers the scorecards that a severity needs
SCALE = (1, 4)
MONTH = 5  # scorecards from which a month has a number; below it one answer makes the month

Shared = tuple[Mark, Sequence[Mark]]  # what a person gave, and the others on the same answer


@dataclass(frozen=True)
class Month:
    """How many levels lower (+) or higher (-) than the others on the same answers one scored, on average.

    None where fewer than five scorecards were shared with others in that month.
    """

    first: datetime
    scorecards: int
    lean: float | None


@dataclass(frozen=True)
class Personal:
    """One interviewer over some weeks.

    `severity` compares them with `panel` others: in the channels that they scored in, those they share answers with
    directly or through others; `apart` others of these channels share none with them. `missing` scorecards are needed
    before it may be shown. `exact` and `within_one` of `pairs`: their level beside one other interviewer's. `right` of
    `validated` exemplars were read at their level. `before` and `after`: how far the `revised` scores lay from the
    others' median, in levels.
    """

    weeks: int
    scorecards: int
    missing: int
    severity: Severity
    panel: int
    apart: int
    pairs: int
    exact: int
    within_one: int
    right: int
    validated: int
    months: tuple[Month, ...]
    closest: str | None
    furthest: str | None
    revised: int
    before: float | None
    after: float | None
    practised: Practised


def personal(session: Session, person: str, weeks: int, now: datetime) -> Personal:
    """The report of one person over the last `weeks`, counting what they gave blind."""
    since = now - timedelta(weeks=weeks)
    channels = channels_scored_in(session, person, since)
    marks = revealed_marks(session, channels, since)
    given = blind(marks)
    mine = [mark for mark in given if mark.rater == person]
    severity, panel, apart = against_panel(given, person, needed=SEVERITY_SCORECARDS)
    shared = beside_others(given, person)
    gaps = [abs(level_of(own) - level_of(other)) for own, others in shared for other in others]
    stands = standings(session, {(mark.slug, mark.exemplar) for mark in mine if mark.exemplar})
    valid = {exemplar for exemplar, stand in stands.items() if stand.status == "validated"}
    checked = [mark for mark in mine if mark.exemplar and (mark.slug, mark.exemplar) in valid]
    closest, furthest = extremes(_dimension_gaps(shared, revealed_levels(session, channels, since)), PAIRS)
    revised = revisions(marks, shared)
    return Personal(
        weeks=weeks,
        scorecards=len(mine),
        missing=severity_missing(severity.n),
        severity=severity,
        panel=panel,
        apart=apart,
        pairs=len(gaps),
        exact=sum(gap == 0 for gap in gaps),
        within_one=sum(gap <= 1 for gap in gaps),
        right=sum(mark.overall == mark.exemplar for mark in checked),
        validated=len(checked),
        months=by_month(shared),
        closest=closest,
        furthest=furthest,
        revised=len(revised),
        before=mean(before for before, _ in revised) if revised else None,
        after=mean(after for _, after in revised) if revised else None,
        practised=practised_by(session, person),
    )


def against_panel(given: Sequence[Mark], person: str, needed: int = 0) -> tuple[Severity, int, int]:
    """Severity within the raters that a person is connected with, how many these are, and who is not among them.

    From fewer than `needed` shared scorecards it is not worked out: fitting takes a while.
    """
    table = crossed((mark.answer_id, mark.rater, mark.overall) for mark in given)
    nobody = Severity(None, None, None, 0, "nobody else has scored an answer that you scored")
    if person not in table.raters:
        return nobody, 0, 0
    place = table.raters.index(person)
    group = next(group for group in connected_groups(table.entries) if place in group)
    panel = {table.raters[column] for column in group}
    channels = {mark.channel_id for mark in given if mark.rater == person}
    near = {mark.rater for mark in given if mark.channel_id in channels}
    if len(group) < 2:
        return nobody, 0, len(near - panel)
    levels = shared(only(table.entries, np.isin(table.entries.rater, group)))
    count = int((levels.rater == place).sum())
    if count < needed:
        few = Severity(None, None, None, count, f"needs {needed} scorecards of answers that others scored too")
        return few, len(panel) - 1, len(near - panel)
    return severities(levels, SCALE)[place], len(panel) - 1, len(near - panel)


def beside_others(given: Iterable[Mark], person: str) -> list[Shared]:
    """What a person gave, each with what others gave on the same answer, where anybody did."""
    found: list[Shared] = []
    for marks in by_answer(given).values():
        others = [mark for mark in marks if mark.rater != person]
        found += [(own, others) for own in marks if own.rater == person and others]
    return found


def by_month(shared: Iterable[Shared]) -> tuple[Month, ...]:
    """How a person's blind marks lean month by month, beside the others'."""
    leans: dict[datetime, list[float]] = {}
    for own, others in shared:
        first = own.revealed_at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        leans.setdefault(first, []).append(mean(map(level_of, others)) - level_of(own))
    return tuple(
        Month(first, len(found), mean(found) if len(found) >= MONTH else None) for first, found in sorted(leans.items())
    )


def _dimension_gaps(shared: Sequence[Shared], levels: Iterable[tuple[int, str, str]]) -> dict[str, list[int]]:
    """By dimension, how far a person lies from each other interviewer on the same answer, in levels."""
    known = {(card, dimension): value for card, dimension, level in levels if (value := level_value(level))}
    return {
        dimension: [
            abs(known[here] - known[there])
            for own, others in shared
            for other in others
            if (here := (own.scorecard_id, dimension)) in known and (there := (other.scorecard_id, dimension)) in known
        ]
        for dimension in DIMENSIONS
    }


def revisions(marks: Iterable[Mark], shared: Iterable[Shared]) -> list[tuple[float, float]]:
    """How far from the others' blind median a person's revised scores lay, before and after the discussion."""
    discussed = {(mark.rater, mark.answer_id): mark.overall for mark in marks if mark.phase == "discussed"}
    found = []
    for own, others in shared:
        revised = level_value(discussed.get((own.rater, own.answer_id)))
        if revised is not None:
            middle = median(map(level_of, others))
            found.append((abs(level_of(own) - middle), abs(revised - middle)))
    return found
