"""What people are told in private, each thing once: a near or short answer, a late edit, answers that wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select

from bot.calibration.answers import ENOUGH, answer_of
from bot.calibration.forgetting import is_forgotten
from bot.calibration.piles import left_of
from bot.calibration.questions import topic_of
from bot.queue import Job
from bot.settings import Settings
from bot.work import Work
from scoring.text import count_words
from storage.models import Answer, AnswerMessage, AuditEvent, Member, Round, Schedule
from storage.reads import find, round_of
from storage.stages import Stage

MOST_WORDS = 12  # on one round to one person, of which all but two are nudges
LOOKING = timedelta(hours=1)  # how long after it was opened a Home tab may still be in front of somebody


@dataclass(frozen=True)
class Invitation:
    """What waits for one interviewer in one round."""

    user: str
    channel_id: str
    round_id: str  # as clients know it
    competency: str
    answers: int
    opens_at: datetime


def nudge_due(work: Work, message: AnswerMessage) -> None:
    """Nobody added to a message for a while: its author hears how far it is, once as talk and once as an answer."""
    message.nudge_at = None
    job: Job = "nudge" if message.answer_id is None else "length"
    if job == "nudge" or short_answer(work.session, message.id):
        work.enqueue(job, message.id, once=f"{message.round_id}:{message.author}")


def still_short(session: Session, message_id: int) -> tuple[AnswerMessage, Round] | None:
    """The message and its round if it is still talk, its author without an answer, and the round collecting."""
    message = find(session, AnswerMessage, AnswerMessage.id == message_id)
    if message is None or message.answer_id is not None or message.deleted:
        return None
    round_ = round_of(session, message.round_id)
    answered = answer_of(session, round_.id, message.author)
    if round_.stage != Stage.COLLECTING or (answered is not None and answered.withdrawn_at is None):
        return None
    return message, round_


def short_answer(session: Session, message_id: int) -> tuple[AnswerMessage, Round, int] | None:
    """The message, its round and the words of its author's answer, if these are few and the round collects.

    None too for an answer that its author counted by hand: they were told its words then.
    """
    found = session.exec(select(AnswerMessage, Answer).join(Answer).where(AnswerMessage.id == message_id)).first()
    if found is None:
        return None
    (message, answer), words = found, count_words(found[1].text)
    by_hand = select(AnswerMessage.id).where(AnswerMessage.answer_id == answer.id, col(AnswerMessage.counts).is_(True))
    round_ = round_of(session, message.round_id)
    told = words >= ENOUGH or session.exec(by_hand).first() is not None
    return None if told or round_.stage != Stage.COLLECTING else (message, round_, words)


def invitations(session: Session, round_id: int, now: datetime, by_hand: bool = False) -> list[Invitation]:
    """What waits for every interviewer of a round who is not done, is not away and wants to hear of it.

    `by_hand`: a person asks, and not the clock; that one hears of without reminders too.
    """
    round_ = round_of(session, round_id)
    if round_.stage != Stage.SCORING:
        return []
    left = {rater: answers for rater, answers in left_of(session, [round_id])[round_id].items() if answers}
    away, unwilling = col(Member.away_until) > now, or_(col(Member.reminders).is_(False), col(Member.quiet_until) > now)
    silent = select(Member.user_id).where(away if by_hand else or_(away, unwilling), col(Member.user_id).in_(left))
    wanting = left.keys() - set(session.exec(silent))
    return [
        Invitation(
            user=rater,
            channel_id=round_.channel_id,
            round_id=round_.public_id,
            competency=topic_of(round_.question),
            answers=left[rater],
            opens_at=round_.reveals_at,
        )
        for rater in sorted(wanting)
    ]


def invitation_name(round_id: int, user: str, again: int) -> str:
    """What it is noted under that somebody was invited to score (0), reminded (1), or nudged by a person (from 2)."""
    return f"invite:{round_id}:{user}:{again}"


def member_of(session: Session, user: str, lock: bool = False) -> Member:
    """What a person chose, to be changed; locked if asked."""
    member = find(session, Member, Member.user_id == user, lock=lock)
    if member is None:
        member = Member(user_id=user)
        session.add(member)
    return member


def home_opened(work: Work, user: str) -> None:
    """Notes that a person looks at their Home tab now, and goes on to until they do something elsewhere."""
    member = member_of(work.session, user)
    member.home_at, member.refresh_at = work.now, None


def home_left(work: Work, user: str) -> None:
    """Notes that a person does something elsewhere: they see the newest of their Home tab once they open it again."""
    member = member_of(work.session, user)
    member.home_at, member.refresh_at = None, None


def is_at_home(session: Session, user: str) -> bool:
    """Whether a person opened their Home tab, and as far as we know is still there."""
    return find(session, Member, Member.user_id == user, col(Member.home_at).is_not(None)) is not None


def home_changes(work: Work, *users: str) -> None:
    """Has the Home tabs of those of these people who may be looking brought up to date soon."""
    looking = select(Member).where(col(Member.user_id).in_(users), col(Member.home_at) > work.now - LOOKING)
    for member in work.session.exec(looking.with_for_update()):
        # The clock looks each second: what happens within one is published once.
        member.refresh_at = min(member.refresh_at or work.now, work.now)


def concerned(work: Work, round_id: int) -> set[str]:
    """Whose Home tab speaks of a round: its channel's interviewers, and the managers that are named."""
    interviewers = work.session.exec(select(Schedule.interviewers).join(Round).where(Round.id == round_id)).one()
    return {*interviewers, *work.settings.managers}


def answerable(session: Session, settings: Settings, channel_id: str | None, asked_by: str | None = None) -> list[str]:
    """Who hears of trouble in a channel: who asked, else who set the channel up last, else the managers named."""
    setups = select(AuditEvent.actor).where(AuditEvent.what == "setup").order_by(col(AuditEvent.id).desc())
    if channel_id is not None:
        schedule_id = session.exec(select(Schedule.public_id).where(Schedule.channel_id == channel_id)).first()
        setups = setups.where(AuditEvent.subject == f"schedule {schedule_id}")
    person = asked_by or session.exec(setups).first()
    return [person] if person and not is_forgotten(person) else list(settings.managers)


def greet(work: Work, schedule: Schedule) -> None:
    """Has a channel told once what Calibrate is. The caller holds the schedule's lock."""
    if not schedule.greeted:
        schedule.greeted = True
        work.enqueue("greet", schedule.channel_id, once=str(schedule.id))
