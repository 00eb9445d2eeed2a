"""Direct messages about suggested questions: to who manages the rounds, and back to who suggested one."""

from sqlmodel import select

from bot.deps import Deps
from bot.outward.people import who_answers
from bot.outward.posting import note_told, told_before
from bot.slack import send_direct
from bot.views.suggestions import settled_text, suggested_message
from storage.database import view
from storage.models import CustomQuestion, SuggestedQuestion


def tell_suggested(deps: Deps, team_id: str, suggestion_id: int) -> str:
    """Tells the managers that are named of a suggestion, each once; where none is, who set a channel up last."""
    with view(deps.engine, team_id) as session:
        row = session.exec(select(SuggestedQuestion).where(SuggestedQuestion.id == suggestion_id)).first()
    if row is None or row.settled_at is not None:
        return "not needed"
    for user in deps.settings.managers or who_answers(deps, team_id, None):
        what = f"suggested:{suggestion_id}:{user}"
        if not told_before(deps, team_id, what):
            note_told(deps, team_id, what, send_direct(deps.slack(team_id), user, *suggested_message(row)))
    return "told"


def tell_settled(deps: Deps, team_id: str, suggestion_id: int) -> str:
    """Tells who suggested a question what became of it, once; who settled their own knows."""
    what = f"suggestion_settled:{suggestion_id}"
    with view(deps.engine, team_id) as session:
        row = session.exec(select(SuggestedQuestion).where(SuggestedQuestion.id == suggestion_id)).first()
        if row is None or row.settled_at is None or row.by == row.settled_by:
            return "not needed"
        question = session.exec(select(CustomQuestion).where(CustomQuestion.id == row.question_id)).first()
    if told_before(deps, team_id, what):
        return "done"
    note_told(deps, team_id, what, send_direct(deps.slack(team_id), row.by, settled_text(row, question)))
    return "told"
