"""What the parts of the bot need from outside, put together once by bot.app, and what the settings choose of it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from slack_sdk import WebClient
from sqlalchemy import Engine
from sqlmodel import Session

from bot.calibration.questions import team_bank
from bot.calibration.rounds import Offer
from bot.calibration.rulings import team_rubric
from bot.inbox import Inbox
from bot.queue import Queue
from bot.settings import Settings, SettingsError
from bot.work import Work
from scoring.bank.questions import Bank, load_bank
from scoring.judge.verdict import Judge
from scoring.rubric import LEVELS, Rubric, load_rubric
from storage.database import unit


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

    @contextmanager
    def work(self, team_id: str) -> Iterator[Work]:
        """One transaction that may write in the workspace, with what is needed in it."""
        with unit(self.engine, team_id) as session:
            yield Work(session, team_id, self.now(), self.settings, self.queue)

    def judge(self, chosen: str | None) -> Judge | None:
        """The judge of the kind that was chosen for a round, else the one of the settings; None for people only."""
        return self.judges.get(chosen or self.settings.judge_kind)


def offer(session: Session, deps: Deps) -> Offer:
    """What can be asked in the session's workspace."""
    version = team_rubric(session, deps.rubric).version
    judge = deps.settings.judge_kind
    return Offer(team_bank(session, deps.bank), version, judge, deps.settings.first_question)


def rubric_of(settings: Settings) -> Rubric:
    """The rubric under the team's own level names. Raises DocumentError for a malformed file."""
    rubric = load_rubric(settings.rubric)
    return rubric.with_names(dict(zip(LEVELS, settings.level_names, strict=True))) if settings.level_names else rubric


def bank_of(settings: Settings) -> Bank:
    """Our questions and those of a team's folder. Raises DocumentError for a malformed file, SettingsError for a first
    question that is not there."""
    bank = load_bank([settings.questions] if settings.questions else [])
    if settings.first_question and settings.first_question not in bank:
        raise SettingsError(f"CALIBRATE_FIRST_QUESTION: there is no question {settings.first_question}")
    return bank


def judge_of(settings: Settings) -> Judge | None:
    """The judge that the settings ask for, None for people only. Raises SettingsError where Claude has no key."""
    if settings.judge_kind == "offline":
        return _offline()
    return _claude(settings) if settings.judge_kind == "claude" else None


def judges_of(settings: Settings) -> dict[str, Judge]:
    """Every judge that a channel may choose, by kind: Claude only where the settings do. Raises as judge_of does."""
    return {"offline": _offline()} | ({"claude": _claude(settings)} if settings.judge_kind == "claude" else {})


def _offline() -> Judge:
    from scoring.judge.offline import OfflineJudge

    return OfflineJudge()


def _claude(settings: Settings) -> Judge:
    from scoring.judge.claude import ClaudeJudge  # its client takes seconds to import: only where it is used

    key = settings.anthropic_api_key.get_secret_value()
    if not key:
        raise SettingsError("ANTHROPIC_API_KEY is missing: set it, or choose the judge offline (a rule of thumb)")
    return ClaudeJudge(key, settings.model, settings.anthropic_base_url, scale=bank_of(settings))
