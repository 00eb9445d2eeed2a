"""What can go wrong: for the bot (Slack's own error names) and for a person at the keyboard."""

from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """The Web API answers `{"ok": false, "error": name, …}`.

    `status` is the HTTP status, `retry_after` seconds go into the Retry-After header, `extra` into the JSON body.
    """

    def __init__(self, name: str, *, status: int = 200, retry_after: int | None = None, **extra: Any) -> None:
        super().__init__(name)
        self.name = name
        self.status = status
        self.retry_after = retry_after
        self.extra = extra

    def body(self) -> Json:
        return {"ok": False, "error": self.name, **self.extra}


def invalid(name: str, problems: list[str]) -> SlackError:
    """Slack's answer to malformed JSON: `problems` are lines such as "must be … [json-pointer:/blocks/0]"."""
    return SlackError(name, errors=problems, response_metadata={"messages": [f"[ERROR] {line}" for line in problems]})


class SandboxError(Exception):
    """A person tried something they cannot do: no such button on their screen, not in that channel, no modal open."""


class NotAnswered(SandboxError):
    """The bot did not acknowledge in time; Slack would show "operation_timeout" or a warning sign."""


class WaitTimeout(AssertionError):
    """`Sandbox.wait` saw no true value in time. The message says what was awaited and what was last logged."""
