"""Small blocks and views for the sandbox's tests, and what a bot hears and is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk.errors import SlackApiError


def heard(app: App, *kinds: str) -> list[dict[str, Any]]:
    """Every event of these kinds (messages, unless named) that the app gets, with Slack's retry number beside it."""
    events: list[dict[str, Any]] = []

    def note(event: dict[str, Any], request: Any) -> None:
        events.append({**event, "retry": request.headers.get("x-slack-retry-num", ["0"])[0]})

    for kind in kinds or ("message",):
        app.event(kind)(note)
    return events


def refused(call: Callable[..., Any], **arguments: Any) -> str:
    """The name of the error that a call of the Web API is answered with."""
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(action_id: str, value: str = "1") -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain(action_id), "value": value}


def text_input(block_id: str, **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "text", **more}
    return {"type": "input", "block_id": block_id, "label": plain("Words"), "element": element}


def radio(block_id: str, *options: str, **more: Any) -> dict[str, Any]:
    offered = [{"text": plain(one), "value": one.lower()} for one in options]
    element = {"type": "radio_buttons", "action_id": "level", "options": offered, **more}
    return {"type": "input", "block_id": block_id, "label": plain("Level"), "element": element}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("A form"),
        "submit": plain("Send"),
        "blocks": list(blocks),
        **more,
    }
