"""What the bot uses while nothing happens."""

import tempfile
import time
from collections.abc import Iterator

from benchmarks.node import node
from benchmarks.rows import Row
from sandbox.server import Sandbox

SECONDS, START = 30.0, 65.0  # the queue looks for schedules each second in its first minute, then each half


def measure() -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Sandbox() as sandbox,
        node("bot", sandbox, f"sqlite:///{folder}/idle.sqlite") as bot,
    ):
        time.sleep(START)
        before = bot.used()
        time.sleep(SECONDS)
        after = bot.used()
    yield Row("at rest, share of a core", 100 * (after.processor - before.processor) / SECONDS, "%", 2)
    yield Row("at rest, statements a second", (after.statements - before.statements) / SECONDS, "", 5)
