"""What happens to messages, and the events that follow. Each function changes the workspace under its lock."""

from typing import Any

from sandbox.errors import Json, SlackError
from sandbox.workspace import Channel, Workspace


def shown(message: Json, metadata: bool = False) -> Json:
    """A message as events and history carry it; its metadata only when asked for."""
    return dict(message) if metadata else {key: value for key, value in message.items() if key != "metadata"}


def find(channel: Channel, ts: str) -> Json:
    """Raises SlackError message_not_found."""
    if ts not in channel.messages:
        raise SlackError("message_not_found")
    return channel.messages[ts]


def bot_author(ws: Workspace) -> Json:
    """The fields that mark a message as the bot's."""
    profile = {"id": ws.bot_id, "app_id": ws.app_id, "name": ws.users[ws.bot_user_id]["name"], "team_id": ws.team_id}
    return {"user": ws.bot_user_id, "bot_id": ws.bot_id, "app_id": ws.app_id, "bot_profile": profile}


def other_bot(ws: Workspace, user: str) -> Json:
    """The fields that mark a message as another app's bot's."""
    profile = ws.users[user]["profile"]
    mark = {"bot_id": profile["bot_id"], "app_id": profile["api_app_id"]}
    about = {"id": mark["bot_id"], "app_id": mark["app_id"], "name": ws.users[user]["name"], "team_id": ws.team_id}
    return {"user": user, **mark, "bot_profile": about}


def post(ws: Workspace, channel: Channel, message: Json, *, thread_ts: str | None, broadcast: bool = False) -> str:
    """Adds a message (author, text and what else it has) and tells the bot; its ts.

    Raises SlackError: is_archived, thread_not_found, or cannot_reply_to_message where thread_ts is itself a reply.
    """
    with ws.changing():
        if channel.archived:
            raise SlackError("is_archived")
        if thread_ts:
            _count_reply(channel, thread_ts, message.get("user", ""), +1)
        ts = ws.new_ts()
        team = ws.team_of(message["user"]).id if message.get("user") else ws.team_id
        message = {"type": "message", "ts": ts, "team": team, **message}
        message = {key: value for key, value in message.items() if value is not None}
        if message.get("files"):
            message.setdefault("subtype", "file_share")
            for about in message["files"]:
                about["channels"] = [*about["channels"], channel.id]
        if thread_ts:
            message["thread_ts"] = thread_ts
            channel.messages[thread_ts]["latest_reply"] = ts
        if broadcast and thread_ts:
            message["subtype"] = "thread_broadcast"
            root = channel.messages[thread_ts]
            message["root"] = {key: root.get(key) for key in ("type", "user", "text", "ts", "thread_ts")}
        channel.messages[ts] = message
        tell(ws, channel, shown(message))
        if f"<@{ws.bot_user_id}>" in message["text"] and "bot_id" not in message and channel.kind != "im":
            _tell_mention(ws, channel, message)
        return ts


def edit(ws: Workspace, channel: Channel, ts: str, changes: Json, editor: str) -> None:
    """Changes a message's text, blocks, files or metadata (a value of None removes the key)."""
    with ws.changing():
        before = find(channel, ts)
        after = {**before, **changes, "edited": {"user": editor, "ts": ws.new_ts()}}
        channel.messages[ts] = {key: value for key, value in after.items() if value is not None}
        _tell_hidden(
            ws, channel, "message_changed", message=shown(channel.messages[ts]), previous_message=shown(before)
        )


def delete(ws: Workspace, channel: Channel, ts: str) -> None:
    """Removes a message; a parent with replies leaves a tombstone behind, as in Slack."""
    with ws.changing():
        gone = find(channel, ts)
        parent = gone.get("thread_ts")
        if gone.get("reply_count"):
            kept = ("type", "ts", "thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply")
            tomb = {key: gone[key] for key in kept if key in gone}
            tomb |= {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.", "hidden": True}
            channel.messages[ts] = tomb
            _tell_hidden(ws, channel, "message_changed", message=shown(tomb), previous_message=shown(gone))
            return
        del channel.messages[ts]
        if parent and parent != ts and parent in channel.messages:
            _count_reply(channel, parent, "", -1)
        _tell_hidden(ws, channel, "message_deleted", deleted_ts=ts, previous_message=shown(gone))


def delete_files(ws: Workspace, channel: Channel, ts: str) -> None:
    """Deletes a message's files: of each there is left that it was there. The message does not count as edited."""
    with ws.changing():
        before = find(channel, ts)
        left = [{"id": about["id"], "mode": "tombstone"} for about in before.get("files", [])]
        for about in left:
            ws.files.pop(about["id"], None)
        channel.messages[ts] = after = {**before, "files": left}
        _tell_hidden(ws, channel, "message_changed", message=shown(after), previous_message=shown(before))


def add_reaction(ws: Workspace, channel: Channel, ts: str, user: str, name: str) -> None:
    """Raises SlackError: message_not_found, already_reacted."""
    with ws.changing():
        message = find(channel, ts)
        reactions = message.setdefault("reactions", [])
        found = next((one for one in reactions if one["name"] == name), None)
        if found is None:
            found = {"name": name, "users": [], "count": 0}
            reactions.append(found)
        if user in found["users"]:
            raise SlackError("already_reacted")
        found["users"].append(user)
        found["count"] = len(found["users"])
        _tell_reaction(ws, channel, message, "reaction_added", user, name)


def remove_reaction(ws: Workspace, channel: Channel, ts: str, user: str, name: str) -> None:
    """Raises SlackError: message_not_found, no_reaction."""
    with ws.changing():
        message = find(channel, ts)
        found = next((one for one in message.get("reactions", []) if one["name"] == name), None)
        if found is None or user not in found["users"]:
            raise SlackError("no_reaction")
        found["users"].remove(user)
        found["count"] = len(found["users"])
        message["reactions"] = [one for one in message["reactions"] if one["users"]]
        if not message["reactions"]:
            del message["reactions"]
        _tell_reaction(ws, channel, message, "reaction_removed", user, name)


def whisper(ws: Workspace, channel: Channel, user: str, message: Json, thread_ts: str | None) -> str:
    """An ephemeral message; its ts. In a thread without replies Slack shows it to nobody, and so does this."""
    with ws.changing():
        message = {"type": "message", "ts": ws.new_ts(), "channel": channel.id, "is_ephemeral": True, **message}
        if thread_ts:
            message["thread_ts"] = thread_ts
        if not thread_ts or len(channel.thread(thread_ts)) > 1:
            ws.ephemerals.setdefault(user, []).append(message)
        return str(message["ts"])


def tell(ws: Workspace, channel: Channel, message: Json) -> None:
    """The event of a message. In a channel shared with others it only names the files: files.info tells of them."""
    if channel.shared and "files" in message:
        named = {"mode": "file_access", "file_access": "check_file_info", "created": 0, "timestamp": 0, "user": ""}
        message = {**message, "files": [{"id": about["id"], **named} for about in message["files"]]}
    ws.emit({**message, "channel": channel.id, "channel_type": channel.kind, "event_ts": message["ts"]}, channel)


def _tell_mention(ws: Workspace, channel: Channel, message: Json) -> None:
    words: Json = {key: message[key] for key in ("user", "text", "ts", "thread_ts") if key in message}
    home = ws.team_of(message["user"])
    if home.id != ws.team_id:
        theirs = home.organisation
        words |= {"user_team": theirs, "source_team": theirs, "user_profile": {"team": theirs}}
    event = {"type": "app_mention", "team": ws.team_id, **words, "channel": channel.id, "event_ts": message["ts"]}
    ws.emit(event, channel)


def _tell_hidden(ws: Workspace, channel: Channel, subtype: str, **fields: Any) -> None:
    tell(ws, channel, {"type": "message", "subtype": subtype, "hidden": True, "ts": ws.new_ts(), **fields})


def _tell_reaction(ws: Workspace, channel: Channel, message: Json, kind: str, user: str, name: str) -> None:
    item = {"type": "message", "channel": channel.id, "ts": message["ts"]}
    event = {"type": kind, "user": user, "reaction": name, "item": item, "item_user": message.get("user")}
    ws.emit({**event, "event_ts": ws.new_ts()}, channel)


def _count_reply(channel: Channel, thread_ts: str, user: str, step: int) -> None:
    if thread_ts not in channel.messages:
        raise SlackError("thread_not_found")
    parent = channel.messages[thread_ts]
    if parent.get("thread_ts", thread_ts) != thread_ts:
        raise SlackError("cannot_reply_to_message")
    parent["thread_ts"] = thread_ts
    parent["reply_count"] = parent.get("reply_count", 0) + step
    users = parent.get("reply_users", [])
    if user and user not in users:
        users = [*users, user]
    parent["reply_users"], parent["reply_users_count"] = users, len(users)
