"""The shortcuts in a message's menu."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import col, select

from bot.calibration.answers import count_by_hand
from bot.calibration.messages import take_in
from bot.deps import Deps
from bot.listeners.caller import caller_of
from bot.listeners.modals import open_modal
from bot.listeners.scoring import answer_modal
from bot.views.blocks import notice
from storage.database import view
from storage.models import Answer, AnswerMessage, Round

NOT_AN_ANSWER = "This message isn't part of an answer, so there's nothing to score."


def register(app: App, deps: Deps) -> None:
    def by_hand(counts: bool) -> Callable[..., None]:
        def decide(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
            caller = caller_of(body)
            with deps.work(caller.team_id) as work:
                take_in(work, caller.channel_id, str(body["message"].get("thread_ts") or ""))
                said = count_by_hand(
                    work,
                    caller.channel_id,
                    body["message"]["ts"],
                    caller.user_id,
                    counts,
                )
            open_modal(client, caller, notice("Your answer", said))
            ack()

        return decide

    app.shortcut("count_as_answer")(by_hand(counts=True))
    app.shortcut("leave_out_of_answer")(by_hand(counts=False))

    @app.shortcut("score_answer")
    def score_answer(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        answer_id = _answer_at(deps, caller.team_id, caller.channel_id, body["message"]["ts"])
        shown = answer_modal(deps, caller, answer_id) if answer_id else notice("Nothing to score", NOT_AN_ANSWER)
        open_modal(client, caller, shown)
        ack()


def _answer_at(deps: Deps, team_id: str, channel_id: str, ts: str) -> int | None:
    """The answer that a message belongs to, as a part of it or as the bot's own post of it."""
    with view(deps.engine, team_id) as session:
        part = session.exec(
            select(AnswerMessage.answer_id).where(AnswerMessage.channel_id == channel_id, AnswerMessage.ts == ts)
        ).first()
        return (
            part
            or session.exec(
                select(Answer.id)
                .join(Round, col(Round.id) == Answer.round_id)
                .where(Round.channel_id == channel_id, Answer.message_ts == ts)
            ).first()
        )
