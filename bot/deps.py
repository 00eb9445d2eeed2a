"""What the parts of the bot need from outside, put together once by bot.app."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from slack_sdk import WebClient
from sqlalchemy import Engine

from bot.queue import Queue
from bot.settings import Settings
from scoring.judge import Judge
from scoring.questions import Bank
from scoring.rubric import Rubric


@dataclass(frozen=True)
class Deps:
    settings: Settings
    engine: Engine
    queue: Queue
    slack: Callable[[str], WebClient]  # by team_id
    judge: Judge | None
    bank: Bank
    rubric: Rubric
    now: Callable[[], datetime]  # UTC; the only source of time
