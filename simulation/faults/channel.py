"""Faults of the channel and of who is in it."""

from random import Random

from sandbox import channels, messages
from simulation import managing
from simulation.faults.kinds import Kinds, Mend
from simulation.world import World

KINDS = Kinds()


@KINDS.add(0.3, 5, 30)
def bot_removed(world: World, _luck: Random) -> Mend:
    channel = world.ws.channels[world.channel]
    channels.leave(world.ws, channel, world.ws.bot_user_id, actor=world.people["Maya"].id)
    return lambda: managing.invite_bot(world)


@KINDS.add(0.3, 5, 30)
def channel_archived(world: World, _luck: Random) -> Mend:
    channel = world.ws.channels[world.channel]
    channels.archive(world.ws, channel, world.people["Maya"].id)

    def mend() -> None:
        if channel.archived:
            channels.unarchive(world.ws, channel, world.people["Maya"].id)
            world.pump()
            managing.invite_bot(world)

    return mend


@KINDS.add(0.1)
def question_deleted(world: World, _luck: Random) -> None:
    """A manager of the workspace deletes the question."""
    seen = world.seen()
    channel = world.ws.channels[world.channel]
    if seen and seen.out_at is None and seen.ts in channel.messages:
        messages.delete(world.ws, channel, seen.ts)


@KINDS.add(0.1)
def answer_deleted(world: World, luck: Random) -> None:
    """A manager of the workspace deletes somebody's message."""
    seen = world.seen()
    if seen:
        channel = world.ws.channels[world.channel]
        theirs = [one for one in channel.thread(seen.ts) if not one.get("bot_id") and one["ts"] != seen.ts]
        if theirs:
            messages.delete(world.ws, channel, luck.choice(theirs)["ts"])


@KINDS.add(10, 80)
def member_leaves(world: World, luck: Random) -> Mend:
    person = world.people[luck.choice(("Gil", "Hao", "Ida", "Ana", "Ben"))]
    channel = world.ws.channels[world.channel]
    channels.leave(world.ws, channel, person.id)
    return lambda: managing.join(world, person)


@KINDS.add(10, 80)
def person_deactivated(world: World, luck: Random) -> Mend:
    person = world.people[luck.choice(("Gil", "Hao", "Ida", "Ana", "Ben"))]
    world.slack.deactivate(person)
    return lambda: world.slack.reactivate(person)
