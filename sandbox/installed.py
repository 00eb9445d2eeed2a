"""What the app may do here, as its manifest says; without a manifest everything is allowed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.api.call import HISTORY, READ
from sandbox.errors import Json, SandboxError
from sandbox.workspace import Channel

EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_left": "channels:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "group_left": "groups:read",
    "user_change": "users:read",
}
MESSAGE_EVENTS = {
    "channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim",
}  # fmt: skip


@dataclass(frozen=True)
class Installed:
    """scopes: of the bot token; events: subscribed to; commands and shortcuts: as in the manifest. None: no limit."""

    scopes: frozenset[str] | None
    events: frozenset[str] | None
    commands: tuple[Json, ...] | None
    shortcuts: tuple[Json, ...] | None

    def wants(self, event: Json, channel: Channel | None) -> bool:
        """Whether Slack would send the app this event."""
        name, scope = event["type"], EVENT_SCOPES.get(event["type"])
        if name == "message" and channel:
            name, scope = MESSAGE_EVENTS[channel.kind], HISTORY[channel.kind]
        elif name in ("member_joined_channel", "member_left_channel") and channel:
            scope = READ[channel.kind]
        subscribed = self.events is None or name in self.events
        return subscribed and (self.scopes is None or scope is None or scope in self.scopes)

    def check(self, kind: str, name: str) -> None:
        """kind: "command" or "callback_id". Raises SandboxError for what the manifest does not declare."""
        declared = self.commands if kind == "command" else self.shortcuts
        if self.scopes is not None and "commands" not in self.scopes:
            raise SandboxError("the app was not granted the scope: commands")
        if declared is not None and name not in [one[kind] for one in declared]:
            raise SandboxError(f"{name} is not declared in the app's manifest")


def installed(manifest: Mapping[str, Any] | None, scopes: Iterable[str] | None) -> Installed:
    """From a manifest as Slack takes it (already parsed); `scopes` wins over the manifest's bot scopes."""
    granted = frozenset(scopes) if scopes is not None else None
    if manifest is None:
        return Installed(granted, None, None, None)
    features, settings = manifest.get("features", {}), manifest.get("settings", {})
    events = settings.get("event_subscriptions", {}).get("bot_events", [])
    declared = frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))
    return Installed(
        granted if granted is not None else declared,
        frozenset(events),
        tuple(features.get("slash_commands", [])),
        tuple(features.get("shortcuts", [])),
    )


def bot_name(manifest: Mapping[str, Any] | None) -> str:
    """What the app's bot is called here; App where no manifest says."""
    shown = (manifest or {}).get("features", {}).get("bot_user", {}).get("display_name")
    return str(shown or "App")
