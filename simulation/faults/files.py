"""Faults of the files that people put into a thread."""

from random import Random

from simulation.faults.kinds import Kinds, Mend
from simulation.world import World

KINDS = Kinds()


@KINDS.add(1, 30, 60)
def files_withheld(world: World, _luck: Random) -> Mend:
    """Slack tells of files, and does not hand them over."""
    world.slack.withholds = True

    def mend() -> None:
        world.slack.withholds = False

    return mend
