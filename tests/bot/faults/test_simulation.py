"""Weeks of a channel from seeds, with what can go wrong: what was said is kept, said once, and stays blind."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.workspace import Channel
from simulation import faults
from simulation.run import run
from simulation.shared import Shared, shared
from simulation.world import World

ROOT = Path(__file__).parents[3]
PLAY = """
from simulation.run import run
from simulation.shared import shared
with shared() as parts:
    print(run(parts, 11, weeks=1).digest)
"""


@pytest.fixture(scope="module")
def parts() -> Iterator[Shared]:
    with shared() as found:
        yield found


def test_a_plain_fortnight_is_kept_told_once_and_in_time(parts: Shared) -> None:
    outcome = run(parts, 3, weeks=2, kinds=())
    assert outcome.rounds >= 2
    assert [str(one) for one in outcome.violations] == []


def test_weeks_with_faults_lose_nothing_double_nothing_and_show_nothing_early(parts: Shared) -> None:
    outcome = run(parts, 14, weeks=2)
    assert len(outcome.faults) > 5, "this seed has many"
    assert outcome.channels > 1
    assert [str(one) for one in outcome.violations] == []


@pytest.fixture(scope="module")
def digest(parts: Shared) -> str:
    """What a seed came to in this process, on SQLite."""
    return run(parts, 11, weeks=1).digest


def test_a_seed_plays_the_same_to_the_byte_in_any_process(digest: str) -> None:
    other = subprocess.run(
        [sys.executable, "-c", PLAY],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert digest == other.stdout.strip()


def test_on_postgresql_a_seed_plays_the_same_to_the_byte(digest: str) -> None:
    with shared("postgresql") as there:
        assert run(there, 11, weeks=1).digest == digest


def test_an_invitation_is_not_sent_again_where_only_noting_it_failed(parts: Shared) -> None:
    told: list[str] = []

    def meddle(world: World) -> None:
        def heard(event: dict[str, Any], channel: Channel | None) -> None:
            if channel is not None and channel.kind == "im" and event["type"] == "message" and "subtype" not in event:
                told.append(event["text"])
                world.tables.uncommitted = 1  # what comes next is the note of it

        world.slack.heard.append(heard)

    outcome = run(parts, 3, weeks=1, kinds=(), meddle=meddle)
    assert any("for your score" in text for text in told)
    assert [str(one) for one in outcome.violations] == []


def test_there_are_faults_of_many_kinds() -> None:
    assert len(faults.KINDS) >= 25
