"""Scoring, blind: what the form for an answer shows, and what a scorecard does when it comes in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, delete

from bot.calibration.access import Act, Person, must
from bot.calibration.answers import ask_refresh
from bot.calibration.exemplars import knowing
from bot.calibration.piles import scored_in, waiting
from bot.refusals import KNOWN, NOT_OPEN, OWN, TEXT_GONE, Refusal, ScoresCameOut
from bot.work import Work
from scoring.rubric import level_value
from scoring.text import sentences
from storage.models import Answer, Assignment, Rating, Round, Scorecard
from storage.reads import find, find_answer
from storage.scores import ratings_of, scores_are_out
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


def task(session: Session, person: Person, answer_id: int) -> Task:
    """What the form for an answer shows. Raises Refusal where they cannot score it."""
    answer, round_ = _open_to(session, person, answer_id)
    user = person.id
    blind = round_.stage == Stage.SCORING
    phases = ("blind",) if blind else ("discussed", "blind")
    pile = [other for other in waiting(session, user, round_.id) if other != answer_id]
    done = len(scored_in(session, user, round_.id) - {answer_id})
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
        scores=_scores(session, _card(session, user, answer_id, *phases), answer),
        scored_blind=answer_id in scored_in(session, user, round_.id),
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
    if round_.stage == Stage.SCORING and knowing(session, [person.id], answer):
        raise Refusal(KNOWN)
    return answer, round_


def _is_dealt(session: Session, user: str, answer_id: int) -> bool:
    return find(session, Assignment, Assignment.answer_id == answer_id, Assignment.rater == user) is not None


def _card(session: Session, user: str, answer_id: int, *phases: str) -> Scorecard | None:
    """A person's scorecard of an answer, of the first of these phases that they gave one in."""
    theirs = (Scorecard.answer_id == answer_id, Scorecard.rater == user, Scorecard.kind == "interviewer")
    found = (find(session, Scorecard, *theirs, Scorecard.phase == phase) for phase in phases)
    return next(filter(None, found), None)


def _scores(session: Session, card: Scorecard | None, answer: Answer) -> Scores:
    if card is None:
        return Scores()
    levels = {dimension: rating.level for dimension, rating in ratings_of(session, [card.id])[card.id].items()}
    told = sentences(answer.text)
    picked = told.index(card.sentence) if card.sentence in told else None
    return Scores(card.overall, card.evidence, levels, card.note, picked)
