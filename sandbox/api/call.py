"""One call of the Web API: its arguments, and the checks that most methods share."""

import json
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from sandbox import channels
from sandbox.block_kit.blocks import check_message, with_ids
from sandbox.errors import Json, SlackError
from sandbox.workspace import Channel, Workspace

HISTORY = {"channel": "channels:history", "group": "groups:history", "im": "im:history", "mpim": "mpim:history"}
READ = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}


@dataclass(frozen=True)
class Call:
    """Arguments as sent (a form's are strings, nested ones JSON) and what a method needs to act on them.

    scopes: what the bot was granted, None for everything. refused: block types this workspace does not know.
    """

    ws: Workspace
    args: Mapping[str, Any]
    base_url: str
    scopes: Set[str] | None
    refused: Set[str]

    def need(self, scope: str) -> None:
        """Raises SlackError missing_scope."""
        if self.scopes is not None and scope not in self.scopes:
            raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(self.scopes)))

    def text(self, name: str, default: str = "") -> str:
        value = self.args.get(name)
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        """Raises SlackError invalid_arguments."""
        if not self.text(name):
            line = f"[ERROR] missing required field: {name}"
            raise SlackError("invalid_arguments", response_metadata={"messages": [line]})
        return self.text(name)

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "1")

    def json(self, name: str, error: str) -> Any:
        """A nested argument, None where absent. Raises SlackError `error` when it is not JSON."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise SlackError(error) from None

    def page(self, default: int, most: int) -> tuple[int, int]:
        """(offset, limit). Raises SlackError: invalid_cursor, invalid_limit."""
        cursor, limit = self.text("cursor"), self.text("limit", str(default))
        if cursor and not cursor.removeprefix("next:").isdigit():
            raise SlackError("invalid_cursor")
        if not limit.isdigit() or not 1 <= int(limit) <= most:
            raise SlackError("invalid_limit")
        return int(cursor.removeprefix("next:") or 0), int(limit)

    def channel(self) -> Channel:
        """Raises SlackError channel_not_found."""
        return channels.find(self.ws, self.text("channel"))

    def joined(self) -> Channel:
        """A channel the bot is in. Raises SlackError: channel_not_found, not_in_channel."""
        channel = self.channel()
        if self.ws.bot_user_id not in channel.members:
            raise SlackError("not_in_channel")
        return channel

    def live(self, archived: str = "is_archived") -> Channel:
        """A channel the bot is in and that is in use. Raises SlackError as `joined` does, and `archived`."""
        if self.channel().archived:
            raise SlackError(archived)
        return self.joined()

    def content(self, most_text: int) -> Json:
        """text, blocks and metadata of a message, checked; only what was given. blocks is None for an empty list, which
        takes an updated message's blocks away (left out, they stay).

        Raises SlackError: no_text, msg_too_long, invalid_metadata_format, and those of blocks.check_message.
        """
        content: Json = {}
        blocks = self.json("blocks", "invalid_blocks_format")
        metadata = self.json("metadata", "invalid_metadata_format")
        if len(self.text("text")) > most_text:
            raise SlackError("msg_too_long")
        if blocks:
            check_message(blocks, self.refused)
        if blocks is not None:
            content["blocks"] = with_ids(blocks) or None
        if metadata:
            if not isinstance(metadata, dict) or not {"event_type", "event_payload"} <= metadata.keys():
                raise SlackError("invalid_metadata_format")
            content["metadata"] = metadata
        if self.args.get("text") is not None:
            content["text"] = self.text("text")
        if not content.get("text", "").strip() and not blocks:
            raise SlackError("no_text")
        return content


def paged(items: list[Any], offset: int, limit: int) -> tuple[list[Any], Json]:
    """One page of a list, and the response_metadata with the cursor of the next one ("" at the end)."""
    more = offset + limit < len(items)
    cursor = f"next:{offset + limit}" if more else ""
    return items[offset : offset + limit], {"response_metadata": {"next_cursor": cursor}}
