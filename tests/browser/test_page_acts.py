"""The page as anybody meets it: by keyboard, by screen reader, in the dark, on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

SCRIPT = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\"> *bold* &amp;"


def faults(page: Page) -> list[str]:
    """What axe finds serious or critical, in the light or in the dark."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # nothing is half way from one to the other
        found += [(scheme, one) for one in Axe().run(page).response["violations"]]
    return [
        f"{scheme}: {one['id']}: {one['nodes'][0]['html'][:200]}"
        for scheme, one in found
        if one["impact"] in ("serious", "critical")
    ]


def open_setup(page: Page) -> None:
    box = page.get_by_label("Message #hiring")
    box.fill("/calibrate setup")
    box.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()


def focused(page: Page, of: str = "document.activeElement.getAttribute('aria-label')") -> str:
    return str(page.evaluate(of))


def test_a_modals_error_stands_at_its_field(demo, open_page) -> None:
    page = open_page(demo.url)
    open_setup(page)
    modal = page.get_by_role("dialog")
    for name in ("Tomás", "Ingrid", "Kwame"):
        modal.get_by_role("button", name=f"Remove {name}").click()
        expect(modal.get_by_role("button", name=f"Remove {name}")).to_have_count(0)
    modal.get_by_role("button", name="Save").click()
    field = modal.locator("[aria-invalid=true]")
    expect(field).to_have_count(1)
    described = str(field.get_attribute("aria-describedby")).split()
    told = " ".join(page.locator(f"[id='{one}']").inner_text() for one in described)
    assert "Choose at least two: comparing takes two scorecards." in told
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(modal).to_have_count(0)


def test_by_keyboard_alone(demo, open_page) -> None:
    page = open_page(demo.url)
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page) == "Message #hiring":
            break
    page.keyboard.type("/cal")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Message #hiring")).to_have_value("/calibrate ")
    page.keyboard.type("setup")
    page.keyboard.press("Enter")
    modal = page.get_by_role("dialog", name="Settings")
    expect(modal).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        assert focused(page, "document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(modal).to_have_count(0)
    assert focused(page) == "Message #hiring"

    page.locator("main .message").first.get_by_label("More actions").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
    assert focused(page) == "More actions"


def test_a_script_in_a_message_stays_text(demo, open_page) -> None:
    page = open_page(demo.url)
    box = page.get_by_label("Message #hiring")
    box.fill(SCRIPT)
    box.press("Enter")
    said = page.locator("main .message").last
    expect(said).to_contain_text(SCRIPT.replace("*", ""))
    expect(said.locator("strong")).to_have_text("bold")
    assert said.locator("script, img").count() == 0
    expect(page).to_have_title("Sandbox workspace")


def test_a_message_is_edited_reacted_to_and_deleted(demo, open_page) -> None:
    page = open_page(demo.url)
    box = page.get_by_label("Message #hiring")
    box.fill("a first word")
    box.press("Enter")
    said = page.locator("main .message").last
    expect(said).to_contain_text("a first word")
    said.hover()
    said.get_by_label("More actions").click()
    page.get_by_role("menuitem", name="Edit message").click()
    said.get_by_label("Edit message").fill("a second word")
    said.get_by_role("button", name="Save").click()
    expect(said).to_contain_text("a second word(edited)")
    said.get_by_label("Add reaction").click()
    page.get_by_role("menuitem", name="eyes").click()
    expect(said.get_by_role("button", name="eyes, 1: Priya")).to_be_visible()
    said.get_by_label("More actions").click()
    page.get_by_role("menuitem", name="Delete message").click()
    page.get_by_role("dialog", name="Delete message").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("a second word")).to_have_count(0)


def test_the_inspector_lists_what_passed_and_shows_it(demo, open_page) -> None:
    page = open_page(demo.url)
    page.get_by_role("button", name="Inspector").click()
    panel = page.get_by_role("region", name="Inspector")
    panel.get_by_label("Filter").fill("chat.postMessage")
    row = panel.get_by_role("listitem").filter(has_text="chat.postMessage").first
    expect(row).to_contain_text("ok")
    row.get_by_role("button").click()
    expect(row.get_by_label("Request")).to_contain_text('"text": "')
    expect(row.get_by_label("Response")).to_contain_text('"ok": true')
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


def test_the_strip_tells_what_comes_and_the_banner_what_this_is(demo, open_page) -> None:
    page = open_page(demo.url)
    expect(page.get_by_role("note")).to_contain_text("This is a sandbox on your machine, not Slack.")
    expect(page.get_by_role("note")).to_contain_text("Scores by a rule of thumb")
    steps = page.get_by_role("region", name="The story").get_by_role("listitem")
    expect(steps).to_have_count(len(demo.story()["steps"]))


def test_the_story_pauses_when_somebody_acts(demo, open_page) -> None:
    page = open_page(demo.url)
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    box = page.get_by_label("Message #hiring")
    box.fill("wait")
    box.press("Enter")
    expect(page.locator("main .message").last).to_contain_text("wait")
    assert demo.story()["playing"] is False


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_serious_fault_and_nothing_scrolls_sideways(demo, open_page, width) -> None:
    page = open_page(demo.url, width)
    open_setup(page)
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Reply in thread").first.click()
    assert faults(page) == []
    page.get_by_role("button", name="Calibrate Home").click()
    expect(page.locator(".home .block").first).to_be_visible()
    page.get_by_role("button", name="Inspector").click()
    page.locator(".entry").last.wait_for()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
