"""files.*: upload in three steps (URL, bytes, completion), and what is known of a file."""

import re
from collections.abc import Callable

from sandbox import channels, messages, uploads
from sandbox.api.call import Call
from sandbox.errors import Json, SlackError, invalid


def get_upload_url(call: Call) -> Json:
    name, length = call.required("filename"), call.required("length")
    if not length.isdigit() or int(length) == 0:
        raise SlackError("invalid_arguments")
    file = uploads.add(call.ws, call.ws.bot_user_id, name, b"", call.base_url)
    return {"upload_url": f"{call.base_url}/upload/{file.about['id']}", "file_id": file.about["id"]}


def complete_upload(call: Call) -> Json:
    """Shares the uploaded files in a channel, as one message; without channel_id they stay private."""
    asked = call.json("files", "invalid_arguments")
    if not isinstance(asked, list) or not asked or not all(isinstance(one, dict) for one in asked):
        raise SlackError("invalid_arguments")
    files = []
    for one in asked:
        file = call.ws.files.get(one.get("id", ""))
        if file is None or not file.content:
            raise SlackError("file_not_found")
        file.about["title"] = one.get("title") or file.about["name"]
        files.append(file.about)
    channel_id = call.text("channel_id") or call.text("channels")
    if channel_id:
        if not re.fullmatch("[CGDZ][A-Z0-9]{8,}", channel_id):
            what = "input must match regex pattern: ^[CGDZ][A-Z0-9]{8,}$ [json-pointer:/channel_id]"
            raise invalid("invalid_arguments", [what])
        channel = channels.find(call.ws, channel_id)
        if call.ws.bot_user_id not in channel.members:
            raise SlackError("not_in_channel")
        message = {**messages.bot_author(call.ws), "text": call.text("initial_comment"), "files": files}
        messages.post(call.ws, channel, message, thread_ts=call.text("thread_ts") or None)
    return {"files": files}


def info(call: Call) -> Json:
    file = uploads.visible(call.ws, call.text("file"))
    if file is None:
        raise SlackError("file_not_found")
    return {"file": file.about, "content": file.content.decode(errors="replace")}


def delete(call: Call) -> Json:
    """Removes a file of the bot's, and the messages that held nothing else."""
    file = uploads.visible(call.ws, call.text("file"))
    if file is None or file.about["user"] != call.ws.bot_user_id:
        raise SlackError("file_not_found" if file is None else "cant_delete_file")
    for channel_id in file.about["channels"]:
        channel = call.ws.channels[channel_id]
        for ts, message in list(channel.messages.items()):
            if message.get("files") == [file.about] and not message.get("text"):
                messages.delete(call.ws, channel, ts)
    with call.ws.changing():
        del call.ws.files[file.about["id"]]
    return {}


METHODS: dict[str, tuple[str | None, Callable[[Call], Json]]] = {
    "files.getUploadURLExternal": ("files:write", get_upload_url),
    "files.completeUploadExternal": ("files:write", complete_upload),
    "files.delete": ("files:write", delete),
    "files.info": ("files:read", info),
}
