"""Faults of the database."""

from random import Random

from simulation.faults.kinds import Kinds, Mend
from simulation.world import World

KINDS = Kinds()


@KINDS.add(1)
def database_locked(world: World, luck: Random) -> Mend:
    world.tables.locked = luck.choice((1, 3, 12))

    def mend() -> None:
        world.tables.locked = 0

    return mend


@KINDS.add(1)
def error_at_commit(world: World, luck: Random) -> Mend:
    world.tables.uncommitted = luck.choice((1, 3, 12))

    def mend() -> None:
        world.tables.uncommitted = 0

    return mend
