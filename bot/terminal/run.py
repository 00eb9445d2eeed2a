"""`calibrate run`: the bot until somebody stops it, and one clear line where it cannot start."""

import logging
import os
import signal
import sys
import threading
from contextlib import ExitStack

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import OperationalError, ProgrammingError

from bot.app import running
from bot.settings import Settings
from bot.slack import error_of
from bot.terminal.progress import doing


class StartError(RuntimeError):
    """The bot could not start; the message is one line for the operator."""


REFUSED = {
    "invalid_auth": "Slack refused {token}: copy it again from api.slack.com/apps, {place}.",
    "not_authed": "Slack refused {token}: copy it again from api.slack.com/apps, {place}.",
    "not_allowed_token_type": "Slack refused {token}: it is another kind of token; see api.slack.com/apps, {place}.",
    "account_inactive": "{token} was revoked: install the app again and copy the new token.",
    "token_revoked": "{token} was revoked: install the app again and copy the new token.",
}


def serve(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT. Raises StartError, MigrationError, DocumentError or SettingsError."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    for name in ("apscheduler", "alembic", "dbos"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.disable()  # a start that fails says why in one line, not in the many of the libraries
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        with ExitStack() as stack:
            with doing("Starting"):
                deps = stack.enter_context(running(settings))
            logging.disable(logging.NOTSET)
            logging.getLogger(__name__).info("ready: %s questions, judge: %s", len(deps.bank), settings.judge_kind)
            stopped.wait()
    except SlackApiError as error:
        raise StartError(_refusal(error)) from error
    except OperationalError as error:
        reason = str(error.orig).splitlines()[0]
        raise StartError(f"The database cannot be reached; check DATABASE_URL: {reason}") from error
    except ProgrammingError as error:
        reason = str(error.orig).splitlines()[0]
        raise StartError(f"DATABASE_URL is not up to date; run `calibrate migrate`: {reason}") from error
    except OSError as error:
        raise StartError(f"SLACK_API_URL, {settings.slack_api_url}, cannot be reached: {error}") from error
    logging.shutdown()
    os._exit(0)  # a job that waits for Slack would hold us up for minutes; it is in the database and goes on next time


def _refusal(error: SlackApiError) -> str:
    name = error_of(error)
    socket_mode = "apps.connections" in str(getattr(error.response, "api_url", ""))
    token, place = (
        ("SLACK_APP_TOKEN", "Basic Information") if socket_mode else ("SLACK_BOT_TOKEN", "OAuth & Permissions")
    )
    return REFUSED.get(name, f"Slack refused the connection: {name}.").format(token=token, place=place)
