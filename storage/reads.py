"""The joins that more than one place needs. Every function reads in the session's workspace."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from storage.models import Answer, Assignment, Rating, Round, Scorecard


def answers_of(session: Session, round_id: int) -> Sequence[Answer]:
    """The answers that count, by letter where they have one, else in the order they came."""
    return session.exec(
        select(Answer).where(Answer.round_id == round_id, col(Answer.withdrawn_at).is_(None)).order_by(col(Answer.id))
    ).all()


def deals_of_channel(session: Session, channel_id: str) -> list[tuple[int, int, str | None, str]]:
    """(round, answer, author, rater) for everything that was dealt in a channel, in order."""
    return list(
        session.exec(
            select(Round.id, Answer.id, Answer.author, Assignment.rater)
            .join(Answer, col(Answer.round_id) == Round.id)
            .join(Assignment, col(Assignment.answer_id) == Answer.id)
            .where(Round.channel_id == channel_id)
            .order_by(col(Round.id), col(Assignment.id))
        )
    )


def ratings_of(session: Session, scorecard_ids: Sequence[int]) -> dict[int, dict[str, Rating]]:
    """The ratings of scorecards by scorecard and dimension."""
    found: dict[int, dict[str, Rating]] = {scorecard_id: {} for scorecard_id in scorecard_ids}
    for rating in session.exec(select(Rating).where(col(Rating.scorecard_id).in_(scorecard_ids))):
        found[rating.scorecard_id][rating.dimension] = rating
    return found


def blind_scorecards(session: Session, round_id: int) -> Sequence[Scorecard]:
    """What interviewers submitted blind in a round, on answers that count."""
    return session.exec(
        select(Scorecard)
        .join(Answer, col(Answer.id) == Scorecard.answer_id)
        .where(
            Answer.round_id == round_id,
            col(Answer.withdrawn_at).is_(None),
            Scorecard.kind == "interviewer",
            Scorecard.phase == "blind",
            Scorecard.state == "submitted",
        )
        .order_by(col(Scorecard.id))
    ).all()


def judge_scorecards(session: Session, round_id: int) -> dict[int, Scorecard]:
    """The newest scorecard of a judge for each answer of a round that has one for its present text."""
    rows = session.exec(
        select(Scorecard, Answer)
        .join(Answer, col(Answer.id) == Scorecard.answer_id)
        .where(Answer.round_id == round_id, Scorecard.kind == "judge")
        .order_by(col(Scorecard.changed_at))
    )
    return {answer.id: card for card, answer in rows if card.answer_version == answer.version}
