"""Rows to put into a database."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from storage.models import Answer, Round, Schedule, Scorecard

MONDAY = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


def a_schedule(channel_id: str = "C1", **changed: Any) -> Schedule:
    return Schedule(**{"channel_id": channel_id, "next_at": MONDAY} | changed)


def a_round(schedule: Schedule, **changed: Any) -> Round:
    usual: dict[str, Any] = {
        "schedule_id": schedule.id,
        "channel_id": schedule.channel_id,
        "due_at": MONDAY,
        "opened_at": MONDAY,
        "slug": "raising-the-bar",
        "question": {"prompt": "Tell me about a time."},
        "rubric_version": "r1",
        "closes_at": MONDAY,
        "reveals_at": MONDAY,
    }
    return Round(**usual | changed)


def an_answer(round_: Round, author: str | None = "U1", **changed: Any) -> Answer:
    return Answer(**{"round_id": round_.id, "author": author, "origin": "thread", "text": "A story."} | changed)


def a_scorecard(answer: Answer, rater: str = "U2", **changed: Any) -> Scorecard:
    usual = {"answer_id": answer.id, "rater": rater, "rubric_version": "r1", "changed_at": MONDAY}
    return Scorecard(**usual | changed)


def put(session: Session, *rows: Any) -> Any:
    """Stores the rows in this order; the last of them."""
    for row in rows:
        session.add(row)
        session.flush()
    return rows[-1]


def a_story(session: Session, channel_id: str = "C1", author: str = "U1", text: str = "A story.") -> Answer:
    """An answer with the schedule and the round it needs."""
    schedule = put(session, a_schedule(channel_id))
    round_ = put(session, a_round(schedule))
    answer: Answer = put(session, an_answer(round_, author, text=text))
    return answer
