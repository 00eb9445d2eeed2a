"""The bodies Slack sends to an app, field by field."""

from sandbox.errors import Json
from sandbox.messages import shown
from sandbox.workspace import Channel, Workspace

TOKEN = "sandbox-verification-token"


def event_callback(ws: Workspace, event: Json) -> Json:
    """Where a channel is shared with others, only `authorizations` always names us: team_id is the workspace that made
    the channel, or of an external person's message theirs, and context_team_id need not be ours either (bolt-js issue
    935, bolt-python pull request 854)."""
    ours = ws.teams[ws.team_id]
    channel = _channel_of(ws, event)
    outer = context = ws.teams[channel.host] if channel else ours
    if channel and channel.shared and event["type"] == "message" and event.get("team", ws.team_id) != ws.team_id:
        outer = ws.teams[event["team"]]
    authorization = {
        "enterprise_id": ws.enterprise_id,
        "team_id": ws.team_id,
        "user_id": ws.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    event_id = ws.new_id("Ev")
    return {
        "token": TOKEN,
        "team_id": outer.id,
        **({"enterprise_id": outer.enterprise_id} if outer.enterprise_id else {}),
        "context_team_id": context.id,
        "context_enterprise_id": context.enterprise_id,
        "api_app_id": ws.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": ws.seconds(),
        "authorizations": [authorization],
        "is_ext_shared_channel": bool(channel and channel.shared),
        "event_context": f"4-{event_id}",
    }


def slash_command(ws: Workspace, user: str, channel: Channel, command: str, text: str, url: str) -> Json:
    return {
        "token": TOKEN,
        "team_id": ws.team_id,
        "team_domain": ws.team.lower(),
        "channel_id": channel.id,
        "channel_name": _channel(channel)["name"],
        "user_id": user,
        "user_name": ws.users[user]["name"],
        "command": command,
        "text": text,
        "api_app_id": ws.app_id,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": ws.new_trigger(user),
        **({"enterprise_id": ws.enterprise_id, "enterprise_name": ws.team} if ws.enterprise_id else {}),
    }


def message_shortcut(ws: Workspace, user: str, callback_id: str, channel: Channel, message: Json, url: str) -> Json:
    about = {"channel": _channel(channel), "message_ts": message["ts"], "message": shown(message), "response_url": url}
    return {**_interaction(ws, user, "message_action"), "callback_id": callback_id, "action_ts": ws.new_ts(), **about}


def global_shortcut(ws: Workspace, user: str, callback_id: str) -> Json:
    return {**_interaction(ws, user, "shortcut"), "callback_id": callback_id, "action_ts": ws.new_ts()}


def message_actions(ws: Workspace, user: str, channel: Channel, message: Json, values: Json, url: str) -> Json:
    """block_actions of a message; `actions` are still to be put in."""
    about = {"state": {"values": values}, "response_url": url}
    return {**_interaction(ws, user, "block_actions"), **in_message(channel, message), **about}


def view_actions(ws: Workspace, user: str, view: Json) -> Json:
    """block_actions of a modal or a Home tab; `actions` are still to be put in."""
    return {**_interaction(ws, user, "block_actions", view), **in_view(view)}


def in_message(channel: Channel, message: Json) -> Json:
    """Where an element stands. Of an ephemeral message Slack sends no text."""
    ephemeral = message.get("is_ephemeral", False)
    container = {"type": "message", "message_ts": message["ts"], "channel_id": channel.id, "is_ephemeral": ephemeral}
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    where = {"container": container, "channel": _channel(channel)}
    return where if ephemeral else {**where, "message": shown(message)}


def in_view(view: Json) -> Json:
    """Where an element stands."""
    return {"container": {"type": "view", "view_id": view["id"]}, "view": view}


def action(ws: Workspace, block: Json, element: Json, state: Json) -> Json:
    """One entry of `actions`: the element, and its `state` (what was chosen) where it keeps one."""
    fields = ("type", "action_id", "text", "value", "placeholder", "style", "url", "confirm")
    known: Json = {key: element[key] for key in fields if key in element}
    initial = {key: value for key, value in element.items() if key.startswith("initial_")}
    return {**known, **initial, **state, "block_id": block["block_id"], "action_ts": ws.new_ts()}


def view_submission(ws: Workspace, user: str, view: Json) -> Json:
    return {**_interaction(ws, user, "view_submission", view), "view": view, "response_urls": []}


def view_closed(ws: Workspace, user: str, view: Json, cleared: bool) -> Json:
    return {**_about(ws, user, "view_closed", view), "view": view, "is_cleared": cleared}


def suggestion(ws: Workspace, user: str, block: Json, element: Json, typed: str, where: Json) -> Json:
    """block_suggestion; `where` is of in_message or in_view."""
    asked = {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
    return {**_about(ws, user, "block_suggestion", where.get("view")), **asked, **where}


def _interaction(ws: Workspace, user: str, kind: str, view: Json | None = None) -> Json:
    """The fields of every interaction that the bot may answer with a view."""
    modal = view["id"] if view and view["type"] == "modal" else None
    return {**_about(ws, user, kind, view), "trigger_id": ws.new_trigger(user, modal)}


def _about(ws: Workspace, user: str, kind: str, view: Json | None = None) -> Json:
    """The fields of every interaction. `team` is where the app is installed, but in a view it is where the person
    belongs (bolt-js issue 1614)."""
    name, home = ws.users[user]["name"], ws.team_of(user)
    team = home if view else ws.teams[ws.team_id]
    grid = {"enterprise_id": team.enterprise_id, "enterprise_name": team.name} if team.enterprise_id else {}
    return {
        "type": kind,
        "team": {"id": team.id, "domain": team.name.lower(), **grid},
        "enterprise": {"id": team.enterprise_id, "name": team.name} if team.enterprise_id else None,
        "user": {"id": user, "username": name, "name": name, "team_id": home.id},
        "api_app_id": ws.app_id,
        "token": TOKEN,
        "is_enterprise_install": False,
    }


def _channel_of(ws: Workspace, event: Json) -> Channel | None:
    """The channel that an event is about, if any."""
    named = event.get("channel") or event.get("item", {}).get("channel")
    return ws.channels.get(named) if isinstance(named, str) else None


def _channel(channel: Channel) -> Json:
    """As interactions and commands name it: a closed one's name is not told."""
    return {"id": channel.id, "name": {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name)}
