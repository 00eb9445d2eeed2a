"""Jobs that could not be done: tried again at growing intervals, told of once, and gone on with when they can be."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, delete, select

from bot.queue import Job
from bot.trouble import Ours, Trouble
from bot.work import Work
from storage.models import HeldJob, Told
from storage.reads import find

PASSES = (5, 15, 60, 300, 900, 3_600, 10_800)  # seconds until the next try of what passes; the last for days
REFUSED = (3_600, 21_600, 86_400)  # of what was refused: somebody may mend it without telling us
UNSEEN = ("not_in_channel", "channel_not_found", "is_archived", "is_inactive")  # nobody can be seen to be in there
STALE = timedelta(days=3)  # trouble that was told longer ago is news again, if nobody heard that it is over
NEVER = datetime.min.replace(tzinfo=UTC)
LASTS = timedelta(hours=1)  # trouble that should have passed by then is told of
MANAGERS = (Ours.JUDGE_DOWN,)  # trouble that does not pass by itself although the service might: told at once


@dataclass(frozen=True)
class Held:
    """A job as those who can help see it."""

    id: int
    job: str
    channel_id: str | None
    reason: str
    since: datetime
    again_at: datetime | None
    quiet: bool = False  # nobody was told yet


def hold(work: Work, job: Job, once: str, ids: tuple[str | int, ...], trouble: Trouble, channel_id: str | None) -> None:
    """Notes that a job was not done and when it is tried again; has managers told, once for a cause in a channel."""
    row = find(work.session, HeldJob, HeldJob.job == job, HeldJob.once == once, lock=True) or HeldJob(
        job=job, once=once, ids=list(ids), since=work.now, channel_id=channel_id, reason=trouble.reason
    )
    pauses = PASSES if trouble.passing else REFUSED
    wait = max(pauses[min(row.tries, len(pauses) - 1)], trouble.retry_after or 0)
    row.tries, row.reason, row.passing = row.tries + 1, trouble.reason, trouble.passing
    row.again_at = work.now + timedelta(seconds=wait)
    work.session.add(row)
    work.session.flush()
    lasts = work.now - row.since >= LASTS or trouble.reason in MANAGERS
    if not row.told and (lasts or not trouble.passing):
        row.told = True
        if not _is_told(work.session, row) and not (row.reason in MANAGERS and _heard_lately(work, row)):
            work.enqueue("tell_held", row.id, once=f"{row.id}:{row.reason}")


def try_again(work: Work, row: HeldJob) -> None:
    """Hands a held job to the queue once more."""
    row.again_at = None
    work.enqueue(row.job, *row.ids, once=f"{row.once}:again:{row.tries}")  # type: ignore[arg-type]  # a Job, as kept


def settle(work: Work, job: str, once: str, judged: bool = False) -> None:
    """A job that was held is done; where its trouble was told and is over everywhere, that is told too.

    `judged`: the judge answered. Where nothing was left for it to score nobody knows whether it would.
    """
    row = find(work.session, HeldJob, HeldJob.job == job, HeldJob.once == once, lock=True)
    if row is None:
        return
    work.session.delete(row)
    work.session.flush()
    if judged and row.told and row.reason in MANAGERS and not _is_told(work.session, row):
        work.session.exec(delete(Told).where(col(Told.what) == _name_of(row)))
        work.enqueue("tell_over", row.reason, row.channel_id or "", once=f"{row.id}:{row.reason}")


def release(work: Work, channel_id: str) -> None:
    """Has everything tried again that was refused in a channel: the bot is back there, or it is open again."""
    for row in work.session.exec(select(HeldJob).where(HeldJob.channel_id == channel_id).with_for_update()):
        row.again_at = work.now


def release_seen(work: Work, channels: Collection[str]) -> None:
    """The same by hand, for what somebody in these channels may see of what is held."""
    for row in work.session.exec(select(HeldJob).with_for_update()):
        if _is_seen(row.channel_id, row.reason, channels):
            row.again_at = work.now


def held_jobs(session: Session, told: bool = True) -> list[Held]:
    """What somebody should know of, the oldest first: what was refused, and what should have passed and did not.

    Not only what was `told`: also what is tried again in silence, since it began less than an hour ago.
    """
    rows = session.exec(select(HeldJob).where(col(HeldJob.told).in_((True, told))).order_by(col(HeldJob.id)))
    return [Held(one.id, one.job, one.channel_id, one.reason, one.since, one.again_at, not one.told) for one in rows]


def held_for(session: Session, channels: Collection[str]) -> list[Held]:
    """What of it somebody in these channels may see; a channel that the bot cannot look into is not named."""
    seen = [one for one in held_jobs(session) if _is_seen(one.channel_id, one.reason, channels)]
    return [one if one.channel_id in channels else replace(one, channel_id=None) for one in seen]


def _is_seen(channel_id: str | None, reason: str, channels: Collection[str]) -> bool:
    return channel_id is None or channel_id in channels or reason in UNSEEN


def held_reason(session: Session, held_id: int) -> Held | None:
    """The held job of this id, if it still is."""
    return next((one for one in held_jobs(session) if one.id == held_id), None)


def waiting_for_judge(session: Session) -> Iterator[int]:
    """Ids of the answers whose scoring is held up."""
    for row in session.exec(select(HeldJob).where(HeldJob.job == "score")):
        yield int(row.ids[0])


def _heard_lately(work: Work, row: HeldJob) -> bool:
    """Whether managers heard of a judge's trouble and not that it is over; else it is noted that they hear now.

    What they heard of first may be gone: an answer that was taken back, or scored by people, has no job any more.
    """
    note = find(work.session, Told, Told.what == _name_of(row), lock=True) or Told(what=_name_of(row), at=NEVER)
    if work.now - note.at < STALE:
        return True
    note.at = work.now
    work.session.add(note)
    return False


def _name_of(row: HeldJob) -> str:
    """What the trouble of a held job is noted under."""
    return f"trouble:{row.reason}:{row.channel_id}"


def _is_told(session: Session, row: HeldJob) -> bool:
    """Whether managers heard of the same trouble in the same channel, and it is not over."""
    same = (HeldJob.reason == row.reason, HeldJob.channel_id == row.channel_id)
    return find(session, HeldJob, HeldJob.id != row.id, *same, col(HeldJob.told).is_(True)) is not None
