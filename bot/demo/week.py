"""The demo's week, step by step: everything in it is done by people in the sandbox, or by the bot on its own clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import select

from bot.calibration.asking import schedule_of
from bot.demo.clock import StoryClock
from bot.demo.stories import Stories
from bot.deps import Deps
from sandbox.person import Person
from sandbox.server import Sandbox
from scoring.questions import Question
from scoring.rubric import DIMENSIONS, LEVELS, level_value
from storage.database import view
from storage.models import Round, Schedule

PATIENCE = 20.0  # seconds that a step waits for what has to happen


@dataclass(frozen=True)
class Stage:
    """What the steps play on. `question` is the one the demo's channel is asked."""

    sandbox: Sandbox
    deps: Deps
    clock: StoryClock
    people: dict[str, Person]
    channel: str
    question: Question
    told: Stories

    def wait(self, happened: Callable[[], Any], what: str) -> Any:
        """Waits for what the bot does in Slack or in its database; raises RuntimeError when it does not come."""
        deadline = time.monotonic() + PATIENCE
        while not (found := happened()):
            if time.monotonic() > deadline:
                raise RuntimeError(f"waited {PATIENCE:g} seconds in vain for {what}")
            time.sleep(0.05)  # the database tells nobody when it changes
        return found

    @property
    def question_ts(self) -> str:
        return str(self.sandbox.messages(self.channel)[0]["ts"])

    @property
    def thread(self) -> list[dict[str, Any]]:
        return self.sandbox.thread(self.channel, self.question_ts)


@dataclass(frozen=True)
class Step:
    name: str
    says: str
    play: Callable[[Stage], None]


def set_up(stage: Stage) -> None:
    """The manager sets the channel up, as she would in Slack."""
    priya = stage.people[stage.told.manager]
    priya.command("/calibrate", "setup", stage.channel)
    priya.suggest("zone", "berlin")
    priya.fill(
        {
            "zone": stage.told.people[stage.told.manager],
            "interviewers": [stage.people[name] for name in stage.told.interviewers],
        }
    )
    errors = priya.submit()
    assert not errors, errors
    priya.close_modal()


def asked(stage: Stage) -> None:
    """Monday, nine o'clock: the schedule is due and the bot posts the question by itself."""
    stage.clock.jump_to(_schedule(stage).next_at)  # type: ignore[arg-type]  # set_up planned it
    stage.wait(lambda: stage.sandbox.messages(stage.channel), "the question")
    stage.wait(lambda: _stage_of(stage) == "collecting", "the thread to be open")


def answered(stage: Stage) -> None:
    """Four people tell their stories in the thread; the judge scores each once it has been quiet."""
    for story in stage.told.stories:
        stage.clock.pass_time(timedelta(minutes=40))
        for message in story.messages:
            stage.clock.pass_time(timedelta(minutes=2))
            stage.people[story.author].post(stage.channel, message, thread_ts=stage.question_ts)
    stage.wait(lambda: all(_reacted(one, "inbox_tray") for one in stage.thread[1:]), "every message to be taken in")
    if stage.deps.judge is None:
        return
    stage.clock.pass_time(timedelta(minutes=2))
    stage.wait(lambda: _count(stage, "white_check_mark") == len(stage.told.stories), "the judge")


def closed(stage: Stage) -> None:
    """Wednesday, nine o'clock: answers close, an exemplar joins them, and scoring opens."""
    stage.clock.jump_to(_round(stage).closes_at)
    stage.wait(lambda: "Score answers" in str(stage.thread[0]["blocks"]), "scoring to open")


def scored(stage: Stage) -> None:
    """Each interviewer scores what was dealt to them, alone."""
    for name in stage.told.interviewers:
        stage.clock.pass_time(timedelta(hours=3))
        person = stage.people[name]
        person.press(stage.channel, stage.question_ts, "score")
        while person.modal is not None and person.modal["callback_id"] == "scorecard":
            person.fill(_reading(stage, name, person.modal))
            errors = person.submit()
            assert not errors, errors
        person.close_modal()
    stage.clock.pass_time(timedelta(minutes=1))
    done = f"{len(stage.told.interviewers)} of {len(stage.told.interviewers)} interviewers done"
    stage.wait(lambda: done in str(stage.thread[0]["blocks"]), "the question to say who is done")


def revealed(stage: Stage) -> None:
    """Friday, nine o'clock: all scores appear side by side."""
    stage.clock.jump_to(_round(stage).reveals_at)
    stage.wait(lambda: any("Scores are out" in one["text"] for one in stage.thread[1:]), "the reveal")
    stage.wait(lambda: "Scores are out" in stage.thread[0]["text"], "the question to say so")
    stage.sandbox.settled()


STEPS = (
    Step("asked", "Monday 09:00. The question is posted.", asked),
    Step("answered", "Four people answer in the thread.", answered),
    Step("closed", "Wednesday 09:00. Answers close; an exemplar joins them.", closed),
    Step("scored", "Four interviewers score, each alone and blind.", scored),
    Step("revealed", "Friday 09:00. All scores, side by side.", revealed),
)


def _reading(stage: Stage, name: str, form: dict[str, Any]) -> dict[str, str]:
    """How an interviewer fills in the form for an answer: its level as written, bent by how they lean."""
    text = " ".join(block["text"]["text"] for block in form["blocks"] if block["type"] == "section")
    level = next((story.level for story in stage.told.stories if story.messages[0][:40] in text), None)
    exemplar = next((one for one in stage.question.exemplars if one.situation[:40] in text), None)
    filled: dict[str, str] = {}
    for block in (block for block in form["blocks"] if block["type"] == "input"):
        row = block["block_id"].partition(":")[0]
        written = (
            level or level_value(exemplar.written(row) if exemplar and row in ("overall", *DIMENSIONS) else None) or 2
        )
        if row in (*DIMENSIONS, "overall"):
            filled[block["block_id"]] = LEVELS[min(max(written + stage.told.leans[name].get(row, 0), 1), 4) - 1]
        elif row == "evidence":
            filled[block["block_id"]] = stage.told.evidence[written - 1]
        elif name in stage.told.notes:
            filled[block["block_id"]] = stage.told.notes[name]
    return filled


def _schedule(stage: Stage) -> Schedule:
    with view(stage.deps.engine, stage.sandbox.team_id) as session:
        return schedule_of(session, stage.channel)


def _round(stage: Stage) -> Round:
    with view(stage.deps.engine, stage.sandbox.team_id) as session:
        return session.exec(select(Round)).one()


def _stage_of(stage: Stage) -> str:
    return _round(stage).stage


def _reacted(message: dict[str, Any], name: str) -> bool:
    return any(reaction["name"] == name for reaction in message.get("reactions", []))


def _count(stage: Stage, name: str) -> int:
    return sum(_reacted(message, name) for message in stage.thread)
