"""The judge's side of a round: the answer it is asked about, the scorecard of its verdict, what it could not score."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, func, select

from bot.calibration.access import Act, Person, must
from bot.calibration.questions import topic_of
from bot.refusals import NO_SCORES, TEXT_GONE, Refusal
from bot.work import Work
from scoring.judge.verdict import Verdict
from storage.models import Answer, Rating, Round, Scorecard
from storage.reads import find, find_answer, round_of
from storage.scores import scores_are_out
from storage.stages import LIVE

ASKED_FOR = timedelta(days=3)  # a judge that is away is tried so long where somebody asked; else until the round ends
KEPT = {  # of a verdict, as they are
    *("status", "reason", "overall", "evidence", "star", "mistakes", "probes", "usage"),
    *("model", "prompt_version", "rubric_version"),
}


@dataclass(frozen=True)
class Look:
    """An answer that the judge left to people, and why, in the thread `thread_ts`; `message_ts` is None if private.

    `withheld`: the reason tells a level, and scores are not out yet. `answer_id` is as clients know it.
    """

    channel_id: str
    message_ts: str | None
    thread_ts: str | None
    competency: str
    letter: str | None
    reason: str | None
    withheld: bool = False
    answer_id: str = ""


def wanted(session: Session, answer_id: int, version: int, asked: bool = False) -> tuple[Answer, Round] | None:
    """The answer to judge and its round; None where this version was superseded, withdrawn or deleted.

    None, too, where a judge was away until the talk about the round was over, unless somebody asked for it.
    """
    found = find_answer(session, answer_id)
    if found is None or not _stands(found[0], version) or not found[0].text:
        return None
    return found if asked or found[1].stage in LIVE else None


def _stands(answer: Answer, version: int) -> bool:
    return answer.version == version and answer.withdrawn_at is None


def record(work: Work, answer_id: int, version: int, kind: str, verdict: Verdict) -> str:
    """Keeps a verdict as the judge's scorecard, one for each model and prompt version; its status.

    "superseded" where the answer changed while the judge read it: then nothing is kept.
    """
    answer = find(work.session, Answer, Answer.id == answer_id, lock=True)
    if answer is None or not _stands(answer, version):
        return "superseded"
    judged = (Scorecard.answer_id == answer_id, Scorecard.kind == "judge")
    by_this = (Scorecard.model == verdict.model, Scorecard.prompt_version == verdict.prompt_version)
    card = find(work.session, Scorecard, *judged, *by_this) or Scorecard(
        answer_id=answer_id, rater=kind, kind="judge", rubric_version=verdict.rubric_version, changed_at=work.now
    )
    card.state, card.submitted_at, card.changed_at = "submitted", work.now, work.now
    card.answer_version, card.tells_level = version, verdict.tells_level
    card.sqlmodel_update(verdict.model_dump(mode="json", include=KEPT))
    if kind == "claude":  # a rule of thumb has no reason of its own
        card.sentence, card.note = next(iter(verdict.acts), ""), verdict.why
    work.session.add(card)
    work.session.flush()
    work.session.exec(delete(Rating).where(col(Rating.scorecard_id) == card.id))
    given = (one.model_dump(mode="json") for one in verdict.dimensions)
    work.session.add_all(Rating(scorecard_id=card.id, **one) for one in given)
    if scores_are_out(round_of(work.session, answer.round_id)):
        work.enqueue("compare_again", answer_id, once=f"{card.id}:{work.now.isoformat()}")
    return verdict.status


def score_again(work: Work, answer_id: int, person: Person) -> None:
    """Has the judge score an answer anew; once scores are out the comparison says that it came late.

    A judge that is away is tried for ASKED_FOR; then whoever asked hears that it was in vain. Raises Refusal for who
    does not manage, and where there is nothing to score.
    """
    found = find_answer(work.session, answer_id)
    if found is None:
        raise Refusal(NO_SCORES)
    answer, round_ = found
    must(work.session, person, Act.MANAGE, round_.channel_id)
    if answer.withdrawn_at is not None or not answer.text:
        raise Refusal(TEXT_GONE)
    once = f"{answer.id}:{answer.version}:asked:{work.now.isoformat()}"
    work.enqueue("score", answer.id, answer.version, person.id, (work.now + ASKED_FOR).isoformat(), once=once)
    work.note(person.id, "score again", f"round {round_.public_id}")


def judged(session: Session, round_id: int) -> set[int]:
    """Ids of the round's answers on whose present text a judge has given a verdict, whatever it was."""
    return set(
        session.exec(
            select(Answer.id)
            .join(Scorecard)
            .where(
                Answer.round_id == round_id,
                Scorecard.kind == "judge",
                col(Scorecard.answer_version) == col(Answer.version),
            )
        )
    )


def to_look_at(session: Session, channels: Collection[str]) -> list[Look]:
    """Answers of rounds still alive in these channels that a judge did not score, the newest first."""
    left = _left_to_people(select(Scorecard, Answer, Round), channels)
    rows = session.exec(left.order_by(col(Scorecard.changed_at).desc()))
    return [_look(*row) for row in rows]


def count_to_look_at(session: Session, channels: Collection[str]) -> int:
    """How many these are."""
    return int(session.exec(_left_to_people(select(func.count()), channels)).one())


def _left_to_people(query: Any, channels: Collection[str]) -> Any:
    """Of a query of scorecards, those that say last of a present text that the judge did not score it."""
    newer = aliased(Scorecard)
    overtaken = select(newer.id).where(
        newer.answer_id == Scorecard.answer_id,
        newer.kind == "judge",
        newer.answer_version == Scorecard.answer_version,
        col(newer.changed_at) > Scorecard.changed_at,
    )
    return (
        query.select_from(Scorecard)
        .join(Answer)
        .join(Round)
        .where(
            col(Round.stage).in_(LIVE),
            col(Round.channel_id).in_(channels),
            col(Answer.withdrawn_at).is_(None),
            Scorecard.kind == "judge",
            Scorecard.status != "scored",
            Scorecard.answer_version == Answer.version,
            ~overtaken.exists(),
        )
    )


def _look(card: Scorecard, answer: Answer, round_: Round) -> Look:
    withheld = card.tells_level and not scores_are_out(round_)
    competency = topic_of(round_.question)
    reason = None if withheld else card.reason
    return Look(
        round_.channel_id,
        answer.message_ts,
        round_.message_ts,
        competency,
        answer.letter,
        reason,
        withheld,
        answer.public_id,
    )
