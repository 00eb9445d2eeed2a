"""Where exemplars stand: whether the panel, blind, reads them at the level that they were written at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from bot.calibration.reports.pooling import blind, level_of
from scoring.rubric import level_value
from storage.scores import Mark

NEEDED = 5  # blind scorecards with a level

Exemplar = tuple[str, str]  # question and written level


@dataclass(frozen=True)
class Standing:
    """`missing` counts the scorecards until an exemplar is validated (their median is its level) or disputed."""

    status: Literal["open", "validated", "disputed"]
    scorecards: int
    missing: int


def standing(written: str, given: Sequence[int]) -> Standing:
    """Where an exemplar of the level `written` stands with these blind levels, 1 to 4."""
    missing = max(0, NEEDED - len(given))
    if missing:
        return Standing("open", len(given), missing)
    return Standing("validated" if median(given) == level_value(written) else "disputed", len(given), 0)


def standings(marks: Iterable[Mark]) -> Mapping[Exemplar, Standing]:
    """Every exemplar that was scored, over all rounds in which it came up."""
    given: dict[Exemplar, list[int]] = {}
    for mark in blind(marks):
        if mark.exemplar is not None:
            given.setdefault((mark.slug, mark.exemplar), []).append(level_of(mark))
    return {exemplar: standing(exemplar[1], levels) for exemplar, levels in given.items()}
