"""The whole of one run: a workspace, a bot, its people, the time; driven step by step from one seed."""

import hashlib
import heapq
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from slack_sdk.errors import SlackClientError
from sqlalchemy.exc import SQLAlchemyError

from sandbox import HandClock
from sandbox.errors import Json, SlackError
from sandbox.people.person import Person
from simulation.judge import Scripted
from simulation.machine import Crash, Job, Machine
from simulation.node import Node
from simulation.shared import Shared
from simulation.slack import Client, Slack, audience
from simulation.tables import Tables
from simulation.watch import Watch

START = datetime(2027, 2, 28, 18, 0, tzinfo=UTC)  # a Sunday; the clocks in Berlin change on 28 March and 31 October


class World:
    """`luck` of people and faults, and of the bot's own draws, are apart: a fault more does not change the rest."""

    def __init__(self, shared: Shared, url: str, seed: int) -> None:
        self.seed, self.luck = seed, Random(f"people {seed}")
        self.clock = HandClock(START)
        self.slack = Slack(self.clock)
        self.ws = self.slack.workspace
        self.machine = Machine(Random(f"jobs {seed}"), lambda: self.clock.now().timestamp(), self._point, self._failed)
        self.tables = Tables(url, lambda: self._maybe_crash("commit"))
        self.client = Client(self.slack, self._around)
        self.complaints: list[str] = []
        self.transcript: list[str] | None = None  # of all that passed, for who looks into one run
        self._digest = hashlib.sha256()
        self._events: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = count()
        self.watch = Watch(self.ws)
        for question in shared.parts.bank.values():
            self.watch.exemplars |= {" ".join(one.text.split()) for one in question.exemplars} | {
                one.text for one in question.exemplars
            }
        self.slack.heard += [self._note_event, self.watch.heard]
        self.judge = Scripted(self._judge_word, lambda seconds: self.clock.advance(seconds=seconds))
        self._judged = ""
        self.shared, self._bot_luck = shared, Random(f"bot {seed}")
        self.node, self.other = self._node("one"), self._node("two")
        self.slack.delivery.hand = self.hand
        # What is armed to go wrong:
        self.crash: tuple[str, int] | None = None
        self.crash_in: tuple[str, int] | None = None  # at every so-many-th boundary of a job of this name
        self._boundaries = 0
        self.takeover = 0
        self.unread: set[str] = set()  # methods that no network reaches
        self.both = False
        self.down_until: datetime | None = None
        self.people: dict[str, Person] = {}
        self.wrong_until: datetime | None = None  # a clock went wrong before then

    def _node(self, name: str) -> Node:
        return Node(
            name, self.shared.parts, self.tables.engine, self.client, self.clock, self.machine, self.judge,
            self._bot_luck, self.complaints.append,
        )  # fmt: skip

    # What everything passes

    def note(self, *what: Any) -> None:
        """A line of the transcript."""
        line = json.dumps([self.clock.now().timestamp(), *what], sort_keys=True, default=str)
        self._digest.update(line.encode())
        if self.transcript is not None:
            self.transcript.append(line)

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()

    def _note_event(self, event_: Json, _channel: Any) -> None:
        self.note("event", event_)

    def _judge_word(self, answer: str) -> str:
        return self.watch.secret("", self.watch.round_with(answer))

    def _around(self, method: str, args: Json, call: Callable[[], Json]) -> Json:
        """Stands between the bot and Slack's methods."""
        if self.tables.open_units:
            self.watch.blame("unseen", f"{method} was called inside a transaction")
        self._maybe_crash(f"before {method}")
        if self.unread:
            self.note("call", method, args, "network")
            raise OSError("the network is away")
        try:
            answer = call()
        except SlackError as error:
            self.note("call", method, args, error.name)
            raise
        self.note("call", method, args, answer)
        if method.startswith(("chat.", "views.")) and method != "chat.getPermalink":
            self.watch.shown(audience(self.ws, method, args), args)
        if method == "chat.postEphemeral":
            self.watch.whispered.append((self.clock.now(), args["user"], args["text"]))
        self._maybe_crash(f"after {method}")
        if self.takeover and method in ("conversations.replies", "conversations.history"):
            self._take_over(args)
        return answer

    def _take_over(self, args: Json) -> None:
        """The node is suspended between look-up and post; its lease ends, and another node does the whole job."""
        running = [job for job in self.machine.jobs.values() if job.state == "running" and job.owner is self.node]
        if args.get("include_all_metadata") and running and self.other.up:
            self.takeover -= 1
            job = running[-1]
            job.steps.clear()
            try:
                self.machine.run(job, self.other)
            except Crash:
                self.die(self.other)

    def _point(self, where: str, job: Job, _step: str) -> None:
        if where == "noted":
            self.watch.said.noted()
        self._maybe_crash(where)
        if self.crash_in and job.name == self.crash_in[0]:
            self._boundaries += 1
            if self._boundaries % self.crash_in[1] == 0:
                raise Crash

    def _failed(self, job: Job, error: Exception) -> None:
        """What ends in an error that no fault explains is done for nobody, and nobody hears of it."""
        if not isinstance(error, SQLAlchemyError | SlackClientError | OSError):
            self.watch.blame("unseen", f"{job.name} ended in {type(error).__name__}")

    def _maybe_crash(self, place: str) -> None:
        if self.crash and self.crash[0] == place:
            self.crash = (place, self.crash[1] - 1)
            if self.crash[1] <= 0:
                self.crash = None
                raise Crash

    # The time

    def at(self, moment: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._events, (moment, next(self._numbers), act))

    def play(self, until: datetime) -> None:
        """All that happens until then, in its order."""
        while self.clock.now() < until:
            self.pass_time(until)
            while self._events and self._events[0][0] <= self.clock.now():
                heapq.heappop(self._events)[2]()
                self.pump()

    def pass_time(self, until: datetime) -> None:
        """Moves the clock from one due thing to the next, as far as what is to happen next."""
        for _ in range(5_000):
            if self._events:
                until = min(until, self._events[0][0])
            moment = self.next_due()
            if moment is None or moment > until:
                break
            self.clock.move_to(max(moment, self.clock.now()))
            before = self.clock.now()
            self.pump()
            if self.clock.now() == before and (self.next_due() or until) <= before:
                self.clock.advance(seconds=1)  # something is due that cannot be done now
        self.clock.move_to(max(until, self.clock.now()))
        self.pump()

    def next_due(self) -> datetime | None:
        found = [one.due for one in self.slack.delivery.waiting]
        at, _ = self.tables.due()
        if self.node.up and at:
            found.append(at - self.node.offset)
        return min(found, default=None)

    def pump(self) -> None:
        """Everything that can be done now is done."""
        for _ in range(50):
            some = self.slack.delivery.pump()
            if self.node.up:
                some = self._work() or some
            if not some:
                return

    def _work(self) -> bool:
        now, (at, waiting) = self.node.now(), self.tables.due()
        due = at is not None and at <= now
        some = bool(self.machine.queued)
        nodes = [self.other, self.node] if self.both and self.other.up else [self.node]
        for node in nodes:
            if due or waiting:
                self._guarded(node, node.tick)
            self._guarded(node, lambda node=node: self.machine.drain(node))  # type: ignore[misc]
        if self.machine.ended:
            self._guarded(self.node, lambda: self.machine.rescue(self.node))
            some = True
        after, _ = self.tables.due()
        return some or (due and after != at)

    def _guarded(self, node: Node, act: Callable[[], Any]) -> None:
        if not node.up:
            return
        try:
            act()
        except Crash:
            self.die(node)
        except Exception as error:  # the clock of the process goes on
            self.complaints.append(f"clock: {error!r}")

    def hand(self, payload: Json, headers: Any) -> Json | None:
        """An envelope reaches the bot; None is no acknowledgement."""
        try:
            answer = self.node.hand(payload, headers)
            self._maybe_crash("acknowledging")
        except Crash:
            self.die(self.node)
            return None
        self.note("ack", answer)
        user = (payload.get("user") or {}).get("id") or payload.get("user_id")
        if answer and user:
            self.watch.shown(user, answer)
        return answer

    def die(self, node: Node, minutes: float = 2) -> None:
        """The process is killed; somebody starts it again soon."""
        node.kill()
        self.tables.open_units = 0
        self.watch.said.crashed()
        self.note("died", node.name)
        self.slack.delivery.connected = False
        self.at(self.clock.now() + timedelta(minutes=minutes), lambda: self.start(node))

    def start(self, node: Node) -> None:
        if node.up or (self.down_until and self.clock.now() < self.down_until):
            return
        self.note("started", node.name)
        self.slack.delivery.connected, self.slack.delivery.half_dead = True, False
        try:
            node.start()
        except Crash:
            self.die(node)
        except Exception as error:  # the service manager starts it again
            self.complaints.append(f"start: {error!r}")
            node.kill()
            self.at(self.clock.now() + timedelta(minutes=1), lambda: self.start(node))

    def attempt(self, act: Callable[[], Any]) -> None:
        """Something that the bot's process does of itself, and that may kill it or fail."""
        try:
            act()
        except Crash:
            self.die(self.node)
        except Exception as error:
            self.complaints.append(repr(error))

    def look_around(self) -> None:
        """The process looks at what nothing makes due."""
        self._guarded(self.node, self.node.tick)

    def clock_wrong(self, on: bool) -> None:
        """While a clock goes wrong nothing is too early or late; what follows counts again from the next week on."""
        self.watch.lenient = True
        self.wrong_until = self.clock.now() + timedelta(days=7)
        if not on:
            self.at(self.clock.now() + timedelta(days=7), self._clock_right)

    def _clock_right(self) -> None:
        if self.wrong_until and self.clock.now() >= self.wrong_until:
            self.watch.lenient = False

    def clock_was_wrong(self, moment: datetime) -> bool:
        return self.wrong_until is not None and moment <= self.wrong_until
