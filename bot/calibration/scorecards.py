"""Scoring, blind: what waits for a person, and what a scorecard does when it comes in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, delete, func, select

from bot.calibration.access import Act, Person, may, must
from bot.calibration.answers import ask_refresh
from bot.refusals import KNOWN, NOT_OPEN, OWN, TEXT_GONE, Refusal, ScoresCameOut
from bot.work import Work
from scoring.rubric import level_value
from scoring.text import sentences
from storage.models import Answer, Assignment, Rating, Round, Scorecard
from storage.reads import find_answer
from storage.scores import acquainted, ratings_of, scores_are_out
from storage.stages import Stage


@dataclass(frozen=True)
class Scores:
    """What a scoring form holds; a draft may lack anything. Levels are words, `none` is not shown.

    `sentence` is the one of the answer that decided it for who scored.
    """

    overall: str | None = None
    evidence: str | None = None
    dimensions: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    sentence: int | None = None  # its place in the answer

    @property
    def are_whole(self) -> bool:
        """Whether nothing is missing that a submitted scorecard must have."""
        return self.overall is not None and self.evidence is not None

    @property
    def stand_above(self) -> bool:
        """Whether overall is higher than every dimension; one that is not shown is below all levels."""
        chosen = [level_value(level) or 0 for level in self.dimensions.values()]
        return bool(chosen) and (level_value(self.overall) or 0) > max(chosen)


@dataclass(frozen=True)
class Task:
    """An answer in front of a person: all that its scoring form shows, and where they stand in their pile."""

    answer_id: str  # as clients know it
    letter: str
    text: str
    prompt: str
    focus: tuple[str, ...]
    position: int
    of: int
    opens_at: datetime
    blind: bool
    scores: Scores
    scored_blind: bool = False
    dealt: bool = True
    names_raters: bool = False


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


def task(session: Session, person: Person, answer_id: int) -> Task:
    """What the form for an answer shows. Raises Refusal where they cannot score it."""
    answer, round_ = _open_to(session, person, answer_id)
    user = person.id
    blind = round_.stage == Stage.SCORING
    pile = [other for other in waiting(session, user, round_.id) if other != answer_id]
    done = len(_done(session, user, round_.id) - {answer_id})
    return Task(
        answer_id=answer.public_id,
        letter=answer.letter or "",
        text=answer.text,
        prompt=round_.question["prompt"],
        focus=tuple(round_.question["focus"]),
        position=done + 1,
        of=done + 1 + len(pile),
        opens_at=round_.reveals_at,
        blind=blind,
        scores=_scores(session, _newest(session, user, answer_id, blind), answer),
        scored_blind=answer_id in _done(session, user, round_.id),
        dealt=_is_dealt(session, user, answer_id),
        names_raters=round_.names_raters,
    )


def save(work: Work, person: Person, answer_id: int, scores: Scores, submit: bool, blind: bool) -> None:
    """Keeps a scorecard, as a draft or submitted; a submitted one stays submitted.

    A blind one is kept only while the round is being scored: afterwards ScoresCameOut is raised and nothing is stored,
    unless `blind` is False, which keeps it as revised after the discussion. Raises Refusal where they cannot score it.
    """
    answer, round_ = _open_to(work.session, person, answer_id, lock=True)
    user = person.id
    if blind and round_.stage != Stage.SCORING:
        raise ScoresCameOut
    if submit and not scores.are_whole:
        raise Refusal(NOT_OPEN)  # a form of another answer under this one's id
    phase = "blind" if round_.stage == Stage.SCORING else "discussed"
    card = _card(work.session, user, answer_id, phase)
    if card is None:
        card = Scorecard(
            answer_id=answer_id,
            rater=user,
            phase=phase,
            rubric_version=round_.rubric_version,
            changed_at=work.now,
            column_key=work.luck.random(),
        )
        work.session.add(card)
    if card.state == "submitted" and not submit:
        return  # a tap in a form that was left open does not undo what was submitted since
    card.overall, card.evidence, card.note, card.changed_at = scores.overall, scores.evidence, scores.note, work.now
    card.sentence = "".join(sentences(answer.text)[scores.sentence :][:1]) if scores.sentence is not None else ""
    if submit and card.state == "draft":
        card.state, card.submitted_at = "submitted", work.now
        ask_refresh(work, round_)
        if phase == "blind" and not waiting(work.session, user, round_.id):
            work.enqueue("settle_invitation", round_.id, user, once=f"{round_.id}:{user}:done")
    work.session.flush()
    if submit and phase == "discussed" and answer.compared_ts:
        once = f"{card.id}:{work.now.isoformat()}"
        work.enqueue("compare_again", answer_id, once=once)
    work.session.exec(delete(Rating).where(col(Rating.scorecard_id) == card.id))
    work.session.add_all(
        Rating(scorecard_id=card.id, dimension=dimension, level=level) for dimension, level in scores.dimensions.items()
    )


@dataclass(frozen=True)
class Progress:
    """How far a round's interviewers are: those to whom something was dealt, and who of them has finished."""

    dealt: int
    finished: int
    unfinished: tuple[str, ...]


def progress(session: Session, round_id: int) -> Progress:
    return progress_of(session, [round_id])[round_id]


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
        .join(Answer, col(Answer.id) == Assignment.answer_id)
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
        .join(Answer, col(Answer.round_id) == Round.id)
        .join(Assignment, dealt, isouter=True)
        .where(*conditions)
        .order_by(col(Round.id), col(Answer.letter))
    ).all()
    known = _known(session, user, {slug for answer, _, slug, _ in rows if answer.exemplar})
    return [
        (answer.id, channel, assignment is not None)
        for answer, channel, slug, assignment in rows
        if (slug, answer.exemplar) not in known
    ]


def _done(session: Session, user: str, round_id: int) -> set[int]:
    return set(session.exec(select(Answer.id).where(Answer.round_id == round_id, _scored_blind(user))))


def _scored_blind(user: str) -> ColumnElement[bool]:
    """Of an answer in a query, whether this person has submitted a blind scorecard."""
    cards = select(Scorecard.id).where(
        Scorecard.answer_id == Answer.id,
        Scorecard.rater == user,
        Scorecard.phase == "blind",
        Scorecard.state == "submitted",
    )
    return cards.correlate(Answer).exists()


def _open_to(session: Session, person: Person, answer_id: int, lock: bool = False) -> tuple[Answer, Round]:
    """An answer that this person may score, with its round. Raises Refusal where they may not."""
    found = find_answer(session, answer_id, lock)
    if found is not None:
        must(session, person, Act.SCORE, found[1].channel_id)
    if found is None or found[0].withdrawn_at is not None or found[0].letter is None:
        raise Refusal(NOT_OPEN)
    answer, round_ = found
    if round_.stage != Stage.SCORING and not scores_are_out(round_):
        raise Refusal(NOT_OPEN)
    if answer.author == person.id:
        raise Refusal(OWN)
    if not answer.text:
        raise Refusal(TEXT_GONE)
    if round_.stage == Stage.SCORING and _knows(session, person.id, answer, round_):
        raise Refusal(KNOWN)
    return answer, round_


def _is_dealt(session: Session, user: str, answer_id: int) -> bool:
    query = select(Assignment.id).where(Assignment.answer_id == answer_id, Assignment.rater == user)
    return session.exec(query).first() is not None


def _knows(session: Session, user: str, answer: Answer, round_: Round) -> bool:
    """Whether it is an exemplar whose level this person was told before: their score would not be blind."""
    return answer.exemplar is not None and (round_.slug, answer.exemplar) in _known(session, user, {round_.slug})


def _known(session: Session, user: str, slugs: Collection[str]) -> set[tuple[str, str | None]]:
    """The exemplars of these questions, by question and level, whose level this person was told before."""
    return {(slug, level) for _, slug, level in acquainted(session, [user], slugs)}


def _card(session: Session, user: str, answer_id: int, phase: str) -> Scorecard | None:
    return session.exec(
        select(Scorecard).where(
            Scorecard.answer_id == answer_id,
            Scorecard.rater == user,
            Scorecard.phase == phase,
            Scorecard.kind == "interviewer",
        )
    ).first()


def _newest(session: Session, user: str, answer_id: int, blind: bool) -> Scorecard | None:
    revised = None if blind else _card(session, user, answer_id, "discussed")
    return revised or _card(session, user, answer_id, "blind")


def _scores(session: Session, card: Scorecard | None, answer: Answer) -> Scores:
    if card is None:
        return Scores()
    levels = {dimension: rating.level for dimension, rating in ratings_of(session, [card.id])[card.id].items()}
    told = sentences(answer.text)
    picked = told.index(card.sentence) if card.sentence in told else None
    return Scores(card.overall, card.evidence, levels, card.note, picked)
