"""Faults of the Web API: what the bot asks of Slack is refused, or done and not answered."""

from random import Random
from typing import Any

from simulation.faults.kinds import Kinds, Mend
from simulation.world import World

REFUSALS = ("restricted_action", "channel_not_found", "msg_too_long", "internal_error", "fatal_error", "not_in_channel")
HOURS = (0.2, 5, 24)

KINDS = Kinds()


def _fails(name: str, method: str, errors: tuple[str, ...], times: tuple[int, ...], **more: Any) -> None:
    def begin(world: World, luck: Random, channel: str = "") -> Mend:
        world.slack.faults.fail(method, luck.choice(errors), times=luck.choice(times), channel=channel, **more)
        return world.slack.faults.clear

    if method.startswith("chat"):
        KINDS.put_local(name, lambda place, luck: begin(place.world, luck, place.channel), HOURS)
    else:
        KINDS.put(name, begin, HOURS)


_fails("post refused", "chat.postMessage", REFUSALS, (1, 3, 8))
_fails("post rate-limited", "chat.postMessage", ("ratelimited",), (1, 4), retry_after=30)
_fails("rate_limited without a pause", "chat.postMessage", ("rate_limited",), (1, 4))
_fails("post done, answer lost", "chat.postMessage", ("internal_error",), (1, 3), after=True)
_fails("update refused", "chat.update", ("edit_window_closed", "cant_update_message", "internal_error"), (1, 5))
_fails("blocks unknown", "chat.postMessage", ("invalid_blocks",), (1,))
_fails("reaction refused", "reactions.add", ("internal_error", "too_many_reactions"), (1, 4))
_fails("thread unreadable", "conversations.replies", ("internal_error", "not_in_channel", "fatal_error"), (2, 6))
_fails("file unknown", "files.info", ("internal_error", "ratelimited"), (1, 4))
_fails("members unreadable", "conversations.members", ("internal_error", "ratelimited"), (1, 4))
_fails("window refused", "views.open", ("ratelimited", "internal_error"), (1, 3))
_fails("direct message refused", "conversations.open", ("user_disabled", "internal_error", "ratelimited"), (1, 3))
_fails("Home refused", "views.publish", ("internal_error", "user_not_found", "ratelimited"), (1, 3))


@KINDS.add(0.05, 2, 9)
def everything_refused(world: World, luck: Random) -> Mend:
    """The workspace is being moved."""
    world.slack.faults.fail_everything(luck.choice(("team_added_to_org", "internal_error")))
    return lambda: world.slack.faults.fail_everything(None)


@KINDS.add(0.05, 2, 9)
def network_away(world: World, _luck: Random) -> Mend:
    """No call goes out, though the connection that brings events stands."""
    world.unread = {"*"}

    def mend() -> None:
        world.unread = set()

    return mend
