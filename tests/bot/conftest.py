"""The one bot of the session. DBOS allows one a process, and starting it takes longer than any test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from world import Clock, World

from bot.app import running
from bot.settings import load_settings
from sandbox.server import Sandbox

MANIFEST = yaml.safe_load(Path("manifest.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    clock = Clock()
    with Sandbox(manifest=MANIFEST, now=clock.now, redeliver_after=(0.0, 0.2, 0.5)) as sandbox:
        settings = load_settings(
            slack_bot_token=sandbox.bot_token,
            slack_app_token=sandbox.app_token,
            slack_api_url=sandbox.api_url,
            database_url=f"sqlite:///{tmp_path_factory.mktemp('world') / 'world.sqlite'}",
            judge="offline",
            managers="",
        )
        with running(settings, clock.now, clock=False) as deps:
            sandbox.connected()
            yield World(sandbox, deps, clock)
