"""What the simulation is there to see it sees: bugs planted one at a time in a copy of the source."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.bugs import BUGS, Bug
from simulation.planted import PACKAGES, copied

ROOT = Path(__file__).parents[3]
ANY_ORDER = """
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from simulation.shared import shared
from tests.bot.faults.test_any_order import FEW, AnyOrder
with shared() as AnyOrder.parts:
    run_state_machine_as_test(AnyOrder, settings=settings(FEW, phases=[Phase.generate]))
"""
IN_ANY_ORDER = (  # of the bugs, those that test_any_order.py is known to find
    "only long stories count",
    "scores come out when answers close",
    "private authors are named",
    "posted answers are ticked",
    "private answers are posted at once",
    "Slack is called in a transaction",
)


@pytest.mark.slow
def test_of_the_bugs_that_are_planted_nine_in_ten_are_found() -> None:
    """In a process of its own, which has not read the source that the copies are made of."""
    assert len(BUGS) >= 30
    done = subprocess.run(
        [sys.executable, "-m", "simulation", "--planted"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", IN_ANY_ORDER)
def test_what_happens_in_any_order_finds_a_bug_that_is_planted(name: str) -> None:
    """In a process of its own, which reads the copy only, and looks for no shorter way to it."""
    bug = next(one for one in BUGS if one.name == name)
    with copied(bug, (*PACKAGES, "tests")) as folder:
        shutil.copy(ROOT / "manifest.yml", folder)
        done = subprocess.run(
            [sys.executable, "-c", ANY_ORDER], cwd=folder, env={**os.environ, "PYTHONPATH": folder},
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert "what_is_promised_holds" in done.stderr, done.stderr


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_what_a_bug_is_planted_in_is_still_there(bug: Bug) -> None:
    assert (ROOT / bug.file).read_text(encoding="utf-8").count(bug.was) == 1
