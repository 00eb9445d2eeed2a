"""Text files: made, and who may see them."""

from urllib.parse import quote

from sandbox.workspace import File, Workspace


def add(ws: Workspace, user: str, name: str, content: bytes, base_url: str) -> File:
    """A text file, not yet shared. `base_url` is where the workspace is served."""
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
            "mimetype": {"csv": "text/csv", "json": "application/json"}.get(kind, "text/plain"),
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
        ws.files[file_id] = File(about, content)
        return ws.files[file_id]


def visible(ws: Workspace, file_id: str) -> File | None:
    """A file that the bot can see: its own, or one shared where it is."""
    file = ws.files.get(file_id)
    if file is None or file.about["user"] == ws.bot_user_id:
        return file
    return file if any(ws.bot_user_id in ws.channels[one].members for one in file.about["channels"]) else None
