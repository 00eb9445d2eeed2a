"""What a team agreed on about an anchor: rulings, and the rubric with them."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from bot.calibration.access import Act, Person, may, must
from bot.calibration.comparisons import OVERALL, result
from bot.refusals import NO_DIMENSION, NO_SENTENCE, NOT_YET, SAME_LEVEL, Refusal
from bot.work import Work
from scoring.rubric import DIMENSIONS, LEVELS, Rubric, level_value
from scoring.rubric import Ruling as RubricRuling
from storage.models import Round, Ruling
from storage.reads import find_answer
from storage.scores import scores_are_out

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
    return rubric.with_rulings([_printed(row) for row in rulings_in_force(session)])


def rulings_in_force(session: Session) -> list[Ruling]:
    return list(session.exec(select(Ruling).where(col(Ruling.retired_at).is_(None)).order_by(col(Ruling.id))))


def agree(work: Work, round_id: int, wanted: Wanted, person: Person) -> None:
    """Records a ruling and has it announced in the round's thread.

    Raises Refusal for who may not, and by field of the form.
    """
    round_ = work.session.exec(select(Round).where(Round.id == round_id)).first()
    if round_ is not None:
        must(work.session, person, Act.AGREE, round_.channel_id)
    errors = {}
    if wanted.dimension not in DIMENSIONS:
        errors["dimension"] = NO_DIMENSION
    if {wanted.one, wanted.other} - set(LEVELS) or wanted.one == wanted.other:
        errors["other"] = SAME_LEVEL
    if not 0 < len(wanted.text.strip()) <= MOST:
        errors["text"] = NO_SENTENCE
    if round_ is None or not scores_are_out(round_):
        errors["text"] = NOT_YET
    if errors or round_ is None:
        raise Refusal(fields=errors, most=MOST)
    lower, upper = sorted((wanted.one, wanted.other), key=lambda level: level_value(level) or 0)
    ruling = Ruling(
        dimension=wanted.dimension,
        lower=lower,
        upper=upper,
        text=" ".join(wanted.text.split()),
        agreed_at=work.now,
        round_id=round_.id,
    )
    work.session.add(ruling)
    work.session.flush()
    work.enqueue("announce", ruling.id)
    work.note(person.id, "ruling", f"ruling {ruling.public_id}")


def may_retire(session: Session, person: Person) -> set[int]:
    """Ids of the rulings in force that a person may retire: those of the channels that they manage."""
    rows = session.exec(
        select(Ruling.id, Round.channel_id)
        .join(Round, col(Round.id) == Ruling.round_id)
        .where(col(Ruling.retired_at).is_(None))
    ).all()
    managed = {channel for channel in {channel for _, channel in rows} if may(session, person, Act.MANAGE, channel)}
    return {ruling_id for ruling_id, channel in rows if channel in managed}


def retire(work: Work, ruling_id: int, person: Person) -> None:
    """Takes a ruling out of the rubric, if there is one in force by this id that they may retire."""
    if ruling_id not in may_retire(work.session, person):
        return
    ruling = work.session.exec(
        select(Ruling).where(Ruling.id == ruling_id, col(Ruling.retired_at).is_(None)).with_for_update()
    ).first()
    if ruling is not None:
        ruling.retired_at = work.now
        work.note(person.id, "retire", f"ruling {ruling.public_id}")


@dataclass(frozen=True)
class Beginning:
    """What the form for a ruling starts from: the dimension and the two levels read furthest apart, if any."""

    round_id: str  # as clients know it
    dimension: str | None = None
    lower: str = "mid"
    upper: str = "senior"


def widest_apart(session: Session, person: Person, answer_id: int | None, round_id: int | None = None) -> Beginning:
    """Where the scores of an answer, or of a whole round, lay furthest apart.

    Raises Refusal for who may not record a ruling there, and before scores are out.
    """
    found = find_answer(session, answer_id) if answer_id is not None else None
    wanted = found[1].id if found else round_id
    round_ = session.exec(select(Round).where(Round.id == wanted)).first()
    if round_ is not None:
        must(session, person, Act.AGREE, round_.channel_id)
    if round_ is None or not scores_are_out(round_):
        raise Refusal(NOT_YET)
    compared = [one for one in result(session, round_)[0] if answer_id in (None, one.answer_id)]
    one = max(compared, key=lambda one: one.widest[1], default=None)
    row, gap = one.widest if one else (OVERALL, 0)
    if one is None or gap == 0 or row == OVERALL:
        return Beginning(round_.public_id)
    values = one.values(row)
    return Beginning(round_.public_id, row, LEVELS[min(values) - 1], LEVELS[max(values) - 1])


def _printed(row: Ruling) -> RubricRuling:
    kept = row.model_dump(include={"dimension", "lower", "upper", "text"})
    return RubricRuling.model_validate({**kept, "agreed_on": row.agreed_at.date()})
