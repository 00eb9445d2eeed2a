"""Faults of the judge."""

from random import Random

from simulation.faults.kinds import Begin, Kinds, Mend
from simulation.world import World

KINDS = Kinds()


def _mood(mood: str, slow: float = 0.0) -> Begin:
    def begin(world: World, _luck: Random) -> Mend:
        world.judge.mood, world.judge.slow = mood, slow

        def mend() -> None:
            world.judge.mood = "well"

        return mend

    return begin


KINDS.put("judge busy", _mood("busy"), (0.1, 3))
KINDS.put("judge down for days", _mood("down"), (30, 75))
KINDS.put("judge talks nonsense", _mood("nonsense"), (10, 50))
KINDS.put("judge slower than the lease", _mood("slow", 700.0), (3, 10))
