"""Direct messages about suggested questions: to who manages the rounds, and back to who suggested one."""

from sqlmodel import select

from bot.calibration.debriefs import write_to
from bot.deps import Deps
from bot.outward.people import who_answers
from bot.views.blocks import Message
from bot.views.suggestions import settled_text, suggested_message
from storage.models import CustomQuestion, SuggestedQuestion


def tell_suggested(deps: Deps, team_id: str, suggestion_id: int) -> str:
    """Has the managers that are named written to of a suggestion; where none is, who set a channel up last."""
    people = deps.settings.managers or who_answers(deps, team_id, None)
    with deps.work(team_id) as work:
        write_to(work, "suggested", suggestion_id, people)
    return "written"


def suggested(deps: Deps, team_id: str, suggestion_id: int, _person: str) -> Message | None:
    """What managers are written of a suggestion that waits still."""
    with deps.view(team_id) as session:
        row = session.exec(select(SuggestedQuestion).where(SuggestedQuestion.id == suggestion_id)).first()
    return suggested_message(row) if row is not None and row.settled_at is None else None


def settled(deps: Deps, team_id: str, suggestion_id: int, _person: str) -> Message | None:
    """What who suggested a question is written once it is settled."""
    with deps.view(team_id) as session:
        row = session.exec(select(SuggestedQuestion).where(SuggestedQuestion.id == suggestion_id)).first()
        if row is None or row.settled_at is None:
            return None
        question = session.exec(select(CustomQuestion).where(CustomQuestion.id == row.question_id)).first()
    return settled_text(row, question), []
