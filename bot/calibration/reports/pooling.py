"""Blind scores of many rounds put together: how alike a panel reads, as far as its rounds allow to say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import mean

import numpy as np
from sqlmodel import Session

from scoring.agreement.alpha import alpha
from scoring.agreement.bootstrap import alpha_interval
from scoring.agreement.entries import Entries, levelled, only, shared
from scoring.agreement.ratings import Estimate, Interval, Ratings, rated
from scoring.agreement.report import Share, share_within
from scoring.agreement.thresholds import ALPHA_ANSWERS, Missing, alpha_missing
from scoring.rubric import DIMENSIONS, level_value
from storage.scores import Mark, revealed_marks, start_of_last_rounds

ROUNDS = 8  # that agreement is pooled over: two months, time enough for 20 answers and short enough to move
POINTS = 20  # of a chart: as many as Slack draws
PAIRS = 10  # from which a dimension is called the closest or the furthest, or is charted


@dataclass(frozen=True)
class Pooled:
    """Ordinal alpha over up to eight rounds, `answers` being those that two people scored.

    While `missing` is not nothing, too little is there to say: both estimates then hold no number.
    """

    answers: int
    missing: Missing
    alpha: Estimate
    interval: Interval


@dataclass(frozen=True)
class Point:
    """Alpha over the eight rounds up to the one revealed `at`."""

    at: datetime
    alpha: float


@dataclass(frozen=True)
class Alike:
    """How alike pairs of interviewers read one dimension of the same answers."""

    dimension: str
    exact: Share
    within_one: Share


def looks_back_to(session: Session, channel_id: str, until_round: int | None = None) -> datetime | None:
    """From when on `pooled` and `trend` need a channel's marks; None where there are none, up to a round if given."""
    return start_of_last_rounds(session, channel_id, ROUNDS + POINTS - 1, until_round)


def blind_until(session: Session, channel_id: str, round_id: int) -> list[Mark]:
    """A channel's blind marks up to a round, as far back as `pooled` and `trend` need them."""
    start = looks_back_to(session, channel_id, round_id)
    return blind(revealed_marks(session, [channel_id], start, round_id)) if start else []


def blind(marks: Iterable[Mark]) -> list[Mark]:
    """What interviewers gave before the reveal, where it is a level."""
    return [
        mark for mark in marks if mark.kind == "interviewer" and mark.phase == "blind" and level_value(mark.overall)
    ]


def level_of(mark: Mark) -> int:
    """The overall level of a blind mark as a number, 1 to 4."""
    return level_value(mark.overall) or 0


def by_answer(marks: Iterable[Mark]) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    for mark in marks:
        found.setdefault(mark.answer_id, []).append(mark)
    return found


def extremes(gaps: Mapping[str, Sequence[int]], least: int = 1) -> tuple[str | None, str | None]:
    """The dimensions with the smallest and the largest mean gap, among those with `least` gaps, if they differ."""
    means = {dimension: mean(found) for dimension, found in gaps.items() if len(found) >= least}
    if len(set(means.values())) < 2:
        return None, None
    return min(means, key=lambda dimension: means[dimension]), max(means, key=lambda dimension: means[dimension])


def crossed(given: Iterable[tuple[int, str, str | None]]) -> Ratings:
    """The ratings of (answer, rater, level) where that is a level."""
    return rated((str(answer), rater, value) for answer, rater, level in given if (value := level_value(level)))


def overall(marks: Iterable[Mark]) -> Entries:
    """The overall levels of answers by raters."""
    return crossed((mark.answer_id, mark.rater, mark.overall) for mark in marks).entries


def pooled(marks: Sequence[Mark]) -> Pooled:
    """Agreement over the last eight rounds of blind marks, oldest first."""
    last = list(_reveals(marks))[-ROUNDS:]
    levels = overall(mark for mark in marks if mark.round_id in last)
    missing = alpha_missing(levels)
    answers = levelled(shared(levels)).answers
    if missing.answers or missing.levels:
        reason = f"needs {ALPHA_ANSWERS} answers and three levels"
        return Pooled(answers, missing, Estimate(None, reason), Interval(None, None, reason))
    return Pooled(answers, missing, alpha(levels), alpha_interval(levels))


def trend(marks: Sequence[Mark]) -> tuple[Point, ...]:
    """Agreement as it stood at each of the last twenty reveals of blind marks, where there was enough to tell."""
    reveals, every = _reveals(marks), overall(marks)
    rounds = list(reveals)
    of_round = np.array([mark.round_id for mark in marks])
    found = []
    for end in range(max(0, len(rounds) - POINTS), len(rounds)):
        levels = only(every, np.isin(of_round, rounds[: end + 1][-ROUNDS:]))
        estimate = alpha(levels)
        if alpha_missing(levels) == Missing(0, 0) and estimate.value is not None:
            found.append(Point(reveals[rounds[end]], estimate.value))
    return tuple(found)


def by_dimension(marks: Iterable[Mark], levels: Iterable[tuple[int, str, str]]) -> tuple[Alike, ...]:
    """How alike each dimension is read, in the rubric's order; those that no two people scored are left out."""
    cards = {mark.scorecard_id: mark for mark in marks}
    given: Mapping[str, list[tuple[int, str, str | None]]] = {dimension: [] for dimension in DIMENSIONS}
    for scorecard_id, dimension, level in levels:
        if dimension in given and (card := cards.get(scorecard_id)):
            given[dimension].append((card.answer_id, card.rater, level))
    tables = ((dimension, crossed(found).entries) for dimension, found in given.items())
    alike = (Alike(dimension, share_within(table, 0), share_within(table, 1)) for dimension, table in tables)
    return tuple(one for one in alike if one.exact.pairs)


def _reveals(marks: Iterable[Mark]) -> dict[int, datetime]:
    """When each round of these marks was revealed."""
    return {mark.round_id: mark.revealed_at for mark in marks}
