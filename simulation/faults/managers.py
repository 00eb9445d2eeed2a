"""What managers do that may come at a bad time."""

from random import Random

from simulation import managing
from simulation.faults.kinds import Kinds, Mend
from simulation.world import World

KINDS = Kinds()


@KINDS.add(1)
def settings_changed(world: World, luck: Random) -> None:
    """Interviewers and judge are set anew in the middle of a round."""
    managing.set_up(world, luck.sample(("Gil", "Hao", "Ida", "Dora"), luck.choice((2, 3, 4))))


@KINDS.add(10, 60)
def paused(world: World, _luck: Random) -> Mend:
    managing.command(world, "pause")
    return lambda: managing.command(world, "resume")
