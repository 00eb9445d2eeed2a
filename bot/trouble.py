"""Why something on the way out did not get done."""


class Trouble(RuntimeError):
    """Why a step of a job did not get done: a word of ours or of Slack's, never a text of people.

    `passing`: the same step may work later, after `retry_after` seconds where somebody said so. The queue keeps what
    a step raises, so the error itself, which may hold token and text, is not kept.
    """

    def __init__(self, reason: str, passing: bool, retry_after: float | None = None) -> None:
        super().__init__(reason, passing, retry_after)
        self.reason, self.passing, self.retry_after = reason, passing, retry_after
