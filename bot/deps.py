"""What the parts of the bot need from outside, put together once by bot.app."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from random import Random, SystemRandom
from typing import Concatenate, ParamSpec, TypeVar

from slack_sdk import WebClient
from sqlalchemy import Engine
from sqlmodel import Session

from bot.cache import Cache
from bot.calibration.choosing import Offer
from bot.calibration.questions import team_bank
from bot.calibration.rulings import team_rubric
from bot.inbox import Inbox
from bot.queue import Queue
from bot.settings import Settings
from bot.work import Work
from scoring.bank.questions import Bank
from scoring.judge.verdict import Judge
from scoring.rubric import Rubric
from storage.database import unit, view

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Deps:
    settings: Settings
    engine: Engine
    queue: Queue
    inbox: Inbox
    slack: Callable[[str], WebClient]  # by team_id
    judges: Mapping[str, Judge]  # by kind; those that there is a key for
    bank: Bank
    rubric: Rubric
    now: Callable[[], datetime]  # UTC; the only source of time
    wait: Callable[[float], None] = time.sleep  # for so many seconds
    cache: Cache = field(default_factory=Cache)
    luck: Random = field(default_factory=SystemRandom)  # of all that is drawn by lot
    posted: dict[tuple[str, str | None], dict[str, str]] = field(default_factory=dict)  # by the job, see posting
    job: str = ""  # what names the job under way, whichever try of it this is
    still_ours: Callable[[], bool] = lambda: True  # whether the job under way may still act; its own in each

    @contextmanager
    def work(self, team_id: str) -> Iterator[Work]:
        """One transaction that may write in the workspace, with what is needed in it."""
        with unit(self.engine, team_id) as session:
            yield Work(session, team_id, self.now(), self.settings, self.queue, self.luck)

    def view(self, team_id: str) -> AbstractContextManager[Session]:
        """One transaction that reads in the workspace."""
        return view(self.engine, team_id)

    def read(self, team_id: str, what: Callable[Concatenate[Session, P], T], *args: P.args, **more: P.kwargs) -> T:
        """What one query finds in the workspace, such as `read(team_id, round_of, round_id)`."""
        with self.view(team_id) as session:
            return what(session, *args, **more)

    def judge(self, chosen: str | None) -> Judge | None:
        """The judge of the kind that was chosen for a round, else the one of the settings; None for people only."""
        return self.judges.get(chosen or self.settings.judge_kind)


def offer(session: Session, deps: Deps) -> Offer:
    """What can be asked in the session's workspace."""
    version = team_rubric(session, deps.rubric).version
    judge = deps.settings.judge_kind
    return Offer(team_bank(session, deps.bank), version, judge, deps.settings.first_question)
