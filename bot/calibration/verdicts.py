"""The judge's side of a round: which answer it is asked about, and the scorecard its verdict becomes."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from scoring.bank.questions import Question
from scoring.judge.verdict import Verdict
from storage.models import Answer, Rating, Scorecard
from storage.reads import round_of


@dataclass(frozen=True)
class Case:
    """What a judge is given, and which judge the round opened with."""

    text: str
    question: Question
    judge: str | None


def wanted(session: Session, answer_id: int, version: int) -> Case | None:
    """The case to judge, or None where this version of the answer was superseded or withdrawn."""
    answer = session.exec(select(Answer).where(Answer.id == answer_id)).first()
    if answer is None or answer.version != version or answer.withdrawn_at is not None:
        return None
    round_ = round_of(session, answer.round_id)
    return Case(answer.text, Question.model_validate(round_.question), round_.judge)


def record(session: Session, answer_id: int, version: int, kind: str, verdict: Verdict, now: datetime) -> str:
    """Keeps a verdict as the judge's scorecard, one for each model and prompt version; its status.

    "superseded" where the answer changed while the judge read it: then nothing is kept.
    """
    answer = session.exec(select(Answer).where(Answer.id == answer_id).with_for_update()).first()
    if answer is None or answer.version != version or answer.withdrawn_at is not None:
        return "superseded"
    card = session.exec(
        select(Scorecard).where(
            Scorecard.answer_id == answer_id,
            Scorecard.kind == "judge",
            Scorecard.model == verdict.model,
            Scorecard.prompt_version == verdict.prompt_version,
        )
    ).first() or Scorecard(
        answer_id=answer_id, rater=kind, kind="judge", rubric_version=verdict.rubric_version, changed_at=now
    )
    card.state, card.submitted_at, card.changed_at = "submitted", now, now
    card.model, card.prompt_version, card.rubric_version = verdict.model, verdict.prompt_version, verdict.rubric_version
    card.answer_version, card.status, card.reason = version, verdict.status, verdict.reason
    card.overall, card.evidence = verdict.overall, verdict.evidence
    card.star = verdict.star.model_dump() if verdict.star else None
    card.mistakes, card.probes = list(verdict.mistakes), list(verdict.probes)
    card.usage = verdict.usage.model_dump()
    session.add(card)
    session.flush()
    session.exec(delete(Rating).where(col(Rating.scorecard_id) == card.id))
    session.add_all(
        Rating(
            scorecard_id=card.id,
            dimension=judged.dimension,
            level=judged.level,
            rationale=judged.rationale,
            quotes=list(judged.quotes),
        )
        for judged in verdict.dimensions
    )
    return verdict.status
