"""Faults of the way in: what people say comes late, twice, out of order, or not at all."""

from datetime import timedelta
from random import Random

from simulation.faults.kinds import Kinds, Mend
from simulation.world import World

KINDS = Kinds()


@KINDS.add(0.5, 6, 20)
def socket_lost(world: World, _luck: Random) -> Mend:
    """People write on; Slack tries for six minutes and gives up. The process lives, and connects again."""
    delivery = world.slack.delivery
    delivery.connected = False

    def mend() -> None:
        if world.node.up:
            delivery.connected = True
            world.attempt(world.node.connect)

    return mend


@KINDS.add(1, 10, 30)
def socket_half_dead(world: World, _luck: Random) -> Mend:
    """What is sent arrives nowhere, and nobody notices; it ends without a new connection."""
    world.slack.delivery.half_dead = True

    def mend() -> None:
        world.slack.delivery.half_dead = False

    return mend


@KINDS.add(30)
def events_given_up(world: World, luck: Random) -> Mend:
    """Every try of some events fails, though the connection stands."""
    world.slack.delivery.refusing = luck.choice((4, 8, 16))

    def mend() -> None:
        world.slack.delivery.refusing = 0

    return mend


@KINDS.add(20)
def event_doubled(world: World, luck: Random) -> None:
    world.slack.faults.deliver_twice(luck.choice((2, 6)))


@KINDS.add(20)
def events_reordered(world: World, luck: Random) -> Mend:
    """Events wait, and then come in any order."""
    delivery = world.slack.delivery
    delivery.shuffle = luck.shuffle
    delivery.slow = timedelta(seconds=luck.choice((40, 200)))

    def mend() -> None:
        delivery.shuffle, delivery.slow = None, timedelta(0)

    return mend


@KINDS.add(20)
def acknowledgement_lost(world: World, luck: Random) -> Mend:
    world.slack.faults.ignore_acks(luck.choice((1, 3)))
    return lambda: world.slack.faults.ignore_acks(0)
