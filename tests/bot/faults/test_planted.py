"""What the simulation is there to see it sees: bugs planted one at a time in a copy of the source."""

import subprocess
import sys
from pathlib import Path

import pytest

from simulation.bugs import BUGS, Bug

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_of_the_bugs_that_are_planted_nine_in_ten_are_found() -> None:
    """In a process of its own, which has not read the source that the copies are made of."""
    assert len(BUGS) >= 30
    done = subprocess.run(
        [sys.executable, "-m", "simulation", "--planted"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_what_a_bug_is_planted_in_is_still_there(bug: Bug) -> None:
    assert (ROOT / bug.file).read_text(encoding="utf-8").count(bug.was) == 1
