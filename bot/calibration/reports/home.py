"""What lies on one person's desk, for Home: what waits for them, how they score, and what a manager looks after."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from bot.calibration.members import wants_reminders
from bot.calibration.reports.personal import USUAL, Personal, personal
from bot.calibration.scorecards import waiting
from bot.calibration.state import State, state_of
from bot.calibration.verdicts import to_look_at
from storage.models import Answer, Round, Schedule
from storage.scores import round_is_out
from storage.stages import OPEN


@dataclass(frozen=True)
class Managed:
    """A channel as who manages it sees it, with its open round if there is one."""

    schedule: Schedule
    state: State | None


@dataclass(frozen=True)
class Desk:
    """`opens_at`: when the first scores of what waits come out. `calibration` is None for who never scored.

    `managed` is empty for who manages nothing; `look` counts the answers that the judge left to people.
    """

    waiting: int
    opens_at: datetime | None
    running: tuple[State, ...]
    following: tuple[str, datetime] | None  # the next question: its channel and time
    calibration: Personal | None
    managed: tuple[Managed, ...]
    look: int
    manages: bool = False
    reminders: bool = True
    answered: tuple[int, str] | None = None  # their newest answer with scores out: its id and competency


def desk(session: Session, person: str, manages: bool, now: datetime) -> Desk:
    """Everything that the Home tab of a person says."""
    pile = waiting(session, person)
    schedules = session.exec(select(Schedule).order_by(col(Schedule.id))).all()
    answered = set(
        session.exec(
            select(Round.schedule_id).join(Answer, col(Answer.round_id) == Round.id).where(Answer.author == person)
        )
    )
    own = [one for one in schedules if person in one.interviewers or one.id in answered]
    rounds = {
        round_.schedule_id: round_
        for round_ in session.exec(select(Round).where(col(Round.stage).in_(OPEN)).order_by(col(Round.id).desc()))
    }
    own_rounds = [rounds[schedule.id] for schedule in own if schedule.id in rounds]
    report = personal(session, person, USUAL, now)
    planned = [(schedule.channel_id, schedule.next_at) for schedule in own or schedules if schedule.next_at]
    return Desk(
        waiting=len(pile),
        opens_at=_opens_at(session, pile),
        running=tuple(state_of(session, round_) for round_ in own_rounds),
        following=min(planned, key=lambda one: one[1], default=None),
        calibration=report if report.scorecards else None,
        managed=tuple(_managed(session, schedule, rounds) for schedule in schedules if _in_use(schedule, rounds))
        if manages
        else (),
        look=len(to_look_at(session)) if manages else 0,
        manages=manages,
        reminders=wants_reminders(session, person),
        answered=_answered(session, person),
    )


def _answered(session: Session, person: str) -> tuple[int, str] | None:
    query = select(Answer, Round).join(Round, col(Round.id) == Answer.round_id)
    own = query.where(Answer.author == person, col(Answer.withdrawn_at).is_(None), round_is_out())
    newest = session.exec(own.order_by(col(Answer.id).desc())).first()
    return (newest[0].id, str(newest[1].question["competency"])) if newest else None


def _opens_at(session: Session, pile: list[int]) -> datetime | None:
    query = select(func.min(col(Round.reveals_at))).join(Answer, col(Answer.round_id) == Round.id)
    return session.exec(query.where(col(Answer.id).in_(pile))).first() if pile else None


def _managed(session: Session, schedule: Schedule, rounds: dict[int, Round]) -> Managed:
    round_ = rounds.get(schedule.id)
    return Managed(schedule, state_of(session, round_) if round_ else None)


def _in_use(schedule: Schedule, rounds: dict[int, Round]) -> bool:
    return bool(schedule.next_at or schedule.interviewers or schedule.id in rounds)
