"""conversations.* and users.*"""

from collections.abc import Callable

from sandbox import channels, messages, roster
from sandbox.api import chat
from sandbox.api.call import HISTORY, READ, Call, paged
from sandbox.errors import Json, SlackError
from sandbox.workspace import Channel

MOST = 8  # people in a direct conversation, the bot not counted


def open_conversation(call: Call) -> Json:
    """With one person or, for up to eight, with several."""
    users = [user for user in call.text("users").split(",") if user]
    if not users:
        channel = call.channel()
    elif not set(users) <= call.ws.users.keys():
        raise SlackError("user_not_found")
    elif len(users) > MOST:
        raise SlackError("too_many_users")
    elif len(users) > 1:
        call.need("mpim:write")
        for user in users:
            chat.direct(call.ws, user, bot="cannot_dm_bot", gone="user_disabled")
        channel = channels.group_direct(call.ws, [*users, call.ws.bot_user_id])
    else:
        channel = chat.direct(call.ws, users[0], bot="cannot_dm_bot", gone="user_disabled")
    brief: Json = {"id": channel.id}
    return {"channel": channels.described(call.ws, channel) if call.flag("return_im") else brief}


def info(call: Call) -> Json:
    channel = call.channel()
    call.need(READ[channel.kind])
    described = channels.described(call.ws, channel)
    if not call.flag("include_num_members"):
        described.pop("num_members", None)
    return {"channel": described}


def list_conversations(call: Call) -> Json:
    return _listing(call, lambda _channel: True)


def users_conversations(call: Call) -> Json:
    user = call.text("user", call.ws.bot_user_id)
    if user not in call.ws.users:
        raise SlackError("user_not_found")
    return _listing(call, lambda channel: user in channel.members)


def _listing(call: Call, wanted: Callable[[Channel], bool]) -> Json:
    names = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
    types = call.text("types", "public_channel").split(",")
    if not set(types) <= names.keys():
        raise SlackError("invalid_types")
    kinds = {names[one] for one in types}
    for kind in sorted(kinds & READ.keys()):
        call.need(READ[kind])
    bot = call.ws.bot_user_id
    seen = [one for one in call.ws.channels.values() if one.kind == "channel" or bot in one.members]
    live = [one for one in seen if not (one.archived and call.flag("exclude_archived"))]
    found = [channels.described(call.ws, one) for one in live if one.kind in kinds and wanted(one)]
    page, cursor = paged(found, *call.page(100, 1000))
    return {"channels": page, **cursor}


def members(call: Call) -> Json:
    channel = call.channel()
    call.need(READ[channel.kind])
    page, cursor = paged(channel.members, *call.page(100, 1000))
    return {"members": page, **cursor}


def join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    channels.join(call.ws, channel, call.ws.bot_user_id)
    return {"channel": channels.described(call.ws, channel)}


def history(call: Call) -> Json:
    """Newest first, without replies (broadcast ones excepted)."""
    channel = call.joined()
    call.need(HISTORY[channel.kind])
    top = [
        one
        for one in channel.messages.values()
        if one.get("thread_ts", one["ts"]) == one["ts"] or one.get("subtype") == "thread_broadcast"
    ]
    return _page(call, _between(call, list(reversed(top))))


def replies(call: Call) -> Json:
    """Oldest first, from the parent on; any message of the thread names it."""
    channel = call.joined()
    call.need(HISTORY[channel.kind])
    message = channel.messages.get(call.required("ts"))
    if message is None:
        raise SlackError("thread_not_found")
    parent, *rest = channel.thread(str(message.get("thread_ts", message["ts"])))
    return _page(call, [parent, *_between(call, rest)])


def _between(call: Call, found: list[Json]) -> list[Json]:
    try:
        oldest, latest = float(call.text("oldest", "0")), float(call.text("latest", "inf"))
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None
    if call.flag("inclusive"):
        return [one for one in found if oldest <= float(one["ts"]) <= latest]
    return [one for one in found if oldest < float(one["ts"]) < latest]


def _page(call: Call, found: list[Json]) -> Json:
    page, cursor = paged(found, *call.page(100, 1000))
    more = bool(cursor["response_metadata"]["next_cursor"])
    shown = [messages.shown(one, call.flag("include_all_metadata")) for one in page]
    return {"messages": shown, "has_more": more, **(cursor if more else {})}


def user_info(call: Call) -> Json:
    if call.text("user") not in call.ws.users:
        raise SlackError("user_not_found")
    return {"user": roster.shown(call.ws, call.text("user"))}


def list_users(call: Call) -> Json:
    everybody = [roster.shown(call.ws, user) for user in call.ws.users]
    page, cursor = paged(everybody, *call.page(1000, 1000))
    return {"members": page, "cache_ts": call.ws.seconds(), **cursor}


METHODS: dict[str, tuple[str | None, Callable[[Call], Json]]] = {
    "conversations.open": ("im:write", open_conversation),
    "conversations.info": (None, info),
    "conversations.list": (None, list_conversations),
    "conversations.history": (None, history),
    "conversations.replies": (None, replies),
    "conversations.members": (None, members),
    "conversations.join": ("channels:join", join),
    "users.info": ("users:read", user_info),
    "users.list": ("users:read", list_users),
    "users.conversations": (None, users_conversations),
}
