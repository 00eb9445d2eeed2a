"""Why something on the way out did not get done."""

from enum import StrEnum


class Ours(StrEnum):
    """Reasons that are words of ours; each has a sentence in bot/views/held.py."""

    JUDGE = "judge"
    JUDGE_DOWN = "judge_down"
    DATABASE = "database"
    NETWORK = "network"
    LEASE = "lease"
    HTTP = "http"


PASSING = (  # what Slack says while it has trouble of its own
    *("ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"),
    *("team_added_to_org", ""),  # a workspace is being moved; an answer that was none
)


class Trouble(RuntimeError):
    """Why a step of a job did not get done: a word of ours or of Slack's, never a text of people.

    `passing`: the same step may work later, after `retry_after` seconds where somebody said so. The queue keeps what
    a step raises, so the error itself, which may hold token and text, is not kept.
    """

    def __init__(self, reason: str, passing: bool, retry_after: float | None = None) -> None:
        super().__init__(str(reason), passing, retry_after)
        self.reason, self.passing, self.retry_after = str(reason), passing, retry_after
