"""The shortcuts in a message's menu."""

from slack_bolt import App
from sqlmodel import col, select

from bot.calibration.answers import count_by_hand
from bot.deps import Deps
from bot.listeners.caller import Caller
from bot.listeners.modals import opens
from bot.listeners.scoring import NOT_YOURS, answer_modal
from bot.refusals import NOT_AN_ANSWER, Refusal
from bot.views.blocks import View, notice
from storage.database import view
from storage.models import Answer, AnswerMessage, Round


def register(app: App, deps: Deps) -> None:
    opens(app.shortcut("count_as_answer"), "Your answer", lambda caller, ts: _count(deps, caller, ts, counts=True))
    opens(app.shortcut("leave_out_of_answer"), "Your answer", lambda caller, ts: _count(deps, caller, ts, counts=False))
    opens(app.shortcut("score_answer"), NOT_YOURS, lambda caller, ts: _score(deps, caller, ts))


def _count(deps: Deps, caller: Caller, ts: str, counts: bool) -> View:
    with deps.work(caller.team_id) as work:
        count_by_hand(work, caller.channel_id, ts, caller.user_id, counts)
    return notice("Your answer", "Counted as your answer." if counts else "Left out of your answer.")


def _score(deps: Deps, caller: Caller, ts: str) -> View:
    """The form for the answer that a message belongs to, as a part of it or as the bot's own post of it."""
    messages = select(AnswerMessage.answer_id).where(
        AnswerMessage.channel_id == caller.channel_id, AnswerMessage.ts == ts
    )
    posts = (
        select(Answer.id)
        .join(Round, col(Round.id) == Answer.round_id)
        .where(Round.channel_id == caller.channel_id, Answer.message_ts == ts)
    )
    with view(deps.engine, caller.team_id) as session:
        answer_id = session.exec(messages).first() or session.exec(posts).first()
    if answer_id is None:
        raise Refusal(NOT_AN_ANSWER, title="Nothing to score")
    return answer_modal(deps, caller, answer_id)
