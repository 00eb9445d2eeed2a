"""The workspace's files as the bot downloads them: nothing listens at their address, so they are handed over here."""

import io
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from typing import Any
from urllib.error import URLError
from urllib.response import addinfourl

from sandbox.errors import Json
from sandbox.workspace import Workspace
from simulation.slack import Slack

TEXTS = (".txt", ".md")


def text_of(ws: Workspace, message: Json) -> str:
    """What a message says, the texts among its files with it: the rule as docs/using.md tells it."""
    names = (one for one in message.get("files", []) if str(one.get("name", "")).endswith(TEXTS))
    return "\n\n".join(filter(None, [message["text"], *(ws.files[one["id"]].content.decode() for one in names)]))


@contextmanager
def served(slack: Slack) -> Iterator[None]:
    """While this lasts a download gets the file, or no answer while the workspace withholds them."""

    class Handed(urllib.request.HTTPHandler):
        def http_open(self, req: urllib.request.Request) -> Any:
            if slack.withholds:
                raise URLError("the file is not there")
            file = slack.workspace.files[req.selector.split("/")[2]]
            head = Message()
            head["Content-Type"] = str(file.about["mimetype"])
            reply = addinfourl(io.BytesIO(file.content), head, req.full_url, 200)
            reply.msg = "OK"  # type: ignore[attr-defined]
            return reply

    kept = urllib.request.HTTPHandler
    urllib.request.HTTPHandler = Handed  # type: ignore[misc]
    try:
        yield
    finally:
        urllib.request.HTTPHandler = kept  # type: ignore[misc]
