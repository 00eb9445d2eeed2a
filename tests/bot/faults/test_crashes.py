"""Processes killed at the worst moments: `calibrate run` against a sandbox, its database on disk."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from dbos import DBOSClient
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.queue import make_queue
from sandbox.people.person import Person
from sandbox.server import Sandbox
from scoring.bank.questions import Question
from storage.database import unit, view
from storage.models import Answer, Round, Schedule, Scorecard
from tests.kit.clock import PATIENCE
from tests.kit.node import Start, starting

SCORED = "white_check_mark"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(redeliver_after=(0.0, 0.5, 1.0), ack_seconds=PATIENCE) as sandbox:
        yield sandbox


@pytest.fixture
def start(sandbox: Sandbox, tmp_path: Path, database_url: str) -> Iterator[Start]:
    with starting(sandbox, tmp_path, database_url) as start:
        yield start


class Desk:
    """One channel with its people, and what it and the database hold while nodes come and go."""

    def __init__(self, sandbox: Sandbox, engine: Engine) -> None:
        self.sandbox, self.engine = sandbox, engine
        self.people = [sandbox.add_person(f"Person {number}") for number in range(8)]
        self.channel = sandbox.add_channel("hiring", members=self.people)

    def plan(self, due: datetime) -> None:
        """A weekly schedule whose next time is `due`, written straight to the database."""
        moment = due.replace(microsecond=0)
        schedule = Schedule(channel_id=self.channel, weekday=moment.weekday(), at=moment.time(), next_at=moment)
        with unit(self.engine, self.sandbox.team_id) as session:
            session.add(schedule)

    def look(self, read: Callable[[Session], Any]) -> Any:
        with view(self.engine, self.sandbox.team_id) as session:
            return read(session)

    def change(self, **changed: Any) -> None:
        """Changes the one round there is."""
        with unit(self.engine, self.sandbox.team_id) as session:
            round_ = session.exec(select(Round).with_for_update()).one()
            for name, value in changed.items():
                setattr(round_, name, value)

    def stage(self) -> str | None:
        return self.look(lambda session: session.exec(select(Round.stage)).one_or_none())

    def question(self) -> str:
        """The ts of the one question there is, once answers are taken in."""
        self.sandbox.wait(lambda: self.stage() == "collecting", PATIENCE, "a question")
        (question,) = self.sandbox.messages(self.channel)
        assert self.look(lambda session: session.exec(select(Round.message_ts)).one()) == question["ts"]
        return str(question["ts"])

    def tell(self, person: Person, ts: str) -> str:
        """Has a person post a story that the judge can read; its ts."""
        asked = Question.model_validate(self.look(lambda session: session.exec(select(Round.question)).one()))
        return person.post(self.channel, f"{asked.exemplars[1].text} That was {person.name}.", thread_ts=ts)

    def reactions(self, ts: str, name: str) -> int:
        """How many messages of the thread have a reaction."""
        thread = self.sandbox.thread(self.channel, ts)
        return sum(name in [one["name"] for one in message.get("reactions", [])] for message in thread)

    def keys(self, kind: str) -> list[str]:
        """What the bot posted of a kind (round, answer, comparison, summary), by the keys in the metadata."""
        metadata = [message.get("metadata") or {} for message in self.sandbox.messages(self.channel)]
        keys = [str(one["event_payload"]["key"]) for one in metadata if one]
        return sorted(key for key in keys if key.startswith(kind))

    def answers(self) -> list[int]:
        """The ids of all answers."""
        return list(self.look(lambda session: session.exec(select(Answer.id).order_by(col(Answer.id))).all()))

    def judged(self) -> list[int]:
        """The answer of each of the judge's scorecards."""
        query = select(Scorecard.answer_id).where(Scorecard.kind == "judge").order_by(col(Scorecard.answer_id))
        return list(self.look(lambda session: session.exec(query).all()))


@pytest.fixture
def desk(sandbox: Sandbox, fresh_engine: Engine) -> Desk:
    return Desk(sandbox, fresh_engine)


@contextmanager
def posting_unnoticed(desk: Desk) -> Iterator[None]:
    """What happens meanwhile makes the bot post once, and the reply that tells it so is lost."""
    before = len(desk.sandbox.log.calls("chat.postMessage"))
    desk.sandbox.faults.fail("chat.postMessage", status=500, after=True)
    yield
    calls = desk.sandbox.log.calls
    desk.sandbox.wait(lambda: len(calls("chat.postMessage")) > before, PATIENCE, "a post")


@contextmanager
def unheard(desk: Desk) -> Iterator[None]:
    """What happens meanwhile is never delivered: Slack has given up on an app that is down for long."""
    tell, desk.sandbox.workspace.emit = desk.sandbox.workspace.emit, lambda *_: None
    yield
    desk.sandbox.workspace.emit = tell


@pytest.mark.parametrize("database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True)
def test_a_round_whose_bot_is_killed_at_every_turn_happens_once(start: Start, desk: Desk) -> None:
    people, late = desk.people[:-1], desk.people[-1]

    with posting_unnoticed(desk):
        desk.plan(datetime.now(UTC))
        node = start()
    node.kill()  # between posting the question and noting it

    node = start()
    ts = desk.question()
    for person in people:
        desk.tell(person, ts)
    desk.sandbox.wait(lambda: desk.reactions(ts, SCORED) > 0, PATIENCE, "the first score")
    node.kill()  # while answers wait for their score
    with unheard(desk):
        desk.tell(late, ts)
    desk.change(closes_at=datetime.now(UTC))  # and answers close before it is up again

    node = start()
    everything = len(desk.people) + 1  # the exemplar
    until(lambda: len(desk.judged()) == everything)  # the last of them, the exemplar, is heard of nowhere in Slack
    assert len(desk.answers()) == everything, "what was written while the bot was down is there"
    assert desk.judged() == desk.answers()
    with posting_unnoticed(desk):
        desk.change(reveals_at=datetime.now(UTC))
    node.kill()  # during the reveal

    start()
    desk.sandbox.wait(lambda: desk.keys("summary"), PATIENCE, "the summary")
    assert [len(desk.keys(kind)) for kind in ("round", "answer", "summary")] == [1, 1, 1]
    assert desk.keys("comparison")
    assert desk.keys("comparison") == sorted(set(desk.keys("comparison")))
    assert desk.judged() == desk.answers()
    assert desk.stage() == "revealed"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_nodes_on_one_database_ask_once_and_score_each_answer_once(start: Start, desk: Desk) -> None:
    desk.plan(datetime.now(UTC))
    for name in ("one", "two"):
        start(wait=False, CALIBRATE_NODE=name)
    desk.sandbox.connected(2, PATIENCE)
    ts = desk.question()
    for person in desk.people:
        desk.tell(person, ts)
    desk.sandbox.wait(lambda: desk.reactions(ts, SCORED) == len(desk.people), PATIENCE, "every score")
    assert desk.judged() == desk.answers()
    assert [call.status for call in desk.sandbox.log.calls("chat.postMessage")] == ["ok"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_work_of_a_node_that_never_comes_back_is_done_by_another(
    start: Start, desk: Desk, database_url: str
) -> None:
    """Its job is cancelled when the lease has run out, by any node, and then held, so that it is tried again."""
    desk.plan(datetime.now(UTC))
    dead = start()
    ts = desk.question()
    desk.sandbox.faults.fail("chat.update", status=500)
    client = DBOSClient(system_database_url=database_url, application_name="calibrate")
    with unit(desk.engine, desk.sandbox.team_id) as session:
        make_queue(client, lease=1.0)(session, "refresh", "refresh:left behind", desk.sandbox.team_id, 1)
    updates = desk.sandbox.log.calls
    desk.sandbox.wait(lambda: updates("chat.update"), PATIENCE, "its first try")
    dead.kill()
    start(CALIBRATE_NODE="two")
    until(lambda: [call.status for call in updates("chat.update")][:2] == ["500", "ok"])
    assert desk.question() == ts
    client.destroy()


def until(true: Callable[[], bool]) -> None:
    """Waits for what nobody tells of."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
