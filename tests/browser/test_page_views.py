"""Everything that the bot can send is drawn: one of each view of bot/views, through the sandbox, onto the page."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from sandbox import Person, Sandbox
from tests.kit.samples import views

pytestmark = pytest.mark.slow  # every view of the bot, drawn; which blocks the page knows is asked in test_page_blocks


def unknown(page: Page) -> list[str]:
    return page.locator(".unknown").all_inner_texts()


def test_no_view_holds_a_block_that_the_page_does_not_know(open_page) -> None:
    with Sandbox() as sandbox:
        ana = sandbox.add_person("Ana")
        channel = sandbox.add_channel("hiring", members=[ana])
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
        messages = [(name, blocks) for name, view in views() if isinstance(view, tuple) for blocks in view[1:]]
        for name, blocks in messages:
            client.chat_postMessage(channel=channel, text=name, blocks=blocks)
        page = open_page(sandbox.url)
        expect(page.locator("main .message")).to_have_count(len(messages))
        assert unknown(page) == []
        tabs = [view for _, view in views() if isinstance(view, dict)]
        for view in tabs:
            show(page, sandbox, client, ana, view)
            assert unknown(page) == [], view.get("title")
    assert len(messages) > 6
    assert len(tabs) > 10


def show(page: Page, sandbox: Sandbox, client: WebClient, ana: Person, view: dict[str, Any]) -> None:
    """Puts a view on Ana's screen and waits until all its blocks are there."""
    if view["type"] == "home":
        client.views_publish(user_id=ana.id, view=view)
        page.get_by_role("button", name="App Home").click()
        expect(page.locator(".home > .block")).to_have_count(len(view["blocks"]))
        return
    client.views_open(trigger_id=sandbox.workspace.new_trigger(ana.id), view=view)
    expect(page.get_by_role("dialog").get_by_role("heading", level=2)).to_have_text(view["title"]["text"])
    expect(page.locator(".modal-body > .block")).to_have_count(len(view["blocks"]))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
