"""The quarter of history that the demo fills in, as data: nothing here is written anywhere.

Questions are chosen by the bot's own rule, the texts are exemplars of the bank, the judge's verdicts come from running
the offline judge on them, and the interviewers' readings from a known lean and noise that fade from week to week.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.calibration.agreeing import team_rubric
from bot.calibration.asking import Asked, choose
from bot.calibration.calendar import last_due, next_due
from bot.demo.stage import Stage, rounds, schedule
from bot.demo.stories import History
from scoring.judge import Verdict
from scoring.offline import OfflineJudge
from scoring.questions import Exemplar, Question
from scoring.rubric import LEVELS, Rubric, level_value
from storage.database import view

FILLED = 10  # rounds between the one that was played and the last
RATERS = 3  # interviewers that score a person's answer
FAR = 2  # levels from what was meant, from which an interviewer thinks again

T = TypeVar("T")


@dataclass(frozen=True)
class Card:
    """What one rater gave blind: levels as words for overall and the focal dimensions. `revised` is what they made of
    overall after the discussion, None where they left it."""

    rater: str
    levels: Mapping[str, str]
    evidence: str
    revised: str | None


@dataclass(frozen=True)
class Told:
    """An answer: whose it is (None for the exemplar), its text, what the judge said if there is one, and its scores."""

    author: str | None
    written: Exemplar
    verdict: Verdict | None
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Week:
    """A round to fill in."""

    due: datetime
    question: Question
    answers: tuple[Told, ...]


def quarter(stage: Stage) -> list[Week]:
    """The weeks to fill in after the newest that was due, each with a question that the channel's own rule chooses."""
    planned, asked = schedule(stage), [Asked(one.slug, one.due_at) for one in rounds(stage)]
    due, weeks = last_due(planned.weekday, planned.at, planned.zone, stage.clock.now()), []
    for number in range(1, FILLED + 1):
        due = next_due(planned.weekday, planned.at, planned.zone, due)
        question = choose(stage.deps.bank, asked, due, f"week {number}", planned.competencies)
        asked.append(Asked(question.slug, due))
        weeks.append(Week(due, question, answers(stage, question, number)))
    return weeks


def answers(stage: Stage, question: Question, number: int) -> tuple[Told, ...]:
    """The exemplar, scored by everybody, and three people's answers, `number` weeks after the one that was played.

    They are the question's exemplars, one of each level (another question's where it has none), in shuffled order.
    """
    authors, scorers = [story.author for story in stage.told.stories], stage.told.history.scorers
    written = _turned(question.exemplars or stage.question.exemplars, number)
    by: list[tuple[str | None, list[str]]] = [(None, scorers)]
    for place, author in enumerate(_turned(authors, number)[1:], 1):
        by.append((author, [name for name in _turned(scorers, number + place) if name != author][:RATERS]))
    with view(stage.deps.engine, stage.sandbox.team_id) as session:
        rubric = team_rubric(session, stage.deps.rubric)
    told = [
        Told(
            author=stage.people[author].id if author else None,
            written=one,
            verdict=_verdict(stage, one, question, rubric),
            cards=tuple(_card(stage, name, one, question, number) for name in raters),
        )
        for (author, raters), one in zip(by, written, strict=True)
    ]
    return tuple(random.Random(f"letters {number}").sample(told, len(told)))


def _turned(things: Sequence[T], by: int) -> list[T]:
    return [things[(place + by) % len(things)] for place in range(len(things))]


def _verdict(stage: Stage, written: Exemplar, question: Question, rubric: Rubric) -> Verdict | None:
    return OfflineJudge().score(written.text, question, rubric) if stage.deps.judge(None) else None


def _card(stage: Stage, name: str, written: Exemplar, question: Question, number: int) -> Card:
    luck = random.Random(f"season {number} {written.level} {name}")
    levels = {
        row: _read(written.written(row) or written.level, name, number, luck, stage.told.history)
        for row in ("overall", *question.focus)
    }
    meant = level_value(written.level) or 1
    far = abs((level_value(levels["overall"]) or 1) - meant) >= FAR
    evidence = written.evidence or stage.told.evidence[meant - 1]
    return Card(stage.people[name].id, levels, evidence, written.level if far else None)


def _read(meant: str, name: str, number: int, luck: random.Random, told: History) -> str:
    """A level as somebody reads it who leans and strays."""
    value = level_value(meant)
    if value is None:
        return meant
    left = told.fades**number
    read = round(value + left * luck.gauss(told.leans.get(name, 0), told.strays))
    return LEVELS[min(max(read, 1), len(LEVELS)) - 1]
