"""`calibrate run`: the bot until somebody stops it, and one clear line where it cannot start."""

import logging
import signal
import sys
import threading

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import OperationalError

from bot.app import running
from bot.settings import Settings
from bot.slack import error_of


class StartError(RuntimeError):
    """The bot could not start; the message is one line for the operator."""


REFUSED = {
    "invalid_auth": "Slack refused SLACK_BOT_TOKEN: copy it again from api.slack.com/apps, OAuth & Permissions.",
    "not_authed": "Slack refused SLACK_BOT_TOKEN: copy it again from api.slack.com/apps, OAuth & Permissions.",
    "account_inactive": "SLACK_BOT_TOKEN was revoked: install the app again and copy the new token.",
    "token_revoked": "SLACK_BOT_TOKEN was revoked: install the app again and copy the new token.",
}


def serve(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT. Raises StartError, MigrationError, DocumentError or SettingsError."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        with running(settings) as deps:
            judge = deps.judge.kind if deps.judge else "nobody but people"
            logging.getLogger(__name__).info("ready: %s questions, judge: %s", len(deps.bank), judge)
            stopped.wait()
    except SlackApiError as error:
        name = error_of(error)
        raise StartError(REFUSED.get(name, f"Slack refused the connection: {name}.")) from error
    except OperationalError as error:
        reason = str(error.orig).splitlines()[0]
        raise StartError(f"The database cannot be reached; check DATABASE_URL: {reason}") from error
    except OSError as error:
        raise StartError(f"{settings.slack_api_url} cannot be reached: {error}") from error
