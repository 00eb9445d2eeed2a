"""Who changed what: the trail that is kept of setups, rounds, questions and rulings, to be read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

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
    kinds = ("schedule", "round", "question", "suggestion", "ruling")
    ids: dict[str, set[str]] = {kind: set() for kind in kinds}
    for subject in subjects:
        kind, _, public_id = subject.partition(" ")
        ids.get(kind, set()).add(public_id)
    schedules = select(Schedule.public_id, Schedule.channel_id).where(col(Schedule.public_id).in_(ids["schedule"]))
    rounds = select(Round.public_id, Round.channel_id, Round.question).where(col(Round.public_id).in_(ids["round"]))
    questions = select(CustomQuestion.public_id, CustomQuestion.question)
    rulings = select(Ruling.public_id, Round.channel_id, Ruling.dimension).join(Round, col(Round.id) == Ruling.round_id)
    suggestions = select(SuggestedQuestion.public_id).where(col(SuggestedQuestion.public_id).in_(ids["suggestion"]))
    return {
        **{f"suggestion {one}": (None, "") for one in session.exec(suggestions)},
        **{f"schedule {one}": (channel, "") for one, channel in session.exec(schedules)},
        **{f"round {one}": (channel, topic_of(asked)) for one, channel, asked in session.exec(rounds)},
        **{
            f"question {one}": (None, topic_of(asked))
            for one, asked in session.exec(questions.where(col(CustomQuestion.public_id).in_(ids["question"])))
        },
        **{
            f"ruling {one}": (channel, dimension)
            for one, channel, dimension in session.exec(rulings.where(col(Ruling.public_id).in_(ids["ruling"])))
        },
    }
