"""What one person is told by the jobs, and the hello to a channel. Each function brings one thing to Slack."""

import json

from slack_sdk import WebClient
from sqlmodel import select

from bot.calibration.answering import word_count
from bot.calibration.forgetting import my_data
from bot.calibration.telling import invitations, still_short
from bot.deps import Deps
from bot.slack import find_or_post
from bot.views.private import frozen_text, hello_message, invitation_message, short_text
from storage.database import view
from storage.models import AnswerMessage, Round


def to_invite(deps: Deps, team_id: str, round_id: int) -> list[str]:
    """The interviewers for whom answers of a round wait."""
    with view(deps.engine, team_id) as session:
        return [waiting.user for waiting in invitations(session, round_id)]


def invite(deps: Deps, team_id: str, round_id: int, user: str, again: bool) -> str:
    """Tells an interviewer what waits for them, unless they finished meanwhile."""
    with view(deps.engine, team_id) as session:
        waiting = next((one for one in invitations(session, round_id) if one.user == user), None)
    if waiting is None:
        return "done"
    client = deps.slack(team_id)
    text, blocks = invitation_message(waiting, again)
    client.chat_postMessage(channel=direct(client, user), text=text, blocks=blocks)
    return "told"


def tell_short(deps: Deps, team_id: str, message_id: int) -> str:
    """Tells somebody how far their message is from an answer, if it still is."""
    with view(deps.engine, team_id) as session:
        found = still_short(session, message_id)
    if found is None:
        return "not needed"
    message, round_ = found
    text = short_text(word_count(message.text), deps.settings.min_words)
    deps.slack(team_id).chat_postEphemeral(
        channel=message.channel_id, user=message.author, thread_ts=round_.message_ts, text=text
    )
    return "told"


def tell_frozen(deps: Deps, team_id: str, message_id: int) -> str:
    """Tells somebody that their edit changes nothing any more."""
    with view(deps.engine, team_id) as session:
        message = session.exec(select(AnswerMessage).where(AnswerMessage.id == message_id)).one()
        round_ = session.exec(select(Round).where(Round.id == message.round_id)).one()
    deps.slack(team_id).chat_postEphemeral(
        channel=message.channel_id, user=message.author, thread_ts=round_.message_ts, text=frozen_text()
    )
    return "told"


def greet(deps: Deps, team_id: str, channel_id: str) -> str:
    """Says hello to a channel, once."""
    text, blocks = hello_message(channel_id)
    find_or_post(deps.slack(team_id), channel_id, f"hello:{channel_id}", text, blocks)
    return "posted"


def send_data(deps: Deps, team_id: str, user: str) -> str:
    """Sends a person everything that is kept about them, as a file."""
    with view(deps.engine, team_id) as session:
        content = json.dumps(my_data(session, user), ensure_ascii=False, indent=2)
    client = deps.slack(team_id)
    client.files_upload_v2(
        channel=direct(client, user),
        filename="calibrate.json",
        content=content,
        initial_comment="Here is what you wrote, scored, practised and chose.",
    )
    return "sent"


def direct(client: WebClient, user: str) -> str:
    """The id of the direct conversation with a person."""
    return str(client.conversations_open(users=user)["channel"]["id"])
