"""The calls to Slack that need care: reactions that may be there, people out of reach, blocks too new for it."""

import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.refusals import IN_CHANNELS, Refusal
from bot.settings import is_loopback
from bot.trouble import PASSING

log = logging.getLogger(__name__)
NOT_THERE = ("not_in_channel", "channel_not_found", "is_archived", "is_inactive", "user_not_in_channel")
GONE = ("message_not_found", "cant_update_message", "edit_window_closed", *NOT_THERE)  # nothing to bring up to date
ARCHIVED = ("is_archived", "is_inactive")  # a post and an update are refused with different words
UNKNOWN = ("invalid_blocks", "invalid_arguments")  # a message's and a view's blocks that this Slack does not know

Block = dict[str, Any]
Shape = TypeVar("Shape")
Reply = TypeVar("Reply")


def make_client(token: str, api_url: str) -> WebClient:
    """A client that no proxy stands between on this machine. It never waits: whoever calls knows who else does."""
    client = WebClient(token=token, base_url=api_url if api_url.endswith("/") else api_url + "/")
    if is_loopback(api_url):
        client.proxy = None
    return client


def with_older(send: Callable[[Shape], Reply], shape: Shape, older: Shape) -> Reply:
    """Sends a message's blocks or a view, and `older` instead where Slack refuses the first as one it does not know."""
    try:
        return send(shape)
    except SlackApiError as error:
        if error_of(error) not in UNKNOWN:
            raise
        return send(older)


def react(client: WebClient, channel: str, ts: str, name: str, on: bool) -> None:
    """Sets or takes away a reaction; one that is there already, or gone with its message or our place, is fine."""
    change = client.reactions_add if on else client.reactions_remove
    try:
        change(channel=channel, timestamp=ts, name=name)
    except SlackApiError as error:
        if error_of(error) not in ("already_reacted", "no_reaction", "message_not_found", *NOT_THERE):
            raise


def download(client: WebClient, url: str, most: int, size: int | None = None) -> bytes:
    """The first bytes of a file of Slack's, at most `most`. `size`: its length, by which a page of HTML is the file.

    The token goes to Slack alone, which follows no redirect. Raises OSError where it is not had, SlackRequestError for
    an address elsewhere, or where Slack shows its login page instead: then the scope files:read is missing.
    """
    host, ours = urlsplit(url).hostname or "", urlsplit(client.base_url).hostname or ""
    if not (url.startswith("https://") or is_loopback(url)) or not (host == ours or host.endswith(".slack.com")):
        raise SlackRequestError("the file is not at Slack")
    asked = Request(url, headers={"Authorization": f"Bearer {client.token}"})
    proxies = ProxyHandler({}) if is_loopback(client.base_url) else ProxyHandler()
    with build_opener(proxies, _Stay()).open(asked, timeout=client.timeout) as reply:
        data: bytes = reply.read(most)
        if reply.headers.get_content_type() == "text/html" and len(data) != size:
            raise SlackRequestError("files:read is missing")
    return data


class _Stay(HTTPRedirectHandler):
    """Follows no redirect: the token would go with it."""

    def redirect_request(self, *_asked: Any) -> None:
        return None


def send_direct(
    client: WebClient, user: str, text: str, blocks: Sequence[Block] | None = None
) -> tuple[str, str] | None:
    """Sends a person a direct message; where it stands (channel and ts), None where we cannot reach them at all."""
    try:
        sent = client.chat_postMessage(channel=user, text=text, blocks=blocks or None, unfurl_links=False)
    except SlackApiError as error:
        if error_of(error) in PASSING:
            raise
        log.warning("%s could not be told: %s", user, error_of(error))
        return None
    return str(sent["channel"]), str(sent["ts"])


def direct(client: WebClient, user: str) -> str:
    """The id of the direct conversation with a person."""
    return str(client.conversations_open(users=user)["channel"]["id"])


def error_of(error: SlackApiError) -> str:
    """Slack's own name for what went wrong, such as not_in_channel."""
    return str(error.response.get("error", "")) if error.response is not None else ""


def is_member(client: WebClient, channel: str) -> bool:
    """Whether the bot is in a channel, and it is open; one that it cannot see, it is not in. Raises Refusal for what is
    no channel."""
    try:
        about: dict[str, Any] = client.conversations_info(channel=channel)["channel"]
        return bool(about.get("is_member")) and not about.get("is_archived")
    except SlackApiError as error:
        if error_of(error) == "missing_scope":  # of a direct conversation of several
            raise Refusal(IN_CHANNELS) from None
        if error_of(error) not in NOT_THERE:
            raise
        return False
