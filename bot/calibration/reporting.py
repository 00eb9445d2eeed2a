"""The personal report: how one interviewer scores beside the others, from rounds whose scores are out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean, median

from sqlmodel import Session

from bot.calibration.pooling import blind, crossed
from bot.calibration.practising import Practised, practised_by
from bot.calibration.standing import standings
from scoring.ratings import Levels
from scoring.rubric import DIMENSIONS, level_value
from scoring.severity import Severity, connected_groups, severities
from scoring.thresholds import severity_missing
from storage.reads import Mark, revealed_levels, revealed_marks

WEEKS = (4, 13, 52)
USUAL = 13
SCALE = (1, 4)
MONTH = 5  # scorecards from which a month has a number
PAIRS = 10  # from which a dimension is called the closest or the furthest


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

    `severity` compares them with `panel` others, those they share answers with directly or through others; `apart`
    others of their channels share none with these. `missing` scorecards are needed before it may be shown. `exact` and
    `within_one` of `pairs`: their level beside one other interviewer's. `right` of `validated` exemplars were read at
    their level. `before` and `after`: how far the `revised` scores lay from the others' median, in levels.
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
    every = revealed_marks(session)
    since = now - timedelta(weeks=weeks)
    marks = [mark for mark in every if mark.revealed_at >= since]
    given = blind(marks)
    mine = [mark for mark in given if mark.rater == person]
    severity, panel, apart = against_panel(given, person)
    apart_by = [abs(own - other) for own, other in _beside_others(mine, given)]
    valid = {exemplar for exemplar, stands in standings(every).items() if stands.status == "validated"}
    checked = [mark for mark in mine if mark.exemplar and (mark.slug, mark.exemplar) in valid]
    closest, furthest = extremes(_dimension_gaps(mine, given, revealed_levels(session, since)))
    revised = revisions(marks, person)
    return Personal(
        weeks=weeks,
        scorecards=len(mine),
        missing=severity_missing(severity.n),
        severity=severity,
        panel=panel,
        apart=apart,
        pairs=len(apart_by),
        exact=sum(gap == 0 for gap in apart_by),
        within_one=sum(gap <= 1 for gap in apart_by),
        right=sum(mark.overall == mark.exemplar for mark in checked),
        validated=len(checked),
        months=by_month(mine, given),
        closest=closest,
        furthest=furthest,
        revised=len(revised),
        before=mean(before for before, _ in revised) if revised else None,
        after=mean(after for _, after in revised) if revised else None,
        practised=practised_by(session, person),
    )


def against_panel(given: Sequence[Mark], person: str) -> tuple[Severity, int, int]:
    """Severity within the raters that a person is connected with, how many these are, and who is not among them."""
    table = crossed((mark.answer_id, mark.rater, mark.overall) for mark in given)
    nobody = Severity(None, None, None, 0, "nobody else has scored an answer that you scored")
    if person not in table.raters:
        return nobody, 0, 0
    place = table.raters.index(person)
    group = next(group for group in connected_groups(table.levels) if place in group)
    panel = {table.raters[column] for column in group}
    channels = {mark.channel_id for mark in given if mark.rater == person}
    near = {mark.rater for mark in given if mark.channel_id in channels}
    if len(group) < 2:
        return nobody, 0, len(near - panel)
    levels: Levels = table.levels[:, list(group)]
    return severities(levels, SCALE)[group.index(place)], len(panel) - 1, len(near - panel)


def _beside_others(mine: Iterable[Mark], given: Iterable[Mark]) -> list[tuple[int, int]]:
    """A person's level with each other interviewer's on the same answer."""
    others = _by_answer(given)
    return [
        (_value(own), _value(other))
        for own in mine
        for other in others.get(own.answer_id, ())
        if other.rater != own.rater
    ]


def by_month(mine: Iterable[Mark], given: Iterable[Mark]) -> tuple[Month, ...]:
    """How a person's blind marks lean month by month, beside the others' among `given`."""
    others = _by_answer(given)
    leans: dict[datetime, list[float]] = {}
    for own in mine:
        beside = [_value(other) for other in others[own.answer_id] if other.rater != own.rater]
        if beside:
            first = own.revealed_at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
            leans.setdefault(first, []).append(mean(beside) - _value(own))
    return tuple(
        Month(first, len(found), mean(found) if len(found) >= MONTH else None) for first, found in sorted(leans.items())
    )


def _dimension_gaps(
    mine: Iterable[Mark], given: Iterable[Mark], levels: Iterable[tuple[int, str, str]]
) -> dict[str, list[int]]:
    """By dimension, how far a person lies from each other interviewer on the same answer, in levels."""
    of_card: dict[int, dict[str, int]] = {}
    for scorecard_id, dimension, level in levels:
        if (value := level_value(level)) is not None:
            of_card.setdefault(scorecard_id, {})[dimension] = value
    others = _by_answer(given)
    gaps: dict[str, list[int]] = {dimension: [] for dimension in DIMENSIONS}
    for own in mine:
        for other in others[own.answer_id]:
            if other.rater != own.rater:
                here, there = of_card.get(own.scorecard_id, {}), of_card.get(other.scorecard_id, {})
                for dimension in here.keys() & there.keys():
                    gaps[dimension].append(abs(here[dimension] - there[dimension]))
    return gaps


def extremes(gaps: Mapping[str, Sequence[int]]) -> tuple[str | None, str | None]:
    """The dimensions in which a person is closest to the others and furthest from them, if they differ."""
    means = {dimension: mean(found) for dimension, found in gaps.items() if len(found) >= PAIRS}
    if len(set(means.values())) < 2:
        return None, None
    return min(means, key=lambda dimension: means[dimension]), max(means, key=lambda dimension: means[dimension])


def revisions(marks: Iterable[Mark], person: str) -> list[tuple[float, float]]:
    """How far from the others' blind median a person's revised scores lay, before and after the discussion."""
    marks = list(marks)
    others = _by_answer(mark for mark in blind(marks) if mark.rater != person)
    mine = {mark.answer_id: _value(mark) for mark in blind(marks) if mark.rater == person}
    found = []
    for mark in marks:
        revised = level_value(mark.overall)
        if (mark.rater, mark.kind, mark.phase) == (person, "interviewer", "discussed") and revised is not None:
            beside = [_value(other) for other in others.get(mark.answer_id, ())]
            if beside and mark.answer_id in mine:
                middle = median(beside)
                found.append((abs(mine[mark.answer_id] - middle), abs(revised - middle)))
    return found


def _by_answer(given: Iterable[Mark]) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    for mark in given:
        found.setdefault(mark.answer_id, []).append(mark)
    return found


def _value(mark: Mark) -> int:
    return level_value(mark.overall) or 0
