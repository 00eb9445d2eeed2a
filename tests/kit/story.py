"""The demo's story, played on the world of the tests."""

from datetime import datetime, timedelta

from bot.demo.clock import StoryClock
from bot.demo.scene import Scene
from bot.demo.stories import load_stories
from tests.kit.clock import Clock
from tests.kit.play import World


class WorldsClock(StoryClock):
    """The story's clock, where the world's is the bot's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.at

    def jump_to(self, moment: datetime) -> None:
        self._clock.at = max(self._clock.at, moment)

    def pass_time(self, duration: timedelta) -> None:
        self._clock.at += duration


def asked(world: World, judge: str | None = None) -> Scene:
    """A channel of the demo's people where a question is open; `judge` is the kind that the channel chose."""
    told = load_stories()
    people = dict(zip(told.people, world.people(*told.people), strict=True))
    channel = world.channel(people.values())
    world.clock.at = world.plan(channel, [people[name] for name in told.interviewers], judge=judge)
    world.work()
    question = world.deps.bank[told.question]
    return Scene(
        world.sandbox,
        world.deps,
        WorldsClock(world.clock),
        people,
        channel,
        question,
        told,
        pace=lambda _seconds: world.work(),
    )
