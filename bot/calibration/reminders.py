"""Reminders as a person wants them, and a nudge to one person by whoever manages the round."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.calibration.access import Act, Person, must
from bot.calibration.away import away_among
from bot.calibration.calendar import day_of, midnight, working_hour
from bot.calibration.debriefs import call_off, write_at
from bot.calibration.members import member_of
from bot.calibration.piles import left_of
from bot.calibration.questions import topic_of
from bot.refusals import NOT_WAITED_FOR, NUDGED_TODAY, THEY_ARE_AWAY, Refusal
from bot.work import Work
from storage.models import Member, Round
from storage.reads import round_of
from storage.stages import Stage

A_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Unfinished:
    """An interviewer who still has answers to score. `nudged`: within the last day."""

    round_id: str  # as clients know it
    channel_id: str
    competency: str
    person: str
    away_until: datetime | None
    nudged: bool


def tomorrow(work: Work, round_id: int, user: str, zone: str) -> datetime | None:
    """Moves a person's second word on a round to the next morning on which they work; None where that is too late."""
    round_ = round_of(work.session, round_id)
    due = working_hour(midnight(day_of(work.now, zone) + timedelta(days=1), zone), zone)
    write_at(work, "remind", round_id, user, due)
    return due if round_.stage == Stage.SCORING and due < round_.reveals_at else None


def not_this_week(work: Work, user: str, zone: str) -> datetime:
    """Keeps all reminders from a person until Monday of their own zone; when that begins."""
    today = day_of(work.now, zone)
    until = midnight(today + timedelta(days=7 - today.weekday()), zone)
    member_of(work.session, user).quiet_until = until
    return until


def change_reminders(work: Work, user: str) -> None:
    """Turns reminders off, or on again where they are off or rest."""
    member = member_of(work.session, user)
    rests = member.quiet_until is not None and member.quiet_until > work.now
    member.reminders, member.quiet_until = rests or not member.reminders, None


def unfinished(session: Session, channels: frozenset[str], now: datetime) -> list[Unfinished]:
    """Everybody in these channels whom a round waits for, by round and name."""
    query = select(Round).where(Round.stage == Stage.SCORING, col(Round.channel_id).in_(channels))
    rounds = {round_.id: round_ for round_ in session.exec(query.order_by(col(Round.reveals_at)))}
    left = left_of(session, list(rounds)) if rounds else {}
    found = [(rounds[one], user) for one in rounds for user, answers in sorted(left[one].items()) if answers]
    people = {user for _, user in found}
    away = away_among(session, people, now)
    lately = select(Member.user_id).where(col(Member.user_id).in_(people), col(Member.nudged_at) > now - A_DAY)
    nudged = set(session.exec(lately))
    return [
        Unfinished(round_.public_id, round_.channel_id, topic_of(round_.question), user, away.get(user), user in nudged)
        for round_, user in found
    ]


def nudge(work: Work, round_id: int, user: str, by: Person) -> None:
    """Has a person written to who still has answers to score in a round.

    Raises Refusal for who does not manage, and where nothing waits for them, they are away or had a nudge in the last
    24 hours.
    """
    round_ = round_of(work.session, round_id)
    must(work.session, by, Act.MANAGE, round_.channel_id)
    if round_.stage != Stage.SCORING or not left_of(work.session, [round_id])[round_id].get(user):
        raise Refusal(NOT_WAITED_FOR)
    if away_among(work.session, [user], work.now):
        raise Refusal(THEY_ARE_AWAY)
    member = member_of(work.session, user, lock=True)
    if member.nudged_at is not None and work.now - member.nudged_at < A_DAY:
        raise Refusal(NUDGED_TODAY)
    member.nudged_at = work.now
    call_off(work, "invite", round_id, user)  # one word on it in the morning is enough
    write_at(work, "nudge", round_id, user, work.now)
    work.note(by.id, "nudge", f"round {round_.public_id}")


def nudge_number(session: Session, round_: Round, user: str) -> int:
    """Which word on a round a nudge is, after the invitation (0) and the reminder (1): days count them, one each."""
    at = session.exec(select(Member.nudged_at).where(Member.user_id == user)).first()
    since = at - round_.closes_at if at else timedelta(0)
    return 2 + max(since.days, 0)
