"""Small blocks and views for the sandbox's tests."""

from typing import Any


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
