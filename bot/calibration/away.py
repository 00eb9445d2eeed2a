"""Who is away, and until when: nothing is dealt to them and nothing written, and it ends by itself."""

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.calibration.calendar import day_of, midnight
from bot.calibration.days import day_to_come
from bot.calibration.members import member_of
from bot.refusals import AWAY_TOO_LONG, NO_AWAY_DATE, Refusal
from bot.work import Work
from storage.models import Member


def go_away(work: Work, user: str, text: str, zone: str) -> date:
    """Notes that a person is away until they are back on the day that a text names; that day.

    It begins at midnight of their own zone. Raises Refusal for what is no day to come.
    """
    written = text.casefold().removeprefix("until ").removeprefix("till ").strip()
    if not written:
        raise Refusal(NO_AWAY_DATE)
    back = day_to_come(written, day_of(work.now, zone), AWAY_TOO_LONG, said=text)
    member_of(work.session, user).away_until = midnight(back, zone)
    return back


def come_back(work: Work, user: str) -> bool:
    """Ends it; False for who was not away."""
    member = member_of(work.session, user)
    was_away = member.away_until is not None and member.away_until > work.now
    member.away_until = None
    return was_away


def away_among(session: Session, users: Collection[str], now: datetime) -> dict[str, datetime]:
    """Those of these people who are away now, and when each of them is back."""
    query = select(Member.user_id, Member.away_until).where(col(Member.user_id).in_(users))
    found = session.exec(query.where(col(Member.away_until) > now))
    return {user: until for user, until in found if until is not None}
