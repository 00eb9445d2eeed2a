"""What people wrote is deleted some time after scores are out; levels and all that is counted from them stay."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select, update

from bot.work import Work
from storage.models import (
    Answer,
    AnswerMessage,
    InboxMessage,
    Pitch,
    Rating,
    Round,
    Schedule,
    Scorecard,
    SuggestedQuestion,
)
from storage.stages import OUT

SETTLED = timedelta(days=180)  # how long a suggestion is kept that became a question or was declined
STUCK = timedelta(days=30)  # how long a message is kept that could not be worked out


def erase_texts(work: Work, round_: Round) -> None:
    """Deletes a round's texts: answers, the messages and files they came from, notes, quotes, reasons, pitches.

    What was posted in Slack stays there, as long as the workspace keeps it. The caller holds the round's lock.
    """
    session = work.session
    answers = select(Answer.id).where(Answer.round_id == round_.id)
    cards = select(Scorecard.id).where(col(Scorecard.answer_id).in_(answers))
    written = update(Answer).where(col(Answer.round_id) == round_.id, col(Answer.author).is_not(None))
    session.exec(written.values(text="", pitch=None))
    said = update(AnswerMessage).where(col(AnswerMessage.round_id) == round_.id)
    session.exec(said.values(text="", files=[], file_text=None))
    session.exec(
        update(Scorecard).where(col(Scorecard.id).in_(cards)).values(note="", sentence="", reason=None, probes=[])
    )
    session.exec(update(Rating).where(col(Rating.scorecard_id).in_(cards)).values(rationale="", quotes=[]))
    session.exec(delete(Pitch).where(col(Pitch.round_id) == round_.id))
    round_.erase_at = None


def keep_for(session: Session, schedule: Schedule) -> None:
    """Has a channel's texts kept as long as its plan says now, those of past rounds too where they are still there."""
    rounds = select(Round).where(Round.schedule_id == schedule.id).with_for_update()
    for round_ in session.exec(rounds.where(col(Round.stage).not_in(OUT) | col(Round.erase_at).is_not(None))):
        round_.keep_days = schedule.keep_days
        if round_.revealed_at is not None:
            round_.erase_at = round_.revealed_at + timedelta(days=schedule.keep_days)


def erase_suggestions(session: Session, now: datetime) -> None:
    """Empties suggestions that were settled long ago: what became a question has its own text."""
    old = update(SuggestedQuestion).where(col(SuggestedQuestion.settled_at) < now - SETTLED)
    session.exec(old.where(col(SuggestedQuestion.prompt) != "").values(prompt="", why="", word=""))


def erase_stuck(session: Session, now: datetime) -> None:
    """Deletes messages that wait in the inbox since long ago: they could not be worked out, and hold texts."""
    before = f"{(now - STUCK).timestamp():.6f}"  # as Slack's own ts, which has ten digits before the point until 2286
    session.exec(delete(InboxMessage).where(col(InboxMessage.ts) < before))
