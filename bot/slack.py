"""The calls to Slack that need care: posting once, reactions that may be there, blocks that an older Slack refuses."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

log = logging.getLogger(__name__)
METADATA = "calibrate"
PASSING = ("ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "")
NOT_THERE = ("not_in_channel", "channel_not_found", "is_archived", "user_not_in_channel")
UNKNOWN = ("invalid_blocks", "invalid_arguments")  # a message's and a view's blocks that this Slack does not know
LOOPBACK = ("http://127.0.0.1", "http://localhost")

Block = dict[str, Any]
Shape = TypeVar("Shape")
Reply = TypeVar("Reply")


def make_client(token: str, api_url: str) -> WebClient:
    """A client that waits when Slack asks for it, and that no proxy stands between on this machine."""
    client = WebClient(token=token, base_url=api_url if api_url.endswith("/") else api_url + "/")
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=5))
    if api_url.startswith(LOOPBACK):
        client.proxy = None
    return client


def find_or_post(
    client: WebClient,
    channel: str,
    key: str,
    text: str,
    blocks: Sequence[Block],
    thread_ts: str | None = None,
    older: Sequence[Block] | None = None,
    broadcast: bool = False,
) -> str:
    """Posts a message unless it was posted before; its ts. `key` names it in the metadata, ids only.

    Posting happens at least once by nature: after a crash nobody knows whether Slack got it, so it is looked for first.
    Where Slack refuses the blocks as ones it does not know, `older` is sent instead.
    """
    found = _find(client, channel, key, thread_ts)
    if found is not None:
        return found

    def post(what: Sequence[Block]) -> str:
        reply = client.chat_postMessage(
            channel=channel,
            text=text,
            blocks=list(what) or None,
            thread_ts=thread_ts,
            reply_broadcast=broadcast,
            metadata={"event_type": METADATA, "event_payload": {"key": key}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(reply["ts"])

    return post(blocks) if older is None else with_older(post, blocks, older)


def with_older(send: Callable[[Shape], Reply], shape: Shape, older: Shape) -> Reply:
    """Sends a message's blocks or a view, and `older` instead where Slack refuses the first as one it does not know."""
    try:
        return send(shape)
    except SlackApiError as error:
        if error_of(error) not in UNKNOWN:
            raise
        return send(older)


def _find(client: WebClient, channel: str, key: str, thread_ts: str | None) -> str | None:
    cursor = ""
    while True:
        page = (
            client.conversations_replies(
                channel=channel, ts=thread_ts, include_all_metadata=True, limit=200, cursor=cursor
            )
            if thread_ts
            else client.conversations_history(channel=channel, include_all_metadata=True, limit=100)
        )
        for message in page["messages"]:
            if _key(message) == key:
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor or not thread_ts:  # in a channel the newest hundred are enough: a restart is never that late
            return None


def _key(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return payload.get("key") if metadata.get("event_type") == METADATA else None


def react(client: WebClient, channel: str, ts: str, name: str, on: bool) -> None:
    """Sets or takes away a reaction; one that is there already, or gone with its message, is fine."""
    change = client.reactions_add if on else client.reactions_remove
    try:
        change(channel=channel, timestamp=ts, name=name)
    except SlackApiError as error:
        if error_of(error) not in ("already_reacted", "no_reaction", "message_not_found"):
            raise


def permalink(client: WebClient, channel: str, ts: str | None) -> str | None:
    """The address of a message; None where there is none, or none any more."""
    if ts is None:
        return None
    try:
        return str(client.chat_getPermalink(channel=channel, message_ts=ts)["permalink"])
    except SlackApiError as error:
        if error_of(error) != "message_not_found":
            raise
        return None


def send_direct(client: WebClient, user: str, text: str, blocks: Sequence[Block] | None = None) -> bool:
    """Sends a person a direct message; False where Slack does not let us reach them, now or later."""
    try:
        client.chat_postMessage(channel=direct(client, user), text=text, blocks=blocks)
    except SlackApiError as error:
        if error_of(error) in PASSING:
            raise
        log.warning("%s could not be told: %s", user, error_of(error))
        return False
    return True


def direct(client: WebClient, user: str) -> str:
    """The id of the direct conversation with a person."""
    return str(client.conversations_open(users=user)["channel"]["id"])


def error_of(error: SlackApiError) -> str:
    """Slack's own name for what went wrong, such as not_in_channel."""
    return str(error.response.get("error", "")) if error.response is not None else ""


def time_zone(client: WebClient, user: str) -> str:
    """The zone that a person's Slack is set to; UTC where Slack does not tell."""
    try:
        return str(client.users_info(user=user)["user"].get("tz") or "UTC")
    except SlackApiError:
        return "UTC"


def is_member(client: WebClient, channel: str) -> bool:
    """Whether the bot is in a channel; one that it cannot see, it is not in."""
    try:
        return bool(client.conversations_info(channel=channel)["channel"].get("is_member"))
    except SlackApiError as error:
        if error_of(error) not in NOT_THERE:
            raise
        return False


def display_name(client: WebClient, user: str) -> str:
    """What the workspace calls a person, or a neutral word where Slack does not tell."""
    try:
        profile = client.users_info(user=user)["user"]
    except SlackApiError:
        return "Somebody"
    return str(profile.get("profile", {}).get("display_name") or profile.get("real_name") or profile["name"])
