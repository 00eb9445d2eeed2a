"""Faults of the judge."""

from random import Random

from simulation.faults.kinds import Begin, Kind, Kinds, Mend
from simulation.world import World

KINDS = Kinds()


def _mood(mood: str, slow: float = 0.0) -> Begin:
    def begin(world: World, _luck: Random) -> Mend:
        world.judge.mood, world.judge.slow = mood, slow

        def mend() -> None:
            world.judge.mood = "well"

        return mend

    return begin


KINDS["judge busy"] = Kind(_mood("busy"), (0.1, 3))
KINDS["judge down for days"] = Kind(_mood("down"), (30, 75))
KINDS["judge talks nonsense"] = Kind(_mood("nonsense"), (10, 50))
KINDS["judge slower than the lease"] = Kind(_mood("slow", 700.0), (3, 10))
