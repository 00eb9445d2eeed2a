"""How long it takes to have 120 answers scored by a judge that takes two seconds, a stand-in for Claude on loopback."""

import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from benchmarks.node import ask, node
from benchmarks.rows import Row
from benchmarks.uses import STORY
from sandbox.server import Sandbox
from tests.kit.claude_server import ClaudeServer, reply_to, says

ANSWERS, SECONDS = 120, 2.0
IDEAL = SECONDS * ceil(ANSWERS / 32)  # 32 at a time, as many as there were slots when it was measured first
ALLOWED = {"anthropic-ratelimit-requests-limit": "4000"}  # what a key may that was paid for once


def measure() -> Iterator[Row]:
    off, default = _seconds(judge_calls_a_minute=100_000), _seconds(judge_calls_a_minute=None)
    yield Row(f"{ANSWERS} answers, a judge of 2 s, limiter off", off, "s")
    yield Row(f"  against the ideal of {IDEAL:g} s", off / IDEAL, "x", 1.1)
    yield Row(f"{ANSWERS} answers by default, the key allowing 4,000 a minute", default, "s")
    yield Row("  against the ideal", default / IDEAL, "x", 1.1)


def _seconds(judge_calls_a_minute: int | None) -> float:
    """From the first request to the judge to the last answer that is marked as scored."""
    turn = replace(says(json.dumps(reply_to({}, "none"))), headers=ALLOWED, seconds=SECONDS)
    with (
        tempfile.TemporaryDirectory() as folder,
        ClaudeServer().running() as claude,
        Sandbox() as sandbox,
        node(
            "bot",
            sandbox,
            f"sqlite:///{folder}/judge.sqlite",
            judge="claude",
            anthropic_api_key="sk-test",
            anthropic_base_url=claude.url,
            judge_calls_a_minute=judge_calls_a_minute,
        ),
    ):
        claude.will(*[turn] * 2 * ANSWERS)
        people = [sandbox.add_person(f"P{number}") for number in range(ANSWERS)]
        channel = sandbox.add_channel("hiring", members=people)
        ts = ask(sandbox, people[0], channel)
        for person in people:
            person.post(channel, STORY, thread_ts=ts)
        sandbox.wait(lambda: claude.received, 60, "the first request")
        start = time.monotonic()
        sandbox.wait(lambda: len(claude.received) >= ANSWERS, 300, "the last request")
        return time.monotonic() - start + SECONDS
