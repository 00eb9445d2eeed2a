"""What the bot holds at rest, and once it has taken in and scored 120 answers."""

import tempfile
import time
from collections.abc import Iterator

from benchmarks.node import ask, node
from benchmarks.rows import Row
from benchmarks.uses import STORY
from sandbox.server import Sandbox
from storage.migrate import migrate

ANSWERS, START = 120, 5.0


def measure() -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Sandbox() as sandbox,
        node("bot", sandbox, _migrated(f"sqlite:///{folder}/memory.sqlite")) as bot,
    ):
        time.sleep(START)
        yield Row("memory at rest", bot.used().megabytes, "MB", 110)
        people = [sandbox.add_person(f"P{number}") for number in range(ANSWERS)]
        channel = sandbox.add_channel("hiring", members=people)
        ts = ask(sandbox, people[0], channel)
        posted = [person.post(channel, STORY, thread_ts=ts) for person in people]
        sandbox.wait(lambda: all(_scored(sandbox.message(channel, one)) for one in posted), 300, "the judge's scores")
        yield Row("memory after 120 answers", bot.used().megabytes, "MB", 150)


def _migrated(url: str) -> str:
    """A database as every start but the first finds it."""
    migrate(url)
    return url


def _scored(message: dict[str, list[dict[str, str]]]) -> bool:
    return any(reaction["name"] == "white_check_mark" for reaction in message.get("reactions", []))
