"""Questions that anybody suggests: kept until a manager makes one the team's own, or declines it with a word."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from bot import refusals
from bot.calibration.debriefs import write_to
from bot.calibration.drafts import MOST_WHY, Draft
from bot.calibration.members import home_changes
from bot.refusals import Refusal
from bot.work import Work
from scoring.bank.questions import MOST_PROMPT
from storage.models import CustomQuestion, SuggestedQuestion
from storage.reads import find

MOST_OPEN = 5  # that wait of one person: managers read them all
MOST_WORD = 300  # characters


def suggest_question(work: Work, prompt: str, why: str, by: str) -> None:
    """Keeps a suggestion and has the managers told. Raises Refusal by field, or where too many of theirs wait."""
    wanted, reason = " ".join(prompt.split()), " ".join(why.split())
    if not 0 < len(wanted) <= MOST_PROMPT:
        raise Refusal(fields={"prompt": refusals.FILL_IN.format(most=MOST_PROMPT)})
    if sum(one.by == by for one in waiting_suggestions(work.session)) >= MOST_OPEN:
        raise Refusal(refusals.ENOUGH_SUGGESTED)
    suggestion = SuggestedQuestion(by=by, prompt=wanted, why=reason[:MOST_WHY], at=work.now)
    work.session.add(suggestion)
    work.session.flush()
    work.enqueue("suggested", suggestion.id)
    home_changes(work, *work.settings.managers)


def waiting_suggestions(session: Session) -> Sequence[SuggestedQuestion]:
    """Those that nobody has settled yet, the oldest first."""
    query = select(SuggestedQuestion).where(col(SuggestedQuestion.settled_at).is_(None))
    return session.exec(query.order_by(col(SuggestedQuestion.id))).all()


def count_suggestions(session: Session) -> int:
    query = select(func.count()).select_from(SuggestedQuestion)
    return session.exec(query.where(col(SuggestedQuestion.settled_at).is_(None))).one()


def waiting_suggestion(session: Session, suggestion_id: str) -> SuggestedQuestion:
    """The suggestion that clients know by this id, locked. Raises Refusal where it was settled meanwhile."""
    this = (SuggestedQuestion.public_id == suggestion_id, col(SuggestedQuestion.settled_at).is_(None))
    found = find(session, SuggestedQuestion, *this, lock=True)
    if found is None:
        raise Refusal(refusals.SETTLED)
    return found


def draft_of_suggestion(suggestion: SuggestedQuestion) -> Draft:
    """What the form for a question starts from."""
    return Draft(prompt=suggestion.prompt, why=suggestion.why)


def approve(work: Work, suggestion: SuggestedQuestion, row: CustomQuestion, by: str) -> None:
    """Notes that it became a question of the team's own, and has whoever suggested it told."""
    work.session.flush()  # a new question has its id from now on
    suggestion.question_id = row.id
    _settle(work, suggestion, "suggestion approved", by)


def decline(work: Work, suggestion_id: str, word: str, by: str) -> None:
    """Declines it with a word to who suggested it. Raises Refusal where it was settled, or by field for no word."""
    suggestion = waiting_suggestion(work.session, suggestion_id)
    said = " ".join(word.split())
    if not 0 < len(said) <= MOST_WORD:
        raise Refusal(fields={"word": refusals.FILL_IN.format(most=MOST_WORD)})
    suggestion.word = said
    _settle(work, suggestion, "suggestion declined", by)


def _settle(work: Work, suggestion: SuggestedQuestion, what: str, by: str) -> None:
    suggestion.settled_by, suggestion.settled_at = by, work.now
    work.note(by, what, f"suggestion {suggestion.public_id}")
    if suggestion.by != by:
        write_to(work, "settled", suggestion.id, [suggestion.by])
    home_changes(work, *{by, *work.settings.managers})
