"""Units of work: all or nothing, nothing lost between threads, and only rows that make sense."""

import threading
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session, col, delete, func, select

from storage.database import EVERY_TEAM, unit, view
from storage.models import Answer, AnswerMessage, Assignment, Rating, Round, Schedule, Scorecard
from tests.kit.rows import MONDAY, a_round, a_schedule, a_scorecard, a_story, an_answer, put

THREADS, TIMES = 8, 50


def test_eight_threads_that_read_then_write_lose_nothing(engine: Engine) -> None:
    """Each adds one to the same number, 50 times: 400 in the end.

    PostgreSQL needs the row locked from the read on. SQLite has no row locks: there the whole transaction must begin
    with BEGIN IMMEDIATE. Begun by the first write, as the driver does by itself, two transactions have read the same
    number before either writes, and one update of the two is lost in silence (with a plain BEGIN, 54 of 400 were kept).
    """
    with unit(engine, "T1") as session:
        put(session, a_schedule(answers_hours=1))

    def add_one_often() -> None:
        for _ in range(TIMES):
            with unit(engine, "T1") as session:
                schedule = session.exec(select(Schedule).with_for_update()).one()
                schedule.answers_hours += 1

    threads = [threading.Thread(target=add_one_often) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with view(engine, "T1") as session:
        assert session.exec(select(Schedule.answers_hours)).one() == 1 + THREADS * TIMES


def test_a_reader_sees_one_moment_and_holds_nobody_up(engine: Engine) -> None:
    with unit(engine, "T1") as session:
        put(session, a_schedule())
    with view(engine, "T1") as reader:
        assert reader.exec(select(func.count()).select_from(Schedule)).one() == 1
        with unit(engine, "T1") as writer:
            writer.add(a_schedule("C2"))
        assert reader.exec(select(Schedule.channel_id)).all()[0] == "C1"
    with view(engine, "T1") as reader:
        assert reader.exec(select(func.count()).select_from(Schedule)).one() == 2


def test_a_view_writes_nothing(engine: Engine) -> None:
    with unit(engine, "T1") as session:
        put(session, a_schedule())
    with view(engine, "T1") as session:
        session.exec(select(Schedule)).one().zone = "Europe/Berlin"
        session.add(a_schedule("C2"))
        session.flush()
        session.exec(delete(Schedule).where(col(Schedule.channel_id) == "C1"))
    with view(engine, "T1") as session:
        assert session.exec(select(Schedule.channel_id, Schedule.zone)).all() == [("C1", "UTC")]


def test_a_unit_that_fails_leaves_nothing(engine: Engine) -> None:
    def fail(session: Session) -> None:
        a_story(session)
        raise ArithmeticError

    with pytest.raises(ArithmeticError), unit(engine, "T1") as session:
        fail(session)
    with view(engine, EVERY_TEAM) as session:
        assert session.exec(select(func.count()).select_from(Schedule)).one() == 0
        assert session.exec(select(func.count()).select_from(Answer)).one() == 0


def test_rows_can_be_read_after_their_unit(engine: Engine) -> None:
    with unit(engine, "T1") as session:
        answer = a_story(session)
    assert (answer.id, answer.text, answer.team_id) == (1, "A story.", "T1")


NEXT_WEEK = MONDAY + timedelta(days=7)
BROKEN = {
    "a weekday past Sunday": lambda: a_schedule("C2", weekday=7),
    "no time to answer": lambda: a_schedule("C2", answers_hours=0),
    "less than no time to score": lambda: a_schedule("C2", scores_hours=-1),
    "a second schedule of a channel": lambda: a_schedule("C1"),
    "an unknown stage": lambda: a_round(Schedule(id=1, channel_id="C1"), due_at=NEXT_WEEK, stage="paused"),
    "a round of no schedule": lambda: a_round(Schedule(id=99, channel_id="C1"), due_at=NEXT_WEEK),
    "a second round for one due time": lambda: a_round(Schedule(id=1, channel_id="C1")),
    "an unknown origin": lambda: an_answer(Round(id=1), "U3", origin="mail"),
    "an answer of nobody": lambda: an_answer(Round(id=1), None),
    "an exemplar with an author": lambda: an_answer(Round(id=1), "U3", exemplar="mid"),
    "an answer in no round": lambda: an_answer(Round(id=99), "U3"),
    "a second answer of a person": lambda: an_answer(Round(id=1), "U1"),
    "an unknown kind of rater": lambda: a_scorecard(Answer(id=1), kind="robot"),
    "an unknown phase": lambda: a_scorecard(Answer(id=1), phase="later"),
    "an unknown state": lambda: a_scorecard(Answer(id=1), state="lost"),
    "an unknown status": lambda: a_scorecard(Answer(id=1), status="guessed"),
    "an unknown level": lambda: a_scorecard(Answer(id=1), overall="principal"),
    "unknown evidence": lambda: a_scorecard(Answer(id=1), evidence="some"),
    "a scorecard of no answer": lambda: a_scorecard(Answer(id=99)),
    "a second blind scorecard of a rater": lambda: a_scorecard(Answer(id=1), rater="U2"),
    "a rating off the scale": lambda: Rating(scorecard_id=1, dimension="judgement", level="high"),
    "a second rating of a dimension": lambda: Rating(scorecard_id=1, dimension="scope", level="mid"),
    "a rating of no scorecard": lambda: Rating(scorecard_id=99, dimension="scope", level="mid"),
    "an answer dealt twice to a rater": lambda: Assignment(answer_id=1, rater="U2"),
    "a message taken in twice": lambda: a_message(ts="1.0"),
    "a message of no round": lambda: a_message(ts="2.0", round_id=99),
}


def a_message(ts: str, round_id: int = 1) -> AnswerMessage:
    return AnswerMessage(round_id=round_id, channel_id="C1", ts=ts, author="U1", text="A story.")


@pytest.mark.parametrize("broken", list(BROKEN))
def test_the_database_itself_refuses_what_makes_no_sense(engine: Engine, broken: str) -> None:
    with unit(engine, "T1") as session:
        put(session, a_scorecard(a_story(session)), Rating(scorecard_id=1, dimension="scope", level="mid"))
        put(session, Assignment(answer_id=1, rater="U2"), a_message(ts="1.0"))
    with pytest.raises(IntegrityError), unit(engine, "T1") as session:
        session.add(BROKEN[broken]())


def test_ratings_go_with_their_scorecard_and_nothing_else_goes_unasked(engine: Engine) -> None:
    with unit(engine, "T1") as session:
        card = put(session, a_scorecard(a_story(session)))
        put(session, Rating(scorecard_id=card.id, dimension="scope", level="mid"))
    with pytest.raises(IntegrityError), unit(engine, "T1") as session:
        session.exec(delete(Answer))
    with unit(engine, "T1") as session:
        session.exec(delete(Scorecard))
    with view(engine, "T1") as session:
        assert session.exec(select(func.count()).select_from(Rating)).one() == 0
        assert session.exec(select(func.count()).select_from(Answer)).one() == 1


def test_a_time_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError), unit(engine, "T1") as session:
        session.add(a_schedule(next_at=datetime(2027, 3, 1, 8, 0)))


def test_times_come_back_in_utc_wherever_they_were_written(engine: Engine) -> None:
    in_berlin = MONDAY.astimezone(timezone(timedelta(hours=1)))
    with unit(engine, "T1") as session:
        put(session, a_schedule("C1", next_at=in_berlin), a_schedule("C2", next_at=MONDAY + timedelta(microseconds=1)))
    with view(engine, "T1") as session:
        first, second = session.exec(select(Schedule.next_at).order_by(col(Schedule.next_at))).all()
        due = session.exec(select(Schedule.channel_id).where(col(Schedule.next_at) <= in_berlin)).all()
    assert first == MONDAY
    assert first.utcoffset() == timedelta(0)
    assert second - first == timedelta(microseconds=1)
    assert due == ["C1"]


def test_no_text_of_a_person_is_in_a_database_error(engine: Engine) -> None:
    with pytest.raises(IntegrityError) as caught, unit(engine, "T1") as session:
        session.add(Answer(round_id=99, author="U1", origin="thread", text="a confidential story"))
    assert "confidential" not in str(caught.value)


def test_an_id_is_given_once_also_when_its_row_is_gone(engine: Engine) -> None:
    with unit(engine, "T1") as session:
        first = put(session, a_schedule("C1"))
        used = first.id
        session.delete(first)
    with unit(engine, "T1") as session:
        assert put(session, a_schedule("C2")).id > used
