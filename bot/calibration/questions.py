"""A team's own questions: added, changed and retired in Slack; and the bank that a workspace asks from."""

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

from sqlmodel import Session, col, select

from bot import refusals
from bot.calibration.drafts import Draft, exemplar_faults, exemplars_of, faults, question_of
from bot.refusals import ProbesMissing, Refusal
from bot.work import Work
from scoring.bank.questions import Bank, Question
from scoring.rubric import LEVELS
from scoring.text import slug_of
from storage.models import CustomQuestion
from storage.reads import find

MOST_OWN = 80  # questions in force: so many fit in one modal
MOST_NAME = 60  # characters
MOST_TOPIC = 80  # characters of a prompt that stands for its question


def team_bank(session: Session, bank: Bank) -> Bank:
    """The bank with the workspace's own questions in force, by slug; where both have a slug, the workspace's."""
    rows = session.exec(select(CustomQuestion).where(col(CustomQuestion.retired_at).is_(None)))
    own = {row.slug: Question.model_validate(row.question) for row in rows}
    return dict(sorted({**bank, **own}.items()))


def competencies(bank: Bank) -> list[str]:
    """Those that the bank has questions on; a question need not have one."""
    return sorted({question.competency for question in bank.values() if question.competency})


def questions_with(bank: Bank, word: str) -> list[str]:
    """The slugs of those that hold the word in name, competency or prompt, whatever its capitals."""
    wanted = word.casefold()
    return [slug for slug, one in bank.items() if wanted in f"{slug} {one.competency} {one.prompt}".casefold()]


def topic_of(question: Mapping[str, Any]) -> str:
    """What a question is about, in a few words: its competency, else the beginning of its prompt in quotes."""
    return str(question["competency"]) or f"“{shorten(str(question['prompt']), MOST_TOPIC, placeholder='…')}”"


def own_questions(session: Session) -> Sequence[CustomQuestion]:
    """All that were ever added, retired ones too, the newest first."""
    return session.exec(select(CustomQuestion).order_by(col(CustomQuestion.id).desc())).all()


def in_force(session: Session, question_id: str) -> CustomQuestion | None:
    """The question that clients know by this id, locked, unless it is retired."""
    this = (CustomQuestion.public_id == question_id, col(CustomQuestion.retired_at).is_(None))
    return find(session, CustomQuestion, *this, lock=True)


def save(work: Work, question_id: str, draft: Draft, bank: Bank, by: str) -> CustomQuestion:
    """Adds a question, where there is no id, or changes one, exemplars apart.

    The slug comes from the name it is added under, for good. Raises Refusal by field for what is wrong; ProbesMissing
    where all is well but for a box for the probes of each focal dimension.
    """
    row = in_force(work.session, question_id) if question_id else None
    slug = row.slug if row else slug_of(draft.name)
    errors = {"prompt": refusals.RETIRED} if question_id and not row else dict(faults(draft))
    if not question_id and (fault := _name_fault(slug, own_questions(work.session), bank)):
        errors["name"] = fault
    if errors:
        raise Refusal(fields=errors)
    if not set(draft.focus) <= set(draft.probes):
        raise ProbesMissing
    kept = row.question["exemplars"] if row else []
    exemplars = exemplars_of(draft.exemplars) if draft.exemplars else kept
    question = question_of(draft, slug, exemplars, competencies(team_bank(work.session, bank)))
    if row:
        row.question, row.changed_by, row.changed_at = question, by, work.now
    else:
        row = CustomQuestion(slug=slug, question=question, added_by=by, added_at=work.now)
        work.session.add(row)
    work.note(by, "question changed" if question_id else "question added", f"question {row.public_id}")
    return row


def set_exemplars(work: Work, question_id: str, texts: Mapping[str, str], by: str) -> None:
    """Gives a question its four exemplars, texts by level, or none when all are empty. Raises Refusal by level."""
    row = in_force(work.session, question_id)
    if row is None:
        raise Refusal(fields={LEVELS[0]: refusals.RETIRED})
    if errors := dict(exemplar_faults(texts)):
        raise Refusal(fields=errors)
    asked = Question.model_validate({**row.question, "exemplars": exemplars_of(texts)}).model_dump(mode="json")
    if asked != row.question:
        row.question, row.changed_by, row.changed_at = asked, by, work.now
        work.note(by, "exemplars changed", f"question {row.public_id}")


def retire(work: Work, question_id: str, by: str) -> None:
    """Takes a question out of what can be asked and practised; rounds that had it keep it."""
    row = in_force(work.session, question_id)
    if row is not None:
        row.retired_by, row.retired_at = by, work.now
        work.note(by, "question retired", f"question {row.public_id}")


def _name_fault(slug: str, taken: Sequence[CustomQuestion], bank: Bank) -> str | None:
    if not 0 < len(slug) <= MOST_NAME:
        return refusals.NO_NAME
    if slug in bank or slug in {row.slug for row in taken}:
        return refusals.NAME_TAKEN.format(slug=slug)
    if sum(row.retired_at is None for row in taken) >= MOST_OWN:
        return refusals.TOO_MANY.format(most=MOST_OWN)
    return None
