"""What can go wrong on the way out, sorted into what passes and what somebody has to mend."""

import logging

from slack_sdk.errors import SlackApiError, SlackRequestError
from sqlalchemy.exc import DBAPIError

from bot.slack import error_of
from bot.trouble import PASSING, Ours, Trouble
from scoring.judge.verdict import JudgeBusy, JudgeDown

log = logging.getLogger(__name__)


def trouble_of(error: Exception) -> Trouble:
    """The trouble that an error means. What nobody expected is logged whole, and counts as somebody's to mend."""
    if isinstance(error, Trouble):
        return error
    if isinstance(error, SlackApiError):
        status = getattr(error.response, "status_code", 200)
        return Trouble(error_of(error) or Ours.HTTP, error_of(error) in PASSING or status >= 500, _retry_after(error))
    if isinstance(error, JudgeDown):
        return Trouble(Ours.JUDGE_DOWN, True)
    if isinstance(error, JudgeBusy):
        return Trouble(Ours.JUDGE, True, error.retry_after)
    if isinstance(error, DBAPIError):
        return Trouble(Ours.DATABASE, True)
    if isinstance(error, OSError | SlackRequestError):
        return Trouble(Ours.NETWORK, True)
    log.error("a job failed in a way that nobody foresaw", exc_info=error)
    return Trouble(type(error).__name__, False)


def _retry_after(error: SlackApiError) -> float | None:
    headers = getattr(error.response, "headers", None) or {}
    value = str(headers.get("Retry-After") or headers.get("retry-after") or "")
    return float(value) if value.isdigit() else None
