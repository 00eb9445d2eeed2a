"""The blind rule, and every reading of what raters gave each other's answers: it all asks the rule first.

What is about oneself (one's own scorecard, one's own data) or tells no score (who is done) is read elsewhere; a test
keeps the list of those places.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from storage.models import Answer, PracticeScore, Rating, Round, Scorecard
from storage.stages import OUT


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


def acquainted(session: Session, slug: str, level: str) -> set[str]:
    """Who was told the level of an exemplar: by practising on it, or in a round whose scores are out."""
    practised = select(PracticeScore.person).where(
        PracticeScore.slug == slug, PracticeScore.level == level, col(PracticeScore.scored_at).is_not(None)
    )
    scored = (
        select(Scorecard.rater)
        .join(Answer, col(Answer.id) == Scorecard.answer_id)
        .join(Round, col(Round.id) == Answer.round_id)
        .where(Round.slug == slug, Answer.exemplar == level, round_is_out())
    )
    return {*session.exec(practised), *session.exec(scored)}


def blind_scorecards(session: Session, round_id: int) -> Sequence[Scorecard]:
    """What interviewers submitted blind in a round, on answers that count; none before its scores are out."""
    return _given(session, round_id, "blind")


def discussed_scorecards(session: Session, round_id: int) -> Sequence[Scorecard]:
    """What they submitted once they had seen the others'; as above."""
    return _given(session, round_id, "discussed")


def _given(session: Session, round_id: int, phase: str) -> Sequence[Scorecard]:
    return session.exec(
        select(Scorecard)
        .join(Answer, col(Answer.id) == Scorecard.answer_id)
        .join(Round, col(Round.id) == Answer.round_id)
        .where(
            Answer.round_id == round_id,
            round_is_out(),
            col(Answer.withdrawn_at).is_(None),
            Scorecard.kind == "interviewer",
            Scorecard.phase == phase,
            Scorecard.state == "submitted",
        )
        .order_by(col(Scorecard.id))
    ).all()


def judge_scorecards(session: Session, round_id: int) -> dict[int, Scorecard]:
    """The newest scorecard of a judge for each answer of a round that has one for its present text; as above."""
    rows = session.exec(
        select(Scorecard, Answer)
        .join(Answer, col(Answer.id) == Scorecard.answer_id)
        .join(Round, col(Round.id) == Answer.round_id)
        .where(Answer.round_id == round_id, Scorecard.kind == "judge", round_is_out())
        .order_by(col(Scorecard.changed_at))
    )
    return {answer.id: card for card, answer in rows if card.answer_version == answer.version}


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


def revealed_marks(session: Session, channel_id: str | None = None) -> list[Mark]:
    """Interviewers' and judges' scorecards of every round revealed (in that channel), oldest round first.

    A judge's only where it scored the answer's present text; the newest comes last.
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
    joined = query.join(Answer, col(Answer.id) == Scorecard.answer_id).join(Round, col(Round.id) == Answer.round_id)
    ordered = joined.where(*_counting(None, channel_id)).order_by(
        col(Round.revealed_at), col(Round.id), col(Answer.id), col(Scorecard.changed_at), col(Scorecard.id)
    )
    return [Mark(*row) for row in session.exec(ordered)]


def revealed_levels(
    session: Session, since: datetime | None = None, channel_id: str | None = None
) -> list[tuple[int, str, str]]:
    """(scorecard, dimension, level) of the same scorecards, as far as interviewers gave them blind."""
    query = (
        select(Rating.scorecard_id, Rating.dimension, Rating.level)
        .join(Scorecard, col(Scorecard.id) == Rating.scorecard_id)
        .join(Answer, col(Answer.id) == Scorecard.answer_id)
        .join(Round, col(Round.id) == Answer.round_id)
        .where(*_counting(since, channel_id), Scorecard.kind == "interviewer", Scorecard.phase == "blind")
    )
    return list(session.exec(query))


def _counting(since: datetime | None, channel_id: str | None) -> list[ColumnElement[bool]]:
    conditions = [
        round_is_out(),
        col(Round.revealed_at).is_not(None),
        col(Answer.withdrawn_at).is_(None),
        col(Scorecard.state) == "submitted",
        col(Scorecard.status) == "scored",
        or_(
            col(Scorecard.kind) == "interviewer",
            and_(col(Scorecard.kind) == "judge", col(Scorecard.answer_version) == col(Answer.version)),
        ),
    ]
    conditions += [col(Round.revealed_at) >= since] if since else []
    return conditions + ([col(Round.channel_id) == channel_id] if channel_id else [])


def panel_of_exemplar(session: Session, slug: str, level: str) -> list[str]:
    """The overall levels, in words, that interviewers gave an exemplar blind; `none` among them."""
    query = (
        select(Scorecard.overall)
        .join(Answer, col(Answer.id) == Scorecard.answer_id)
        .join(Round, col(Round.id) == Answer.round_id)
        .where(
            Round.slug == slug,
            Answer.exemplar == level,
            round_is_out(),
            Scorecard.kind == "interviewer",
            Scorecard.phase == "blind",
            Scorecard.state == "submitted",
        )
    )
    return [overall for overall in session.exec(query) if overall is not None]


def revealed_scorecards(session: Session) -> Sequence[tuple[Scorecard, Answer, Round]]:
    """Every submitted scorecard on an answer that counts, a judge's only where it is of the present text."""
    return session.exec(
        select(Scorecard, Answer, Round)
        .join(Answer, col(Answer.id) == Scorecard.answer_id)
        .join(Round, col(Round.id) == Answer.round_id)
        .where(
            round_is_out(),
            col(Answer.withdrawn_at).is_(None),
            Scorecard.state == "submitted",
            or_(col(Scorecard.kind) == "interviewer", col(Scorecard.answer_version) == Answer.version),
        )
        .order_by(col(Scorecard.id))
    ).all()
