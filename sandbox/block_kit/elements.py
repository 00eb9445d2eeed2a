"""Block Kit's parts: text, options, interactive elements, rich text (limits: Slack's reference, slack_sdk's models)."""

from collections.abc import Iterator

from sandbox.block_kit.checks import (
    Check,
    anything,
    array,
    boolean,
    by_type,
    exactly_one,
    in_turn,
    integer,
    one_of,
    problem,
    record,
    string,
)
from sandbox.errors import Json


def plain(most: int) -> Check:
    return by_type(plain_text=record("text", text=string(most), emoji=boolean))


def text(most: int) -> Check:
    return by_type(**_texts(most))


def _texts(most: int) -> dict[str, Check]:
    return {
        "mrkdwn": record("text", text=string(most), verbatim=boolean),
        "plain_text": record("text", text=string(most), emoji=boolean),
    }


def initial_among_options(value: Json, path: str) -> Iterator[str]:
    groups = value.get("option_groups") or [value]
    offered = [option for group in groups for option in group["options"]]
    if "initial_option" in value and value["initial_option"] not in offered:
        yield problem("initial_option must match one of the options", f"{path}/initial_option")
    for index, option in enumerate(value.get("initial_options", [])):
        if option not in offered:
            yield problem("initial_options must match the options", f"{path}/initial_options/{index}")


STYLE = one_of("primary", "danger")
CONFIRM = record(
    "title text confirm deny", title=plain(100), text=text(300), confirm=plain(30), deny=plain(30), style=STYLE
)
ACTION: dict[str, Check] = {"action_id": string(255), "confirm": CONFIRM, "focus_on_load": boolean}
MENU: dict[str, Check] = {**ACTION, "placeholder": plain(150)}
OPTION = record("text value", text=plain(75), value=string(150), description=plain(75), url=string(3000))
RICH_OPTION = record("text value", text=text(75), value=string(150), description=text(75))
OPTIONS = array(OPTION, 100)
GROUPS = array(record("label options", label=plain(75), options=OPTIONS), 100)
ID, IDS, MANY = string(20), array(string(20), 100), integer(1, 100)
DISPATCH = record("", trigger_actions_on=array(one_of("on_enter_pressed", "on_character_entered"), 2))
IMAGE_SOURCE = exactly_one("image_url", "slack_file")
CONVERSATION: dict[str, Check] = {
    "filter": anything,
    "default_to_current_conversation": boolean,
    "response_url_enabled": boolean,
}


def menu(**fields: Check) -> Check:
    return record("", **MENU, **fields)


def static(**fields: Check) -> Check:
    one = exactly_one("options", "option_groups")
    return in_turn(menu(options=OPTIONS, option_groups=GROUPS, **fields), one, initial_among_options)


def external(**fields: Check) -> Check:
    return menu(min_query_length=integer(0, 100), **fields)


def choices(**fields: Check) -> Check:
    return in_turn(record("options", options=array(RICH_OPTION, 10), **ACTION, **fields), initial_among_options)


def typed(required: str = "", **fields: Check) -> Check:
    return record(required, initial_value=string(3000), dispatch_action_config=DISPATCH, **MENU, **fields)


BUTTON = record(
    "text", text=plain(75), value=string(2000), url=string(3000), style=STYLE, accessibility_label=string(75), **ACTION
)
IMAGE = in_turn(record("alt_text", alt_text=string(2000), image_url=string(3000), slack_file=anything), IMAGE_SOURCE)
OVERFLOW = record("options", options=array(OPTION, 5), **ACTION)
SELECTS: dict[str, Check] = {
    "static_select": static(initial_option=OPTION),
    "external_select": external(initial_option=OPTION),
    "users_select": menu(initial_user=ID),
    "conversations_select": menu(initial_conversation=ID, **CONVERSATION),
    "channels_select": menu(initial_channel=ID, response_url_enabled=boolean),
}
MULTI_SELECTS: dict[str, Check] = {
    "multi_static_select": static(initial_options=OPTIONS, max_selected_items=MANY),
    "multi_external_select": external(initial_options=OPTIONS, max_selected_items=MANY),
    "multi_users_select": menu(initial_users=IDS, max_selected_items=MANY),
    "multi_conversations_select": menu(initial_conversations=IDS, max_selected_items=MANY, **CONVERSATION),
    "multi_channels_select": menu(initial_channels=IDS, max_selected_items=MANY),
}
PICKERS: dict[str, Check] = {
    "datepicker": menu(initial_date=string(10, 10)),
    "timepicker": menu(initial_time=string(5, 5), timezone=string(100)),
    "datetimepicker": menu(initial_date_time=integer(1_000_000_000, 9_999_999_999)),
    "radio_buttons": choices(initial_option=RICH_OPTION),
    "checkboxes": choices(initial_options=array(RICH_OPTION, 10)),
}
TYPED: dict[str, Check] = {
    "plain_text_input": typed(multiline=boolean, min_length=integer(0, 3000), max_length=integer(1, 3000)),
    "email_text_input": typed(),
    "url_text_input": typed(),
    "number_input": typed(
        "is_decimal_allowed", is_decimal_allowed=boolean, min_value=string(100), max_value=string(100)
    ),
}
FILES: dict[str, Check] = {
    "file_input": record("", filetypes=array(string(20), 100), max_files=integer(1, 10), **ACTION)
}

SECTION_ACCESSORY = by_type(button=BUTTON, image=IMAGE, overflow=OVERFLOW, **SELECTS, **MULTI_SELECTS, **PICKERS)
ACTION_ELEMENT = by_type(button=BUTTON, overflow=OVERFLOW, **SELECTS, **PICKERS)
INPUT_ELEMENT = by_type(**SELECTS, **MULTI_SELECTS, **PICKERS, **TYPED, **FILES)
CONTEXT_ELEMENT = by_type(image=IMAGE, **_texts(3000))

RICH_PART = by_type(
    text=record("text", text=string(12_000), style=anything),
    link=record("url", url=string(3000), text=string(3000), unsafe=boolean, style=anything),
    user=record("user_id", user_id=ID, style=anything),
    channel=record("channel_id", channel_id=ID, style=anything),
    emoji=record("name", name=string(100), unicode=string(100), skin_tone=anything, style=anything),
    date=record("timestamp format", timestamp=anything, format=string(500), url=string(3000), fallback=string(500)),
    broadcast=record("range", range=one_of("here", "channel", "everyone")),
)
PARTS: dict[str, Check] = {"elements": array(RICH_PART, 1000)}
INDENTED: dict[str, Check] = {"border": anything, "indent": integer(0, 8), "offset": integer(0, 1000)}
RICH_SECTION = record("elements", **PARTS)
LIST_ITEMS = array(by_type(rich_text_section=RICH_SECTION), 1000)
RICH_TEXT_ELEMENTS = array(
    by_type(
        rich_text_section=RICH_SECTION,
        rich_text_list=record("style elements", style=one_of("bullet", "ordered"), elements=LIST_ITEMS, **INDENTED),
        rich_text_quote=record("elements", **PARTS, **INDENTED),
        rich_text_preformatted=record("elements", language=string(50), **PARTS, **INDENTED),
    ),
    1000,
)
