"""The bodies Slack sends to an app, field by field."""

from sandbox.errors import Json
from sandbox.messages import shown
from sandbox.workspace import Channel, Workspace

TOKEN = "sandbox-verification-token"


def event_callback(ws: Workspace, event: Json) -> Json:
    authorization = {
        "enterprise_id": None,
        "team_id": ws.team_id,
        "user_id": ws.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    event_id = ws.new_id("Ev")
    return {
        "token": TOKEN,
        "team_id": ws.team_id,
        "context_team_id": ws.team_id,
        "context_enterprise_id": None,
        "api_app_id": ws.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": ws.seconds(),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
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
    return {**_about(ws, user, "view_closed"), "view": view, "is_cleared": cleared}


def suggestion(ws: Workspace, user: str, block: Json, element: Json, typed: str, where: Json) -> Json:
    """block_suggestion; `where` is of in_message or in_view."""
    asked = {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
    return {**_about(ws, user, "block_suggestion"), **asked, **where}


def _interaction(ws: Workspace, user: str, kind: str, view: Json | None = None) -> Json:
    """The fields of every interaction that the bot may answer with a view."""
    modal = view["id"] if view and view["type"] == "modal" else None
    return {**_about(ws, user, kind), "trigger_id": ws.new_trigger(user, modal)}


def _about(ws: Workspace, user: str, kind: str) -> Json:
    """The fields of every interaction."""
    name = ws.users[user]["name"]
    return {
        "type": kind,
        "team": {"id": ws.team_id, "domain": ws.team.lower()},
        "enterprise": None,
        "user": {"id": user, "username": name, "name": name, "team_id": ws.team_id},
        "api_app_id": ws.app_id,
        "token": TOKEN,
        "is_enterprise_install": False,
    }


def _channel(channel: Channel) -> Json:
    """As interactions and commands name it: a closed one's name is not told."""
    return {"id": channel.id, "name": {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name)}
