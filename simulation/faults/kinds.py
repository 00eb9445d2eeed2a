"""What a kind of fault is: what begins it and how long it may last."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from simulation.places import Place
from simulation.world import World

Mend = Callable[[], None]
Begin = Callable[[World, Random], Mend | None]  # begins something in the world, and may return what ends it
BeginIn = Callable[[Place, Random], Mend | None]  # the same in one channel, and no other has to do with it
STAGES = (0.0, 48.0, 96.0)  # hours at which a stage is due


@dataclass(frozen=True)
class Kind:
    begin: BeginIn
    hours: tuple[float, ...]  # one of which it lasts
    local: bool  # it concerns one channel only

    def span(self, due: datetime, luck: Random) -> tuple[datetime, datetime]:
        """When it begins and ends in a week: often around a stage's time, where most happens."""
        at = luck.choice(STAGES) + luck.uniform(-0.3, 0.02) if luck.random() < 0.6 else luck.uniform(-1, 100)
        begin = due + timedelta(hours=at)
        return begin, begin + timedelta(hours=luck.choice(self.hours))


class Kinds(dict[str, Kind]):
    """Kinds by their names."""

    def put(self, name: str, begin: Begin, hours: tuple[float, ...]) -> None:
        self[name] = Kind(lambda place, luck: begin(place.world, luck), hours, local=False)

    def put_local(self, name: str, begin: BeginIn, hours: tuple[float, ...]) -> None:
        self[name] = Kind(begin, hours, local=True)

    def add(self, *hours: float) -> Callable[[Begin], Begin]:
        """Adds a kind under its function's name."""

        def add(begin: Begin) -> Begin:
            self.put(begin.__name__.replace("_", " "), begin, hours)
            return begin

        return add

    def add_local(self, *hours: float) -> Callable[[BeginIn], BeginIn]:
        def add(begin: BeginIn) -> BeginIn:
            self.put_local(begin.__name__.replace("_", " "), begin, hours)
            return begin

        return add
