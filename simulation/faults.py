"""What goes wrong, by name: each begins something in the world, and may return what ends it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot import due
from sandbox import channels, messages
from simulation.world import World

Mend = Callable[[], None]
Fault = Callable[[World, Random], Mend | None]
KINDS: dict[str, Fault] = {}
LASTS: dict[str, tuple[float, ...]] = {}  # hours that a fault of a kind may last
REFUSALS = ("restricted_action", "channel_not_found", "msg_too_long", "internal_error", "fatal_error", "not_in_channel")
STAGES = (0.0, 48.0, 96.0)  # hours at which a stage is due


def fault(*hours: float) -> Callable[[Fault], Fault]:
    """Adds a kind under its function's name."""

    def add(function: Fault) -> Fault:
        name = function.__name__.replace("_", " ")
        KINDS[name], LASTS[name] = function, hours or (0.1, 3.0)
        return function

    return add


def span(kind: str, monday: datetime, luck: Random) -> tuple[datetime, datetime]:
    """When a fault of this kind begins and ends in a week: often around a stage's time, where most happens."""
    at = luck.choice(STAGES) + luck.uniform(-0.3, 0.02) if luck.random() < 0.6 else luck.uniform(-1, 100)
    begin = monday + timedelta(hours=at)
    return begin, begin + timedelta(hours=luck.choice(LASTS[kind]))


# The way in


@fault(0.5, 6, 20)
def socket_lost(world: World, _luck: Random) -> Mend:
    """People write on; Slack tries for six minutes and gives up. The process lives, and connects again."""
    delivery = world.slack.delivery
    delivery.connected = False

    def mend() -> None:
        if world.node.up:
            delivery.connected = True
            world.attempt(world.node.connect)

    return mend


@fault(1, 10, 30)
def socket_half_dead(world: World, _luck: Random) -> Mend:
    """What is sent arrives nowhere, and nobody notices; it ends without a new connection."""
    world.slack.delivery.half_dead = True

    def mend() -> None:
        world.slack.delivery.half_dead = False

    return mend


@fault(30)
def events_given_up(world: World, luck: Random) -> Mend:
    """Every try of some events fails, though the connection stands."""
    world.slack.delivery.refusing = luck.choice((4, 8, 16))

    def mend() -> None:
        world.slack.delivery.refusing = 0

    return mend


@fault(20)
def event_doubled(world: World, luck: Random) -> None:
    world.slack.faults.deliver_twice(luck.choice((2, 6)))


@fault(20)
def events_reordered(world: World, luck: Random) -> Mend:
    """Events wait, and then come in any order."""
    delivery = world.slack.delivery
    delivery.shuffle = luck.shuffle
    delivery.slow = timedelta(seconds=luck.choice((40, 200)))

    def mend() -> None:
        delivery.shuffle, delivery.slow = None, timedelta(0)

    return mend


@fault(20)
def acknowledgement_lost(world: World, luck: Random) -> Mend:
    world.slack.faults.ignore_acks(luck.choice((1, 3)))
    return lambda: world.slack.faults.ignore_acks(0)


# The channel


@fault(0.3, 5, 30)
def bot_removed(world: World, _luck: Random) -> Mend:
    channel = world.ws.channels[world.channel]
    channels.leave(world.ws, channel, world.ws.bot_user_id, actor=world.people["Maya"].id)
    return lambda: world.invite_bot()


@fault(0.3, 5, 30)
def channel_archived(world: World, _luck: Random) -> Mend:
    channel = world.ws.channels[world.channel]
    channels.archive(world.ws, channel, world.people["Maya"].id)

    def mend() -> None:
        if channel.archived:
            channels.unarchive(world.ws, channel, world.people["Maya"].id)
            world.pump()
            world.invite_bot()

    return mend


@fault(0.1)
def question_deleted(world: World, _luck: Random) -> None:
    """A manager of the workspace deletes the question."""
    seen = world.seen()
    channel = world.ws.channels[world.channel]
    if seen and seen.out_at is None and seen.ts in channel.messages:
        messages.delete(world.ws, channel, seen.ts)


@fault(0.1)
def answer_deleted(world: World, luck: Random) -> None:
    """A manager of the workspace deletes somebody's message."""
    seen = world.seen()
    if seen:
        channel = world.ws.channels[world.channel]
        theirs = [one for one in channel.thread(seen.ts) if not one.get("bot_id") and one["ts"] != seen.ts]
        if theirs:
            messages.delete(world.ws, channel, luck.choice(theirs)["ts"])


@fault(10, 80)
def member_leaves(world: World, luck: Random) -> Mend:
    person = world.people[luck.choice(("Gil", "Hao", "Ida", "Ana", "Ben"))]
    channel = world.ws.channels[world.channel]
    channels.leave(world.ws, channel, person.id)
    return lambda: world.join(person)


@fault(10, 80)
def person_deactivated(world: World, luck: Random) -> Mend:
    person = world.people[luck.choice(("Gil", "Hao", "Ida", "Ana", "Ben"))]
    world.slack.deactivate(person)
    return lambda: world.slack.reactivate(person)


# The Web API


def _fails(method: str, errors: tuple[str, ...], times: tuple[int, ...], **more: Any) -> Fault:
    def begin(world: World, luck: Random) -> Mend:
        channel = world.channel if method.startswith("chat") else ""
        world.slack.faults.fail(method, luck.choice(errors), times=luck.choice(times), channel=channel, **more)
        return world.slack.faults.clear

    return begin


KINDS["post refused"] = _fails("chat.postMessage", REFUSALS, (1, 3, 8))
KINDS["post rate-limited"] = _fails("chat.postMessage", ("ratelimited",), (1, 4), retry_after=30)
KINDS["rate_limited without a pause"] = _fails("chat.postMessage", ("rate_limited",), (1, 4))
KINDS["post done, answer lost"] = _fails("chat.postMessage", ("internal_error",), (1, 3), after=True)
KINDS["update refused"] = _fails("chat.update", ("edit_window_closed", "cant_update_message", "internal_error"), (1, 5))
KINDS["blocks unknown"] = _fails("chat.postMessage", ("invalid_blocks",), (1,))
KINDS["reaction refused"] = _fails("reactions.add", ("internal_error", "too_many_reactions"), (1, 4))
KINDS["thread unreadable"] = _fails(
    "conversations.replies", ("internal_error", "not_in_channel", "fatal_error"), (2, 6)
)
KINDS["members unreadable"] = _fails("conversations.members", ("internal_error", "ratelimited"), (1, 4))
KINDS["window refused"] = _fails("views.open", ("ratelimited", "internal_error"), (1, 3))
KINDS["direct message refused"] = _fails(
    "conversations.open", ("user_disabled", "internal_error", "ratelimited"), (1, 3)
)
KINDS["Home refused"] = _fails("views.publish", ("internal_error", "user_not_found", "ratelimited"), (1, 3))
for _name in [name for name in KINDS if name not in LASTS]:
    LASTS[_name] = (0.2, 5, 24)


@fault(0.05, 2, 9)
def everything_refused(world: World, luck: Random) -> Mend:
    """The workspace is being moved."""
    world.slack.faults.fail_everything(luck.choice(("team_added_to_org", "internal_error")))
    return lambda: world.slack.faults.fail_everything(None)


@fault(0.05, 2, 9)
def network_away(world: World, _luck: Random) -> Mend:
    """No call goes out, though the connection that brings events stands."""
    world.unread = {"*"}

    def mend() -> None:
        world.unread = set()

    return mend


# The database


@fault(1)
def database_locked(world: World, luck: Random) -> Mend:
    world.locked = luck.choice((1, 3, 12))

    def mend() -> None:
        world.locked = 0

    return mend


@fault(1)
def error_at_commit(world: World, luck: Random) -> Mend:
    world.uncommitted = luck.choice((1, 3, 12))

    def mend() -> None:
        world.uncommitted = 0

    return mend


# The process


def _crash(*places: str, times: tuple[int, ...] = (1, 2, 5, 9)) -> Fault:
    def begin(world: World, luck: Random) -> Mend:
        world.crash = (luck.choice(places), luck.choice(times))

        def mend() -> None:
            world.crash = None

        return mend

    return begin


KINDS["crash before a step"] = _crash("before")
KINDS["crash after a step"] = _crash("after")
KINDS["crash once a step is noted"] = _crash("noted")
KINDS["crash between post and note"] = _crash("after chat.postMessage", times=(1, 2, 4))
KINDS["crash before a post"] = _crash("before chat.postMessage", times=(1, 2, 4))
KINDS["crash at commit"] = _crash("commit")
KINDS["crash before acknowledging"] = _crash("acknowledging", times=(1, 2))
for _name in [name for name in KINDS if name not in LASTS]:
    LASTS[_name] = (6, 24)


@fault(0.2, 4, 30)
def down(world: World, _luck: Random) -> Mend:
    """The process is killed and stays away, over whatever becomes due."""
    world.die(world.node, minutes=0.5)
    world.down_until = world.clock.now() + timedelta(days=9)

    def mend() -> None:
        world.down_until = None
        world.start(world.node)

    return mend


@fault(0.3)
def restart_during_close(world: World, luck: Random) -> Mend:
    """Killed again and again while answers close."""
    world.crash_in = ("close", luck.choice((2, 4, 7)))

    def mend() -> None:
        world.crash_in = None

    return mend


@fault(0.5)
def restart_during_reveal(world: World, luck: Random) -> Mend:
    world.crash_in = ("reveal", luck.choice((2, 4, 7)))

    def mend() -> None:
        world.crash_in = None

    return mend


@fault(5, 40)
def two_nodes(world: World, _luck: Random) -> Mend:
    """Another node works beside ours."""
    world.start(world.other)
    world.both = True

    def mend() -> None:
        world.both = False

    return mend


@fault(5)
def lease_lost(world: World, luck: Random) -> Mend:
    """A node is suspended between look-up and post, and another does its job meanwhile."""
    world.start(world.other)
    world.takeover = luck.choice((1, 3))

    def mend() -> None:
        world.takeover = 0

    return mend


@fault(5)
def jobs_out_of_order(world: World, _luck: Random) -> Mend:
    world.machine.disorder = True

    def mend() -> None:
        world.machine.disorder = False

    return mend


@fault(0.2, 3)
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


@fault(0.2, 3)
def clock_behind(world: World, luck: Random) -> Mend:
    world.node.offset = -timedelta(hours=luck.choice((1, 30)))
    world.clock_wrong(True)

    def mend() -> None:
        world.node.offset = timedelta(0)
        world.clock_wrong(False)

    return mend


# The judge


def _mood(mood: str, slow: float = 0.0) -> Fault:
    def begin(world: World, _luck: Random) -> Mend:
        world.judge.mood, world.judge.slow = mood, slow

        def mend() -> None:
            world.judge.mood = "well"

        return mend

    return begin


KINDS["judge busy"], LASTS["judge busy"] = _mood("busy"), (0.1, 3)
KINDS["judge down for days"], LASTS["judge down for days"] = _mood("down"), (30, 75)
KINDS["judge talks nonsense"], LASTS["judge talks nonsense"] = _mood("nonsense"), (10, 50)
KINDS["judge slower than the lease"], LASTS["judge slower than the lease"] = _mood("slow", 700.0), (3, 10)


# The people who manage


@fault(1)
def settings_changed(world: World, luck: Random) -> None:
    """Interviewers and judge are set anew in the middle of a round."""
    world.set_up(luck.sample(("Gil", "Hao", "Ida", "Dora"), luck.choice((2, 3, 4))))


@fault(10, 60)
def paused(world: World, _luck: Random) -> Mend:
    world.command("pause")
    return lambda: world.command("resume")
