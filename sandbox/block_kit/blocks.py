"""Block Kit as Slack accepts it: which block goes on which surface, and its limits.

Known blocks: those of `BLOCKS`. Slack has more (card, carousel, container, data_table, plan, task_card, video, …); they
are answered "unsupported type" here until something needs them.
"""

from collections.abc import Iterator, Set
from itertools import count
from typing import Any

from sandbox.block_kit import elements
from sandbox.block_kit.checks import (
    Check,
    anything,
    array,
    boolean,
    by_type,
    in_turn,
    number,
    one_of,
    problem,
    record,
    string,
)
from sandbox.block_kit.elements import plain, text
from sandbox.errors import Json, SlackError, invalid

EVERYWHERE = frozenset({"message", "modal", "home"})
MESSAGE_TEXT = 13_000
VIEW_BYTES = 250_000


def _block(required: str, /, **fields: Check) -> Check:
    return record(required, block_id=string(255), **fields)


def _section_has_words(block: Json, path: str) -> Iterator[str]:
    if not {"text", "fields"} & block.keys():
        yield problem("missing required field: text or fields", path)


def _chart_fits(block: Json, path: str) -> Iterator[str]:
    series = block["chart"].get("series", [])
    if len({one["name"] for one in series}) != len(series):
        yield problem("series names must be unique", f"{path}/chart/series")
    for index, one in enumerate(series):
        if [point["label"] for point in one["data"]] != block["chart"]["axis_config"]["categories"]:
            yield problem("data labels must match the categories", f"{path}/chart/series/{index}/data")


def _even_rows(block: Json, path: str) -> Iterator[str]:
    if len({len(row) for row in block["rows"]}) > 1:
        yield problem("all rows must have the same number of cells", f"{path}/rows")


_RICH = elements.RICH_TEXT_ELEMENTS
_CELL = by_type(raw_text=record("text", text=string(2000)), rich_text=record("elements", elements=_RICH))
_COLUMN = record("", align=one_of("left", "center", "right"), is_wrapped=boolean)
_POINT = record("label value", label=string(20), value=number)
_SERIES = array(record("name data", name=string(20), data=array(_POINT, 20)), 6)
_AXES = record("categories", categories=array(string(20), 20), x_label=string(50), y_label=string(50))
_XY = record("series axis_config", series=_SERIES, axis_config=_AXES)
_CHART = by_type(line=_XY, bar=_XY, area=_XY, pie=record("segments", segments=array(_POINT, 6)))
_SECTION = _block(
    "", text=text(3000), fields=array(text(2000), 10), accessory=elements.SECTION_ACCESSORY, expand=boolean
)
_IMAGE = _block("alt_text", alt_text=string(2000), image_url=string(3000), slack_file=anything, title=plain(2000))
_INPUT = _block(
    "label element",
    label=plain(2000),
    element=elements.INPUT_ELEMENT,
    hint=plain(2000),
    optional=boolean,
    dispatch_action=boolean,
)
_TABLE = _block("rows", rows=array(array(_CELL, 20), 100), column_settings=array(_COLUMN, 20))
_LEVEL = one_of("default", "info", "warning", "error", "success")

BLOCKS: dict[str, tuple[Set[str], Check]] = {
    "section": (EVERYWHERE, in_turn(_SECTION, _section_has_words)),
    "header": (EVERYWHERE, _block("text", text=plain(150))),
    "divider": (EVERYWHERE, _block("")),
    "context": (EVERYWHERE, _block("elements", elements=array(elements.CONTEXT_ELEMENT, 10))),
    "actions": (EVERYWHERE, _block("elements", elements=array(elements.ACTION_ELEMENT, 25))),
    "image": (EVERYWHERE, in_turn(_IMAGE, elements.IMAGE_SOURCE)),
    "input": (EVERYWHERE, _INPUT),
    "rich_text": (EVERYWHERE, _block("elements", elements=_RICH)),
    "alert": ({"modal"}, _block("text", text=text(3000), level=_LEVEL)),
    "markdown": ({"message"}, _block("text", text=string(12_000))),
    "table": ({"message"}, in_turn(_TABLE, _even_rows)),
    "data_visualization": (
        {"message", "home"},
        in_turn(_block("title chart", title=string(50), chart=_CHART), _chart_fits),
    ),
}
_CHECKS = {on: by_type(**{kind: check for kind, (where, check) in BLOCKS.items() if on in where}) for on in EVERYWHERE}

_VIEW: dict[str, Check] = {
    "blocks": anything,
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
    "private_metadata": string(3000, 0),
    "clear_on_close": boolean,
    "notify_on_close": boolean,
}
_MODAL = record("title blocks", title=plain(24), submit=plain(24), close=plain(24), submit_disabled=boolean, **_VIEW)
_VIEWS = by_type(modal=_MODAL, home=record("blocks", **_VIEW))


def check_message(blocks: Any, refused: Set[str] = frozenset()) -> None:
    """Raises SlackError: invalid_blocks_format, invalid_blocks, msg_blocks_too_long, or invalid_attachments for a
    second table. `refused`: block types this workspace does not know yet."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    problems = block_problems(blocks, "message", "/blocks", refused)
    if problems:
        raise invalid("invalid_blocks", problems)
    if sum(block["type"] == "table" for block in blocks) > 1:
        raise invalid("invalid_attachments", ["only_one_table_allowed"])
    if sum(len(words) for words in _texts(blocks)) > MESSAGE_TEXT:
        raise SlackError("msg_blocks_too_long")


def check_view(view: Any, kind: str, refused: Set[str] = frozenset()) -> None:
    """`kind` is "modal" or "home". Raises SlackError: invalid_arguments or view_too_large."""
    problems = list(_VIEWS(view, "/view"))
    if not problems and view["type"] != kind:
        problems = [problem(f"must be one of: {kind}", "/view/type")]
    if not problems:
        problems = block_problems(view["blocks"], kind, "/view/blocks", refused)
    has_input = not problems and any(block["type"] == "input" for block in view["blocks"])
    if kind == "modal" and has_input and "submit" not in view:
        problems = [problem("missing required field: submit", "/view")]
    if problems:
        raise invalid("invalid_arguments", problems)
    if len(repr(view)) > VIEW_BYTES:
        raise SlackError("view_too_large")


def block_problems(blocks: Any, surface: str, path: str, refused: Set[str] = frozenset()) -> list[str]:
    """Everything wrong with a list of blocks, one line each; what they are to each other once each is well formed."""
    most = 50 if surface == "message" else 100
    return list(array(_CHECKS[surface], most, 0)(blocks, path)) or list(_together(blocks, path, refused))


def _together(blocks: list[Json], path: str, refused: Set[str]) -> Iterator[str]:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        if block["type"] in refused:
            yield problem(f"unsupported type: {block['type']}", f"{path}/{index}/type")
        if block.get("block_id") in seen:
            yield problem(f"block_id `{block['block_id']}` already exists", f"{path}/{index}/block_id")
        seen |= {block["block_id"]} if "block_id" in block else set()
        ids = [element["action_id"] for element in elements_of(block) if "action_id" in element]
        if len(set(ids)) != len(ids):
            yield problem("action_id already exists for another element", f"{path}/{index}/elements")
    if sum(block["type"] == "data_visualization" for block in blocks) > 2:
        yield problem("no more than 2 data_visualization blocks allowed", path)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > 12_000:
        yield problem("markdown blocks must be less than 12001 characters in all", path)


def elements_of(block: Json) -> list[Json]:
    """The interactive elements of a block (section accessory, actions, input), possibly none."""
    found = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
    return [one for one in found if isinstance(one, dict) and one.get("type") not in _INERT]


def with_ids(blocks: list[Json]) -> list[Json]:
    """The same blocks, each with a block_id, each interactive element with an action_id, as Slack fills them in."""
    numbers = count(1)
    taken = {block.get("block_id") for block in blocks}

    def fresh() -> str:
        return next(name for number in numbers if (name := f"b{number:04d}") not in taken)

    return [_named({**block, "block_id": block.get("block_id") or fresh()}) for block in blocks]


def _named(block: Json) -> Json:
    def name(element: Any, place: int) -> Any:
        if not isinstance(element, dict) or element.get("type") in _INERT:
            return element
        return {**element, "action_id": element.get("action_id") or f"{block['block_id']}-{place}"}

    named = dict(block)
    for key in ("accessory", "element"):
        if key in named:
            named[key] = name(named[key], 0)
    if block["type"] == "actions":
        named["elements"] = [name(element, place) for place, element in enumerate(block["elements"])]
    return named


_INERT = {
    "image",
    "mrkdwn",
    "plain_text",
    "rich_text_section",
    "rich_text_list",
    "rich_text_quote",
    "rich_text_preformatted",
}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
