"""Block Kit's limits: the largest that fits is taken, one more is refused with a line that names the place."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.block_kit.blocks import check_message, check_view, with_ids
from sandbox.errors import SlackError
from tests.kit.sandboxes import button, modal, plain, radio, text_input


def section(text: str = "x", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def actions(*elements: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def named(count: int) -> list[dict[str, Any]]:
    return [button(f"b{number}") for number in range(count)]


def options(count: int, text: str = "o") -> list[dict[str, Any]]:
    return [{"text": plain(text), "value": str(number)} for number in range(count)]


def select(kind: str = "static_select", count: int = 2, **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "s", "options": options(count), **more}


def table(rows: int = 2, columns: int = 2, cell: Any = None) -> dict[str, Any]:
    return {"type": "table", "rows": [[cell or {"type": "raw_text", "text": "x"}] * columns] * rows}


def rich(text: str = "x") -> dict[str, Any]:
    part = {"type": "text", "text": text, "style": {"bold": True}}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [part]}]}


def chart(names: str = "a", points: int = 3, kind: str = "line", **more: Any) -> dict[str, Any]:
    labels = [f"w{number}" for number in range(points)]
    data = [{"label": label, "value": 0.5} for label in labels]
    axes = {"categories": labels, "x_label": "week", "y_label": "agreement"}
    lines = {"type": kind, "series": [{"name": name, "data": data} for name in names], "axis_config": axes, **more}
    return {"type": "data_visualization", "title": "Trend", "chart": lines}


def pie(*values: float) -> dict[str, Any]:
    segments = [{"label": f"s{number}", "value": value} for number, value in enumerate(values)]
    return {"type": "data_visualization", "title": "Share", "chart": {"type": "pie", "segments": segments}}


CONFIRM = {"title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes"), "deny": plain("No")}
IMAGE = {"type": "image", "image_url": "https://example.com/a.png"}
GOOD = {
    "a section of 3000": [section("x" * 3000)],
    "ten fields of 2000": [{"type": "section", "fields": [plain("x" * 2000)] * 5}],
    "a header of 150": [{"type": "header", "text": plain("x" * 150)}],
    "50 blocks": [{"type": "divider"}] * 50,
    "25 buttons": [actions(*named(25))],
    "a button of 75, value of 2000": [actions({**button("x" * 255, "v" * 2000), "text": plain("x" * 75)})],
    "a confirmed button": [actions({**button("go"), "confirm": CONFIRM, "style": "danger"})],
    "ten context elements": [{"type": "context", "elements": [plain("x")] * 10}],
    "an image": [{**IMAGE, "alt_text": "a picture"}],
    "an accessory": [section(accessory=select())],
    "100 options": [actions(select(count=100))],
    "an initial option": [actions(select(initial_option=options(1)[0]))],
    "five in an overflow": [section(accessory=select("overflow", 5))],
    "ten radio buttons": [actions(select("radio_buttons", 10))],
    "an external select": [actions({"type": "external_select", "action_id": "z", "min_query_length": 0})],
    "100 rows of 20": [table(100, 20)],
    "rich cells": [table(cell=rich())],
    "rich text": [rich()],
    "six series of 20": [chart("abcdef", 20)],
    "a bar chart": [chart(kind="bar")],
    "a pie": [pie(1, 2.5)],
    "markdown of 12000": [{"type": "markdown", "text": "x" * 12_000}],
    "an input in a message": [text_input("a")],
}
BAD = {
    "no type": ([{"text": "x"}], "missing required field: type [json-pointer:/blocks/0]"),
    "an unknown block": ([{"type": "sectoin"}], "unsupported type: sectoin [json-pointer:/blocks/0/type]"),
    "an unknown field": ([section(colour="red")], "invalid additional property: colour [json-pointer:/blocks/0]"),
    "a section of 3001": ([section("x" * 3001)], "less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    "an empty section": ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "a section without words": ([{"type": "section"}], "text or fields [json-pointer:/blocks/0]"),
    "eleven fields": ([{"type": "section", "fields": [plain("x")] * 11}], "no more than 10 items allowed"),
    "a field of 2001": ([{"type": "section", "fields": [plain("x" * 2001)]}], "/blocks/0/fields/0/text"),
    "a header of 151": ([{"type": "header", "text": plain("x" * 151)}], "/blocks/0/text/text"),
    "a header in mrkdwn": ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "/blocks/0/text/type"),
    "51 blocks": ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    "26 buttons": ([actions(*named(26))], "no more than 25 items allowed [json-pointer:/blocks/0/elements]"),
    "no buttons": ([actions()], "no fewer than 1 items allowed"),
    "a button of 76": ([actions({**button("a"), "text": plain("x" * 76)})], "/blocks/0/elements/0/text/text"),
    "a value of 2001": ([actions(button("a", "v" * 2001))], "/blocks/0/elements/0/value"),
    "an action_id of 256": ([actions(button("a" * 256))], "/blocks/0/elements/0/action_id"),
    "twin action_ids": ([actions(button("a"), button("a"))], "action_id already exists"),
    "twin block_ids": ([section(block_id="a"), section(block_id="a")], "block_id `a` already exists"),
    "a confirm without deny": ([actions({**button("a"), "confirm": {**CONFIRM, "deny": None}})], "confirm/deny"),
    "eleven context elements": ([{"type": "context", "elements": [plain("x")] * 11}], "no more than 10"),
    "a button in a context": ([{"type": "context", "elements": [button("a")]}], "unsupported type: button"),
    "an image without alt_text": ([IMAGE], "missing required field: alt_text"),
    "101 options": ([actions(select(count=101))], "no more than 100 items allowed"),
    "an option of 76": ([actions(select(options=options(2, "x" * 76)))], "options/0/text/text"),
    "a description of 76": (
        [actions(select("radio_buttons", options=[{**options(1)[0], "description": plain("x" * 76)}]))],
        "options/0/description/text",
    ),
    "an initial option not offered": ([actions(select(initial_option=options(3)[2]))], "must match one of the options"),
    "six in an overflow": ([section(accessory=select("overflow", 6))], "no more than 5 items allowed"),
    "eleven radio buttons": ([actions(select("radio_buttons", 11))], "no more than 10 items allowed"),
    "a text box among actions": ([actions({"type": "plain_text_input", "action_id": "a"})], "unsupported type"),
    "a multi-select among actions": ([actions(select("multi_static_select"))], "unsupported type"),
    "101 rows": ([table(101)], "no more than 100 items allowed [json-pointer:/blocks/0/rows]"),
    "21 columns": ([table(columns=21)], "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"),
    "an empty cell": ([table(cell={"type": "raw_text", "text": ""})], "/blocks/0/rows/0/0/text"),
    "a ragged table": ([{"type": "table", "rows": [[rich()], [rich()] * 2]}], "the same number of cells"),
    "empty rich text": ([rich("")], "/blocks/0/elements/0/elements/0/text"),
    "seven series": ([chart("abcdefg")], "no more than 6 items allowed"),
    "21 points": ([chart(points=21)], "no more than 20 items allowed"),
    "a series of the same name": (
        [chart("aa")], "series names must be unique",
    ),
    "points off the categories": ([chart(axis_config={"categories": ["other"]})], "must match the categories"),
    "an endless value": ([pie(float("inf"))], "must be a valid number"),
    "a category of 21": ([chart(axis_config={"categories": ["x" * 21]})], "axis_config/categories/0"),
    "three charts": ([chart()] * 3, "no more than 2 data_visualization"),
    "markdown of 12001 in two": ([{"type": "markdown", "text": "x" * 6001}] * 2, "less than 12001 characters in all"),
    "an alert in a message": ([{"type": "alert", "text": plain("x")}], "unsupported type: alert"),
    "a string for a block": (["x"], "missing required field: type"),
}  # fmt: skip


@pytest.mark.parametrize("blocks", GOOD.values(), ids=GOOD.keys())
def test_what_fits_is_taken(blocks: Any) -> None:
    check_message(blocks)


@pytest.mark.parametrize(("blocks", "why"), BAD.values(), ids=BAD.keys())
def test_what_does_not_fit_is_refused_with_its_place(blocks: Any, why: str) -> None:
    with pytest.raises(SlackError) as caught:
        check_message(blocks)
    assert caught.value.name == "invalid_blocks"
    lines = caught.value.extra["response_metadata"]["messages"]
    assert any(why in line for line in lines), lines
    assert all(line.startswith("[ERROR] ") for line in lines)


@pytest.mark.parametrize(
    ("blocks", "name"),
    [
        ("not a list", "invalid_blocks_format"),
        ([section("x" * 3000)] * 5, "msg_blocks_too_long"),
        ([table(), table()], "invalid_attachments"),
    ],
)
def test_some_faults_have_names_of_their_own(blocks: Any, name: str) -> None:
    with pytest.raises(SlackError, match=name):
        check_message(blocks)


HOME = {"type": "home", "blocks": [section(), chart(), text_input("a")]}


@pytest.mark.parametrize(
    "view",
    [
        modal(*[{"type": "divider"}] * 100, private_metadata="x" * 3000),
        modal(radio("r", *"abcdefghij"), {"type": "alert", "text": plain("x"), "level": "warning"}),
        modal(text_input("a", multiline=True, max_length=500), title=plain("x" * 24), submit=plain("x" * 24)),
        HOME,
    ],
)
def test_views_that_fit_are_taken(view: Any) -> None:
    check_view(view, view["type"])


NO_SUBMIT = {key: value for key, value in modal(text_input("a")).items() if key != "submit"}


@pytest.mark.parametrize(
    ("view", "why"),
    [
        (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(submit=plain("x" * 25)), "/view/submit/text"),
        (modal(private_metadata="x" * 3001), "/view/private_metadata"),
        (modal(*[{"type": "divider"}] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (modal(table()), "unsupported type: table [json-pointer:/view/blocks/0/type]"),
        (modal(chart()), "unsupported type: data_visualization"),
        (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown"),
        (modal(text_input("a"), text_input("a")), "block_id `a` already exists"),
        (modal(radio("r", *"abcdefghijk")), "no more than 10 items allowed"),
        (NO_SUBMIT, "missing required field: submit"),
        ({**HOME, "title": plain("x")}, "invalid additional property: title"),
        ({"type": "home", "blocks": [table()]}, "unsupported type: table"),
        ("x", "missing required field: type [json-pointer:/view]"),
    ],
)
def test_views_that_do_not_fit_are_refused(view: Any, why: str) -> None:
    kind = view["type"] if isinstance(view, dict) else "modal"
    with pytest.raises(SlackError) as caught:
        check_view(view, kind)
    assert caught.value.name == "invalid_arguments"
    lines = caught.value.extra["response_metadata"]["messages"]
    assert any(why in line for line in lines), lines


def test_a_view_can_be_too_large() -> None:
    many = [section("x" * 3000) for _ in range(90)]
    with pytest.raises(SlackError, match="view_too_large"):
        check_view(modal(*many), "modal")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.floats(allow_nan=True) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@st.composite
def damaged_blocks(draw: st.DrawFn) -> Any:
    """Good blocks with one place in them replaced by any JSON at all."""
    blocks = deepcopy(draw(st.sampled_from([blocks for blocks in GOOD.values() if len(str(blocks)) < 3000])))
    node: Any = blocks
    while True:
        key = draw(st.sampled_from(list(node) if isinstance(node, dict) else range(len(node))))
        if not isinstance(node[key], dict | list) or not node[key] or draw(st.booleans()):
            node[key] = draw(JSON)
            return blocks
        node = node[key]


@given(damaged_blocks())
@settings(max_examples=300)
def test_whatever_is_sent_is_either_taken_or_refused_by_name(blocks: Any) -> None:
    try:
        check_message(blocks)
    except SlackError as error:
        name = error.name
    else:
        name = "taken" if all(block["block_id"] for block in with_ids(blocks)) else ""
    assert name in ("taken", "invalid_blocks", "invalid_attachments", "msg_blocks_too_long")
