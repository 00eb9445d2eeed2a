"""What became of a channel's rulings: how far apart raters lay in the dimension before each, and since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from statistics import mean

from sqlmodel import Session, col, select

from bot.calibration.reports.pooling import by_answer
from scoring.rubric import level_value
from storage.models import Round, Ruling
from storage.scores import Mark

PAIRS = 6  # of raters of one answer, from which a mean distance is told


@dataclass(frozen=True)
class Agreed:
    """A ruling in force, with the mean distance in levels between two raters before it and since; None for too few."""

    text: str
    dimension: str
    at: datetime
    before: float | None
    since: float | None


def rulings_of(session: Session, channel_id: str) -> Sequence[Ruling]:
    """The rulings of a channel's rounds that are in force, the newest first."""
    in_force = (Round.channel_id == channel_id, col(Ruling.agreed_at).is_not(None), col(Ruling.retired_at).is_(None))
    return session.exec(select(Ruling).join(Round).where(*in_force).order_by(col(Ruling.id).desc())).all()


def agreed(
    rulings: Iterable[Ruling], given: Sequence[Mark], levels: Iterable[tuple[int, str, str]]
) -> tuple[Agreed, ...]:
    """What became of these rulings, from all blind marks of their channel and the levels of these."""
    known = {(card, dimension): value for card, dimension, level in levels if (value := level_value(level))}
    found = []
    for ruling in rulings:
        at = ruling.agreed_at or ruling.proposed_at
        before = _distance((mark for mark in given if mark.revealed_at <= at), ruling.dimension, known)
        since = _distance((mark for mark in given if mark.revealed_at > at), ruling.dimension, known)
        found.append(Agreed(ruling.text, ruling.dimension, at, before, since))
    return tuple(found)


def _distance(marks: Iterable[Mark], dimension: str, known: Mapping[tuple[int, str], int]) -> float | None:
    gaps = []
    for cards in by_answer(marks).values():
        values = [value for mark in cards if (value := known.get((mark.scorecard_id, dimension)))]
        gaps += [abs(one - other) for one, other in combinations(values, 2)]
    return mean(gaps) if len(gaps) >= PAIRS else None
