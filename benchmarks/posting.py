"""What Slack's limits on posting cost: how long a channel waits while others are held off, and how posts are paced."""

import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from statistics import median

from benchmarks.node import node
from benchmarks.round import a_world, hand_moved
from benchmarks.rows import Row
from sandbox.people.person import Person
from sandbox.server import Sandbox
from tests.kit.clock import Clock

HELD, OFF = (3, 4, 12), 20  # channels that Slack holds off at once, and for how many seconds
OTHERS = 5


def measure() -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Sandbox() as sandbox,
        node("bot", sandbox, f"sqlite:///{folder}/posting.sqlite"),
    ):
        ana = sandbox.add_person("Ana")
        usual = _until_posted(sandbox, ana, 0)
        yield Row("from asking to the question in the channel", usual, "s")
        for held in HELD:
            more = max(0.0, _until_posted(sandbox, ana, held) - usual)
            yield Row(f"  longer, while Slack holds off {held} other channels", more, "s", 0.5)
    yield Row("posts of a round less than a second apart in its channel", _too_close(), "", 0)


def _until_posted(sandbox: Sandbox, ana: Person, held: int) -> float:
    """Seconds until a question is posted, the median of some channels, asked after `held` others that have to wait."""
    for number in range(held):
        channel = sandbox.add_channel(f"held-{held}-{number}", members=[ana])
        sandbox.faults.fail("chat.postMessage", "ratelimited", retry_after=OFF, channel=channel)
        _ask(sandbox, ana, channel)
    found = []
    for number in range(OTHERS):
        channel = sandbox.add_channel(f"free-{held}-{number}", members=[ana])
        start = time.monotonic()
        _ask(sandbox, ana, channel)
        sandbox.wait(lambda channel=channel: sandbox.messages(channel), 60, "the question")
        found.append(time.monotonic() - start)
    return median(found)


def _ask(sandbox: Sandbox, ana: Person, channel: str) -> None:
    ana.command("/calibrate", "ask", channel)
    sandbox.wait(lambda: ana.modal, 30, "the window that asks")
    ana.submit()


def _too_close() -> int:
    """Pairs of posts in a round's channel with less than a second between them, on a clock that waiting moves."""
    clock = Clock()

    def wait(seconds: float) -> None:
        clock.at += timedelta(seconds=seconds)

    with a_world(clock, wait) as world:
        hand_moved(world)
        posts = [call for call in world.sandbox.log.calls("chat.postMessage") if call.request and call.response]
    channel = (posts[0].request or {})["channel"]
    times = sorted(float(str(post.response["ts"])) for post in posts if post.request["channel"] == channel)
    return sum(later - earlier < 0.999 for earlier, later in pairwise(times))
