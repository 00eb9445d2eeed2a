"""What managers do that may come at a bad time."""

from random import Random

from simulation import managing
from simulation.faults.kinds import Kinds, Mend
from simulation.places import Place

KINDS = Kinds()


@KINDS.add_local(1)
def settings_changed(place: Place, luck: Random) -> None:
    """Interviewers and judge are set anew in the middle of a round."""
    offered = (*place.setup.raters, place.setup.others[-1])
    managing.set_up(place, luck.sample(offered, luck.choice((2, 3, 4))))


@KINDS.add_local(10, 60)
def paused(place: Place, _luck: Random) -> Mend:
    managing.pause(place)
    return lambda: managing.resume(place)
