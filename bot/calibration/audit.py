"""Who changed what: the trail that is kept of setups, rounds, questions and rulings, to be read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import literal, null
from sqlmodel import Session, col, select

from bot.calibration.questions import topic_of
from storage.models import AuditEvent, CustomQuestion, Round, Ruling, Schedule, SuggestedQuestion

MOST_READ = 500  # of the newest: what one person may see of them is chosen afterwards


@dataclass(frozen=True)
class Deed:
    """One change. `channel_id` is None for what belongs to the whole workspace, `about` says what a
    question is about, or which dimension was ruled on."""

    at: datetime
    actor: str
    what: str
    channel_id: str | None
    about: str


def trail(session: Session, most: int, channels: Collection[str] | None = None) -> list[Deed]:
    """The newest changes, the newest first: those in these channels and of the whole workspace, or all."""
    newest = select(AuditEvent).order_by(col(AuditEvent.id).desc()).limit(MOST_READ if channels is not None else most)
    events = session.exec(newest).all()
    known = _subjects(session, [event.subject for event in events])
    found = []
    for event in events:
        channel, about = known.get(event.subject, (None, ""))
        gone = event.subject not in known
        if channels is None or (channel in channels if channel else not gone):
            found.append(Deed(event.at, event.actor, event.what, channel, about))
    return found[:most]


def _subjects(session: Session, subjects: Sequence[str]) -> dict[str, tuple[str | None, str]]:
    """The channel and the name of each subject that is still there, such as "round 1f…"."""
    kinds: Mapping[str, Any] = {
        "schedule": select(Schedule.public_id, Schedule.channel_id, literal("")),
        "round": select(Round.public_id, Round.channel_id, Round.question),
        "question": select(CustomQuestion.public_id, null(), CustomQuestion.question),
        "suggestion": select(SuggestedQuestion.public_id, null(), literal("")),
        "ruling": select(Ruling.public_id, Round.channel_id, Ruling.dimension).join(Round),
    }
    found: dict[str, tuple[str | None, str]] = {}
    for kind, rows in kinds.items():
        ids = {one.removeprefix(f"{kind} ") for one in subjects if one.startswith(f"{kind} ")}
        there = session.exec(rows.where(rows.selected_columns.public_id.in_(ids)))
        for public_id, channel, about in there:
            found[f"{kind} {public_id}"] = (channel, topic_of(about) if kind in ("round", "question") else about)
    return found
