"""Files that people put into a thread: those that are texts are read, and count like what is typed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.calibration.messages import files_read, unread_files
from bot.deps import Deps
from bot.outward.direct_messages import whisper
from bot.slack import download, error_of
from bot.views.direct_messages import UNREAD_FILE
from scoring.incoming import decoded
from scoring.text import MOST_CHARACTERS, cut, visible
from storage.models import AnswerMessage
from storage.reads import round_of

TEXTS = ("text/plain", "text/markdown")
ENDINGS = (".txt", ".text", ".md", ".markdown")
MOST_BYTES = 4 * MOST_CHARACTERS  # no encoding takes more for a character
PATIENCE = timedelta(hours=1)  # after answers were to close
GONE = ("file_not_found", "file_deleted", "file_not_visible", "access_denied")


def list_unread(deps: Deps, team_id: str, round_id: int) -> list[int]:
    """Ids of the messages of a round whose files are still to be read."""
    return deps.read(team_id, unread_files, round_id)


def read_files(deps: Deps, team_id: str, message_id: int) -> str:
    """Reads the texts among a message's files; the answer that it belongs to follows.

    Answers stay open for what Slack does not hand over, for an hour; then the author hears that it is no part of one.
    """
    with deps.view(team_id) as session:
        message = session.get(AnswerMessage, message_id)
        round_ = round_of(session, message.round_id) if message else None
    if message is None or round_ is None or message.deleted or not message.files:
        return "gone"
    if message.file_text is not None:
        return "read"  # or given up
    try:
        texts = [_text_of(deps.slack(team_id), file_id) for file_id in message.files]
    except (SlackApiError, SlackRequestError, OSError):
        if round_.closing_at is None or deps.now() - round_.closing_at < PATIENCE:
            raise
        with deps.work(team_id) as work:
            files_read(work, message_id, message.files, "", others=False)
        return whisper(deps, team_id, message, round_, UNREAD_FILE)
    said = "\n\n".join(filter(None, texts))
    with deps.work(team_id) as work:
        files_read(work, message_id, message.files, cut(said), others=None in texts)
    return "read"


def _text_of(client: WebClient, file_id: str) -> str | None:
    """What a text file says; None for another kind. In shared channels an event tells no more of a file than its id."""
    try:
        about = client.files_info(file=file_id)["file"]
    except SlackApiError as error:
        if error_of(error) not in GONE:
            raise
        return None
    if not _is_text(about):
        return None
    data = download(client, str(about.get("url_private_download") or about.get("url_private")), MOST_BYTES)
    try:
        return visible(decoded(data, str(about.get("name"))).text).replace("\0", "")
    except ValueError:  # no text, whatever its name says
        return None


def _is_text(about: Mapping[str, Any]) -> bool:
    named = str(about.get("name") or "").lower().endswith(ENDINGS)
    return about.get("mimetype") in TEXTS and (named or about.get("mode") == "snippet" or "." not in str(about["name"]))
