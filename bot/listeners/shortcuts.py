"""The shortcuts in a message's menu."""

from slack_bolt import App
from sqlmodel import col, select

from bot.calibration.answers import count_by_hand
from bot.calibration.messages import take_in
from bot.deps import Deps
from bot.listeners.caller import Caller
from bot.listeners.modals import opens
from bot.listeners.scoring import NOT_YOURS, answer_modal
from bot.refusals import NOT_AN_ANSWER, Refusal
from bot.views.blocks import View, notice
from bot.views.done import COUNTED, LEFT_OUT
from bot.views.words import length_words
from storage.models import Answer, AnswerMessage, Round

OWN = "Your answer"


def register(app: App, deps: Deps) -> None:
    opens(app.shortcut("count_as_answer"), OWN, lambda caller, message: _count(deps, caller, message, counts=True))
    opens(app.shortcut("leave_out_of_answer"), OWN, lambda caller, message: _count(deps, caller, message, counts=False))
    opens(app.shortcut("score_answer"), NOT_YOURS, lambda caller, message: _score(deps, caller, message))


def _count(deps: Deps, caller: Caller, message: str, counts: bool) -> View:
    ts, _, thread_ts = message.partition(":")
    with deps.work(caller.team_id) as work:  # on its own, so that a refusal undoes none of it
        take_in(work, caller.channel_id, thread_ts)
    with deps.work(caller.team_id) as work:
        words = count_by_hand(work, caller.channel_id, ts, caller.user_id, counts)
    return notice(OWN, f"{COUNTED} {length_words(words)}" if counts else LEFT_OUT)


def _score(deps: Deps, caller: Caller, message: str) -> View:
    """The form for the answer that a message belongs to, as a part of it or as the bot's own post of it."""
    ts = message.partition(":")[0]
    of_messages = select(Answer.public_id).join(AnswerMessage, col(AnswerMessage.answer_id) == Answer.id)
    messages = of_messages.where(AnswerMessage.channel_id == caller.channel_id, AnswerMessage.ts == ts)
    of_posts = select(Answer.public_id).join(Round, col(Round.id) == Answer.round_id)
    posts = of_posts.where(Round.channel_id == caller.channel_id, Answer.message_ts == ts)
    with deps.view(caller.team_id) as session:
        public_id = session.exec(messages).first() or session.exec(posts).first()
        if public_id is None:
            raise Refusal(NOT_AN_ANSWER, title="Nothing to score")
    return answer_modal(deps, caller, public_id)
