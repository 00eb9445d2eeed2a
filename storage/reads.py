"""The joins that more than one place needs. Every function reads in the session's workspace."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import Session, SQLModel, col, select

from storage.models import Answer, Assignment, Letter, Round, Ruling, Schedule, Shown

Table = TypeVar("Table", bound=SQLModel)


def row_id(session: Session, model: type[Shown], public_id: str) -> int:
    """The id of the row that clients know by this one; 0, which no row has, where there is none."""
    table: Any = model
    return int(session.exec(select(table.id).where(table.public_id == public_id)).first() or 0)


def find(session: Session, model: type[Table], *these: ColumnElement[bool] | bool, lock: bool = False) -> Table | None:
    """The row of which these conditions hold, locked for a change if asked; None where there is none."""
    query = select(model).where(*these)
    return session.exec(query.with_for_update() if lock else query).first()


def round_of(session: Session, round_id: int, lock: bool = False) -> Round:
    """The round of this id, locked for a change if asked. Raises NoResultFound."""
    query = select(Round).where(Round.id == round_id)
    return session.exec(query.with_for_update() if lock else query).one()


def answer_and_round(session: Session, answer_id: int) -> tuple[Answer, Round]:
    """The answer of this id and its round. Raises NoResultFound."""
    return session.exec(select(Answer, Round).join(Round).where(Answer.id == answer_id)).one()


def find_answer(session: Session, answer_id: int, lock: bool = False) -> tuple[Answer, Round] | None:
    """The same where there is one; with `lock` the round is locked before its answer is read."""
    query = select(Round).join(Answer).where(Answer.id == answer_id)
    round_ = session.exec(query.with_for_update(of=Round) if lock else query).first()
    if round_ is None:
        return None
    return session.exec(select(Answer).where(Answer.id == answer_id)).one(), round_


def find_round(session: Session, answer_id: int | None, round_id: int | None) -> Round | None:
    """The round that an answer is of, or without an answer the one of this id; None where there is none."""
    if answer_id is None:
        return find(session, Round, Round.id == round_id)
    found = find_answer(session, answer_id)
    return found[1] if found else None


def answers_of(session: Session, round_id: int) -> Sequence[Answer]:
    """The answers that count, in the order they came."""
    return session.exec(
        select(Answer).where(Answer.round_id == round_id, col(Answer.withdrawn_at).is_(None)).order_by(col(Answer.id))
    ).all()


def deals_of(session: Session, schedule_id: int, since: datetime) -> list[tuple[int, int, str | None, str]]:
    """(round, answer, author, rater) for what was dealt in a channel's rounds that were due since then, in order."""
    return list(
        session.exec(
            select(Round.id, Answer.id, Answer.author, Assignment.rater)
            .select_from(Round)
            .join(Answer)
            .join(Assignment)
            .where(Round.schedule_id == schedule_id, col(Round.due_at) >= since)
            .order_by(col(Round.id), col(Assignment.id))
        )
    )


def channel_of(session: Session, model: type[SQLModel], row: int) -> str | None:
    """The channel that a schedule, a round, an answer, a message or a ruling belongs to, or what a letter is about.

    None where there is none, as of a suggestion.
    """
    if model is Letter:
        letter = find(session, Letter, Letter.id == row)
        if letter is None or letter.kind in ("suggested", "settled"):
            return None
        return channel_of(session, Schedule if letter.kind == "welcome" else Round, letter.about)
    rows: Any = model
    if model in (Answer, Ruling):
        query = select(Round.channel_id).join(rows, rows.round_id == Round.id)
    else:
        query = select(rows.channel_id)
    found: str | None = session.exec(query.where(rows.id == row)).first()
    return found
