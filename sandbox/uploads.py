"""Files: made, and who may see them."""

from base64 import b64decode
from urllib.parse import quote

from sandbox.workspace import File, Workspace

KINDS = {
    "csv": "text/csv",
    "json": "application/json",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def add(ws: Workspace, user: str, name: str, content: bytes, base_url: str, is_handed: bool = False) -> File:
    """A file, not yet shared. `base_url` is where the workspace is served; `is_handed`: to the bot, in a form."""
    with ws.changing():
        file_id = ws.new_id("F")
        kind = name.rpartition(".")[2].lower() if "." in name else "text"
        url = f"{base_url}/files/{file_id}/{quote(name)}"
        about = {
            "id": file_id,
            "created": ws.seconds(),
            "timestamp": ws.seconds(),
            "name": name,
            "title": name,
            "mimetype": KINDS.get(kind, "text/plain"),
            "filetype": kind,
            "pretty_type": "Plain Text",
            "user": user,
            "mode": "hosted",
            "size": len(content),
            "is_external": False,
            "url_private": url,
            "url_private_download": url,
            "permalink": url,
            "is_public": False,
            "channels": [],
        }
        ws.files[file_id] = File(about, content, is_handed)
        return ws.files[file_id]


def content_of(text: str) -> bytes:
    """The content of a file: a text, or what a browser makes a data URL of."""
    head, _, rest = text.partition(";base64,")
    return b64decode(rest) if head.startswith("data:") and "\n" not in head else text.encode()


def visible(ws: Workspace, file_id: str) -> File | None:
    """A file that the bot can see: its own, one handed to it in a form, or one shared where it is."""
    file = ws.files.get(file_id)
    if file is None or file.is_handed or file.about["user"] == ws.bot_user_id:
        return file
    return file if any(ws.bot_user_id in ws.channels[one].members for one in file.about["channels"]) else None
