"""The blind rule, and every reading of what raters gave each other's answers: it all asks the rule first.

What is about oneself (one's own scorecard, one's own data) or tells no score (who is done) is read elsewhere; a test
keeps the list of those places.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlmodel import Session, col, func, select

from storage.models import Answer, PracticeScore, Rating, Round, Scorecard
from storage.stages import OUT

Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])


def scores_are_out(round_: Round) -> bool:
    """Whether scores of the round may be read by others than who gave them."""
    return round_.stage in OUT


def round_is_out() -> ColumnElement[bool]:
    """The same as a condition of a query that joins Round."""
    return col(Round.stage).in_(OUT)


def ratings_of(session: Session, scorecard_ids: Sequence[int]) -> dict[int, dict[str, Rating]]:
    """The ratings of scorecards by scorecard and dimension."""
    found: dict[int, dict[str, Rating]] = {scorecard_id: {} for scorecard_id in scorecard_ids}
    for rating in session.exec(select(Rating).where(col(Rating.scorecard_id).in_(scorecard_ids))):
        found[rating.scorecard_id][rating.dimension] = rating
    return found


def acquainted(session: Session, people: Collection[str], slugs: Collection[str]) -> set[tuple[str, str, str]]:
    """(person, question, level): who of them was told the level of which exemplar of these questions.

    By practising on it, or in a round whose scores are out.
    """
    if not people or not slugs:
        return set()
    practised = select(PracticeScore.person, PracticeScore.slug, PracticeScore.level).where(
        col(PracticeScore.person).in_(people),
        col(PracticeScore.slug).in_(slugs),
        col(PracticeScore.scored_at).is_not(None),
    )
    theirs = and_(col(Scorecard.answer_id) == Answer.id, col(Scorecard.rater).in_(people))
    scored = (
        select(Scorecard.rater, col(Answer.slug), col(Answer.exemplar))
        .select_from(Answer)
        .join(Round)
        .join(Scorecard, theirs, isouter=True)  # so that SQLite does not begin with all that they ever scored
        .where(col(Answer.slug).in_(slugs), round_is_out())
    )
    return {row for row in (*session.exec(practised), *session.exec(scored)) if row[0]}


def blind_scorecards(session: Session, round_id: int) -> Sequence[Scorecard]:
    """What interviewers submitted blind in a round, on answers that count; none before its scores are out."""
    return _given(session, round_id, "blind")


def discussed_scorecards(session: Session, round_id: int) -> Sequence[Scorecard]:
    """What they submitted once they had seen the others'; as above."""
    return _given(session, round_id, "discussed")


def _given(session: Session, round_id: int, phase: str) -> Sequence[Scorecard]:
    theirs = (Answer.round_id == round_id, Scorecard.kind == "interviewer", Scorecard.phase == phase)
    return session.exec(_readable(select(Scorecard)).where(*theirs).order_by(col(Scorecard.id))).all()


def judge_scorecards(session: Session, round_id: int) -> dict[int, Scorecard]:
    """The newest scorecard of a judge for each answer of a round that has one for its present text; as above."""
    theirs = _readable(select(Scorecard)).where(Answer.round_id == round_id, Scorecard.kind == "judge")
    return {card.answer_id: card for card in session.exec(theirs.order_by(col(Scorecard.changed_at)))}


class Mark(NamedTuple):
    """A submitted scorecard of a round whose scores are out, without what was written on it."""

    scorecard_id: int
    answer_id: int
    round_id: int
    channel_id: str
    revealed_at: datetime
    slug: str
    exemplar: str | None
    rater: str
    kind: str
    phase: str
    overall: str | None
    model: str
    prompt_version: str
    rubric_version: str


def revealed_marks(
    session: Session, channel_ids: Collection[str], since: datetime, until_round: int | None = None
) -> list[Mark]:
    """Interviewers' and judges' scorecards of the rounds revealed in channels since then, oldest round first.

    A judge's only where it scored the answer's present text; the newest comes last. `until_round` is the id of the
    last round that counts.
    """
    query: Any = select(
        Scorecard.id,
        Answer.id,
        Round.id,
        Round.channel_id,
        Round.revealed_at,
        Round.slug,
        Answer.exemplar,
        Scorecard.rater,
        Scorecard.kind,
        Scorecard.phase,
        Scorecard.overall,
        Scorecard.model,
        Scorecard.prompt_version,
        Scorecard.rubric_version,
    )  # type: ignore[call-overload]  # sqlmodel types up to four columns
    counting = _readable(query).where(Scorecard.status == "scored", *_within(channel_ids, since))
    if until_round is not None:
        counting = counting.where(Round.id <= until_round)
    ordered = counting.order_by(
        col(Round.revealed_at), col(Round.id), col(Answer.id), col(Scorecard.changed_at), col(Scorecard.id)
    )
    return [Mark(*row) for row in session.exec(ordered)] if channel_ids else []


def revealed_levels(session: Session, channel_ids: Collection[str], since: datetime) -> list[tuple[int, str, str]]:
    """(scorecard, dimension, level) of the same scorecards, as far as interviewers gave a level blind."""
    ratings = select(Rating.scorecard_id, Rating.dimension, Rating.level)
    query = _readable(ratings).join(Rating)
    return list(session.exec(query.where(*_within(channel_ids, since), *_blind()))) if channel_ids else []


def channels_scored_in(session: Session, rater: str, since: datetime) -> list[str]:
    """The channels in whose rounds, revealed since then, an interviewer gave a level blind."""
    query = _readable(select(Round.channel_id))
    theirs = query.where(*_blind(), Scorecard.rater == rater, col(Round.revealed_at) >= since)
    return sorted(session.exec(theirs.distinct()))


def start_of_last_rounds(
    session: Session, channel_id: str, rounds: int, until_round: int | None = None
) -> datetime | None:
    """When the first of a channel's last so many rounds was revealed, of those that interviewers gave levels in.

    None where there is none, up to `until_round` if given.
    """
    scored = (
        select(Answer.id).join(Scorecard).where(Answer.round_id == Round.id, *_counting(), *_blind()).correlate(Round)
    )
    query = select(Round.revealed_at).where(
        Round.channel_id == channel_id, round_is_out(), col(Round.revealed_at).is_not(None), scored.exists()
    )
    if until_round is not None:
        query = query.where(Round.id <= until_round)
    newest = session.exec(query.order_by(col(Round.revealed_at).desc(), col(Round.id).desc()).limit(rounds)).all()
    return newest[-1] if newest else None


def _within(channel_ids: Collection[str], since: datetime) -> list[ColumnElement[bool]]:
    return [col(Round.channel_id).in_(channel_ids), col(Round.revealed_at) >= since]


def _blind() -> list[ColumnElement[bool]]:
    """What an interviewer gave before the reveal, where it is a level."""
    return [col(Scorecard.kind) == "interviewer", col(Scorecard.phase) == "blind", col(Scorecard.overall) != "none"]


def _counting() -> list[ColumnElement[bool]]:
    """What was submitted on answers that count, and may be read; a judge's only where it is of the present text."""
    of_present_text = col(Scorecard.answer_version) == col(Answer.version)
    return [
        round_is_out(),
        col(Answer.withdrawn_at).is_(None),
        col(Scorecard.state) == "submitted",
        or_(col(Scorecard.kind) == "interviewer", of_present_text),
    ]


def _readable(query: Query) -> Query:
    """A query of scorecards, with their answers and rounds, of those that count."""
    return query.select_from(Scorecard).join(Answer).join(Round).where(*_counting())


def levels_of_exemplars(
    session: Session, exemplars: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Counter[str]]:
    """How often interviewers gave each level, in words, to these exemplars (question, written level), blind."""
    if not exemplars:
        return {}
    these = [and_(col(Answer.slug) == slug, col(Answer.exemplar) == level) for slug, level in exemplars]
    query = (
        select(Answer.slug, Answer.exemplar, Scorecard.overall, func.count())
        .select_from(Answer)  # and the rest outer, so that SQLite does not begin with all rounds that are out
        .join(Round, isouter=True)
        .join(Scorecard, and_(col(Scorecard.answer_id) == Answer.id, *_counting(), *_blind()), isouter=True)
        .where(or_(*these))
        .group_by(col(Answer.slug), col(Answer.exemplar), col(Scorecard.overall))
    )
    found: dict[tuple[str, str], Counter[str]] = {exemplar: Counter() for exemplar in exemplars}
    for slug, written, overall, times in session.exec(query):
        if slug and written and overall:
            found[slug, written][overall] = times
    return found


def revealed_scorecards(session: Session) -> Sequence[tuple[Scorecard, Answer, Round]]:
    """Every submitted scorecard on an answer that counts, a judge's only where it is of the present text."""
    return session.exec(_readable(select(Scorecard, Answer, Round)).order_by(col(Scorecard.id))).all()
