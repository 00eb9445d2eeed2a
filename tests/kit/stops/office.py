"""A bot and its workspace in one process and on one thread, whatever keeps its jobs: to play a round, or to go on."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Engine

from sandbox import HandClock
from simulation.judge import Scripted
from simulation.machine import Machine
from simulation.node import Node, Parts
from simulation.slack import Client, Slack


class Plain(Client):
    """The Web API by plain calls; a file is sent as the message beside it, since there is no server to send it to."""

    def __init__(self, slack: Slack) -> None:
        super().__init__(slack, lambda _method, _args, call: call())

    def files_upload_v2(self, **given: Any) -> Any:  # type: ignore[override]
        return self.chat_postMessage(channel=given["channel"], text=given["initial_comment"])


class Office:
    """`node` is the bot, `slack` the workspace; jobs are done by `machine` unless somebody else does them."""

    def __init__(self, parts: Parts, engine: Engine, now: datetime) -> None:
        self.clock = HandClock(now)
        self.slack = Slack(self.clock)
        self.machine = Machine(Random(1), lambda: self.clock.now().timestamp())
        self.engine = engine
        self.complaints: list[str] = []
        judge = Scripted(lambda _answer: "word", lambda seconds: self.clock.advance(seconds=seconds))
        self.node = Node(
            "one", parts, self.engine, Plain(self.slack), self.clock, self.machine, judge, Random(1),
            self.complaints.append,
        )  # fmt: skip
        self.slack.delivery.hand = self.node.hand

    def work(self) -> None:
        """Does all that is due, down to the last job."""
        for _ in range(100):
            moved = self.slack.delivery.pump()
            self.node.tick()
            if not (self.drain() or moved):
                return
        raise AssertionError("it never comes to rest")

    def drain(self) -> bool:
        """Does the jobs that wait; whether there were any."""
        return self.machine.drain(self.node)

    def advance(self, **duration: float) -> None:
        self.advance_to(self.clock.now() + timedelta(**duration))

    def advance_to(self, moment: datetime) -> None:
        self.clock.move_to(max(moment, self.clock.now()))
        self.work()


def doubled(slack: Slack) -> list[str]:
    """What the bot said twice: in channels by the key that a post carries, to a person by its words."""
    said: Counter[str] = Counter()
    for place in slack.workspace.channels.values():
        for one in place.messages.values():
            if one.get("bot_id") != slack.workspace.bot_id or one.get("subtype") == "tombstone":
                continue
            key = ((one.get("metadata") or {}).get("event_payload") or {}).get("key")
            said[f"{place.kind} {place.id} {key or one['text']}"] += 1
    return [what for what, times in said.items() if times > 1]
