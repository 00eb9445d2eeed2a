"""What lies on one person's desk, for Home: what waits for them, how they score, and what a manager looks after."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, func, select

from bot.calibration.access import Person
from bot.calibration.cadence import Coming, promised
from bot.calibration.piles import scorable
from bot.calibration.questions import topic_of
from bot.calibration.reports.personal import USUAL, Personal, personal
from bot.calibration.state import State, states_of
from bot.calibration.suggestions import count_suggestions
from bot.calibration.verdicts import count_to_look_at
from bot.retries import Held, held_for
from storage.models import Answer, Member, Round, Schedule
from storage.scores import round_is_out
from storage.stages import OPEN

MOST_CHANNELS = 20  # of those one manages, whose rounds are looked at


@dataclass(frozen=True)
class Managed:
    """A channel as who manages it sees it, with its open round if there is one and it is among the first twenty."""

    schedule: Schedule
    state: State | None
    coming: Coming = field(default_factory=Coming)
    away: Mapping[str, datetime] = field(default_factory=dict)  # its interviewers who are, and when they are back


@dataclass(frozen=True)
class Desk:
    """`opens_at`: when the first scores of what waits come out. `calibration` is None for who never scored.

    `managed` is empty for who manages nothing; `look` counts the answers that the judge left to people, `held` is what
    could not be done.
    """

    waiting: int
    opens_at: datetime | None
    running: tuple[State, ...]
    following: tuple[str, Coming] | None  # the next question, and its channel
    calibration: Personal | None
    managed: tuple[Managed, ...]
    look: int
    held: tuple[Held, ...] = ()
    manages: bool = False
    suggested: int = 0  # questions that wait for a manager
    reminders: bool = True
    away_until: datetime | None = None
    quiet_until: datetime | None = None
    answered: tuple[str, str] | None = None  # their newest answer with scores out: its id and competency


def desk(session: Session, who: Person, now: datetime) -> Desk:
    """Everything that the Home tab of a person says, of the channels they are in."""
    person, manages = who.id, who.manages
    pile = scorable(session, who)
    every = session.exec(select(Schedule).order_by(col(Schedule.id))).all()
    schedules = [one for one in every if one.channel_id in who.channels]
    answered = set(session.exec(select(Round.schedule_id).join(Answer).where(Answer.author == person)))
    own = [one for one in schedules if person in one.interviewers or one.id in answered]
    open_rounds = select(Round.schedule_id, Round.id, Round.reveals_at).where(col(Round.stage).in_(OPEN))
    found = session.exec(open_rounds.order_by(col(Round.id).desc())).all()
    open_ = {schedule_id: round_id for schedule_id, round_id, _ in found}
    busy = {schedule_id: reveals_at for schedule_id, _, reveals_at in found}
    coming = {one.id: promised(one, busy.get(one.id), now) for one in schedules}
    managed = [one for one in schedules if _in_use(one, open_)] if manages else []
    looked_at = {open_[one.id] for one in [*own, *managed[:MOST_CHANNELS]] if one.id in open_}
    rounds = session.exec(select(Round).where(col(Round.id).in_(looked_at))).all() if looked_at else []
    states = {one.round.schedule_id: one for one in states_of(session, rounds)}
    me = session.exec(select(Member).where(Member.user_id == person)).first()
    gone = select(Member.user_id, Member.away_until).where(col(Member.away_until) > now)
    away = {user: until for user, until in session.exec(gone) if until}
    quiet = me.quiet_until if me else None
    report = personal(session, person, USUAL, now)
    planned = [(at, one.channel_id, coming[one.id]) for one in own or schedules if (at := coming[one.id].at)]
    return Desk(
        waiting=len(pile),
        opens_at=_opens_at(session, pile),
        running=tuple(states[one.id] for one in own if one.id in states),
        following=min(planned, key=lambda one: one[0])[1:] if planned else None,
        calibration=report if report.scorecards else None,
        managed=tuple(
            Managed(
                one, states.get(one.id), coming[one.id], {who: away[who] for who in one.interviewers if who in away}
            )
            for one in managed
        ),
        look=count_to_look_at(session, who.channels) if manages else 0,
        held=tuple(held_for(session, who.channels)) if manages else (),
        manages=manages,
        suggested=count_suggestions(session) if manages else 0,
        reminders=me.reminders if me else True,
        away_until=away.get(person),
        quiet_until=quiet if quiet and quiet > now else None,
        answered=_answered(session, who),
    )


def _answered(session: Session, who: Person) -> tuple[str, str] | None:
    query = select(Answer, Round).join(Round).where(Answer.author == who.id)
    own = query.where(col(Round.channel_id).in_(who.channels), col(Answer.withdrawn_at).is_(None), round_is_out())
    newest = session.exec(own.order_by(col(Answer.id).desc())).first()
    return (newest[0].public_id, topic_of(newest[1].question)) if newest else None


def _opens_at(session: Session, pile: list[int]) -> datetime | None:
    soonest = select(func.min(col(Round.reveals_at))).join(Answer).where(col(Answer.id).in_(pile))
    return session.exec(soonest).first() if pile else None


def _in_use(schedule: Schedule, open_: Container[int]) -> bool:
    return bool(schedule.next_at or schedule.interviewers or schedule.id in open_)
