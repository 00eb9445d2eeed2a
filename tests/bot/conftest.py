"""The one bot of the session. DBOS allows one a process, and starting it takes longer than any test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from dbos import DBOS
from sqlmodel import col, delete

from bot.app import running
from bot.settings import load_settings
from sandbox.server import Sandbox
from storage.database import unit
from storage.models import AuditEvent, CustomQuestion
from tests.kit.clock import PATIENCE, Clock
from tests.kit.play import World

MANIFEST = yaml.safe_load(Path("manifest.yml").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def _nothing_fails_unseen(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """After a test with the world: Slack is well, no listener and no job has failed, nothing is left to become due."""
    if "world" not in request.fixturenames:
        yield
        return
    world: World = request.getfixturevalue("world")
    yield
    world.sandbox.faults.clear()
    world.rest()
    failed = DBOS.list_workflows(status=["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"], load_input=False)
    DBOS.delete_workflows([job.workflow_id for job in failed])
    assert not failed, [(job.workflow_id, job.error) for job in failed]
    said = [record.getMessage() for record in caplog.get_records("call")]
    assert not [line for line in said if line.startswith("a listener failed")]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    clock = Clock()
    # Slack waits three seconds for an acknowledgement; here a slow machine is waited for.
    with Sandbox(manifest=MANIFEST, clock=clock, ack_seconds=PATIENCE) as sandbox:
        settings = load_settings(
            slack_bot_token=sandbox.bot_token,
            slack_app_token=sandbox.app_token,
            slack_api_url=sandbox.api_url,
            database_url=f"sqlite:///{tmp_path_factory.mktemp('world') / 'world.sqlite'}",
            judge="offline",
            judge_calls_a_minute=100_000,
            managers="",
        )
        with running(settings, clock.now, clock=False, wait=lambda _seconds: None) as deps:
            sandbox.connected()
            yield World(sandbox, deps, clock)


@pytest.fixture
def no_question_stays(world: World) -> Iterator[None]:
    """The test begins with the bank alone."""
    yield
    with unit(world.deps.engine, world.sandbox.team_id) as session:
        session.exec(delete(CustomQuestion))
        session.exec(delete(AuditEvent).where(col(AuditEvent.subject).startswith("question ")))
