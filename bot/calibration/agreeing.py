"""What a team agreed on about an anchor: rulings, and the rubric with them."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.queue import Queue
from scoring.rubric import DIMENSIONS, LEVELS, Rubric, level_value
from scoring.rubric import Ruling as RubricRuling
from storage.models import Answer, Round, Ruling

MOST = 200  # characters of a ruling


@dataclass(frozen=True)
class Wanted:
    """What the form for a ruling holds."""

    dimension: str
    one: str
    other: str
    text: str


def team_rubric(session: Session, rubric: Rubric) -> Rubric:
    """The rubric with the workspace's rulings in force, the oldest first; its version follows from both."""
    rows = session.exec(select(Ruling).where(col(Ruling.retired_at).is_(None)).order_by(col(Ruling.id)))
    return rubric.with_rulings([_printed(row) for row in rows])


def rulings_in_force(session: Session) -> list[Ruling]:
    return list(session.exec(select(Ruling).where(col(Ruling.retired_at).is_(None)).order_by(col(Ruling.id))))


def agree(session: Session, round_id: int, wanted: Wanted, now: datetime, queue: Queue) -> dict[str, str] | Ruling:
    """Records a ruling and has it announced in the round's thread; or what is wrong, by field of the form."""
    errors = {}
    if wanted.dimension not in DIMENSIONS:
        errors["dimension"] = "Please choose a dimension."
    if {wanted.one, wanted.other} - set(LEVELS) or wanted.one == wanted.other:
        errors["other"] = "Choose two different levels."
    if not 0 < len(wanted.text.strip()) <= MOST:
        errors["text"] = f"One sentence, at most {MOST} characters."
    round_ = session.exec(select(Round).where(Round.id == round_id)).first()
    if round_ is None or round_.stage not in ("revealed", "closed"):
        errors["text"] = "Scores aren't out for this question yet, so there is nothing to agree on."
    if errors or round_ is None:
        return errors
    lower, upper = sorted((wanted.one, wanted.other), key=lambda level: level_value(level) or 0)
    ruling = Ruling(
        dimension=wanted.dimension,
        lower=lower,
        upper=upper,
        text=" ".join(wanted.text.split()),
        agreed_at=now,
        round_id=round_.id,
    )
    session.add(ruling)
    session.flush()
    queue(session, "announce", f"announce:{ruling.id}", ruling.team_id, ruling.id)
    return ruling


def retire(session: Session, ruling_id: int, now: datetime) -> bool:
    """Takes a ruling out of the rubric; False if there is none in force by this id."""
    ruling = session.exec(
        select(Ruling).where(Ruling.id == ruling_id, col(Ruling.retired_at).is_(None)).with_for_update()
    ).first()
    if ruling is None:
        return False
    ruling.retired_at = now
    return True


def round_of_answer(session: Session, answer_id: int) -> int | None:
    return session.exec(select(Answer.round_id).where(Answer.id == answer_id)).first()


def _printed(row: Ruling) -> RubricRuling:
    return RubricRuling.model_validate(
        {
            "dimension": row.dimension,
            "lower": row.lower,
            "upper": row.upper,
            "text": row.text,
            "agreed_on": row.agreed_at.date(),
        }
    )
