"""What a person's screen holds: views, the state of their elements, and what choosing or typing does to it."""

from collections.abc import Iterable, Iterator
from typing import Any

from sandbox.block_kit.blocks import elements_of, with_ids
from sandbox.errors import Json, SandboxError
from sandbox.workspace import Workspace

# The key of an element's value in state.values; what is not here (button, overflow) keeps no state.
STATE = {
    "plain_text_input": "value", "number_input": "value", "email_text_input": "value", "url_text_input": "value",
    "static_select": "selected_option", "external_select": "selected_option", "radio_buttons": "selected_option",
    "multi_static_select": "selected_options", "multi_external_select": "selected_options",
    "checkboxes": "selected_options", "users_select": "selected_user", "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation", "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel", "multi_channels_select": "selected_channels",
    "datepicker": "selected_date", "timepicker": "selected_time", "datetimepicker": "selected_date_time",
    "file_input": "files",
}  # fmt: skip
STACK = 3


def elements(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with its block."""
    for block in blocks:
        for element in elements_of(block):
            yield block, element


def state_values(blocks: Iterable[Json], old: Json | None = None) -> Json:
    """state.values of freshly drawn blocks.

    An element that was there before under the same block_id and action_id keeps what the person chose, whatever its
    initial value now says (Slack does this, too), unless that option is no longer offered.
    """
    values: Json = {}
    for block, element in elements(blocks):
        key = STATE.get(element["type"])
        if key is None:
            continue
        kept = (old or {}).get(block["block_id"], {}).get(element["action_id"])
        if kept is None or kept["type"] != element["type"] or not _still_offered(element, kept.get(key)):
            initial = element.get("initial_value" if key == "value" else key.replace("selected", "initial"))
            kept = {"type": element["type"], key: initial if initial is not None else [] if key.endswith("s") else None}
        values.setdefault(block["block_id"], {})[element["action_id"]] = kept
    return values


def new_view(ws: Workspace, given: Json, old: Json | None = None) -> Json:
    """The view as Slack describes it, from what the bot gave; `old` is the view it takes the place of."""
    blocks = with_ids(given["blocks"])
    view_id = old["id"] if old else ws.new_id("V")
    state = {"values": state_values(blocks, old["state"]["values"] if old else None)}
    return {
        "id": view_id, "team_id": ws.team_id, "type": given["type"], "blocks": blocks,
        "private_metadata": given.get("private_metadata", ""), "callback_id": given.get("callback_id", ""),
        "state": state, "hash": f"{ws.seconds()}.{ws.new_id('')}", "title": given.get("title"),
        "clear_on_close": given.get("clear_on_close", False), "notify_on_close": given.get("notify_on_close", False),
        "close": given.get("close"), "submit": given.get("submit"), "external_id": given.get("external_id", ""),
        "root_view_id": old["root_view_id"] if old else view_id,
        "previous_view_id": old["previous_view_id"] if old else None,
        "app_id": ws.app_id, "app_installed_team_id": ws.team_id, "bot_id": ws.bot_id,
    }  # fmt: skip


def find(blocks: list[Json], name: str, value: str | None = None) -> tuple[Json, Json]:
    """The element with this action_id (or the only one in the block of this id), and its block.

    `value` tells buttons of one action_id apart. Raises SandboxError, naming what there is.
    """
    there = list(elements(blocks))
    hits = [(block, one) for block, one in there if one["action_id"] == name]
    hits = hits or [(block, one) for block, one in there if block["block_id"] == name]
    if value is not None and hits and hits[0][1]["type"] == "button":
        hits = [(block, one) for block, one in hits if one.get("value") == value]
    if not hits:
        names = ", ".join(f"{one['action_id']}" + (f"={one['value']}" if "value" in one else "") for _, one in there)
        wanted = name if value is None else f"{name}={value}"
        raise SandboxError(f"nothing called {wanted!r} here; there is: {names or 'nothing to press'}")
    return hits[0]


def choose(element: Json, wanted: Any, offered: list[Json]) -> Json:
    """The element's state once a person typed or picked `wanted`: an option's text or value, a list of them, a
    Person, a text. `offered`: the options to pick from. Raises SandboxError for what the element does not offer."""
    kind = element["type"]
    if kind == "overflow":
        return {"type": kind, "selected_option": _option(offered, wanted)}
    key = STATE[kind]
    if key == "selected_option":
        value: Any = None if wanted is None else _option(offered, wanted)
    elif key == "selected_options":
        value = [_option(offered, one) for one in wanted or ()]
        most = element.get("max_selected_items", len(offered))
        if len(value) > most:
            raise SandboxError(f"no more than {most} can be chosen here")
    elif key.endswith("s"):
        value = [getattr(one, "id", one) for one in wanted or ()]
    else:
        value = getattr(wanted, "id", wanted)
        if key == "value" and value is not None:
            value = str(value)[: element.get("max_length", 3000)]
    return {"type": kind, key: value}


def options_of(element: Json) -> list[Json]:
    """All options of an element, groups flattened."""
    groups = element.get("option_groups") or [{"options": element.get("options") or []}]
    return [option for group in groups for option in group["options"]]


def complaints(view: Json) -> dict[str, str]:
    """What Slack itself refuses before it asks the bot: block_id to message."""
    found: dict[str, str] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = view["state"]["values"][block["block_id"]][element["action_id"]]
        value = state[STATE[element["type"]]]
        if value in (None, "", []):
            if not block.get("optional"):
                found[block["block_id"]] = "Please complete this required field."
        elif len(str(value)) < element.get("min_length", 0):
            found[block["block_id"]] = f"Please use at least {element['min_length']} characters."
        elif element["type"] == "number_input" and not _is_number(element, value):
            found[block["block_id"]] = "Please enter a valid number."
    return found


def _still_offered(element: Json, value: Any) -> bool:
    if not element.get("options") and not element.get("option_groups"):
        return True
    chosen = value if isinstance(value, list) else [value] if value else []
    offered = {option.get("value") for option in options_of(element)}
    return all(option.get("value") in offered for option in chosen)


def _option(offered: list[Json], wanted: Any) -> Json:
    for option in offered:
        if wanted in (option.get("value"), option["text"]["text"]):
            return option
    names = ", ".join(option["text"]["text"] for option in offered)
    raise SandboxError(f"{wanted!r} is not offered; there is: {names}")


def _is_number(element: Json, value: str) -> bool:
    try:
        number = float(value)
    except ValueError:
        return False
    whole = element.get("is_decimal_allowed") or number.is_integer()
    low, high = float(element.get("min_value", "-inf")), float(element.get("max_value", "inf"))
    return bool(whole) and low <= number <= high
