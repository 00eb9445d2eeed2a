"""`calibrate demo`: a sandbox workspace, the real bot against it, and the story played through."""

import logging
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from starlette.routing import BaseRoute

from bot.app import running
from bot.demo.clock import StoryClock
from bot.demo.control import Playback, routes
from bot.demo.scene import PATIENCE, Scene
from bot.demo.steps import STEPS, play_step
from bot.demo.stories import load_stories
from bot.demo.transcript import message_lines
from bot.demo.week import set_up
from bot.settings import Settings, load_settings
from sandbox.server import Sandbox

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
SUNDAY = datetime(2027, 2, 28, 18, 0, tzinfo=UTC)  # the evening before the first question
LUCK = 11  # a seed with which Leila is dealt the level that her story is told at


def play(headless: bool, port: int, judge: str) -> None:
    """Plays the story. Headless it prints a transcript and returns; else it serves the page until SIGINT or SIGTERM.

    Raises RuntimeError at the first step that does not happen (the page shows it instead), and OSError.
    """
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    if sys.stderr.isatty():
        sys.stderr.write("Starting a workspace and the bot: a few seconds …\n")
    if headless:
        _print_story(judge)
    else:
        _serve_page(_free_port(port), judge)


def _print_story(judge: str) -> None:
    with on_scene(0, judge, watched=False) as scene:
        set_up(scene)
        told: set[Said] = set()
        for step in STEPS:
            _say(f"\n── {step.says}")
            play_step(scene, step)
            told = _tell(scene, told)
        _say("\nThe story is over.")


def _serve_page(port: int, judge: str) -> None:
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    playback = Playback(STEPS)
    with on_scene(port, judge, routes(playback)) as scene:
        _say(f"The demo is at {scene.sandbox.url}; it begins when you open the page. Stop it with Ctrl+C.")
        set_up(scene)
        playback.start(scene)
        stopped.wait()
        playback.stop()


@contextmanager
def on_scene(port: int, judge: str, extra: Sequence[BaseRoute] = (), watched: bool = True) -> Iterator[Scene]:
    """The workspace with its people and the bot in it, before anything has happened; `extra` routes go to the page.

    Where nobody has `watched`, the story's clock moves on by what lies between two posts, and nothing waits.
    """
    clock, told = StoryClock(SUNDAY), load_stories()
    wait = time.sleep if watched else clock.pass_seconds
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    with (
        tempfile.TemporaryDirectory(prefix="calibrate-demo-") as folder,
        Sandbox(port, manifest=manifest, ack_seconds=PATIENCE, now=clock.now, routes=extra) as sandbox,
    ):
        people = {name: sandbox.add_person(name, zone) for name, zone in told.people.items()}
        channel = sandbox.add_channel("hiring", members=people.values())
        settings = _settings(sandbox, Path(folder), judge, told.question, people[told.manager].id)
        with running(settings, clock.now, polling=0.1, wait=wait, luck=Random(LUCK)) as deps:
            sandbox.connected()
            yield Scene(sandbox, deps, clock, people, channel, deps.bank[told.question], told)


def _settings(sandbox: Sandbox, folder: Path, judge: str, question: str, manager: str) -> Settings:
    """The defaults, whatever the environment says, but for how Claude is reached."""
    defaults: dict[str, Any] = {
        name: field.get_default(call_default_factory=True)
        for name, field in Settings.model_fields.items()
        if name not in ("anthropic_api_key", "anthropic_base_url", "model")
    }
    of_the_demo: dict[str, Any] = {
        "slack_bot_token": sandbox.bot_token,
        "slack_app_token": sandbox.app_token,
        "slack_api_url": sandbox.api_url,
        "database_url": f"sqlite:///{folder / 'demo.sqlite'}",
        "judge": judge,
        "first_question": question,
        "managers": (manager,),
    }
    return load_settings(**(defaults | of_the_demo))


Said = tuple[str, str]  # a message's ts and its text: one that says something else by now is new


def _tell(scene: Scene, told: set[Said]) -> set[Said]:
    """Prints the question as it stands, what is new in its thread, and new reports; all that was told.

    Of a thread that is new itself only the last message is printed.
    """
    names = {person.id: name for name, person in scene.people.items()} | {scene.channel: "#hiring"}
    question, *replies = scene.thread
    zone = ZoneInfo(scene.schedule.zone)
    known = any(ts == question["ts"] for ts, _ in told)
    shown = [one for one in replies if _said(one) not in told] if known else replies[-1:]
    for message in [question, *shown]:
        _say("\n".join(message_lines(message, names, zone)))
    reports = [(name, one) for name, person in scene.people.items() for one in person.dms() if _is_report(one)]
    for name, message in reports:
        if _said(message) not in told:
            _say("\n".join(message_lines(message, names, zone, to=name)))
    return told | {_said(one) for one in [question, *replies, *(report for _, report in reports)]}


def _said(message: Mapping[str, Any]) -> Said:
    return message["ts"], message["text"]


def _is_report(message: Mapping[str, Any]) -> bool:
    """Whether it is a report, or tells one where they stood at the reveal."""
    has_header = any(block["type"] == "header" for block in message.get("blocks", []))
    return has_header or "You stood" in str(message.get("text"))


def _free_port(wanted: int) -> int:
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError(f"no free port from {wanted} to {wanted + 49}: name another with --port")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
