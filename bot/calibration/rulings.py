"""What a team agreed on about an anchor: rulings, and the rubric with them."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from bot import refusals
from bot.calibration.access import Act, Person, may, must
from bot.calibration.comparisons import OVERALL, result
from bot.refusals import Refusal
from bot.work import Work
from scoring.rubric import DIMENSIONS, LEVELS, Rubric, level_value
from scoring.rubric import Ruling as RubricRuling
from scoring.text import count_words
from storage.models import Round, Ruling
from storage.reads import find, find_round
from storage.scores import scores_are_out

MOST = 200  # characters of a ruling
FEWEST = 4  # words: fewer make no sentence


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
    """Those that a second person confirmed and nobody took back."""
    query = select(Ruling).where(col(Ruling.agreed_at).is_not(None), col(Ruling.retired_at).is_(None))
    return list(session.exec(query.order_by(col(Ruling.id))))


def agree(work: Work, round_id: int, wanted: Wanted, person: Person) -> None:
    """Records a ruling and has it put to the round's thread: it counts once somebody else confirms it.

    Raises Refusal for who may not, and by field of the form.
    """
    round_ = find(work.session, Round, Round.id == round_id)
    if round_ is not None:
        must(work.session, person, Act.AGREE, round_.channel_id)
    errors = {}
    if wanted.dimension not in DIMENSIONS:
        errors["dimension"] = refusals.NO_DIMENSION
    if {wanted.one, wanted.other} - set(LEVELS) or wanted.one == wanted.other:
        errors["other"] = refusals.SAME_LEVEL
    if len(wanted.text.strip()) > MOST or count_words(wanted.text) < FEWEST:
        errors["text"] = refusals.NO_SENTENCE
    if round_ is None or not scores_are_out(round_):
        errors["text"] = refusals.NOT_YET
    if errors or round_ is None:
        raise Refusal(fields=errors, most=MOST, fewest=FEWEST)
    lower, upper = sorted((wanted.one, wanted.other), key=lambda level: level_value(level) or 0)
    ruling = Ruling(
        dimension=wanted.dimension,
        lower=lower,
        upper=upper,
        text=" ".join(wanted.text.split()),
        by=person.id,
        proposed_at=work.now,
        round_id=round_.id,
    )
    work.session.add(ruling)
    _changed(work, ruling, "ruling", person.id)


def confirm(work: Work, ruling_id: int, channel_id: str, person: Person) -> None:
    """Puts a ruling of this channel into force. Raises Refusal for its author, unless they are named as a manager."""
    must(work.session, person, Act.AGREE, channel_id)
    ruling = _open_here(work, ruling_id, channel_id)
    if ruling.agreed_at is not None:
        return
    if person.id == ruling.by and person.id not in work.settings.managers:
        raise Refusal(refusals.SECOND_PERSON)
    ruling.confirmed_by, ruling.agreed_at = person.id, work.now
    _changed(work, ruling, "confirm", person.id)


def withdraw(work: Work, ruling_id: int, channel_id: str, person: Person) -> None:
    """Takes a ruling of this channel back. Raises Refusal for who neither wrote it nor manages."""
    must(work.session, person, Act.AGREE, channel_id)
    ruling = _open_here(work, ruling_id, channel_id)
    if person.id != ruling.by and not may(work.session, person, Act.MANAGE, channel_id):
        raise Refusal(refusals.NOT_YOUR_RULING)
    ruling.retired_at = work.now
    _changed(work, ruling, "withdraw", person.id)


def may_retire(session: Session, person: Person) -> set[int]:
    """Ids of the rulings in force that a person may retire: those of the channels that they manage."""
    rows = session.exec(select(Ruling.id, Round.channel_id).join(Round).where(col(Ruling.retired_at).is_(None))).all()
    managed = {channel for channel in {channel for _, channel in rows} if may(session, person, Act.MANAGE, channel)}
    return {ruling_id for ruling_id, channel in rows if channel in managed}


def retire(work: Work, ruling_id: int, person: Person) -> None:
    """Takes a ruling out of the rubric, if there is one in force by this id that they may retire."""
    if ruling_id not in may_retire(work.session, person):
        return
    ruling = find(work.session, Ruling, Ruling.id == ruling_id, col(Ruling.retired_at).is_(None), lock=True)
    if ruling is not None:
        ruling.retired_at = work.now
        _changed(work, ruling, "retire", person.id)


def _open_here(work: Work, ruling_id: int, channel_id: str) -> Ruling:
    query = select(Ruling).join(Round).where(Ruling.id == ruling_id)
    ruling = work.session.exec(query.where(Round.channel_id == channel_id).with_for_update(of=Ruling)).first()
    if ruling is None or ruling.retired_at is not None:
        raise Refusal(refusals.RULING_GONE)
    return ruling


def _changed(work: Work, ruling: Ruling, what: str, by: str) -> None:
    """Notes what became of a ruling, and has its thread told."""
    work.session.flush()
    work.note(by, what, f"ruling {ruling.public_id}")
    work.enqueue("announce", ruling.id, once=f"{ruling.id}:{what}")


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
    round_ = find_round(session, answer_id, round_id)
    if round_ is not None:
        must(session, person, Act.AGREE, round_.channel_id)
    if round_ is None or not scores_are_out(round_):
        raise Refusal(refusals.NOT_YET)
    compared = [one for one in result(session, round_)[0] if answer_id in (None, one.answer_id)]
    one = max(compared, key=lambda one: one.widest[1], default=None)
    row, gap = one.widest if one else (OVERALL, 0)
    if one is None or gap == 0 or row == OVERALL:
        return Beginning(round_.public_id)
    values = one.values(row)
    return Beginning(round_.public_id, row, LEVELS[min(values) - 1], LEVELS[max(values) - 1])


def _printed(row: Ruling) -> RubricRuling:
    kept = row.model_dump(include={"dimension", "lower", "upper", "text"})
    return RubricRuling.model_validate({**kept, "agreed_on": row.agreed_at.date() if row.agreed_at else None})
