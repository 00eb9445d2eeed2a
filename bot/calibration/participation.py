"""Whether people take part: a word to the channel when nobody has answered, and to managers when few score."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.calibration.calendar import working_hour
from bot.calibration.messages import unread_files
from bot.calibration.piles import left_of
from bot.calibration.state import state_of
from bot.work import Work
from storage.models import Answer, Assignment, Round, Schedule
from storage.reads import round_of
from storage.scores import blind_scorecards
from storage.stages import OUT, Stage


@dataclass(frozen=True)
class Turnout:
    """Of the interviewers to whom answers of a round were dealt, how many scored any."""

    scored: int
    dealt: int

    @property
    def is_low(self) -> bool:
        """Under half of them."""
        return self.scored * 2 < self.dealt


def half_time(opened_at: datetime, closes_at: datetime, zone: str, off: Sequence[str] = ()) -> datetime | None:
    """When half of the time to answer is over, or the next working hour of the zone; None where that is too late."""
    half = working_hour(opened_at + (closes_at - opened_at) / 2, zone, off)
    return half if half < closes_at else None


def at_half_time(work: Work, round_: Round) -> None:
    """Has the channel told if nobody has answered. The caller holds the round's lock."""
    round_.half_at = None
    if nobody_answers(work.session, round_):
        work.enqueue("half_time", round_.id)


def nobody_answers(session: Session, round_: Round) -> bool:
    """Whether a round still takes answers in and has none, not privately either, nor in a file still to be read."""
    is_open = round_.stage == Stage.COLLECTING and round_.closing_at is None
    return is_open and state_of(session, round_).answers == 0 and not unread_files(session, round_.id)


def look_at_turnout(work: Work, round_: Round) -> None:
    """Has managers told once two revealed rounds after each other had a low turnout, and again only after a better."""
    schedule = work.session.exec(select(Schedule).where(Schedule.id == round_.schedule_id).with_for_update()).one()
    newest = turnout(work.session, round_)
    if not newest.dealt:
        return
    if not newest.is_low:
        schedule.low_told = False
    elif not schedule.low_told and (before := last_turnout(work.session, round_)) and before.is_low:
        schedule.low_told = True
        work.enqueue("turnout", round_.id)


def turnout(session: Session, round_: Round) -> Turnout:
    """That of a round whose scores are out."""
    raters = left_of(session, [round_.id])[round_.id].keys()
    scored = {card.rater for card in blind_scorecards(session, round_.id)}
    return Turnout(len(raters & scored), len(raters))


def last_turnout(session: Session, round_: Round) -> Turnout | None:
    """That of the channel's round before which anything was dealt in; None where there is none."""
    earlier = select(Round.id).where(Round.schedule_id == round_.schedule_id, col(Round.stage).in_(OUT))
    dealt = earlier.join(Answer).join(Assignment)
    before = session.exec(dealt.where(col(Round.id) < round_.id).order_by(col(Round.id).desc()).limit(1)).first()
    return turnout(session, round_of(session, before)) if before is not None else None
