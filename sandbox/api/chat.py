"""chat.* and reactions.*"""

from collections.abc import Callable

from sandbox import channels, messages, roster
from sandbox.api.call import Call
from sandbox.errors import Json, SlackError
from sandbox.workspace import Channel, Workspace

POSTED, UPDATED = 40_000, 4_000


def post_message(call: Call) -> Json:
    channel = _target(call)
    content = call.content(POSTED)
    author = messages.bot_author(call.ws)
    if call.text("username") or call.text("icon_emoji") or call.text("icon_url"):
        call.need("chat:write.customize")
        author["username"] = call.text("username")
    message = {**author, "text": "", **content}
    thread_ts = call.text("thread_ts") or None
    ts = messages.post(call.ws, channel, message, thread_ts=thread_ts, broadcast=call.flag("reply_broadcast"))
    return {"channel": channel.id, "ts": ts, "message": messages.shown(channel.messages[ts], metadata=True)}


def update(call: Call) -> Json:
    channel, ts = _own(call, "cant_update_message", "is_inactive")
    content = call.content(UPDATED)
    if call.ws.edit_window is not None and float(ts) < (call.ws.now() - call.ws.edit_window).timestamp():
        raise SlackError("edit_window_closed")
    messages.edit(call.ws, channel, ts, content, call.ws.bot_user_id)
    message = messages.shown(channel.messages[ts], metadata=True)
    return {"channel": channel.id, "ts": ts, "text": message["text"], "message": message}


def delete(call: Call) -> Json:
    channel, ts = _own(call, "cant_delete_message")
    messages.delete(call.ws, channel, ts)
    return {"channel": channel.id, "ts": ts}


def post_ephemeral(call: Call) -> Json:
    channel, user = _postable(call.live()), call.required("user")
    if user not in channel.members or not roster.is_active(call.ws, user):
        raise SlackError("user_not_in_channel")
    content = call.content(POSTED)
    message = {**messages.bot_author(call.ws), "text": "", **content}
    return {"message_ts": messages.whisper(call.ws, channel, user, message, call.text("thread_ts") or None)}


def get_permalink(call: Call) -> Json:
    channel = call.channel()
    message = messages.find(channel, call.required("message_ts"))
    link = f"{call.base_url}/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    if message.get("thread_ts", message["ts"]) != message["ts"]:
        link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def add_reaction(call: Call) -> Json:
    channel = call.live()
    messages.add_reaction(call.ws, channel, call.required("timestamp"), call.ws.bot_user_id, _emoji(call))
    return {}


def remove_reaction(call: Call) -> Json:
    channel = call.live()
    messages.remove_reaction(call.ws, channel, call.required("timestamp"), call.ws.bot_user_id, _emoji(call))
    return {}


def get_reactions(call: Call) -> Json:
    channel = call.joined()
    message = messages.shown(messages.find(channel, call.required("timestamp")))
    return {"type": "message", "channel": channel.id, "message": message}


def _emoji(call: Call) -> str:
    name = call.required("name").strip(":")
    if not all(letter.isalnum() or letter in "_+-:'" for letter in name) or name != name.lower():
        raise SlackError("invalid_name")
    return name


def _target(call: Call) -> Channel:
    """Where chat.postMessage goes: a user's id means the direct conversation with them."""
    name = call.text("channel")
    if name in call.ws.users:
        return direct(call.ws, name, bot="cant_dm_bot", gone="account_inactive")
    channel = call.channel()
    if channel.archived:
        raise SlackError("is_archived")
    public = channel.kind == "channel" and call.scopes is not None and "chat:write.public" in call.scopes
    return _postable(channel if public else call.joined())


def direct(ws: Workspace, user: str, bot: str, gone: str) -> Channel:
    """The direct conversation with a person. Raises SlackError `bot` for a bot, `gone` for who is deactivated."""
    if ws.users[user]["is_bot"]:
        raise SlackError(bot)
    if not roster.is_active(ws, user):
        raise SlackError(gone)
    return channels.direct(ws, user)


def _postable(channel: Channel) -> Channel:
    if channel.restricted:
        raise SlackError("restricted_action")
    return channel


def _own(call: Call, error: str, archived: str = "is_archived") -> tuple[Channel, str]:
    channel, ts = call.live(archived), call.required("ts")
    if messages.find(channel, ts).get("bot_id") != call.ws.bot_id:
        raise SlackError(error)
    return channel, ts


METHODS: dict[str, tuple[str | None, Callable[[Call], Json]]] = {
    "chat.postMessage": ("chat:write", post_message),
    "chat.update": ("chat:write", update),
    "chat.delete": ("chat:write", delete),
    "chat.postEphemeral": ("chat:write", post_ephemeral),
    "chat.getPermalink": (None, get_permalink),
    "reactions.add": ("reactions:write", add_reaction),
    "reactions.remove": ("reactions:write", remove_reaction),
    "reactions.get": ("reactions:read", get_reactions),
}
