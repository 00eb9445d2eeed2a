"""The team report: how a channel's panel reads, from rounds whose scores are out. It names nobody."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlmodel import Session, col, select

from bot.calibration.questions import topic_of
from bot.calibration.reports.agreed import Agreed, agreed, rulings_of
from bot.calibration.reports.pooling import (
    PAIRS,
    Alike,
    Point,
    Pooled,
    blind,
    by_answer,
    by_dimension,
    level_of,
    looks_back_to,
    overall,
    pooled,
    trend,
)
from bot.calibration.standing import standings
from scoring.agreement.drift import Drift, drift
from scoring.agreement.report import Share, share_within
from scoring.rubric import level_value
from storage.models import Answer, Round
from storage.scores import Mark, revealed_levels, revealed_marks, round_is_out

MOST_DISPUTED = 3
WIDE = 2  # levels between the lowest and the highest, from which an answer is called disputed
VERSIONS = 4  # of a model, a prompt or the rubric, the newest

Panel = Mapping[int, Sequence[int]]  # by answer, the levels that it got blind


@dataclass(frozen=True)
class Disputed:
    """An answer read furthest apart: the lowest and the highest level it got, 1 to 4, of `scorecards`."""

    channel_id: str
    message_ts: str | None
    thread_ts: str | None
    letter: str
    competency: str
    revealed_at: datetime
    lowest: int
    highest: int
    scorecards: int


@dataclass(frozen=True)
class Era:
    """The judge against the panel while one version was in use: from the reveal of the first round that had it."""

    since: datetime
    drift: Drift


@dataclass(frozen=True)
class Participation:
    rounds: int
    answers: int
    authors: int
    interviewers: int
    scorecards: int


@dataclass(frozen=True)
class Team:
    """A channel over some weeks. `judged` compares the judge with the panel's medians; by month, and `eras` by what
    changed: "model", "prompt" or "rubric", the oldest first, left out where there was only one.

    `exemplars` counts them by standing: validated, disputed, open.
    """

    weeks: int
    participation: Participation
    exact: Share
    within_one: Share
    pooled: Pooled
    trend: tuple[Point, ...]
    dimensions: tuple[Alike, ...]
    judge: str | None
    judged: tuple[Drift, ...]
    eras: Mapping[str, tuple[Era, ...]]
    exemplars: Mapping[str, int]
    disputed: tuple[Disputed, ...]
    agreed: tuple[Agreed, ...] = ()


def team(session: Session, channel_id: str, weeks: int, now: datetime) -> Team:
    """The report of one channel over the last `weeks`; agreement and its trend over the rounds they need."""
    since = now - timedelta(weeks=weeks)
    start = min(since, looks_back_to(session, channel_id) or since)
    every, by_card = revealed_marks(session, [channel_id], start), revealed_levels(session, [channel_id], start)
    marks = [mark for mark in every if mark.revealed_at >= since]
    given, ever_given = blind(marks), blind(every)
    levels = overall(given)
    panel = {answer_id: [level_of(mark) for mark in found] for answer_id, found in by_answer(given).items()}
    judge = _newest_of_judge(marks)
    scored = {(mark.slug, mark.exemplar) for mark in given if mark.exemplar}
    stands = standings(session, scored)
    alike = by_dimension(given, by_card)
    return Team(
        weeks=weeks,
        participation=_participation(session, channel_id, since, marks),
        exact=share_within(levels, 0),
        within_one=share_within(levels, 1),
        pooled=pooled(ever_given),
        trend=trend(ever_given),
        dimensions=tuple(one for one in alike if one.exact.pairs >= PAIRS),
        judge=judge[-1].rater if judge else None,
        judged=_drift(judge, panel, [f"{mark.revealed_at:%Y-%m}" for mark in judge]),
        eras=_eras(judge, panel),
        exemplars=Counter(stand.status for stand in stands.values()),
        disputed=_disputed(session, panel),
        agreed=agreed(rulings_of(session, channel_id), ever_given, by_card),
    )


def _newest_of_judge(marks: Iterable[Mark]) -> list[Mark]:
    """The judge's newest scorecard of each answer, oldest round first."""
    return list({mark.answer_id: mark for mark in marks if mark.kind == "judge"}.values())


def _drift(judge: Sequence[Mark], panel: Panel, groups: Sequence[str]) -> tuple[Drift, ...]:
    """The judge against the panel's median in each group of answers."""
    return drift(
        (group, level, median(panel[mark.answer_id]))
        for mark, group in zip(judge, groups, strict=True)
        if mark.answer_id in panel and (level := level_value(mark.overall))
    )


def _eras(judge: Sequence[Mark], panel: Panel) -> dict[str, tuple[Era, ...]]:
    found = {}
    for what, versions in (
        ("model", [mark.model for mark in judge]),
        ("prompt", [mark.prompt_version for mark in judge]),
        ("rubric", [mark.rubric_version for mark in judge]),
    ):
        since = {version: mark.revealed_at for mark, version in reversed([*zip(judge, versions, strict=True)])}
        eras = sorted((Era(since[one.group], one) for one in _drift(judge, panel, versions)), key=lambda era: era.since)
        if len(eras) > 1:
            found[what] = tuple(eras[-VERSIONS:])
    return found


def _participation(session: Session, channel_id: str, since: datetime, marks: Sequence[Mark]) -> Participation:
    lately = (Round.channel_id == channel_id, round_is_out(), col(Round.revealed_at) >= since)
    answers = select(Round.id, Answer.author).join(Answer).where(*lately, col(Answer.withdrawn_at).is_(None))
    rows = session.exec(answers).all()
    authors = [author for _, author in rows if author is not None]
    cards = [mark for mark in marks if mark.kind == "interviewer" and mark.phase == "blind"]
    return Participation(
        rounds=len({round_id for round_id, _ in rows}),
        answers=len(authors),
        authors=len(set(authors)),
        interviewers=len({mark.rater for mark in cards}),
        scorecards=len(cards),
    )


def _disputed(session: Session, panel: Panel) -> tuple[Disputed, ...]:
    """The answers whose levels lie two or more apart, the furthest first, then the newest."""
    apart = {answer_id: max(levels) - min(levels) for answer_id, levels in panel.items()}
    wide = [answer_id for answer_id, gap in apart.items() if gap >= WIDE]
    wide = sorted(wide, key=lambda one: (-apart[one], -one))[:MOST_DISPUTED]
    rows = session.exec(select(Answer, Round).join(Round).where(col(Answer.id).in_(wide))).all()
    return tuple(
        Disputed(
            channel_id=round_.channel_id,
            message_ts=answer.message_ts,
            thread_ts=round_.message_ts,
            letter=answer.letter or "",
            competency=topic_of(round_.question),
            revealed_at=round_.revealed_at or round_.due_at,
            lowest=min(panel[answer.id]),
            highest=max(panel[answer.id]),
            scorecards=len(panel[answer.id]),
        )
        for answer, round_ in sorted(rows, key=lambda row: wide.index(row[0].id))
    )
