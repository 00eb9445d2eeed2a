"""What the story plays on: the workspace, its people and the bot, and what the database says of its channel."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from bot.calibration.asking import schedule_of
from bot.demo.clock import StoryClock
from bot.demo.stories import Stories
from bot.deps import Deps
from sandbox.person import Person
from sandbox.server import Sandbox
from scoring.questions import Question
from storage.database import view
from storage.models import Round, Schedule

PATIENCE = 20.0  # seconds that a step waits for what has to happen, pauses not counted
POLL = 0.05  # seconds


@dataclass(frozen=True)
class Stage:
    """What the steps play on. `question` is the one the demo's channel is asked.

    pace(seconds): called between acts with the time that a watcher needs to follow them; it may wait longer, and raises
    RuntimeError when the story is to end.
    """

    sandbox: Sandbox
    deps: Deps
    clock: StoryClock
    people: dict[str, Person]
    channel: str
    question: Question
    told: Stories
    pace: Callable[[float], None] = lambda _seconds: None

    def wait(self, happened: Callable[[], Any], what: str) -> Any:
        """Waits for what the bot does in Slack or in its database; raises RuntimeError when it does not come."""
        for _ in range(int(PATIENCE / POLL)):
            if found := happened():
                return found
            time.sleep(POLL)  # the database tells nobody when it changes
            self.pace(0)
        raise RuntimeError(f"waited {PATIENCE:g} seconds in vain for {what}")

    @property
    def question_ts(self) -> str:
        return str(newest(self).message_ts)

    @property
    def thread(self) -> list[dict[str, Any]]:
        return self.sandbox.thread(self.channel, self.question_ts)


def submit(person: Person) -> None:
    errors = person.submit()
    if errors:
        raise RuntimeError(f"{person.name}'s form was refused: {errors}")


def schedule(stage: Stage) -> Schedule:
    with view(stage.deps.engine, stage.sandbox.team_id) as session:
        return schedule_of(session, stage.channel)


def rounds(stage: Stage) -> list[Round]:
    """The channel's rounds, the newest first."""
    with view(stage.deps.engine, stage.sandbox.team_id) as session:
        found = select(Round).where(Round.channel_id == stage.channel).order_by(col(Round.id).desc())
        return list(session.exec(found))


def newest(stage: Stage) -> Round:
    for found in rounds(stage):
        return found
    raise RuntimeError("no question was posted yet")


def stage_of(stage: Stage) -> str:
    return newest(stage).stage
