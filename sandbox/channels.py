"""What happens to channels: made, shared, joined, left, archived; and what the bot is told of it."""

from collections.abc import Iterable
from typing import Any

from sandbox.errors import Json, SlackError
from sandbox.workspace import Channel, Kind, Workspace


def add(ws: Workspace, name: str, members: Iterable[str], kind: Kind, host: str | None = None) -> Channel:
    """host: the id of the workspace that made it, ours unless given. It is shared with the teams of its members."""
    with ws.changing():
        host = host or ws.team_id
        channel_id = ws.new_id("D" if kind == "im" else "C")
        channel = Channel(channel_id, name, kind, list(members), ws.seconds(), host, [ws.team_id])
        for team in (host, *(ws.users[user]["team_id"] for user in channel.members)):
            _share(channel, team)
        ws.channels[channel.id] = channel
        return channel


def find(ws: Workspace, channel_id: str) -> Channel:
    """By id or #name, as the bot sees it. Raises SlackError channel_not_found."""
    found = ws.channels.get(channel_id)
    if found is None:
        name = channel_id.removeprefix("#")
        found = next((one for one in ws.channels.values() if one.kind != "im" and one.name == name), None)
    if found is None or (found.kind != "channel" and ws.bot_user_id not in found.members):
        raise SlackError("channel_not_found")
    return found


def direct(ws: Workspace, user: str) -> Channel:
    """The direct conversation of a person and the bot, made when first needed."""
    with ws.lock:
        for channel in ws.channels.values():
            if channel.kind == "im" and user in channel.members:
                return channel
        return add(ws, "directmessage", [user, ws.bot_user_id], "im")


def group_direct(ws: Workspace, users: Iterable[str]) -> Channel:
    """The direct conversation of several, made when first needed."""
    with ws.lock:
        wanted = list(users)
        for channel in ws.channels.values():
            if channel.kind == "mpim" and set(channel.members) == set(wanted):
                return channel
        names = "--".join(ws.users[user]["name"] for user in wanted)
        return add(ws, f"mpdm-{names}-1", wanted, "mpim")


def join(ws: Workspace, channel: Channel, user: str, inviter: str | None = None) -> None:
    """Raises SlackError is_archived."""
    with ws.changing():
        if channel.archived:
            raise SlackError("is_archived")
        if user in channel.members:
            return
        channel.members.append(user)
        _share(channel, ws.users[user]["team_id"])
        more = {"inviter": inviter} if inviter else {}
        ws.emit(_membership(ws, "member_joined_channel", channel, user) | more, channel)


def leave(ws: Workspace, channel: Channel, user: str, actor: str | None = None) -> None:
    """Somebody leaves, or is taken out by `actor`. The bot is told of itself by another event than of others."""
    with ws.changing():
        if user not in channel.members:
            return
        if user == ws.bot_user_id:
            _tell(ws, channel, "left", actor_id=actor or user)
        else:
            ws.emit(_membership(ws, "member_left_channel", channel, user), channel)
        channel.members.remove(user)


def archive(ws: Workspace, channel: Channel, user: str, bots_stay: bool = False) -> None:
    """Archives a channel. Slack takes bots out of it (elastic/connectors issue 1972), without an event of its own."""
    with ws.changing():
        _tell(ws, channel, "archive", user=user, is_moved=0)
        channel.archived = True
        if not bots_stay:
            channel.members = [one for one in channel.members if not ws.users[one]["is_bot"]]


def unarchive(ws: Workspace, channel: Channel, user: str) -> None:
    """Takes a channel back into use; who was taken out of it has to be invited again."""
    with ws.changing():
        channel.archived = False
        _tell(ws, channel, "unarchive", user=user)


def described(ws: Workspace, channel: Channel) -> Json:
    """A channel as conversations.info tells of it."""
    if channel.kind == "im":
        other = next(user for user in channel.members if user != ws.bot_user_id)
        return {"id": channel.id, "created": channel.created, "is_im": True, "user": other, "is_archived": False}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": channel.created,
        "is_channel": channel.kind != "mpim",
        "is_group": channel.kind != "channel",
        "is_im": False,
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "channel",
        "is_archived": channel.archived,
        "is_general": False,
        "is_shared": channel.shared,
        "is_ext_shared": channel.shared,
        "is_org_shared": False,
        "is_member": ws.bot_user_id in channel.members,
        "context_team_id": ws.team_id,
        "conversation_host_id": channel.host,
        "shared_team_ids": list(channel.teams),
        "num_members": len(channel.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def _share(channel: Channel, team: str) -> None:
    if team not in channel.teams:
        channel.teams.append(team)


def _membership(ws: Workspace, kind: str, channel: Channel, user: str) -> Json:
    letter, team = "C" if channel.kind == "channel" else "G", ws.users[user]["team_id"]
    about = {"type": kind, "user": user, "channel": channel.id, "channel_type": letter, "team": team}
    return {**about, "event_ts": ws.new_ts()}


def _tell(ws: Workspace, channel: Channel, what: str, **fields: Any) -> None:
    """channel_… of a public channel, to whoever asked for it; group_… of a private one, to its members."""
    public = channel.kind == "channel"
    event = {"type": f"{'channel' if public else 'group'}_{what}", "channel": channel.id, **fields}
    ws.emit({**event, "event_ts": ws.new_ts()}, channel if not public or what == "left" else None)
