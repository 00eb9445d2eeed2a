"""What people do with Calibrate, one call each, over a seeded history: timed by benchmarks.growth, counted by a test.

No queue runs and no Slack is asked: what is handed over is dropped, and a stand-in answers the least that we read.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from slack_sdk import WebClient
from sqlmodel import col, select

from benchmarks.seed import channel_id, interviewers
from bot.app import build
from bot.calibration.access import Person
from bot.calibration.rounds import running_round
from bot.calibration.rulings import team_rubric
from bot.calibration.scorecards import Scores, Task, save, scorable, task, waiting
from bot.calibration.stages import close_answers, reveal
from bot.calibration.state import state_of
from bot.deps import Deps
from bot.inbox import work_off
from bot.outward import channel, comparisons, direct_messages, reports
from bot.settings import load_settings
from bot.work import Work
from storage.database import view
from storage.models import Answer, Round
from storage.reads import round_of
from storage.stages import Stage

TEAM, NOW = "T1", datetime(2027, 3, 1, 8, tzinfo=UTC)
SCORED, COLLECTING = 0, 1  # of the channels, one that is being scored and one that collects
STORY = " ".join(["I compared two ways and showed my lead the figures from support."] * 8)


@dataclass
class Slack:
    """Counts what it is asked."""

    calls: Counter[str] = field(default_factory=Counter)
    people: list[str] = field(default_factory=list)  # in every channel
    channels: list[str] = field(default_factory=list)  # of everybody

    def __getattr__(self, method: str) -> Callable[..., Any]:
        def call(**_asked: Any) -> dict[str, Any]:
            self.calls[method] += 1
            return {
                "ts": "1.000001",
                "messages": [],
                "channel": {"id": "D1"},
                "permalink": "https://slack.test/p1",
                "user": {"name": "somebody", "team_id": TEAM},
                "members": self.people,
                "channels": [{"id": one} for one in self.channels],
            }

        return call


def deps_over(url: str, slack: Any, managers: str = "") -> Deps:
    """The parts of the bot over a database that is there, without queue and Slack."""
    settings = load_settings(
        slack_bot_token="xoxb-1", slack_app_token="xapp-1", database_url=url, judge="offline", managers=managers
    )

    def drop(*_handed_over: Any) -> None:
        pass

    def client(_team_id: str) -> WebClient:
        return slack  # type: ignore[no-any-return]  # a stand-in

    return replace(build(settings, lambda: NOW), queue=drop, slack=client)


@contextmanager
def undone(deps: Deps) -> Iterator[Work]:
    """A unit of work that leaves nothing behind."""
    with suppress(_Undone), deps.work(TEAM) as work:
        yield work
        raise _Undone


class _Undone(Exception):
    pass


def uses(deps: Deps, channels: int) -> dict[str, Callable[[], Any]]:
    """What is done, by name; each can be done any number of times."""
    numbers = count(1)
    person = interviewers(SCORED, channels)[2]
    old = _round(deps, SCORED, Stage.CLOSED)
    open_, collecting = _round(deps, SCORED, Stage.SCORING), _round(deps, COLLECTING, Stage.COLLECTING)
    exemplar = _exemplar(deps, old.id)
    rater = Person(person, frozenset({open_.channel_id}))

    def take_in() -> None:
        ts = f"{NOW.timestamp() + next(numbers):.6f}"
        row = {"channel_id": collecting.channel_id, "thread_ts": collecting.message_ts, "ts": ts, "author": f"UN{ts}"}
        deps.inbox.put({"team_id": TEAM, "text": STORY, "edited_ts": "", "deleted": False, "tries": 0} | row)
        work_off(deps)

    def pile() -> None:
        with view(deps.engine, TEAM) as session:
            ids = scorable(session, rater, open_.channel_id)
            team_rubric(session, deps.rubric)
            task(session, rater, ids[0])

    def submit() -> None:
        with undone(deps) as work:
            (answer_id, *_) = waiting(work.session, person)
            scores = Scores("mid", "adequate", {"scope": "mid", "impact": "senior", "delivery": "mid"})
            if save(work, rater, answer_id, scores, submit=True, blind=True) != "saved":
                raise RuntimeError("the scorecard was not taken")
            found = task(work.session, rater, answer_id)
            following = waiting(work.session, person)
            if following and isinstance(found, Task):
                task(work.session, rater, following[0])

    def status() -> None:
        with view(deps.engine, TEAM) as session:
            running = running_round(session, open_.channel_id, lock=False)
            if running is not None:
                state_of(session, running)
            waiting(session, person)

    def close() -> None:
        with undone(deps) as work:
            close_answers(work, round_of(work.session, collecting.id, lock=True), interviewers(COLLECTING, channels))

    def reveal_scores() -> None:
        with undone(deps) as work:
            reveal(work, round_of(work.session, open_.id, lock=True))

    return {
        "taking a message in": take_in,
        "the pile": pile,
        "submitting a scorecard": submit,
        "status": status,
        "closing and dealing": close,
        "revealing": reveal_scores,
        "comparison": lambda: comparisons.post_comparison(deps, TEAM, old.id, exemplar),
        "summary": lambda: comparisons.post_summary(deps, TEAM, old.id),
        "question message": lambda: channel.refresh_question(deps, TEAM, old.id),
        "invitations": lambda: direct_messages.to_invite(deps, TEAM, open_.id),
        "Home": lambda: direct_messages.publish_home(deps, TEAM, person),
        "personal report": lambda: reports.send_personal(deps, TEAM, person, 13, ""),
        "team report": lambda: reports.send_team(deps, TEAM, person, 13, old.channel_id),
    }


def _round(deps: Deps, number: int, stage: Stage) -> Round:
    """The newest round of a channel in this stage."""
    query = select(Round).where(Round.channel_id == channel_id(number), Round.stage == stage)
    with view(deps.engine, TEAM) as session:
        return session.exec(query.order_by(col(Round.id).desc()).limit(1)).one()


def _exemplar(deps: Deps, round_id: int) -> int:
    query = select(Answer.id).where(Answer.round_id == round_id, col(Answer.exemplar).is_not(None))
    with view(deps.engine, TEAM) as session:
        return session.exec(query).one()
