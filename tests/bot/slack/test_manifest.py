"""The manifest: within Slack's limits, and the same as what the listeners register."""

import re
from pathlib import Path
from typing import Any

import yaml

MANIFEST: dict[str, Any] = yaml.safe_load(Path("manifest.yml").read_text(encoding="utf-8"))
LISTENERS = "\n".join(path.read_text(encoding="utf-8") for path in Path("bot/listeners").glob("*.py"))
BOT = "\n".join(path.read_text(encoding="utf-8") for path in Path("bot").rglob("*.py") if "demo" not in path.parts)

# What each scope is for; a scope without a use here, or a use without a scope, fails.
SCOPES = {
    "channels:history": "conversations_replies",
    "groups:history": "conversations_replies",
    "channels:read": "member_joined_channel",
    "groups:read": "member_joined_channel",
    "chat:write": "chat_postMessage",
    "commands": "app.command",
    "files:read": "files_info",
    "files:write": "files_upload_v2",
    "im:write": "conversations_open",
    "reactions:write": "reactions_add",
    "users:read": "users_info",
}
METHODS_WITHOUT_SCOPE = {"views_open", "views_push", "views_update", "views_publish", "auth_test"}
METHODS = {
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "chat_delete": "chat:write",
    "chat_postEphemeral": "chat:write",
    "conversations_replies": "channels:history",
    "conversations_history": "channels:history",
    "conversations_open": "im:write",
    "conversations_info": "channels:read",
    "conversations_members": "channels:read",
    "reactions_add": "reactions:write",
    "reactions_remove": "reactions:write",
    "users_info": "users:read",
    "users_list": "users:read",
    "users_conversations": "channels:read",
    "files_info": "files:read",
    "files_upload_v2": "files:write",
    "files_delete": "files:write",
}


def registered(kind: str) -> set[str]:
    return set(re.findall(rf'app\.{kind}\("([^"]+)"\)', LISTENERS))


def test_commands_shortcuts_and_events_are_those_that_the_listeners_register() -> None:
    features, settings = MANIFEST["features"], MANIFEST["settings"]
    assert {command["command"] for command in features["slash_commands"]} == registered("command")
    assert {shortcut["callback_id"] for shortcut in features["shortcuts"]} == registered("shortcut")
    events = {event.split(".")[0] for event in settings["event_subscriptions"]["bot_events"]}
    assert events == registered("event")


def test_it_asks_for_the_scopes_of_the_methods_that_are_called_and_no_more() -> None:
    called = set(re.findall(r"\.((?:chat|conversations|reactions|users|views|auth|files)_\w+)\b", BOT))
    assert called <= METHODS.keys() | METHODS_WITHOUT_SCOPE, "a method whose scope nobody wrote down here"
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == SCOPES.keys()
    assert {METHODS[method] for method in called & METHODS.keys()} <= SCOPES.keys()
    assert all(use in BOT for use in SCOPES.values())


def test_it_keeps_to_the_limits_of_slack() -> None:
    about, features = MANIFEST["display_information"], MANIFEST["features"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(features["shortcuts"]) <= 10
    for shortcut in features["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    for command in features["slash_commands"]:
        assert len(command["command"]) <= 32
        assert len(command["usage_hint"]) <= 1000


def test_it_is_made_for_socket_mode_without_token_rotation() -> None:
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert MANIFEST["settings"]["token_rotation_enabled"] is False
