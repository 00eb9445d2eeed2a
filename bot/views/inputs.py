"""Fields of forms, made and read in one way: texts, menus of options, and buttons that ask again before they act."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ButtonElement,
    ConfirmObject,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    StaticMultiSelectElement,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

from bot.views.blocks import Block, button

VALUE = "value"  # the action of a field that nothing else listens to
LONGEST = 3000  # characters that Slack takes in one text box
OPTION, MOST_OPTIONS = 75, 100  # characters of an option, and options of a menu

PLAIN = ("value", "selected_date", "selected_time", "selected_conversation")  # where what a field holds stands plainly

State = Mapping[str, Mapping[str, Mapping[str, Any]]]  # of a view: by block and action


def field(
    block_id: str, label: str, element: InputInteractiveElement, hint: str | None = None, optional: bool = False
) -> Block:
    """A field; one whose element has an action of its own is told of at every change."""
    tells = element.action_id != VALUE
    return InputBlock(
        block_id=block_id, label=label, element=element, hint=hint, optional=optional, dispatch_action=tells
    ).to_dict()


def text_box(
    text: str, most: int = LONGEST, multiline: bool = True, action_id: str = VALUE, told: str = ""
) -> PlainTextInputElement:
    """A box of text; one with an action of its own says when it is `told` of, in Slack's words."""
    return PlainTextInputElement(
        action_id=action_id,
        multiline=multiline,
        max_length=most,
        initial_value=text[:most] or None,
        dispatch_action_config=DispatchActionConfig(trigger_actions_on=[told]) if told else None,
    )


def menu(options: Mapping[str, str], chosen: str, action_id: str = VALUE) -> StaticSelectElement:
    """A menu of texts by value; nothing is chosen where `chosen` is none of them."""
    listed = options_of(options)
    return StaticSelectElement(action_id=action_id, options=listed, initial_option=picked(listed, chosen))


def menu_of_many(
    options: Mapping[str, str], chosen: Sequence[str], most: int | None = None
) -> StaticMultiSelectElement:
    listed = options_of(options)
    return StaticMultiSelectElement(
        action_id=VALUE,
        options=listed,
        initial_options=[option for option in listed if option.value in chosen] or None,
        max_selected_items=most,
    )


def picked(options: Sequence[Option], value: str | None) -> Option | None:
    """The option that has this value, if any."""
    return next((option for option in options if option.value == value), None)


def options_of(texts: Mapping[str, str]) -> list[Option]:
    """As many as a menu takes, without those that are too long for it."""
    listed = [Option(value=value, text=text) for value, text in texts.items() if len(text) <= OPTION]
    return listed[:MOST_OPTIONS]


def typed(state: State, block_id: str) -> str:
    """What was typed into a field, or chosen in it; empty for nothing."""
    held = _held(state, block_id)
    chosen = (held.get("selected_option") or {}).get("value")
    return str(chosen or next((held[kind] for kind in PLAIN if held.get(kind)), ""))


def chosen_many(state: State, block_id: str) -> tuple[str, ...]:
    """The values, or the people, that were chosen in a menu of many."""
    held = _held(state, block_id)
    chosen = [option.get("value") for option in held.get("selected_options") or []]
    return tuple(map(str, chosen or held.get("selected_users") or ()))


def _held(state: State, block_id: str) -> Mapping[str, Any]:
    return next(iter(state.get(block_id, {}).values()), {})


def sure_button(text: str, action_id: str, value: str | int, title: str, warning: str) -> ButtonElement:
    """A button that asks again before it acts."""
    pressed = button(text, action_id, value)
    pressed.confirm = ConfirmObject(title=title, text=warning, confirm=text, deny="Keep it")
    return pressed
