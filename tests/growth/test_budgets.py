"""What each thing that people do costs, in statements, rows and calls to Slack, is written down and stays so."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.uses import USES
from tests.growth.conftest import History
from tests.growth.counting import Counts, counting

BUDGETS = Path(__file__).with_name("budgets.yaml")
Spent = tuple[dict[str, int], Counts]


@pytest.fixture(scope="module")
def costs(histories: tuple[History, History]) -> Callable[[str], list[Spent]]:
    """What a use costs in the small history and in the large one; each is done once for all tests."""
    return cache(lambda use: [spent(history, use) for history in histories])


def spent(history: History, use: str) -> Spent:
    """What one use costs: as it is written down, and all counts."""
    history.uses[use]()  # the first time there is more to note down
    history.slack.calls.clear()
    history.deps.posted.clear()  # what a job saw in a thread is no other job's to go by
    with counting(history.deps.engine) as counts:
        history.uses[use]()
    return {"statements": counts.statements, "rows": counts.rows, "calls": history.slack.calls.total()}, counts


@pytest.mark.parametrize("use", USES)
def test_what_it_costs_is_what_is_written_down(costs: Callable[[str], list[Spent]], use: str) -> None:
    (small, _), (large, _) = costs(use)
    found = {"year": small, "years": large}
    budgets: dict[str, Any] = yaml.safe_load(BUDGETS.read_text(encoding="utf-8"))
    assert budgets.get(use) == found, f"where that is as it should be, write {use}: {found} into {BUDGETS.name}"


@pytest.mark.parametrize("use", USES)
def test_four_times_the_history_is_no_more_to_read_through(costs: Callable[[str], list[Spent]], use: str) -> None:
    """Twice the channels and the years; a scan of any big table would be four times as many steps."""
    (_, small), (_, large) = costs(use)
    assert large.steps <= 1.5 * small.steps + 1500
