"""Piles: which answers wait for a person's score, and how far a round's interviewers are."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from bot.calibration.access import Act, Person, may
from storage.models import Answer, Assignment, Round, Scorecard
from storage.scores import acquainted
from storage.stages import Stage


def waiting(session: Session, user: str, round_id: int | None = None) -> list[int]:
    """Ids of the answers that `user` has still to score: those dealt to them, in rounds open for scoring."""
    return [answer for answer, _, _ in _to_score(session, user, round_id)]


def waiting_in(session: Session, user: str) -> set[str]:
    """The channels of these answers."""
    return {channel for _, channel, _ in _to_score(session, user, None)}


def scorable(session: Session, person: Person, channel_id: str = "", round_id: int | None = None) -> list[int]:
    """Ids of the answers that a person may still score, those dealt to them first.

    What was dealt to others too, as long as it stands in `channel_id`, the channel that they are speaking from.
    """
    rows = _to_score(session, person.id, round_id, channel_id)
    theirs = {one for one in {channel for _, channel, _ in rows} if may(session, person, Act.SCORE, one)}
    found = [(answer, dealt) for answer, channel, dealt in rows if channel in theirs]
    return [answer for answer, dealt in found if dealt] + [answer for answer, dealt in found if not dealt]


def scored_in(session: Session, user: str, round_id: int) -> set[int]:
    """Ids of a round's answers that `user` has scored blind, for good."""
    return set(session.exec(select(Answer.id).where(Answer.round_id == round_id, _scored_blind(user))))


@dataclass(frozen=True)
class Progress:
    """How far a round's interviewers are: those to whom something was dealt, and who of them has finished."""

    dealt: int
    finished: int
    unfinished: tuple[str, ...]


def progress_of(session: Session, round_ids: Collection[int]) -> dict[int, Progress]:
    """The progress of each of these rounds."""
    found = {}
    for round_id, left in left_of(session, round_ids).items():
        unfinished = tuple(sorted(rater for rater, answers in left.items() if answers))
        found[round_id] = Progress(len(left), len(left) - len(unfinished), unfinished)
    return found


def left_of(session: Session, round_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """For each of these rounds, how many answers each interviewer to whom any were dealt has still to score."""
    done = (
        (col(Scorecard.answer_id) == col(Assignment.answer_id))
        & (col(Scorecard.rater) == col(Assignment.rater))
        & (col(Scorecard.phase) == "blind")
        & (col(Scorecard.state) == "submitted")
    )
    rows = session.exec(
        select(Answer.round_id, Assignment.rater, func.count() - func.count(col(Scorecard.id)))
        .select_from(Assignment)
        .join(Answer)
        .join(Scorecard, done, isouter=True)
        .where(col(Answer.round_id).in_(round_ids), col(Answer.withdrawn_at).is_(None))
        .group_by(col(Answer.round_id), col(Assignment.rater))
    )
    left: dict[int, dict[str, int]] = {round_id: {} for round_id in round_ids}
    for round_id, rater, answers in rows:
        left[round_id][rater] = answers
    return left


def _to_score(
    session: Session, user: str, round_id: int | None, channel_id: str | None = None
) -> list[tuple[int, str, bool]]:
    """Answers open for scoring that `user` did not write and has not scored: id, channel, and whether dealt to them.

    Only those that are, unless `channel_id` names where else they may look. What they did and were dealt is asked of
    each open answer, so that SQLite does not begin with all that they ever scored.
    """
    dealt = (col(Assignment.answer_id) == col(Answer.id)) & (col(Assignment.rater) == user)
    conditions: list[ColumnElement[bool]] = [
        col(Round.stage) == Stage.SCORING,
        col(Answer.withdrawn_at).is_(None),
        or_(col(Answer.author).is_(None), col(Answer.author) != user),
        ~_scored_blind(user),
        or_(col(Assignment.id).is_not(None), col(Round.channel_id) == (channel_id or "")),
    ]
    if round_id is not None:
        conditions.append(col(Round.id) == round_id)
    rows = session.exec(
        select(Answer, Round.channel_id, Round.slug, Assignment.id)
        .select_from(Round)
        .join(Answer)
        .join(Assignment, dealt, isouter=True)
        .where(*conditions)
        .order_by(col(Round.id), col(Answer.letter))
    ).all()
    told = acquainted(session, [user], {slug for answer, _, slug, _ in rows if answer.exemplar})
    known = {(slug, level) for _, slug, level in told}
    return [
        (answer.id, channel, assignment is not None)
        for answer, channel, slug, assignment in rows
        if (slug, answer.exemplar) not in known
    ]


def _scored_blind(user: str) -> ColumnElement[bool]:
    """Of an answer in a query, whether this person has submitted a blind scorecard."""
    cards = select(Scorecard.id).where(
        Scorecard.answer_id == Answer.id,
        Scorecard.rater == user,
        Scorecard.phase == "blind",
        Scorecard.state == "submitted",
    )
    return cards.correlate(Answer).exists()
