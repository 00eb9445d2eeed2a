"""The figures behind a reveal: how a channel's panel agrees up to a round, and that round beside those before."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.calibration.reports.pooling import ROUNDS, Point, Pooled, blind_until, overall, pooled, trend
from scoring.agreement.report import Share, share_within
from storage.models import Round


@dataclass(frozen=True)
class Figures:
    """`now` and `before`: pairs of scores within one level, of the round and of the `rounds` before it, at most 8."""

    public_id: str
    pooled: Pooled
    trend: tuple[Point, ...]
    now: Share
    before: Share
    rounds: int


def figures(session: Session, round_: Round) -> Figures:
    """As they stood when the round was revealed; nothing of later rounds is in them."""
    marks = blind_until(session, round_.channel_id, round_.id)
    earlier = list(dict.fromkeys(mark.round_id for mark in marks if mark.round_id < round_.id))[-ROUNDS:]
    return Figures(
        round_.public_id,
        pooled(marks),
        trend(marks),
        share_within(overall(mark for mark in marks if mark.round_id == round_.id), 1),
        share_within(overall(mark for mark in marks if mark.round_id in earlier), 1),
        len(earlier),
    )
