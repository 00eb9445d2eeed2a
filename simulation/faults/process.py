"""Faults of the process: killed at a boundary or for hours, two at once, one suspended."""

from datetime import timedelta
from random import Random

from simulation.faults.kinds import Begin, Kinds, Mend
from simulation.world import World

HOURS = (6, 24)

KINDS = Kinds()


def _crash(*places: str, times: tuple[int, ...] = (1, 2, 5, 9)) -> Begin:
    def begin(world: World, luck: Random) -> Mend:
        world.crash = (luck.choice(places), luck.choice(times))

        def mend() -> None:
            world.crash = None

        return mend

    return begin


KINDS.put("crash before a step", _crash("before"), HOURS)
KINDS.put("crash after a step", _crash("after"), HOURS)
KINDS.put("crash once a step is noted", _crash("noted"), HOURS)
KINDS.put("crash between post and note", _crash("after chat.postMessage", times=(1, 2, 4)), HOURS)
KINDS.put("crash before a post", _crash("before chat.postMessage", times=(1, 2, 4)), HOURS)
KINDS.put("crash at commit", _crash("commit"), HOURS)
KINDS.put("crash before acknowledging", _crash("acknowledging", times=(1, 2)), HOURS)


@KINDS.add(0.2, 4, 30)
def down(world: World, _luck: Random) -> Mend:
    """The process is killed and stays away, over whatever becomes due."""
    world.die(world.node, minutes=0.5)
    world.down_until = world.clock.now() + timedelta(days=9)

    def mend() -> None:
        world.down_until = None
        world.start(world.node)

    return mend


@KINDS.add(0.3)
def restart_during_close(world: World, luck: Random) -> Mend:
    """Killed again and again while answers close."""
    world.crash_in = ("close", luck.choice((2, 4, 7)))

    def mend() -> None:
        world.crash_in = None

    return mend


@KINDS.add(0.5)
def restart_during_reveal(world: World, luck: Random) -> Mend:
    world.crash_in = ("reveal", luck.choice((2, 4, 7)))

    def mend() -> None:
        world.crash_in = None

    return mend


@KINDS.add(5, 40)
def two_nodes(world: World, _luck: Random) -> Mend:
    """Another node works beside ours."""
    world.start(world.other)
    world.both = True

    def mend() -> None:
        world.both = False

    return mend


@KINDS.add(5)
def lease_lost(world: World, luck: Random) -> Mend:
    """A node is suspended between look-up and post, and another does its job meanwhile."""
    world.start(world.other)
    world.takeover = luck.choice((1, 3))

    def mend() -> None:
        world.takeover = 0

    return mend


@KINDS.add(5)
def jobs_out_of_order(world: World, _luck: Random) -> Mend:
    world.machine.disorder = True

    def mend() -> None:
        world.machine.disorder = False

    return mend
