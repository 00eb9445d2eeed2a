"""One run from one seed: a channel's year, with its faults; and what the checker says of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from simulation import faults
from simulation.node import logged
from simulation.people import Week
from simulation.seen import Seen, Violation
from simulation.settling import LASTING, settle, was_told
from simulation.shared import Shared, seeded
from simulation.world import NAMES, START, World

ZONE = "Europe/Berlin"
HEAL = timedelta(days=10)  # after the last week nothing goes wrong any more, and everything has to come to its end


@dataclass
class Outcome:
    """What a run came to. `faults` counts each kind; `blamed` says which were under way when something went wrong."""

    seed: int
    weeks: int
    digest: str
    rounds: int
    posts: int
    faults: Counter[str]
    violations: list[Violation]
    blamed: dict[str, Counter[str]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    enough: int = 0  # weeks after which the first violation is seen again


def run(
    shared: Shared,
    seed: int,
    weeks: int = 52,
    kinds: tuple[str, ...] | None = None,
    transcript: list[str] | None = None,
    meddle: Callable[[World], None] = lambda _world: None,
) -> Outcome:
    """Plays so many weeks of a channel. `kinds` happen every week; None for a few of any kind each.

    `transcript` is filled with a line for all that passed; `meddle` may change the world before it begins.
    """
    with shared.database() as url, seeded(Random(f"ids {seed}")):
        world = World(shared, url, seed)
        world.transcript = transcript
        meddle(world)
        try:
            with logged(world.complaints.append):
                return Year(world, weeks, kinds).play()
        finally:
            world.tables.engine.dispose()


class Year:
    def __init__(self, world: World, weeks: int, kinds: tuple[str, ...] | None) -> None:
        self.world, self.weeks, self.kinds = world, weeks, kinds
        self.count: Counter[str] = Counter()
        self.spans: list[tuple[str, datetime, datetime]] = []

    def play(self) -> Outcome:
        world = self.world
        self._begin()
        mondays = self._mondays()
        for number, monday in enumerate(mondays[: self.weeks]):
            Week(world, monday, number, Random(f"week {world.seed} {number}")).plan()
            self._plan_faults(monday, number)
            world.play(monday + timedelta(days=6, hours=12))
            self._settle_week(number, monday)
        world.play(mondays[self.weeks - 1] + HEAL)
        for seen in [one for one in world.watch.rounds if one.at < mondays[self.weeks] - timedelta(hours=1)]:
            settle(world.watch, seen, final=True)
        return Outcome(
            world.seed, self.weeks, world.digest, len(world.watch.rounds), world.watch.posts, self.count,
            world.watch.violations, self._blame(), world.complaints, self._enough(mondays),
        )  # fmt: skip

    def _begin(self) -> None:
        world = self.world
        world.people = {name: world.slack.add_person(name) for name in NAMES}
        world.channel = world.slack.add_channel("hiring", members=world.people.values())
        world.watch.managers = {world.people["Maya"].id}
        world.start(world.node)
        world.pump()
        maya, channel = world.people["Maya"], world.channel
        maya.command("/calibrate", "setup", channel)
        raters = [world.people[name] for name in ("Gil", "Hao", "Ida")]
        maya.fill({f"interviewers:{channel}": raters, f"judge:{channel}": "claude"})
        assert maya.submit() is None, "the channel was not set up"
        maya.close_modal()
        world.pump()

    def _mondays(self) -> list[datetime]:
        """When people expect the questions: not asked of the bot's own calendar."""
        first = START.date() + timedelta(days=1)
        days = (first + timedelta(weeks=week) for week in range(self.weeks + 1))
        return [datetime.combine(day, time(9), ZoneInfo(ZONE)).astimezone(UTC) for day in days]

    def _plan_faults(self, monday: datetime, number: int) -> None:
        luck = Random(f"faults {self.world.seed} {number}")
        offered = [kind for kind in faults.KINDS if self.kinds is None or kind in self.kinds]
        if not offered:
            return
        many = luck.choice((0, 1, 2, 3, 4)) if self.kinds is None else len(offered)
        for kind in luck.sample(offered, many):
            luck = Random(f"faults {self.world.seed} {number} {kind}")
            begin, end = faults.KINDS[kind].span(monday, luck)
            self.world.at(begin, lambda kind=kind, end=end, luck=luck: self._strike(kind, end, luck))  # type: ignore[misc]

    def _strike(self, kind: str, end: datetime, luck: Random) -> None:
        self.count[kind] += 1
        self.world.note("fault", kind)
        begin = self.world.clock.now()
        mend = faults.KINDS[kind].begin(self.world, luck)
        self.spans.append((kind, begin, end))
        if seen := self.world.seen():
            seen.excused.add(kind)
        self.world.struck.add(kind)

        def over() -> None:
            self.world.note("over", kind)
            if mend:
                mend()
            if after := self.world.seen():
                after.excused.add(kind)
            self.world.struck.discard(kind)

        self.world.at(end, over)

    def _settle_week(self, number: int, monday: datetime) -> None:
        """By the end of a week its question was posted, or somebody knows why not."""
        world, watch = self.world, self.world.watch
        late = monday + timedelta(hours=26)
        asked: Seen | None = next((one for one in watch.rounds if monday <= one.at <= late), None)
        known = number in world.skipped or self._was("paused", monday) or world.clock_was_wrong(monday)
        told = was_told(watch, monday, watch.now) or was_told(watch, monday - timedelta(days=8), monday, LASTING)
        if asked is None and not known and not told:
            watch.blame("unseen", f"no question on {monday.astimezone(ZoneInfo(ZONE)):%Y-%m-%d}, and nobody was told")
        if not known and was_told(watch, monday, monday + timedelta(days=1), ("I was down when",)):
            watch.blame("unseen", f"the question of {monday:%Y-%m-%d} was left out before it was a day late")
        quiet = not any(begin <= monday <= end + timedelta(hours=30) for _, begin, end in self.spans)
        if asked is not None and quiet and asked.at > monday + timedelta(minutes=2) and not watch.lenient:
            watch.blame("unseen", f"the question of {monday:%Y-%m-%d} came at {asked.at:%H:%M}")
        if asked is not None:
            settle(watch, asked, final=False)

    def _was(self, kind: str, moment: datetime) -> bool:
        return any(name == kind and begin <= moment <= end for name, begin, end in self.spans)

    def _enough(self, mondays: list[datetime]) -> int:
        """A week is played the same whatever comes after it."""
        about = min((one.about for one in self.world.watch.violations), default=mondays[0])
        return max(1, sum(monday <= about + timedelta(hours=1) for monday in mondays[: self.weeks]))

    def _blame(self) -> dict[str, Counter[str]]:
        blamed: dict[str, Counter[str]] = {}
        for one in self.world.watch.violations:
            near = [kind for kind, begin, end in self.spans if begin <= one.at <= end + timedelta(days=7)]
            for kind in near or ["(none)"]:
                blamed.setdefault(kind, Counter())[one.kind] += 1
        return blamed
