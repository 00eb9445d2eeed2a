"""How often Slack is called in one round of eight people, six of whom answer; each has opened Home."""

import tempfile
from collections.abc import Iterator

from benchmarks.rows import Row
from bot.app import running
from bot.settings import load_settings
from sandbox.server import Sandbox
from tests.kit.clock import Clock
from tests.kit.play import World

PEOPLE, AUTHORS = 8, 6


def measure() -> Iterator[Row]:
    clock = Clock()
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
        with running(settings, clock.now, clock=False) as deps:
            sandbox.connected()
            world = World(sandbox, deps, clock)
            play(world)
            calls = [entry.name for entry in sandbox.log if entry.kind == "call"]
    yield Row("calls to Slack in a round of 8 people and 6 answers", len(calls), "", 70)
    yield Row("of these for Home", calls.count("views.publish"), "")


def play(world: World) -> None:
    people = world.people(*(f"P{number}" for number in range(PEOPLE)))
    for person in people:
        person.open_home()
    channel, ts = world.open_round(people, people)
    world.stories(channel, ts, people[:AUTHORS])
    world.advance(minutes=1)
    world.next(people[0], channel)
    for person in people:
        world.score(person, channel, ts)
    world.next(people[0], channel)
