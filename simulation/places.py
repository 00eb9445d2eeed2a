"""The channels of the workspace: how each is set up, who is in it, and when its questions are expected."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox.people.person import Person
from simulation.seen import Seen
from simulation.world import World

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Setup:
    """How a channel is set up. `mark` stands in every story of it, `every` is in weeks, `out` in hours: from the
    question until its scores come out."""

    name: str
    mark: str
    manager: str
    raters: tuple[str, ...]
    others: tuple[str, ...]
    weekday: int = 0
    at: time = time(9)
    zone: str = "Europe/Berlin"
    every: int = 1
    out: int = 96
    judge: str = "claude"
    names: bool = False
    private: bool = False

    @property
    def people(self) -> tuple[str, ...]:
        return (self.manager, *self.raters, *self.others)


SETUPS = (
    Setup("hiring", "case xa", "Maya", ("Gil", "Hao", "Ida"), ("Ana", "Ben", "Cem", "Dora")),
    Setup(
        "platform", "case xb", "Noor", ("Gil", "Pia", "Rolf"), ("Ana", "Tea"),
        at=time(10), zone="America/New_York", every=2, names=True, private=True,
    ),
    Setup(
        "sales", "case xc", "Sven", ("Hao", "Pia", "Tea"), ("Ben", "Uma"),
        weekday=2, at=time(14), out=144, judge="none",
    ),
)  # fmt: skip


def setups_of(seed: int) -> tuple[Setup, ...]:
    """One channel, two, or three: a third of the seeds each."""
    return SETUPS[: 1 + (seed - 1) % len(SETUPS)]


@dataclass
class Place:
    """One channel of a run. `skipped` are the weeks, by number, whose question somebody passed over; `paused` is when
    questions were paused last, from and to."""

    world: World
    setup: Setup
    channel: str
    skipped: set[int] = field(default_factory=set)
    paused: tuple[datetime, datetime] = (NEVER, NEVER)

    @property
    def manager(self) -> Person:
        return self.world.people[self.setup.manager]

    def seen(self) -> Seen | None:
        """Its newest round."""
        return self.world.watch.newest(self.channel)

    def due(self, week: int, first: date) -> datetime:
        """When people expect the question of a week; `first` is the Monday of the first: not asked of the bot's own
        calendar."""
        day = first + timedelta(weeks=week, days=self.setup.weekday)
        return datetime.combine(day, self.setup.at, ZoneInfo(self.setup.zone)).astimezone(UTC)

    def asks_in(self, week: int) -> bool:
        return week % self.setup.every == 0
