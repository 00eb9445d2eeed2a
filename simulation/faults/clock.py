"""Faults of the node's clock."""

from datetime import timedelta
from random import Random

from bot import due
from simulation.faults.kinds import Kinds, Mend
from simulation.world import World

KINDS = Kinds()


@KINDS.add(0.2, 3)
def clock_ahead(world: World, luck: Random) -> Mend:
    """The node's clock is set days ahead, and back."""
    world.node.offset = timedelta(days=luck.choice((1, 15)))
    world.clock_wrong(True)

    def mend() -> None:
        world.node.offset = timedelta(0)
        world.clock_wrong(False)
        if world.node.up:
            world.attempt(lambda: due.look_back(world.node.deps))

    return mend


@KINDS.add(0.2, 3)
def clock_behind(world: World, luck: Random) -> Mend:
    world.node.offset = -timedelta(hours=luck.choice((1, 30)))
    world.clock_wrong(True)

    def mend() -> None:
        world.node.offset = timedelta(0)
        world.clock_wrong(False)

    return mend
