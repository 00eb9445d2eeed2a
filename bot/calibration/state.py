"""Where a round stands: what its question message, Home and the status tell of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from bot.calibration.piles import Progress, progress_of
from storage.models import Answer, Round


@dataclass(frozen=True)
class State:
    """A round, how many answers of it count, and how far its interviewers are."""

    round: Round
    answers: int
    progress: Progress


def state_of(session: Session, round_: Round) -> State:
    return states_of(session, [round_])[0]


def states_of(session: Session, rounds: Sequence[Round]) -> list[State]:
    """Where each of these rounds stands, in their order."""
    ids = [round_.id for round_ in rounds]
    counted = select(Answer.round_id, func.count()).where(
        col(Answer.round_id).in_(ids), col(Answer.withdrawn_at).is_(None)
    )
    answers = dict(session.exec(counted.group_by(col(Answer.round_id))).all()) if ids else {}
    done = progress_of(session, ids) if ids else {}
    return [State(round_, answers.get(round_.id, 0), done[round_.id]) for round_ in rounds]
