"""Who is away, and until when: nothing is dealt to them and nothing written, and it ends by itself."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.calibration.days import read_day
from bot.calibration.members import member_of
from bot.refusals import AWAY_TOO_LONG, NO_AWAY_DATE, NO_DATE, Refusal
from bot.work import Work
from storage.models import Member

LONGEST = timedelta(days=366)  # a day further away is a slip of the year


def go_away(work: Work, user: str, text: str, zone: str) -> date:
    """Notes that a person is away until they are back on the day that a text names; that day.

    It begins at midnight of their own zone. Raises Refusal for what is no day to come.
    """
    today = work.now.astimezone(ZoneInfo(zone)).date()
    written = text.casefold().removeprefix("until ").removeprefix("till ").strip()
    if not written:
        raise Refusal(NO_AWAY_DATE)
    back = read_day(written, today)
    if back is None:
        raise Refusal(NO_DATE, text=text[:40])
    if not today < back <= today + LONGEST:
        raise Refusal(AWAY_TOO_LONG, day=back)
    member = member_of(work.session, user)
    member.away_until = datetime.combine(back, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)
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
