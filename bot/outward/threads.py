"""What people wrote in a thread, as Slack tells it: in an event, or asked for after a downtime."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from slack_sdk.errors import SlackApiError
from sqlmodel import col, select

from bot.calibration.messages import Incoming, question_deleted, take_in
from bot.deps import Deps
from bot.slack import error_of
from scoring.text import keepable
from storage.models import AnswerMessage, InboxMessage
from storage.reads import round_of
from storage.stages import Stage


def incoming_of(channel_id: str, message: Mapping[str, Any], deleted: bool = False) -> Incoming | None:
    """A person's reply in a thread; None for what begins a thread, and for what a bot wrote."""
    thread_ts, ts, author = message.get("thread_ts"), message.get("ts"), message.get("user")
    if not thread_ts or thread_ts == ts or not ts or not author or message.get("bot_id"):
        return None
    edited_ts = (message.get("edited") or {}).get("ts", "")
    text = keepable(str(message.get("text") or ""))
    there = () if deleted else (file for file in message.get("files") or () if file.get("mode") != "tombstone")
    files = tuple(str(file["id"]) for file in there if file.get("id"))
    return Incoming(channel_id, thread_ts, ts, author, text, edited_ts, deleted, files)


def catch_up(deps: Deps, team_id: str, round_id: int) -> str:
    """Takes in what people wrote, changed and deleted in the thread of a collecting round while the bot was down."""
    with deps.view(team_id) as session:
        round_ = round_of(session, round_id)
        kept = session.exec(
            select(AnswerMessage.ts, AnswerMessage.author).where(
                AnswerMessage.round_id == round_id, col(AnswerMessage.deleted).is_(False)
            )
        ).all()
    channel, thread = round_.channel_id, round_.message_ts
    if round_.stage != Stage.COLLECTING or thread is None:
        return round_.stage
    try:
        pages = deps.slack(team_id).conversations_replies(channel=channel, ts=thread, limit=200)
        messages = [message for page in pages for message in page["messages"]]
    except SlackApiError as error:
        if error_of(error) != "thread_not_found":
            raise
        messages = []
    if not messages or messages[0].get("subtype") == "tombstone":
        with deps.work(team_id) as work:
            question_deleted(work, channel, thread)
        return "deleted"
    found = [incoming_of(channel, message) for message in messages]
    there = {incoming.ts for incoming in found if incoming}
    gone = [Incoming(channel, thread, ts, author, "", deleted=True) for ts, author in kept if ts not in there]
    with deps.work(team_id) as work:
        work.session.add_all(InboxMessage(**asdict(incoming)) for incoming in [*found, *gone] if incoming)
        work.session.flush()
        take_in(work, channel, thread)
    return "read"
