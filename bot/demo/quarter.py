"""The quarter of history that the demo fills in, as data: nothing here is written anywhere.

The texts are exemplars of the bank, the judge's verdicts come from running the offline judge on them, and the
interviewers' readings from a known lean and noise that fade from week to week.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.calibration.scorecards import Scores
from bot.demo.scene import Scene
from bot.demo.stories import History
from scoring.bank.questions import Exemplar, Question
from scoring.judge.offline import OfflineJudge
from scoring.judge.verdict import Verdict
from scoring.rubric import LEVELS, Rubric, level_value
from storage.models import Round

FILLED = 10  # rounds between the one that was played and the last
RATERS = 3  # interviewers that score a person's answer
FAR = 2  # levels from what was meant, from which an interviewer thinks again

T = TypeVar("T")


@dataclass(frozen=True)
class Card:
    """What one rater gave blind. `revised` is what they made of overall after the discussion, None where they left
    it."""

    rater: str
    scores: Scores
    revised: str | None


@dataclass(frozen=True)
class Told:
    """An answer: whose it is (None for the exemplar), its text, what the judge said if there is one, and its scores."""

    author: str | None
    written: Exemplar
    verdict: Verdict | None
    cards: tuple[Card, ...]


def answers(scene: Scene, round_: Round, number: int, rubric: Rubric) -> tuple[Told, ...]:
    """The exemplar, scored by everybody, and three people's answers, `number` weeks after the one that was played.

    They are the question's exemplars, one of each level (another question's where it has none), in shuffled order.
    """
    question = Question.model_validate(round_.question)
    judge = OfflineJudge() if scene.deps.judge(round_.judge) else None
    authors, scorers = [story.author for story in scene.told.stories], scene.told.history.scorers
    written = _turned(question.exemplars or scene.question.exemplars, number)
    by: list[tuple[str | None, list[str]]] = [(None, scorers)]
    for place, author in enumerate(_turned(authors, number)[1:], 1):
        by.append((author, [name for name in _turned(scorers, number + place) if name != author][:RATERS]))
    told = [
        Told(
            author=scene.people[author].id if author else None,
            written=one,
            verdict=judge.score(one.text, question, rubric) if judge else None,
            cards=tuple(_card(scene, name, one, question, number) for name in raters),
        )
        for (author, raters), one in zip(by, written, strict=True)
    ]
    return tuple(random.Random(f"letters {number}").sample(told, len(told)))


def _turned(things: Sequence[T], by: int) -> list[T]:
    return [things[(place + by) % len(things)] for place in range(len(things))]


def _card(scene: Scene, name: str, written: Exemplar, question: Question, number: int) -> Card:
    luck = random.Random(f"season {number} {written.level} {name}")
    overall, *focal = (
        _read(written.written(row) or written.level, name, number, luck, scene.told.history)
        for row in ("overall", *question.focus)
    )
    meant = level_value(written.level) or 1
    far = abs((level_value(overall) or 1) - meant) >= FAR
    evidence = written.evidence or scene.told.evidence[meant - 1]
    scores = Scores(overall, evidence, dict(zip(question.focus, focal, strict=True)))
    return Card(scene.people[name].id, scores, written.level if far else None)


def _read(meant: str, name: str, number: int, luck: random.Random, told: History) -> str:
    """A level as somebody reads it who leans and strays."""
    value = level_value(meant)
    if value is None:
        return meant
    left = told.fades**number
    read = round(value + left * luck.gauss(told.leans.get(name, 0), told.strays))
    return LEVELS[min(max(read, 1), len(LEVELS)) - 1]
