"""Practice: exemplars of known level, scored alone, with the answer at once. Nobody else is shown any of it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from statistics import mean, median

from sqlmodel import Session, col, select

from bot.calibration.lots import drawn
from bot.calibration.scorecards import Scores
from bot.calibration.standing import panels
from bot.refusals import NOTHING_LEFT, RESTS, Refusal
from bot.work import Work
from scoring.agreement.thresholds import HABIT_STORIES
from scoring.bank.questions import Bank, Exemplar, Question
from scoring.rubric import LEVELS, level_value
from storage.models import PracticeScore, Round
from storage.stages import OPEN

RUN = 4  # exemplars at a time: ten minutes
EACH = 3  # of every level, for "practised"
MOST_GAP = 0.5  # mean distance from the written level, in levels: of the twelve newest, six may be one level off
MOST_BIAS = 0.35  # mean signed distance, in levels: of the twelve, no more than four (a third) to one side


@dataclass(frozen=True)
class Exercise:
    """An exemplar in front of a person, without its level; `position` of `of` in this run."""

    id: str  # as clients know it
    prompt: str
    text: str
    focus: tuple[str, ...]
    position: int
    of: int


@dataclass(frozen=True)
class Feedback:
    """What a person gave and what was written; `panel` is the median of `panel_size` blind scorecards, if any."""

    exercise: Exercise
    scores: Scores
    exemplar: Exemplar
    panel: float | None
    panel_size: int


@dataclass(frozen=True)
class Practised:
    """Whether the newest three exemplars of each level were read as written; distances in levels.

    `missing` says how many scored exemplars are still needed; None for the means until none are.
    """

    missing: int
    gap: float | None
    bias: float | None

    @property
    def met(self) -> int:
        """How many of the three conditions are met: enough exemplars, near enough, and leaning little enough."""
        if self.gap is None or self.bias is None:
            return 0
        return 1 + (self.gap <= MOST_GAP) + (abs(self.bias) <= MOST_BIAS)

    @property
    def earned(self) -> bool:
        return self.met == 3


@dataclass(frozen=True)
class Ending:
    """A run looked back on: how many of its exemplars were read as written, and what one tends to do.

    `leans` says by row how many levels above (+) or below (-) on average, over the newest `stories`, in all rows that
    enough of them have.
    """

    exact: int
    of: int
    stories: int
    leans: Mapping[str, float]
    practised: Practised


def start(work: Work, person: str, bank: Bank) -> Exercise:
    """The next exemplar of the person's run, or of a new run of four; none of a question that is open anywhere.

    Raises Refusal where there is none.
    """
    rows, busy = _rows(work.session, person), _open_slugs(work.session)
    if _waiting(rows, bank, busy) is None:
        run = max((row.run for row in rows), default=0) + 1
        for slug, level in draw(bank, [(row.slug, row.level) for row in rows], busy, work.luck):
            work.session.add(PracticeScore(person=person, run=run, slug=slug, level=level))
        work.session.flush()
        rows = _rows(work.session, person)
    waiting = _waiting(rows, bank, busy)
    if waiting is None:
        raise Refusal(NOTHING_LEFT)
    return _exercise(waiting, rows, bank)


def draw(bank: Bank, met: Sequence[tuple[str, str]], busy: set[str], luck: Random) -> list[tuple[str, str]]:
    """Four exemplars as (slug, level) of different questions, none met before nor of a question that is open.

    Levels that were met less often come up more often, but any may come any number of times: who has seen three must
    not know the fourth. When all were met it begins anew.
    """
    free = [(slug, one.level) for slug, asked in bank.items() if slug not in busy for one in asked.exemplars]
    known = set(met)
    fresh: list[tuple[str, str]] = [one for one in free if one not in known] or [*free]
    seen = Counter(level for _, level in met)
    chosen: list[tuple[str, str]] = []
    while fresh and len(chosen) < RUN:
        slug, level = drawn(luck, fresh, [seen[level] for _, level in fresh])
        chosen.append((slug, level))
        seen[level] += 1
        fresh = [(other, at) for other, at in fresh if other != slug]
    return chosen


def record(session: Session, person: str, exercise_id: str, scores: Scores, bank: Bank, now: datetime) -> Feedback:
    """Keeps the first scores of an exercise and gives the feedback.

    Raises Refusal for one that is not this person's or not there any more, for scores that lack a choice, and while its
    question is open somewhere: the feedback tells a level that a round may hinge on.
    """
    rows = _rows(session, person)
    row = next((row for row in rows if row.public_id == exercise_id), None)
    if row is None or not _stands(row, bank) or not scores.are_whole:
        raise Refusal(NOTHING_LEFT)
    if row.slug in _open_slugs(session):
        raise Refusal(RESTS)
    if row.scored_at is None:
        row.overall, row.evidence, row.dimensions = scores.overall, scores.evidence, dict(scores.dimensions)
        row.scored_at = now
        session.flush()
    kept = Scores(row.overall, row.evidence, row.dimensions)
    panel = panels(session, [(row.slug, row.level)])[row.slug, row.level]
    return Feedback(
        exercise=_exercise(row, rows, bank),
        scores=kept,
        exemplar=bank[row.slug].exemplar(row.level),
        panel=median(panel) if panel else None,
        panel_size=len(panel),
    )


def ending(session: Session, person: str, bank: Bank) -> Ending:
    """The person's last run looked back on. Raises Refusal before the first."""
    rows = [row for row in _rows(session, person) if row.scored_at is not None and _stands(row, bank)]
    if not rows:
        raise Refusal(NOTHING_LEFT)
    last, newest = [row for row in rows if row.run == rows[-1].run], rows[-EACH * len(LEVELS) :]
    leans: dict[str, list[int]] = {}
    for row in newest:
        exemplar = bank[row.slug].exemplar(row.level)
        for name, given in {"overall": row.overall, **row.dimensions}.items():
            mine, theirs = level_value(given), level_value(exemplar.written(name))
            if mine is not None and theirs is not None:
                leans.setdefault(name, []).append(mine - theirs)
    exact = sum(row.overall == row.level for row in last)
    told = {name: mean(gaps) for name, gaps in leans.items() if len(gaps) >= HABIT_STORIES}
    return Ending(exact, len(last), len(newest), told, practised_by(session, person))


def practised(rows: Sequence[PracticeScore]) -> Practised:
    """Whether a person reads exemplars as written, from their newest three of each level; it lapses as those change."""
    newest = [
        row
        for level in LEVELS
        for row in [row for row in rows if row.level == level and level_value(row.overall) is not None][-EACH:]
    ]
    missing = EACH * len(LEVELS) - len(newest)
    if missing:
        return Practised(missing, None, None)
    gaps = [(level_value(row.overall) or 0) - (level_value(row.level) or 0) for row in newest]
    return Practised(0, mean(map(abs, gaps)), mean(gaps))


def practised_by(session: Session, person: str) -> Practised:
    return practised([row for row in _rows(session, person) if row.scored_at is not None])


def _rows(session: Session, person: str) -> list[PracticeScore]:
    query = select(PracticeScore).where(PracticeScore.person == person)
    return list(session.exec(query.order_by(col(PracticeScore.run), col(PracticeScore.id))))


def _open_slugs(session: Session) -> set[str]:
    """The questions of rounds whose scores are not out."""
    return set(session.exec(select(Round.slug).where(col(Round.stage).in_(OPEN))))


def _waiting(rows: Sequence[PracticeScore], bank: Bank, busy: Collection[str]) -> PracticeScore | None:
    free = (row for row in rows if row.scored_at is None and row.slug not in busy)
    return next((row for row in free if _stands(row, bank)), None)


def _stands(row: PracticeScore, bank: Bank) -> bool:
    """Whether the exemplar is still there: a team can retire its question, or take the exemplars off it."""
    return row.slug in bank and bool(bank[row.slug].exemplars)


def _exercise(row: PracticeScore, rows: Sequence[PracticeScore], bank: Bank) -> Exercise:
    question: Question = bank[row.slug]
    run = [other.id for other in rows if other.run == row.run and _stands(other, bank)]
    return Exercise(
        id=row.public_id,
        prompt=question.prompt,
        text=question.exemplar(row.level).text,
        focus=question.focus,
        position=run.index(row.id) + 1,
        of=len(run),
    )
