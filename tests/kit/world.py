"""A sandbox workspace with the real bot in it, and short ways to play a round."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from typing import Any
from zoneinfo import ZoneInfo

from dbos import DBOS
from sqlmodel import Session, col, select, update

from bot.calibration.rounds import schedule_of
from bot.calibration.schedules import Plan, plan
from bot.deps import Deps
from bot.schedule import tick
from bot.work import Work
from sandbox import HandClock, payloads
from sandbox.people.person import Person
from sandbox.server import Sandbox
from storage.database import unit, view
from storage.models import Answer, Round, Schedule, Scorecard

SUNDAY = datetime(2027, 2, 28, 18, 0, tzinfo=UTC)
PATIENCE = 15.0  # seconds


class Clock(HandClock):
    """The time of the tests, in UTC: it stands still until a test moves it, and never goes back.

    Slack's timestamps never do either: after a step back no time would pass between messages for a long while.
    """

    def __init__(self, start: datetime = SUNDAY) -> None:
        super().__init__(start)

    @property
    def at(self) -> datetime:
        return self.now()

    @at.setter
    def at(self, moment: datetime) -> None:
        assert moment >= self.at, f"the clock would go back from {self.at} to {moment}"
        self.move_to(moment)

    def to_sunday(self) -> datetime:
        """Moves on to 18:00 UTC on a Sunday after which no clock in Europe is changed for a fortnight."""
        berlin, sunday = ZoneInfo("Europe/Berlin"), self.at.replace(hour=18, minute=0, second=0, microsecond=0)
        sunday += timedelta(days=7 - sunday.isoweekday() % 7)
        while sunday.astimezone(berlin).dst() != (sunday + timedelta(days=14)).astimezone(berlin).dst():
            sunday += timedelta(weeks=1)
        self.at = sunday
        return sunday


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


@dataclass
class World:
    """One bot and one workspace for the whole test session; every test takes a channel of its own."""

    sandbox: Sandbox
    deps: Deps
    clock: Clock

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

    def open_round(self, people: Sequence[Person], interviewers: Sequence[Person] = ()) -> tuple[str, str]:
        """Asks a question, by hand, in a channel of these people and interviewers; the channel and the ts."""
        channel = self.channel([*people, *(one for one in interviewers if one not in people)])
        with unit(self.deps.engine, self.sandbox.team_id) as session:
            schedule_of(session, channel).interviewers = [person.id for person in interviewers]
        return channel, self.ask(channel, by=[*people, *interviewers][0])

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
        self.work()
        return str(person.ephemerals(channel)[-1]["text"])

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

    def rest(self) -> None:
        """Ends whatever goes on anywhere, so that the next test's clock sets nothing of it off."""
        with unit(self.deps.engine, self.sandbox.team_id) as session:
            session.exec(update(Schedule).values(next_at=None))
            session.exec(update(Round).values(stage="closed", refresh_at=None))
            session.exec(update(Answer).values(judge_at=None))
        self.idle()

    def advance(self, **duration: float) -> None:
        """Moves the clock, then does all that is due, down to the last job."""
        self.clock.at += timedelta(**duration)
        self.work()

    def work(self) -> None:
        """Hears Slack out, does all that is due now, and waits until no job is left."""
        self.sandbox.settled(PATIENCE)
        tick(self.deps)
        self.idle()

    def advance_to(self, moment: datetime) -> None:
        """Moves the clock to a moment, never back, and does all that is due."""
        self.clock.at = max(self.clock.at, moment)
        self.work()

    def idle(self) -> None:
        self.sandbox.settled(PATIENCE)
        deadline = time.monotonic() + PATIENCE
        while left := DBOS.list_workflows(status=["ENQUEUED", "PENDING"], load_input=False, load_output=False):
            assert time.monotonic() < deadline, f"still at work: {[job.workflow_id for job in left]}"
            time.sleep(0.02)  # the queue tells nobody when it is empty
        self.sandbox.settled(PATIENCE)

    def ask(self, channel: str, slug: str = "raising-the-bar", by: Person | None = None) -> str:
        """Has a question posted now; the ts of its message."""
        with view(self.deps.engine, self.sandbox.team_id) as session:
            before = set(session.exec(select(Round.message_ts).where(Round.channel_id == channel)))
        person = by or self.sandbox.add_person("Manager")
        person.join(channel)
        person.command("/calibrate", f"ask {slug}", channel)
        self.work()
        with view(self.deps.engine, self.sandbox.team_id) as session:
            (ts,) = set(session.exec(select(Round.message_ts).where(Round.channel_id == channel))) - before
        return str(ts)

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

    def home(self, person: Person) -> dict[str, Any]:
        """The Home tab as somebody sees it who opens it."""
        person.open_home()
        self.sandbox.settled()
        assert person.home is not None
        return person.home

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

    def message(self, channel: str, ts: str) -> dict[str, Any]:
        return self.sandbox.message(channel, ts)

    def reactions(self, channel: str, ts: str) -> set[str]:
        return {reaction["name"] for reaction in self.message(channel, ts).get("reactions", [])}

    def look_and_change(self, change: Callable[[Session], Any]) -> None:
        """Does something to the database, in one unit."""
        with unit(self.deps.engine, self.sandbox.team_id) as session:
            change(session)

    def change(self, change: Callable[[Work], Any]) -> Any:
        """What `change` does and answers, in one unit of work."""
        with self.deps.work(self.sandbox.team_id) as work:
            return change(work)

    def look(self, read: Callable[[Session], Any]) -> Any:
        """What `read` finds in the database."""
        with view(self.deps.engine, self.sandbox.team_id) as session:
            return read(session)

    def schedule(self, channel: str) -> Schedule:
        query = select(Schedule).where(Schedule.channel_id == channel)
        return self.look(lambda session: session.exec(query).one())

    def round(self, channel: str) -> Round:
        """The newest round of a channel."""
        query = select(Round).where(Round.channel_id == channel).order_by(col(Round.id).desc())
        return self.look(lambda session: session.exec(query).first())

    def rounds(self, channel: str) -> list[Round]:
        """All rounds of a channel, the oldest first."""
        query = select(Round).where(Round.channel_id == channel).order_by(col(Round.id))
        return self.look(lambda session: session.exec(query).all())

    def answers(self, channel: str) -> list[Answer]:
        """The answers of a channel's newest round that count."""
        query = select(Answer).where(Answer.round_id == self.round(channel).id, col(Answer.withdrawn_at).is_(None))
        return self.look(lambda session: session.exec(query.order_by(col(Answer.id))).all())

    def texts(self, channel: str) -> list[str]:
        """The texts of the answers of a channel's newest round that count."""
        return [answer.text for answer in self.answers(channel)]

    def scorecards(self, channel: str, kind: str = "interviewer") -> list[Scorecard]:
        """The scorecards of a channel's newest round."""
        query = select(Scorecard).join(Answer, col(Answer.id) == Scorecard.answer_id)
        found = query.where(Answer.round_id == self.round(channel).id, Scorecard.kind == kind)
        return self.look(lambda session: session.exec(found.order_by(col(Scorecard.id))).all())


def words(view: Any) -> str:
    """Everything that a view or a list of blocks says, in order."""
    if isinstance(view, dict):
        spoken = [inner if key == "text" and isinstance(inner, str) else words(inner) for key, inner in view.items()]
        return " ".join(filter(None, spoken))
    return " ".join(filter(None, map(words, view))) if isinstance(view, list) else ""


def form(person: Person) -> dict[str, Any]:
    """The window in front of a person."""
    assert person.modal is not None
    return person.modal


def said(person: Person) -> str:
    """What the window in front of a person says."""
    return words(form(person)["blocks"])


def notice(person: Person) -> str:
    """What the window in front of a person says; it is closed."""
    told = said(person)
    person.close_modal()
    return told


def fill(person: Person, level: str, evidence: str) -> dict[str, str] | None:
    """Fills the scoring form on a person's screen and submits it; the errors at its fields, or None."""
    chosen = {}
    for block in form(person)["blocks"]:
        if block["type"] == "input" and block["element"]["type"] == "radio_buttons":
            chosen[block["block_id"]] = evidence if block["block_id"].startswith("evidence") else level
    person.fill(chosen)
    errors: dict[str, str] | None = person.submit()
    return errors
