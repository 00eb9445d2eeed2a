"""Faults of the channel and of who is in it."""

from random import Random

from sandbox import channels, messages
from sandbox.people.person import Person
from simulation import managing
from simulation.faults.kinds import Kind, Kinds, Mend
from simulation.places import Place

KINDS = Kinds()


@KINDS.add_local(0.3, 5, 30)
def bot_removed(place: Place, _luck: Random) -> Mend:
    ws = place.world.ws
    channels.leave(ws, ws.channels[place.channel], ws.bot_user_id, actor=place.manager.id)
    return lambda: managing.invite_bot(place)


@KINDS.add_local(0.3, 5, 30)
def channel_archived(place: Place, _luck: Random) -> Mend:
    ws, by = place.world.ws, place.manager.id
    channel = ws.channels[place.channel]
    channels.archive(ws, channel, by)

    def mend() -> None:
        if channel.archived:
            channels.unarchive(ws, channel, by)
            place.world.pump()
            managing.invite_bot(place)

    return mend


@KINDS.add_local(0.1)
def question_deleted(place: Place, _luck: Random) -> None:
    """A manager of the workspace deletes the question."""
    seen, ws = place.seen(), place.world.ws
    channel = ws.channels[place.channel]
    if seen and seen.out_at is None and seen.ts in channel.messages:
        messages.delete(ws, channel, seen.ts)


@KINDS.add_local(0.1)
def answer_deleted(place: Place, luck: Random) -> None:
    """A manager of the workspace deletes somebody's message."""
    seen, ws = place.seen(), place.world.ws
    if seen:
        channel = ws.channels[place.channel]
        theirs = [one for one in channel.thread(seen.ts) if not one.get("bot_id") and one["ts"] != seen.ts]
        if theirs:
            messages.delete(ws, channel, luck.choice(theirs)["ts"])


@KINDS.add_local(10, 80)
def member_leaves(place: Place, luck: Random) -> Mend | None:
    person, ws = _somebody(place, luck), place.world.ws
    if person.id not in ws.channels[place.channel].members:
        return None
    channels.leave(ws, ws.channels[place.channel], person.id)
    return lambda: managing.join(place, person)


def _person_deactivated(place: Place, luck: Random) -> Mend:
    person, slack = _somebody(place, luck), place.world.slack
    slack.deactivate(person)
    return lambda: slack.reactivate(person)


KINDS["person deactivated"] = Kind(_person_deactivated, (10, 80), local=False)


def _somebody(place: Place, luck: Random) -> Person:
    return place.world.people[luck.choice((*place.setup.raters, *place.setup.others[:2]))]
