"""Where a round stands: what its question message, Home and the status tell of it."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from bot.calibration.scorecards import Progress, progress
from storage.models import Answer, Round


@dataclass(frozen=True)
class State:
    """A round, how many answers of it count, and how far its interviewers are."""

    round: Round
    answers: int
    progress: Progress


def state_of(session: Session, round_: Round) -> State:
    counted = select(func.count()).select_from(Answer)
    answers = counted.where(Answer.round_id == round_.id, col(Answer.withdrawn_at).is_(None))
    return State(round_, session.exec(answers).one(), progress(session, round_.id))
