"""How often Slack is called in one round of eight people, six of whom answer; each has opened Home.

Once moved on by hand within minutes, so that every Home is still looked at, and once by its calendar over days.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from benchmarks.rows import Row
from bot.app import running
from bot.settings import load_settings
from sandbox.people.person import Person
from sandbox.server import Sandbox
from tests.kit.clock import Clock
from tests.kit.play import World

PEOPLE, AUTHORS = 8, 6
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)


def measure() -> Iterator[Row]:
    by_hand, over_days = _calls(hand_moved), _calls(over_its_days)
    yield Row("calls to Slack in a round of 8 people and 6 answers", sum(by_hand.values()), "", 70)
    yield Row("of these for Home", by_hand["views.publish"], "")
    yield Row("the same round over its days", sum(over_days.values()), "", 70)
    for method, calls in by_hand.most_common():
        yield Row(f"  {method}: over its days {over_days[method]}, by hand", calls, "")


@contextmanager
def a_world(clock: Clock, wait: Callable[[float], None]) -> Iterator[World]:
    """A bot and its workspace on a clock that is moved by hand; `wait` lets seconds pass."""
    with tempfile.TemporaryDirectory() as folder, Sandbox(clock=clock) as sandbox:
        settings = load_settings(
            slack_bot_token=sandbox.bot_token,
            slack_app_token=sandbox.app_token,
            slack_api_url=sandbox.api_url,
            database_url=f"sqlite:///{folder}/round.sqlite",
            judge="offline",
            judge_calls_a_minute=100_000,
            managers="",
        )
        with running(settings, clock.now, clock=False, wait=wait) as deps:
            sandbox.connected()
            yield World(sandbox, deps, clock)


def _calls(play: Callable[[World], None]) -> Counter[str]:
    """The calls of a round, by method, that begins in working hours: invitations come then."""
    with a_world(Clock(MONDAY), time.sleep) as world:
        play(world)
        return Counter(entry.name for entry in world.sandbox.log if entry.kind == "call")


def hand_moved(world: World) -> None:
    people, channel, ts = _answered(world)
    world.next(people[0], channel)
    for person in people:
        world.score(person, channel, ts)
    world.next(people[0], channel)


def over_its_days(world: World) -> None:
    people, channel, ts = _answered(world)
    world.advance(days=4)
    for person in people:
        world.score(person, channel, ts)
    world.advance(days=4)


def _answered(world: World) -> tuple[list[Person], str, str]:
    """A round whose answers are in: its people, channel and question."""
    people = world.people(*(f"P{number}" for number in range(PEOPLE)))
    for person in people:
        person.open_home()
    channel, ts = world.open_round(people, people)
    world.stories(channel, ts, people[:AUTHORS])
    world.advance(minutes=1)
    return people, channel, ts
