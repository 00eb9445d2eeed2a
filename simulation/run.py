"""One run from one seed: a year of one channel to three, with its faults; and what the checker says of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

from simulation import faults, managing
from simulation.files import served
from simulation.node import logged
from simulation.people import People
from simulation.places import Place, setups_of
from simulation.seen import Seen, Violation
from simulation.settling import LASTING, settle, was_told
from simulation.shared import Shared, seeded
from simulation.week import plan
from simulation.world import START, World

FIRST = START.date() + timedelta(days=1)  # the Monday of the first week
HEAL = timedelta(days=10)  # after the last week nothing goes wrong any more, and everything has to come to its end


@dataclass
class Outcome:
    """What a run came to. `faults` counts each kind; `blamed` says which were under way when something went wrong."""

    seed: int
    weeks: int
    channels: int
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
    """Plays so many weeks of its channels. `kinds` happen every week; None for a few of any kind each.

    `transcript` is filled with a line for all that passed; `meddle` may change the world before it begins.
    """
    with shared.database() as url, seeded(Random(f"ids {seed}")):
        world = World(shared, url, seed)
        world.transcript = transcript
        meddle(world)
        try:
            with logged(world.complaints.append), served(world.slack):
                return Year(world, weeks, kinds).play()
        finally:
            world.tables.engine.dispose()


@dataclass(frozen=True)
class Span:
    """A fault under way. `place` is the channel that it struck, None for one that concerns all."""

    kind: str
    begin: datetime
    end: datetime
    place: Place | None

    def strikes(self, place: Place) -> bool:
        return self.place in (None, place)


class Year:
    def __init__(self, world: World, weeks: int, kinds: tuple[str, ...] | None) -> None:
        self.world, self.weeks, self.kinds = world, weeks, kinds
        self.count: Counter[str] = Counter()
        self.places: list[Place] = []
        self.spans: list[Span] = []

    def play(self) -> Outcome:
        world = self.world
        self.begin()
        for number in range(self.weeks):
            monday = self.places[0].due(number, FIRST)
            for place in self.places:
                if place.asks_in(number):
                    of = "" if place is self.places[0] else f" {place.setup.name}"
                    luck = Random(f"week {world.seed} {number}{of}")
                    plan(People(place, place.due(number, FIRST), number, luck))
            self._plan_faults(number)
            for day in range(7):
                world.at(monday + timedelta(days=day), world.look_around)
            world.play(monday + timedelta(days=6, hours=12))
            for place in self.places:
                self._settle_week(number, place)
        world.play(self.places[0].due(self.weeks - 1, FIRST) + HEAL)
        last = self.places[0].due(self.weeks, FIRST) - timedelta(hours=1)
        for seen in [one for one in world.watch.rounds if one.at < last]:
            settle(world.watch, seen, final=True)
        return Outcome(
            world.seed, self.weeks, len(self.places), world.digest, len(world.watch.rounds), world.watch.posts,
            self.count, world.watch.violations, self._blame(), world.complaints, self._enough(),
        )  # fmt: skip

    def begin(self) -> None:
        """Who there is, and each channel set up by whoever answers for it."""
        world, setups = self.world, setups_of(self.world.seed)
        for name in dict.fromkeys(name for setup in setups for name in setup.people):
            world.people[name] = world.slack.add_person(name)
        for setup in setups:
            inside = [world.people[name] for name in setup.people]
            channel = world.slack.add_channel(setup.name, members=inside, private=setup.private)
            self.places.append(Place(world, setup, channel))
            world.watch.managers[channel] = world.people[setup.manager].id
            world.watch.walls.marks[channel] = setup.mark
            world.watch.judged |= {channel} if setup.judge != "none" else set()
        world.start(world.node)
        world.pump()
        for place in self.places:
            managing.set_up_first(place)
            world.pump()

    def _plan_faults(self, number: int) -> None:
        seed = self.world.seed
        luck = Random(f"faults {seed} {number}")
        offered = [kind for kind in faults.KINDS if self.kinds is None or kind in self.kinds]
        if not offered:
            return
        many = luck.choice((0, 1, 2, 3, 4)) if self.kinds is None else len(offered)
        for kind in luck.sample(offered, many):
            luck = Random(f"faults {seed} {number} {kind}")
            place = Random(f"place {seed} {number} {kind}").choice(self.places)
            begin, end = faults.KINDS[kind].span(place.due(number, FIRST), luck)
            self.world.at(begin, partial(self._strike, kind, end, place, luck))

    def _strike(self, kind: str, end: datetime, place: Place, luck: Random) -> None:
        fault = faults.KINDS[kind]
        self.count[kind] += 1
        self.world.note("fault", kind)
        self.spans.append(Span(kind, self.world.clock.now(), end, place if fault.local else None))
        mend = fault.begin(place, luck)
        self._excuse(self.spans[-1])

        def over(span: Span = self.spans[-1]) -> None:
            self.world.note("over", kind)
            if mend:
                mend()
            self._excuse(span)

        self.world.at(end, over)

    def _excuse(self, span: Span) -> None:
        for place in self.places:
            if span.strikes(place) and (seen := place.seen()):
                seen.excused.add(span.kind)

    def _settle_week(self, number: int, place: Place) -> None:
        """By the end of a week its question was posted, or somebody knows why not."""
        watch, channel, due = self.world.watch, place.channel, place.due(number, FIRST)
        late, of = due + timedelta(hours=26), f"of {due:%Y-%m-%d} in {place.setup.name}"
        rounds = [one for one in watch.rounds if one.channel == channel]
        asked: Seen | None = next((one for one in rounds if due <= one.at <= late), None)
        if not place.asks_in(number):
            return
        paused = place.paused[0] <= due <= place.paused[1]
        known = number in place.skipped or paused or self.world.clock_was_wrong(due)
        told = was_told(watch, channel, due, watch.now) or was_told(
            watch, channel, due - timedelta(days=1 + 7 * place.setup.every), due, LASTING
        )
        if asked is None and not known and not told:
            watch.blame("unseen", f"the question {of} did not come, and nobody was told")
        if not known and was_told(watch, channel, due, due + timedelta(days=1), ("I was down when",)):
            watch.blame("unseen", f"the question {of} was left out before it was a day late")
        here = [span for span in self.spans if span.strikes(place)]
        quiet = not any(span.begin <= due <= span.end + timedelta(hours=30) for span in here)
        if asked is not None and quiet and asked.at > due + timedelta(minutes=2) and not watch.lenient:
            watch.blame("unseen", f"the question {of} came at {asked.at:%H:%M}")
        if asked is not None:
            settle(watch, asked, final=False)

    def _enough(self) -> int:
        """A week is played the same whatever comes after it."""
        mondays = [self.places[0].due(week, FIRST) for week in range(self.weeks)]
        about = min((one.about for one in self.world.watch.violations), default=mondays[0])
        return max(1, sum(monday <= about + timedelta(hours=1) for monday in mondays))

    def _blame(self) -> dict[str, Counter[str]]:
        blamed: dict[str, Counter[str]] = {}
        for one in self.world.watch.violations:
            near = [span.kind for span in self.spans if span.begin <= one.at <= span.end + timedelta(days=7)]
            for kind in near or ["(none)"]:
                blamed.setdefault(kind, Counter())[one.kind] += 1
        return blamed
