"""What the bot answers outside the Web API: posts to a response_url, and a slash command's immediate answer."""

from collections.abc import Set
from typing import Any

from sandbox import messages
from sandbox.api.call import Call
from sandbox.errors import Json, SlackError
from sandbox.workspace import ResponseUrl, Workspace

USES = 5


def take(ws: Workspace, key: str) -> ResponseUrl:
    """One use of a response_url. Raises SlackError: used_url (after five), expired_url (after 30 minutes)."""
    with ws.lock:
        url = ws.response_urls.get(key)
        if url is None or ws.now() > url.expires:
            raise SlackError("expired_url", status=404)
        url.uses += 1
        if url.uses > USES:
            raise SlackError("used_url", status=404)
        return url


def respond(ws: Workspace, url: ResponseUrl, body: Any, refused: Set[str]) -> None:
    """Carries out a response: ephemeral unless response_type says in_channel; may replace or delete its original.

    Raises SlackError as chat.postMessage does, and invalid_payload.
    """
    if not isinstance(body, dict):
        raise SlackError("invalid_payload", status=400)
    with ws.lock:
        if body.get("delete_original"):
            _original(ws, url, None)
            return
        content = Call(ws, body, "", None, refused).content(40_000)
        if body.get("replace_original") and url.ts:
            _original(ws, url, content)
            return
        message = {**messages.bot_author(ws), "text": "", **content}
        channel, thread_ts = ws.channels[url.channel], body.get("thread_ts")
        if body.get("response_type") == "in_channel":
            messages.post(ws, channel, message, thread_ts=thread_ts)
        else:
            messages.whisper(ws, channel, url.user, message, thread_ts)


def _original(ws: Workspace, url: ResponseUrl, content: Json | None) -> None:
    """Replaces (or with None deletes) the message the response_url belongs to."""
    mine = ws.ephemerals.get(url.user, [])
    whispered = next((one for one in mine if one["ts"] == url.ts), None)
    channel = ws.channels[url.channel]
    if whispered is not None:
        with ws.changing():
            changed = [{**whispered, "blocks": None, **content}] if content is not None else []
            changed = [{key: value for key, value in one.items() if value is not None} for one in changed]
            at = mine.index(whispered)
            mine[at : at + 1] = changed
    elif url.ts not in channel.messages or channel.messages[url.ts].get("bot_id") != ws.bot_id:
        raise SlackError("message_not_found", status=404)
    elif content is None:
        messages.delete(ws, channel, url.ts)
    else:
        messages.edit(ws, channel, url.ts, {"blocks": None, **content}, ws.bot_user_id)
