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
from slack_sdk.web import SlackResponse
from sqlmodel import col, select

from benchmarks.seed import channel_id, interviewers
from bot import jobs
from bot.app import build
from bot.calibration.access import Person
from bot.calibration.piles import scorable, waiting
from bot.calibration.rounds import running_round
from bot.calibration.rulings import team_rubric
from bot.calibration.scorecards import Scores, save, task
from bot.calibration.stages import close_answers, reveal
from bot.calibration.state import state_of
from bot.deps import Deps
from bot.intake import work_off
from bot.outward import comparisons, direct_messages, reports
from bot.runs import Run
from bot.settings import load_settings
from bot.work import Work
from scoring.bank.questions import load_bank
from storage.database import view
from storage.models import Answer, Round
from storage.reads import round_of
from storage.stages import Stage

TEAM, NOW = "T1", datetime(2027, 3, 1, 8, tzinfo=UTC)
SCORED, COLLECTING = 0, 1  # of the channels, one that is being scored and one that collects
USES = (
    "taking a message in",
    "the pile",
    "submitting a scorecard",
    "status",
    "closing and dealing",
    "telling of a closing",
    "revealing",
    "telling of a reveal",
    "comparison",
    "summary",
    "Home",
    "personal report",
    "team report",
)
STORY = load_bank()["raising-the-bar"].exemplar("senior").text


@dataclass
class Slack:
    """A workspace of so many channels, with everybody in each; counts what it is asked."""

    channels: int
    calls: Counter[str] = field(default_factory=Counter)

    def __getattr__(self, method: str) -> Callable[..., Any]:
        def call(**_asked: Any) -> SlackResponse:
            self.calls[method] += 1
            said = {
                "ts": "1.000001",
                "messages": [],
                "channel": {"id": "D1"},
                "channels": [{"id": channel_id(number)} for number in range(self.channels)],
                "members": interviewers(SCORED, self.channels) if method == "conversations_members" else [],
                "url": "https://slack.test/",
                "user": {"name": "somebody", "team_id": TEAM},
            }
            return SlackResponse(
                client=self, http_verb="POST", api_url="", req_args={}, data=said, headers={}, status_code=200
            )

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

    return replace(build(settings, lambda: NOW), queue=drop, slack=client, wait=drop)


@contextmanager
def undone(deps: Deps) -> Iterator[Work]:
    """A unit of work that leaves nothing behind."""
    with suppress(_Undone), deps.work(TEAM) as work:
        yield work
        raise _Undone


class _Undone(Exception):
    pass


class Doing(Run):
    """A job whose steps are done and not noted down."""

    def step(self, _name: str, work: Callable[..., Any], *ids: Any) -> Any:
        return work(self.deps, self.team_id, *ids)


def uses(deps: Deps, channels: int) -> dict[str, Callable[[], Any]]:
    """All USES by name; each can be done any number of times."""
    numbers = count(1)
    person = interviewers(SCORED, channels)[2]
    old = _round(deps, SCORED, Stage.CLOSED)
    open_, collecting = _round(deps, SCORED, Stage.SCORING), _round(deps, COLLECTING, Stage.COLLECTING)
    exemplar = _exemplar(deps, old.id)
    rater = Person(person, frozenset({open_.channel_id}))

    def take_in() -> None:
        edit = next(numbers)
        row = {"channel_id": collecting.channel_id, "thread_ts": collecting.message_ts, "ts": "9.9", "author": "UN"}
        text = {"text": f"{STORY} {edit}", "edited_ts": f"{edit:09}", "deleted": False}
        deps.inbox.put({"team_id": TEAM, "tries": 0} | row | text)
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
            save(work, rater, answer_id, scores, submit=True, blind=True)
            task(work.session, rater, answer_id)
            for following in waiting(work.session, person)[:1]:
                task(work.session, rater, following)

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
        "telling of a closing": lambda: jobs.close(Doing(deps, TEAM), open_.id),
        "revealing": reveal_scores,
        "telling of a reveal": lambda: jobs.reveal(Doing(deps, TEAM), old.id),
        "comparison": lambda: comparisons.post_comparison(deps, TEAM, old.id, exemplar),
        "summary": lambda: comparisons.post_summary(deps, TEAM, old.id),
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
