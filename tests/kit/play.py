"""Short ways to play a round, and to put one into a state that no person could."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from datetime import time as wall_time
from typing import Any

from sqlmodel import Session, col, select

from bot.calibration.cadence import Plan
from bot.calibration.rounds import schedule_of
from bot.calibration.schedules import plan
from bot.work import Work
from sandbox import payloads
from sandbox.people.person import Person
from storage.database import unit, view
from storage.models import Round
from tests.kit.look import Look, form, notice

TALE = (
    "I owned {about} and I decided to change how it was built because two customers had lost an hour to it. "
    "Our team had three weeks, so I compared two ways of doing it and wrote down what each would cost us. "
    "My lead wanted the quick one. I showed her the figures from support, and she agreed to try the other. "
    "I split the work, tested the riskiest part first and asked Tom to review it. "
    "In the end the errors fell from nine a week to one, and I would warn the support people earlier next time. "
)


def story(words: int = 80, about: str = "the export") -> str:
    """A text of so many words that reads like an answer."""
    text = TALE.format(about=about)
    return " ".join((text * (words // 60 + 1)).split()[:words])


def fill(person: Person, level: str, evidence: str) -> dict[str, str] | None:
    """Fills the scoring form on a person's screen and submits it; the errors at its fields, or None."""
    chosen = {}
    for block in form(person)["blocks"]:
        if block["type"] == "input" and block["element"]["type"] == "radio_buttons":
            chosen[block["block_id"]] = evidence if block["block_id"].startswith("evidence") else level
    person.fill(chosen)
    errors: dict[str, str] | None = person.submit()
    return errors


class World(Look):
    """One bot and one workspace for the whole test session; every test takes a channel of its own."""

    def people(self, *names: str) -> list[Person]:
        return [self.sandbox.add_person(name) for name in names]

    def channel(self, members: Iterable[Person], bot: bool = True) -> str:
        name = f"hiring-{len(self.sandbox.workspace.channels)}"
        return self.sandbox.add_channel(name, members=members, bot=bot)

    def plan(
        self,
        channel: str,
        interviewers: Iterable[Person] = (),
        weekday: int = 0,
        at: str = "09:00",
        judge: str | None = None,
    ) -> datetime:
        """Sets a weekly schedule up; when its first question is due."""
        people = tuple(person.id for person in interviewers)
        wanted = Plan(weekday, wall_time.fromisoformat(at), "Europe/Berlin", interviewers=people, judge=judge)
        with unit(self.deps.engine, self.sandbox.team_id) as session:
            due = plan(schedule_of(session, channel), wanted, self.clock.now())
        assert due is not None, "the channel is paused"
        return due

    def open_round(
        self, people: Sequence[Person], interviewers: Sequence[Person] = (), slug: str = "raising-the-bar"
    ) -> tuple[str, str]:
        """Asks a question, by hand, in a channel of these people and interviewers; the channel and the ts."""
        channel = self.channel([*people, *(one for one in interviewers if one not in people)])
        with unit(self.deps.engine, self.sandbox.team_id) as session:
            schedule_of(session, channel).interviewers = [person.id for person in interviewers]
        return channel, self.ask(channel, slug, by=[*people, *interviewers][0])

    def open_scoring(self, authors: int = 2, raters: int = 2) -> tuple[str, str, list[Person], list[Person]]:
        """A round open for scoring: its channel and ts, its authors and interviewers."""
        writers = self.people("Ana", "Ben", "Cem")[:authors]
        interviewers = self.people("Gil", "Hao", "Ida")[:raters]
        channel, ts = self.open_round(writers, interviewers)
        self.stories(channel, ts, writers)
        self.next(writers[0], channel)
        return channel, ts, writers, interviewers

    def stories(self, channel: str, ts: str, people: Iterable[Person]) -> list[str]:
        """Everybody posts a story in the thread; the ts of each, once all are taken in."""
        self.clock.at += timedelta(seconds=5)
        posted = [person.post(channel, story(about=f"{person.name}'s export"), thread_ts=ts) for person in people]
        self.work()
        return posted

    def next(self, person: Person, channel: str) -> str:
        """Has a person move the round on a while later; what they are told."""
        self.clock.at += timedelta(minutes=1)
        person.command("/calibrate", "next", channel)
        if person.modal is None:
            return str(person.ephemerals(channel)[-1]["text"])
        assert not person.submit()
        self.work()
        return notice(person)

    def pass_deadline(self, channel: str) -> None:
        """Lets the time pass until answers close, or scores come out; weekends put both off."""
        round_ = self.round(channel)
        self.advance_to(round_.closes_at if round_.stage == "collecting" else round_.reveals_at)

    def catch_up(self, channel: str) -> None:
        """What happens at the bot's start for a round that collects."""
        round_id = self.round(channel).id
        with unit(self.deps.engine, self.sandbox.team_id) as session:
            self.deps.queue(session, "catch_up", f"catch_up:{round_id}:again", self.sandbox.team_id, round_id)
        self.work()

    @contextmanager
    def changing(self, channel: str) -> Iterator[Round]:
        """The newest round of a channel, for a test to put into a state that is hard to come by."""
        with unit(self.deps.engine, self.sandbox.team_id) as session:
            query = select(Round).where(Round.channel_id == channel).order_by(col(Round.id).desc())
            yield session.exec(query.limit(1)).one()

    @contextmanager
    def managed_by(self, *managers: Person) -> Iterator[None]:
        """Only these people manage the rounds, as where CALIBRATE_MANAGERS names them; else everybody does."""
        settings = self.deps.settings
        named = settings.model_copy(update={"managers": tuple(person.id for person in managers)})
        object.__setattr__(self.deps, "settings", named)  # the bot's own, which nothing but a test changes
        try:
            yield
        finally:
            object.__setattr__(self.deps, "settings", settings)

    def ask(self, channel: str, slug: str = "raising-the-bar", by: Person | None = None) -> str:
        """Has a question posted now; the ts of its message."""
        with view(self.deps.engine, self.sandbox.team_id) as session:
            before = set(session.exec(select(Round.message_ts).where(Round.channel_id == channel)))
        person = by or self.sandbox.add_person("Manager")
        person.join(channel)
        self.post_question(person, channel, slug)
        with view(self.deps.engine, self.sandbox.team_id) as session:
            (ts,) = set(session.exec(select(Round.message_ts).where(Round.channel_id == channel))) - before
        return str(ts)

    def post_question(self, person: Person, channel: str, slug: str = "") -> str:
        """Has a person look at a question and post it; what they are told."""
        person.command("/calibrate", f"ask {slug}".strip(), channel)
        if person.modal is None:
            return str(person.ephemerals(channel)[-1]["text"])
        assert not person.submit()
        self.work()
        return notice(person)

    def answer(self, person: Person, channel: str, ts: str, text: str | None = None) -> str:
        """Posts a story in the thread and waits until the bot has taken it in; its ts."""
        self.clock.at += timedelta(seconds=5)
        posted = person.post(channel, text or story(about=f"{person.name}'s export"), thread_ts=ts)
        self.work()
        return posted

    def score(self, person: Person, channel: str, ts: str, level: str = "mid", evidence: str = "adequate") -> int:
        """Scores everything that the button hands to this person, always the same level; how many that were."""
        person.press(channel, ts, "score")
        count = 0
        while person.modal and person.modal["callback_id"] == "scorecard":
            assert not fill(person, level, evidence)
            count += 1
        person.close_modal()
        self.work()
        return count

    def sent(self, person: Person, channel: str, command: str) -> dict[str, Any]:
        """The direct message that a command is followed by."""
        before = len(person.dms())
        person.command("/calibrate", command, channel)
        self.idle()
        (message,) = person.dms()[before:]
        return message

    def forge_press(self, person: Person, channel: str, ts: str, action_id: str, value: str = "", **more: Any) -> None:
        """Sends the press of a button that no message of ours carries; `more` goes into the action."""
        ws = self.sandbox.workspace
        place, message = ws.channels[channel], self.message(channel, ts)
        body = payloads.message_actions(ws, person.id, place, message, {}, f"{self.sandbox.url}/none")
        action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value, "action_ts": "1.0"}
        self.sandbox.app.ask("interactive", "block_actions", {**body, "actions": [action | more]})

    def forge_submit(self, person: Person, view: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """Submits a form with other ids in it than ours; what the bot answers."""
        body = payloads.view_submission(self.sandbox.workspace, person.id, view | changes)
        return self.sandbox.app.ask("interactive", "view_submission", body) or {}

    def forge_tap(self, person: Person, view: dict[str, Any], action_id: str, **more: Any) -> None:
        """Sends a tap in a form or a Home tab that looks other than ours; `more` goes into the action."""
        body = payloads.view_actions(self.sandbox.workspace, person.id, view)
        action = {"type": "button", "action_id": action_id, "block_id": "b", "action_ts": "1.0"}
        self.sandbox.app.ask("interactive", "block_actions", {**body, "actions": [action | more]})

    def look_and_change(self, change: Callable[[Session], Any]) -> None:
        """Does something to the database, in one unit."""
        with unit(self.deps.engine, self.sandbox.team_id) as session:
            change(session)

    def change(self, change: Callable[[Work], Any]) -> Any:
        """What `change` does and answers, in one unit of work."""
        with self.deps.work(self.sandbox.team_id) as work:
            return change(work)
