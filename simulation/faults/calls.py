"""Faults of the Web API: what the bot asks of Slack is refused, or done and not answered."""

from random import Random
from typing import Any

from simulation.faults.kinds import Begin, Kind, Kinds, Mend
from simulation.world import World

REFUSALS = ("restricted_action", "channel_not_found", "msg_too_long", "internal_error", "fatal_error", "not_in_channel")
HOURS = (0.2, 5, 24)

KINDS = Kinds()


def _fails(method: str, errors: tuple[str, ...], times: tuple[int, ...], **more: Any) -> Begin:
    def begin(world: World, luck: Random) -> Mend:
        channel = world.channel if method.startswith("chat") else ""
        world.slack.faults.fail(method, luck.choice(errors), times=luck.choice(times), channel=channel, **more)
        return world.slack.faults.clear

    return begin


KINDS["post refused"] = Kind(_fails("chat.postMessage", REFUSALS, (1, 3, 8)), HOURS)
KINDS["post rate-limited"] = Kind(_fails("chat.postMessage", ("ratelimited",), (1, 4), retry_after=30), HOURS)
KINDS["rate_limited without a pause"] = Kind(_fails("chat.postMessage", ("rate_limited",), (1, 4)), HOURS)
KINDS["post done, answer lost"] = Kind(_fails("chat.postMessage", ("internal_error",), (1, 3), after=True), HOURS)
KINDS["update refused"] = Kind(
    _fails("chat.update", ("edit_window_closed", "cant_update_message", "internal_error"), (1, 5)), HOURS
)
KINDS["blocks unknown"] = Kind(_fails("chat.postMessage", ("invalid_blocks",), (1,)), HOURS)
KINDS["reaction refused"] = Kind(_fails("reactions.add", ("internal_error", "too_many_reactions"), (1, 4)), HOURS)
KINDS["thread unreadable"] = Kind(
    _fails("conversations.replies", ("internal_error", "not_in_channel", "fatal_error"), (2, 6)), HOURS
)
KINDS["members unreadable"] = Kind(_fails("conversations.members", ("internal_error", "ratelimited"), (1, 4)), HOURS)
KINDS["window refused"] = Kind(_fails("views.open", ("ratelimited", "internal_error"), (1, 3)), HOURS)
KINDS["direct message refused"] = Kind(
    _fails("conversations.open", ("user_disabled", "internal_error", "ratelimited"), (1, 3)), HOURS
)
KINDS["Home refused"] = Kind(
    _fails("views.publish", ("internal_error", "user_not_found", "ratelimited"), (1, 3)), HOURS
)


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
