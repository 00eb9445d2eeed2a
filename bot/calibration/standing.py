"""Where exemplars stand: whether the panel, blind, reads them at the level that they were written at."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from sqlmodel import Session

from scoring.rubric import LEVELS, level_value
from storage.scores import levels_of_exemplars

NEEDED = 5  # blind scorecards with a level; of fewer, one odd reading moves the median

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


def panels(session: Session, exemplars: Collection[Exemplar]) -> Mapping[Exemplar, list[int]]:
    """The levels, 1 to 4, that each of these got blind, over all rounds of the workspace in which it came up."""
    found = levels_of_exemplars(session, exemplars)
    return {exemplar: [LEVELS.index(level) + 1 for level in found[exemplar].elements()] for exemplar in exemplars}


def standings(session: Session, exemplars: Collection[Exemplar]) -> Mapping[Exemplar, Standing]:
    """Where each of these stands."""
    given = panels(session, exemplars)
    return {exemplar: standing(exemplar[1], levels) for exemplar, levels in given.items()}
