"""Takes the pictures of the documentation from the demo, in a headless Chromium: `make pictures`."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from bot.demo.play import on_scene
from bot.demo.scene import Scene, put_away
from bot.demo.steps import STEPS, Step, play_step
from bot.demo.week import set_up

FOLDER = Path(__file__).with_name("images")


@dataclass(frozen=True)
class Picture:
    """What `show` leads to on the page of `person`, so wide and high, once the step `after` is done."""

    name: str
    after: str
    person: str
    width: int
    show: Callable[[Page], Locator]
    height: int = 800


def _question(page: Page) -> Locator:
    _close_thread(page)
    return page.locator("main .message").first


def _scoring(page: Page) -> Locator:
    page.locator("main").get_by_role("button", name="Score answers").click()
    modal = page.get_by_role("dialog")
    for group, level in ((0, "Senior"), (1, "Mid")):
        modal.get_by_role("radiogroup").nth(group).get_by_role("radio", name=level).check()
    modal.locator(".modal-body").evaluate("body => { body.scrollTop = body.querySelector('.actions').offsetTop - 190 }")
    return modal


def _comparison(page: Page) -> Locator:
    return page.locator("#thread .message").filter(has_text="Widest gap").filter(has_text="Rater 3").first


def _home(page: Page) -> Locator:
    _close_thread(page)
    page.get_by_role("button", name="Calibrate Home").click()
    page.locator(".home .block").first.wait_for()
    return page.locator(".home")


def _report(page: Page) -> Locator:
    page.get_by_role("navigation").get_by_role("button", name="Calibrate", exact=True).click()
    return page.locator("main .message").filter(has=page.locator("figure")).last


def _practice(page: Page) -> Locator:
    _home(page).get_by_role("button", name="Practise").click()
    modal = page.get_by_role("dialog")
    modal.get_by_role("radiogroup").first.wait_for()
    for group in modal.get_by_role("radiogroup").all():
        mid = group.get_by_role("radio", name="Mid")
        (mid if mid.count() else group.get_by_role("radio").nth(1)).check()
    modal.get_by_role("button", name="Compare").click()
    modal.get_by_text("written as").first.wait_for()
    return modal


def _hello(page: Page) -> Locator:
    page.get_by_role("navigation").get_by_role("button", name=NEW).click()
    return page.locator("main .message").filter(has_text="Hi, I'm Calibrate").first


def _setup(page: Page) -> Locator:
    _hello(page).get_by_role("button", name="Set up").click()
    modal = page.get_by_role("dialog")
    modal.locator(".modal-body").evaluate("body => { body.scrollTop = body.scrollHeight }")
    return modal


def _ask(page: Page) -> Locator:
    page.get_by_role("navigation").get_by_role("button", name="hiring").click()
    box = page.get_by_label("Message #hiring")
    box.fill("/calibrate ask")
    box.press("Enter")
    return page.get_by_role("dialog")


NEW = "interviewing"  # a channel that Calibrate is invited to, once the story is over
PICTURES = (
    Picture("question", "answered", "Priya", 900, _question),
    Picture("scoring", "closed", "Tomás", 900, _scoring),
    Picture("comparison", "revealed", "Priya", 1286, _comparison, 1300),
    Picture("home", "closed", "Priya", 900, _home),
    Picture("practice", "revealed", "Leila", 900, _practice),
    Picture("report", "twelve weeks later", "Tomás", 900, _report, 2400),
    Picture("team-report", "twelve weeks later", "Priya", 900, _report, 2400),
    Picture("invited", "invited", "Priya", 900, _hello),
    Picture("setup", "invited", "Priya", 900, _setup, 1100),
    Picture("ask", "invited", "Priya", 900, _ask),
)


def take(folder: Path) -> None:
    """Writes every picture as folder/name.png, two pixels a point. Raises RuntimeError where there is no chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise RuntimeError("there is no chromium on the path")
    folder.mkdir(parents=True, exist_ok=True)
    with on_scene(0, "offline") as scene, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        set_up(scene)
        for step in (*STEPS, Step("invited", "Calibrate is invited to another channel.", _invite)):
            play_step(scene, step)
            for picture in PICTURES:
                if picture.after == step.name:
                    page = browser.new_page(
                        viewport={"width": picture.width, "height": picture.height},
                        device_scale_factor=2,
                        color_scheme="light",
                    )
                    _take_one(page, scene, picture, folder)
                    page.close()
        browser.close()


def _invite(scene: Scene) -> None:
    """The first hello, in a channel of its own."""
    priya = scene.people[scene.told.manager]
    channel = scene.sandbox.add_channel(NEW, members=[priya], bot=False)
    priya.invite_bot(channel)
    scene.wait(lambda: any("Hi, I'm" in one["text"] for one in scene.sandbox.messages(channel)), "the hello")


def _take_one(page: Page, scene: Scene, picture: Picture, folder: Path) -> None:
    user = scene.people[picture.person].id
    page.goto(scene.sandbox.url)
    page.get_by_label("You are").select_option(user)
    page.locator(f"main[data-me={user}]").wait_for()
    shown = picture.show(page)
    page.mouse.move(0, 0)
    shown.screenshot(path=folder / f"{picture.name}.png", animations="disabled")
    put_away(scene.people[picture.person])


def _close_thread(page: Page) -> None:
    close = page.get_by_role("button", name="Close thread")
    if close.count():
        close.click()


if __name__ == "__main__":
    take(FOLDER)
