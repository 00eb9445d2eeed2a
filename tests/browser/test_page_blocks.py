"""Every block and element that the sandbox takes is drawn, and does on a click what it does in Slack."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from slack_sdk import WebClient

from sandbox import Sandbox
from sandbox.block_kit.blocks import BLOCKS
from sandbox.block_kit.elements import MULTI_SELECTS, PICKERS, SELECTS, TYPED

PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
PLAIN = {"type": "plain_text", "text": "Words"}
OPTIONS = [{"text": {"type": "plain_text", "text": name}, "value": name.lower()} for name in ("Mid", "Senior")]
POINTS = [{"label": "May", "value": 2}, {"label": "June", "value": -0.5}]
AXES = {"categories": ["May", "June"], "x_label": "Month", "y_label": "Levels"}
CHARTS: list[dict[str, Any]] = [
    {"type": kind, "series": [{"name": "Ana", "data": POINTS}, {"name": "Ben", "data": POINTS}], "axis_config": AXES}
    for kind in ("line", "bar", "area")
] + [{"type": "pie", "segments": [{"label": "May", "value": 2}, {"label": "June", "value": 1}]}]
RICH = [
    {"type": "rich_text_section", "elements": [
        {"type": "text", "text": "plain "}, {"type": "text", "text": "bold", "style": {"bold": True}},
        {"type": "link", "url": "https://example.com"}, {"type": "emoji", "name": "inbox_tray"},
        {"type": "broadcast", "range": "here"}, {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "x"},
    ]},
    {"type": "rich_text_list", "style": "ordered", "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "first"}]}
    ]},
    {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
    {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "code"}]},
]  # fmt: skip


def element(kind: str) -> dict[str, Any]:
    given: dict[str, Any] = {"type": kind, "action_id": kind}
    if kind in ("static_select", "multi_static_select", "radio_buttons", "checkboxes", "overflow"):
        given["options"] = OPTIONS
    return given | ({"is_decimal_allowed": False} if kind == "number_input" else {})


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "text": PLAIN, "action_id": "press", "value": "1", **more}


SAMPLES: dict[str, list[dict[str, Any]]] = {
    "section": [
        {"text": {"type": "mrkdwn", "text": "*b* _i_ ~s~ `c` :eyes:\n> quote\n• item\n1. one\n```pre```"}},
        {"fields": [PLAIN, PLAIN]}, {"text": PLAIN, "accessory": element("overflow")},
    ],
    "header": [{"text": PLAIN}],
    "divider": [{}],
    "context": [{"elements": [PLAIN, {"type": "image", "image_url": PICTURE, "alt_text": "x"}]}],
    "actions": [{"elements": [button(style="danger"), *(element(kind) for kind in (*SELECTS, *PICKERS))]}],
    "image": [{"image_url": PICTURE, "alt_text": "a picture", "title": PLAIN}],
    "input": [
        {"label": PLAIN, "block_id": kind, "element": element(kind), "optional": True}
        for kind in (*SELECTS, *MULTI_SELECTS, *PICKERS, *TYPED)
    ],
    "rich_text": [{"elements": RICH}],
    "alert": [{"text": PLAIN, "level": "warning"}],
    "markdown": [{"text": "# Title\n**bold**"}],
    "table": [{"rows": [[{"type": "raw_text", "text": f"{row}{column}"} for column in range(14)] for row in "ab"]}],
    "data_visualization": [{"title": "Lean", "chart": chart} for chart in CHARTS],
}  # fmt: skip


@pytest.fixture
def workspace() -> Iterator[Sandbox]:
    with Sandbox(ack_seconds=0.1) as sandbox:
        ana = sandbox.add_person("Ana")
        sandbox.add_channel("hiring", members=[ana])
        yield sandbox


def slack(workspace: Sandbox) -> WebClient:
    return WebClient(workspace.bot_token, base_url=workspace.api_url)


def hiring(workspace: Sandbox) -> str:
    return next(one.id for one in workspace.workspace.channels.values() if one.name == "hiring")


def ana(workspace: Sandbox) -> str:
    return next(user for user, one in workspace.workspace.users.items() if one["real_name"] == "Ana")


def show_modal(workspace: Sandbox, *blocks: dict[str, Any]) -> str:
    view = {"type": "modal", "title": PLAIN, "submit": PLAIN, "blocks": list(blocks)}
    trigger = workspace.workspace.new_trigger(ana(workspace))
    return str(slack(workspace).views_open(trigger_id=trigger, view=view)["view"]["id"])


def blocks_for(surface: str) -> list[dict[str, Any]]:
    kinds = [kind for kind, (where, _) in BLOCKS.items() if surface in where]
    return [{"type": kind, **sample} for kind in kinds for sample in SAMPLES[kind]]


def drawn(page: Page, kind: str) -> int:
    return page.locator(f".block.{kind}").count()


def test_messages(workspace: Sandbox, open_page) -> None:
    sent = blocks_for("message")
    for block in sent:
        slack(workspace).chat_postMessage(channel=hiring(workspace), text="words", blocks=[block])
    page = open_page(workspace.url)
    expect(page.locator("main .message")).to_have_count(len(sent))
    assert page.locator(".unknown").all_inner_texts() == []
    assert {kind: drawn(page, kind) for kind in SAMPLES if kind != "alert"} == {
        kind: len(samples) for kind, samples in SAMPLES.items() if kind != "alert"
    }
    assert page.evaluate("document.documentElement.scrollWidth") == 1280, "a wide table scrolls inside itself"
    assert page.get_by_role("table", name="Lean").first.inner_text().split()[-6:] == [
        "May",
        "2",
        "2",
        "June",
        "-0.5",
        "-0.5",
    ]


def test_modals(workspace: Sandbox, open_page) -> None:
    show_modal(workspace, *blocks_for("modal"))
    page = open_page(workspace.url)
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.locator(".unknown").all_inner_texts() == []
    assert drawn(page, "input") == len(SAMPLES["input"])


def test_home(workspace: Sandbox, open_page) -> None:
    blocks = [block for block in blocks_for("home") if block["type"] != "data_visualization"]
    charts = [{"type": "data_visualization", **sample} for sample in SAMPLES["data_visualization"][:2]]
    slack(workspace).views_publish(user_id=ana(workspace), view={"type": "home", "blocks": [*blocks, *charts]})
    page = open_page(workspace.url)
    page.get_by_role("button", name="App Home").click()
    expect(page.locator(".home .block")).to_have_count(len(blocks) + 2)
    assert page.locator(".unknown").all_inner_texts() == []


def test_what_is_not_known_shows_as_a_labelled_box(workspace: Sandbox, open_page) -> None:
    ts = slack(workspace).chat_postMessage(channel=hiring(workspace), text="words")["ts"]
    workspace.workspace.channels[hiring(workspace)].messages[ts]["blocks"] = [{"type": "carousel", "block_id": "b1"}]
    page = open_page(workspace.url)
    expect(page.locator("main").get_by_text("Unknown block: carousel")).to_be_visible()


def test_what_was_typed_stays_when_the_view_changes_under_it(workspace: Sandbox, open_page) -> None:
    note = {"type": "input", "block_id": "note", "label": PLAIN, "element": element("plain_text_input")}
    view_id = show_modal(workspace, note)
    page = open_page(workspace.url)
    field = page.get_by_role("textbox", name="Words")
    field.press_sequentially("half a sent")
    more = {"type": "modal", "title": PLAIN, "submit": PLAIN, "blocks": [{"type": "section", "text": PLAIN}, note]}
    slack(workspace).views_update(view_id=view_id, view=more)
    expect(page.locator(".modal-body .section")).to_be_visible()
    expect(field).to_be_focused()
    field.press_sequentially("ence")
    expect(field).to_have_value("half a sentence")


def test_the_first_of_several_errors_has_the_focus(workspace: Sandbox, open_page) -> None:
    asked = [
        {"type": "input", "block_id": name, "label": {**PLAIN, "text": name}, "element": element("radio_buttons")}
        for name in ("overall", "evidence")
    ]
    show_modal(workspace, *asked)
    page = open_page(workspace.url)
    page.get_by_role("dialog").get_by_role("button", name="Words").click()
    expect(page.get_by_text("Please complete this required field.")).to_have_count(2)
    group = page.get_by_role("radiogroup", name="overall")
    expect(group.get_by_role("radio").first).to_be_focused()
    expect(group).to_have_attribute("aria-invalid", "true")


def test_a_form_is_handed_in_once_all_that_was_chosen_has_arrived(workspace: Sandbox, open_page) -> None:
    asked = {"type": "input", "block_id": "overall", "label": PLAIN, "element": element("radio_buttons")}
    show_modal(workspace, asked)
    page = open_page(workspace.url)
    sent, held = [], []

    def pass_on(route: Route) -> None:
        sent.append(route.request.post_data_json["what"])
        held.append(route) if sent[-1] == "fill" else route.continue_()

    page.route("**/act", pass_on)
    page.get_by_role("radio", name="Mid").click()
    page.get_by_role("dialog").get_by_role("button", name="Words").click()
    page.evaluate("fetch('/state?as=')")  # whatever the click has sent has been seen by now
    assert sent == ["fill"]
    with page.expect_request(lambda request: "submit" in (request.post_data or "")):
        held[0].continue_()


def test_a_button_that_asks_first_acts_only_on_yes(workspace: Sandbox, open_page) -> None:
    sure = {"title": PLAIN, "text": PLAIN, "confirm": {**PLAIN, "text": "Do it"}, "deny": {**PLAIN, "text": "Leave it"}}
    slack(workspace).chat_postMessage(
        channel=hiring(workspace), text="words", blocks=[{"type": "actions", "elements": [button(confirm=sure)]}]
    )
    page = open_page(workspace.url)
    press = page.locator("main .message").get_by_role("button", name="Words")
    press.click()
    page.get_by_role("dialog").get_by_role("button", name="Leave it").click()
    expect(press).to_be_focused()
    expect(page.get_by_role("alert")).to_have_count(0)
    press.click()
    page.get_by_role("dialog").get_by_role("button", name="Do it").click()
    expect(page.get_by_role("alert")).to_contain_text("block_actions")  # sent; no bot is there to answer


@pytest.mark.parametrize("width", [1280, 390])
def test_a_messages_buttons_cover_no_text_and_a_phone_shows_the_raters_of_a_comparison(
    workspace, open_page, width
) -> None:
    head, rows = (
        ["Dimension", "Gap", "Rater 1", "Rater 2", "Rater 3"],
        ["Judgement", "2", "Staff+ (+1)", "Mid (-1)", "–"],
    )
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in (head, rows)]
    slack(workspace).chat_postMessage(
        channel=hiring(workspace), text="words", blocks=[{"type": "table", "rows": cells}]
    )
    page = open_page(workspace.url, width)
    box = page.get_by_label("Message #hiring")
    for _ in range(2):  # the second follows its own author's
        box.fill("words " * 100)
        box.press("Enter")
    page.locator("main .message").nth(2).hover()
    below = page.locator("main .message").nth(2).locator(".toolbar").bounding_box()
    text = page.locator("main .message .text").nth(1).bounding_box()
    assert below["y"] + below["height"] <= text["y"]
    third = page.get_by_role("columnheader", name="Rater 3").bounding_box()
    assert third["x"] < width - 20, "of the third a part, so that one sees that there is more"


def test_an_ephemeral_says_that_only_you_see_it(workspace: Sandbox, open_page) -> None:
    slack(workspace).chat_postEphemeral(channel=hiring(workspace), user=ana(workspace), text="psst")
    page = open_page(workspace.url)
    expect(page.locator("main .message")).to_contain_text("Only visible to you")
