"""`calibrate demo`: a sandbox workspace, the real bot against it, and the week played through."""

import logging
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.app import running
from bot.demo.clock import StoryClock
from bot.demo.stories import load_stories
from bot.demo.transcript import message_lines
from bot.demo.week import STEPS, Stage, set_up
from bot.settings import Settings, load_settings
from sandbox.server import Sandbox

SUNDAY = datetime(2027, 2, 28, 18, 0, tzinfo=UTC)  # the evening before the first question


def play(headless: bool, port: int, judge: str) -> None:
    """Plays the week. Headless it prints a transcript and returns; else it stays up for people to look around.

    Raises SandboxError (a RuntimeError) at the first step that does not happen.
    """
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    with _stage(_free_port(port) if not headless else 0, judge) as stage:
        if not headless:
            _say(f"The demo is at {stage.sandbox.url}. Stop it with Ctrl+C.")
        set_up(stage)
        seen = 0
        for step in STEPS:
            _say(f"\n── {step.says}")
            step.play(stage)
            if headless:
                seen = _tell(stage, seen)
        _say(f"\nThe week is over. Everything is in {stage.deps.settings.database_url.removeprefix('sqlite:///')}.")
        if not headless:
            _say(f"Look around at {stage.sandbox.url}; Ctrl+C ends it.")
            threading.Event().wait()


@contextmanager
def _stage(port: int, judge: str) -> Iterator[Stage]:
    clock, told = StoryClock(SUNDAY), load_stories()
    with (
        tempfile.TemporaryDirectory(prefix="calibrate-demo-") as folder,
        Sandbox(port=port, team="Acme", now=clock.now) as sandbox,
    ):
        people = {name: sandbox.add_person(name, zone) for name, zone in told.people.items()}
        channel = sandbox.add_channel("hiring", members=people.values())
        settings = _settings(sandbox, Path(folder), judge)
        with running(settings, clock.now, only_question=told.question) as deps:
            sandbox.connected()
            yield Stage(sandbox, deps, clock, people, channel, deps.bank[told.question], told)


def _settings(sandbox: Sandbox, folder: Path, judge: str) -> Settings:
    return load_settings(
        slack_bot_token=sandbox.bot_token,
        slack_app_token=sandbox.app_token,
        slack_api_url=sandbox.api_url,
        database_url=f"sqlite:///{folder / 'demo.sqlite'}",
        judge=judge,
        managers="",
    )


def _tell(stage: Stage, seen: int) -> int:
    """Prints what is new in the thread, and the question as it stands; how many messages were told."""
    names = {person.id: name for name, person in stage.people.items()}
    for message in [stage.thread[0], *stage.thread[max(seen, 1) :]]:
        _say("\n".join(message_lines(message, names)))
    return len(stage.thread)


def _free_port(wanted: int) -> int:
    """The port, or the next one that is free."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError(f"no free port from {wanted} to {wanted + 49}: name another with --port")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
