"""Reading only what a screen shows changes none of its figures."""

from collections import defaultdict
from datetime import timedelta

import pytest

from benchmarks.seed import Size, channel_id
from benchmarks.uses import NOW, TEAM
from bot.calibration.reports.pooling import blind, blind_until, pooled, trend
from bot.calibration.standing import standing, standings
from scoring.rubric import level_value
from storage.database import view
from storage.scores import revealed_marks, revealed_scorecards
from tests.growth.conftest import History, over

EVER = NOW - timedelta(weeks=1000)


@pytest.fixture(scope="module")
def history(address: str) -> History:
    """Two years, the first of which no window reaches."""
    return over(address, Size(channels=2, weeks=108))


def test_exemplars_stand_on_all_rounds_they_came_up_in(history: History) -> None:
    given: dict[tuple[str, str], list[int]] = defaultdict(list)
    with view(history.deps.engine, TEAM) as session:
        for card, answer, round_ in revealed_scorecards(session):
            level = level_value(card.overall)
            if answer.exemplar and level and (card.kind, card.phase) == ("interviewer", "blind"):
                given[round_.slug, answer.exemplar].append(level)
        never = ("never-asked", "mid")
        found = standings(session, [*given, never])
    assert len({one.status for one in found.values()}) > 1
    assert found == {exemplar: standing(exemplar[1], given[exemplar]) for exemplar in found}
    assert found[never].scorecards == 0


def test_agreement_and_its_trend_are_those_of_all_marks(history: History) -> None:
    with view(history.deps.engine, TEAM) as session:
        every = blind(revealed_marks(session, [channel_id(0)], EVER))
        read = blind_until(session, channel_id(0), every[-1].round_id)
    assert len(read) < len(every) / 2
    assert pooled(read) == pooled(every)
    assert trend(read) == trend(every)


def test_an_earlier_summary_looks_at_no_later_round(history: History) -> None:
    with view(history.deps.engine, TEAM) as session:
        every = blind(revealed_marks(session, [channel_id(0)], EVER))
        middle = every[len(every) // 2].round_id
        read = blind_until(session, channel_id(0), middle)
    assert pooled(read) == pooled([mark for mark in every if mark.round_id <= middle])
