"""A real browser, and the demo in a process of its own, paused once the question is asked."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

PATIENCE = 120.0  # seconds


@dataclass
class Demo:
    """The running demo, as seen over HTTP."""

    url: str

    def story(self, wish: str | None = None) -> dict[str, Any]:
        """The story's state, after telling it something."""
        if wish:
            body = json.dumps({"do": wish}).encode()
            urllib.request.urlopen(urllib.request.Request(self.url + "/story", body)).close()
        with urllib.request.urlopen(self.url + "/story") as answer:
            told: dict[str, Any] = json.loads(answer.read())
        return told

    def until(self, done: int) -> dict[str, Any]:
        """The state once so many steps are done."""
        deadline = time.monotonic() + PATIENCE
        while (told := self.story())["done"] < done:
            assert not told["trouble"], told["trouble"]
            assert time.monotonic() < deadline, told
            time.sleep(0.05)  # another process: it tells nobody but the page
        return told


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for one file: it leaves an event loop running in its process, beside which DBOS refuses to work."""
    path = shutil.which("chromium")
    if path is None and os.environ.get("REQUIRE_BROWSER") != "1":
        pytest.skip("no chromium on the path; with REQUIRE_BROWSER=1 this fails instead")
    assert path, "REQUIRE_BROWSER=1, and there is no chromium on the path"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def demo(browser: Browser) -> Iterator[Demo]:  # noqa: ARG001  # where there is no browser, no demo is started
    command = [sys.executable, "-c", "from bot.terminal.cli import main; main()", "demo", "--port", "8500"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    found = re.search(r"http://[\w.:]+\d", process.stdout.readline())
    assert found, process.stderr and process.stderr.read()
    running = Demo(found.group())
    running.until(1)
    running.story("pause")
    yield running
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate(timeout=PATIENCE)
    assert (process.returncode, complaints) == (0, ""), "Ctrl+C ends the demo cleanly"


@pytest.fixture(scope="module")
def context(browser: Browser) -> BrowserContext:
    """One for all pages of a file, which keep nothing in it: another one reads and compiles their scripts again."""
    return browser.new_context()


@pytest.fixture
def open_page(context: BrowserContext) -> Iterator[Callable[..., Page]]:
    """Opens an address; what the page complains of in its console fails the test."""
    expect.set_options(timeout=60_000)
    pages: list[Page] = []
    complaints: list[str] = []

    def go(url: str, width: int = 1280) -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        pages.append(page)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.goto(url)
        page.get_by_label("You are").wait_for()
        return page

    yield go
    for page in pages:
        page.close()
    assert [line for line in complaints if "400" not in line and "404" not in line] == []
