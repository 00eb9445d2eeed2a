"""Rows to put into a database."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session

from scoring.bank.questions import Question
from storage.models import Answer, Rating, Round, Schedule, Scorecard
from storage.stages import Stage

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


class Given(NamedTuple):
    """What an interviewer gave the answer in that place, blind: one level in everything."""

    rater: str
    place: int
    level: str


def put_past_round(
    session: Session,
    schedule: Schedule,
    due: datetime,
    question: Question,
    authors: Sequence[str],
    exemplar: str,
    given: Iterable[Given],
) -> None:
    """A round that is over: a story of each author, then an exemplar of that level, and how they were scored."""
    closes_at = due + timedelta(hours=schedule.answers_hours)
    out_at = closes_at + timedelta(hours=schedule.scores_hours)
    times = {"due_at": due, "opened_at": due, "closes_at": closes_at, "reveals_at": out_at, "revealed_at": out_at}
    asked = {"slug": question.slug, "question": question.model_dump(mode="json")}
    round_ = put(session, a_round(schedule, stage=Stage.CLOSED, **times, **asked))
    answers = [put(session, an_answer(round_, author)) for author in authors]
    answers.append(put(session, an_answer(round_, None, origin="exemplar", slug=question.slug, exemplar=exemplar)))
    for rater, place, level in given:
        scored = {"state": "submitted", "overall": level, "evidence": "adequate", "submitted_at": closes_at}
        card = put(session, a_scorecard(answers[place], rater, changed_at=closes_at, **scored))
        put(session, *(Rating(scorecard_id=card.id, dimension=one, level=level) for one in question.focus))
