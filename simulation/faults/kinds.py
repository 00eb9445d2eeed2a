"""What a kind of fault is: what begins it and how long it may last."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from simulation.world import World

Mend = Callable[[], None]
Begin = Callable[[World, Random], Mend | None]  # begins something in the world, and may return what ends it
STAGES = (0.0, 48.0, 96.0)  # hours at which a stage is due


@dataclass(frozen=True)
class Kind:
    begin: Begin
    hours: tuple[float, ...]  # one of which it lasts

    def span(self, monday: datetime, luck: Random) -> tuple[datetime, datetime]:
        """When it begins and ends in a week: often around a stage's time, where most happens."""
        at = luck.choice(STAGES) + luck.uniform(-0.3, 0.02) if luck.random() < 0.6 else luck.uniform(-1, 100)
        begin = monday + timedelta(hours=at)
        return begin, begin + timedelta(hours=luck.choice(self.hours))


class Kinds(dict[str, Kind]):
    """Kinds by their names."""

    def add(self, *hours: float) -> Callable[[Begin], Begin]:
        """Adds a kind under its function's name."""

        def add(begin: Begin) -> Begin:
            self[begin.__name__.replace("_", " ")] = Kind(begin, hours)
            return begin

        return add
