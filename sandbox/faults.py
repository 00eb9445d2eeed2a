"""Switches that make the workspace behave badly, as Slack sometimes does."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.errors import SlackError
from sandbox.limits import Limits


@dataclass
class Failure:
    """How a call fails: Slack's `error` name or a bare HTTP `status`; `after` the work was done (a lost answer).
    channel: only calls that name it; "" for any."""

    error: str | None
    status: int
    retry_after: int | None
    after: bool
    times: int
    channel: str


class Faults:
    """What goes wrong next. Everything is off until switched on; counted faults switch themselves off."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: dict[str, list[Failure]] = {}
        self._counts: dict[str, int] = {}
        self._limits = Limits()
        self._everything: str | None = None
        self.refused_blocks: frozenset[str] = frozenset()

    def fail(
        self,
        method: str,
        error: str | None = None,
        *,
        status: int | None = None,
        retry_after: int | None = None,
        times: int = 1,
        after: bool = False,
        channel: str = "",
    ) -> None:
        """The next `times` calls of `method` fail, or of those that name this channel.

        error: Slack's name ("ratelimited" answers 429 with Retry-After, 1 s unless given; "rate_limited" is an answer
        as others are, without it); status: a bare HTTP status (500). With `after` the work is done first and only its
        answer is lost, as in a crash between the two.
        """
        rate = error == "ratelimited"
        failure = Failure(
            error,
            status or (429 if rate else 200),
            retry_after if retry_after is not None else (1 if rate else None),
            after,
            times,
            channel,
        )
        with self._lock:
            self._failures.setdefault(method, []).append(failure)

    def clear(self) -> None:
        """Calls that were to fail no longer do."""
        with self._lock:
            self._failures.clear()

    def fail_everything(self, error: str | None) -> None:
        """Every call fails, as while the workspace moves to an organisation ("team_added_to_org") or once the app was
        taken off it ("account_inactive"); None ends it."""
        self._everything = error

    def limit_posts(self, channel: str, burst: int | None) -> None:
        """chat.postMessage to this channel is held to one a second after a burst, on the workspace's clock: more is
        answered with 429 and Retry-After. None ends it."""
        self._limits.set(channel, burst)

    def refuse_blocks(self, types: set[str]) -> None:
        """Answer invalid_blocks to these block types, as a workspace does that has not got them yet; set() ends it."""
        self.refused_blocks = frozenset(types)

    def deliver_twice(self, times: int = 1) -> None:
        """The next `times` events arrive again after their acknowledgement, marked as retries."""
        self._count("twice", times)

    def ignore_acks(self, times: int = 1) -> None:
        """The next `times` acknowledgements get lost, so that Slack redelivers (events) or gives up (the rest)."""
        self._count("acks", times)

    def check(self, method: str, args: Mapping[str, Any], now: datetime) -> None:
        """Raises SlackError for a call that a lasting fault refuses."""
        if self._everything:
            raise SlackError(self._everything)
        if method == "chat.postMessage" and not self._limits.take(str(args.get("channel", "")), now):
            raise SlackError("ratelimited", status=429, retry_after=1)

    def take_failure(self, method: str, channel: str) -> Failure | None:
        with self._lock:
            waiting = self._failures.get(method, [])
            failure = next((one for one in waiting if one.channel in ("", channel)), None)
            if failure is None:
                return None
            failure.times -= 1
            if failure.times <= 0:
                waiting.remove(failure)
            return failure

    def take(self, name: str) -> bool:
        with self._lock:
            left = self._counts.get(name, 0)
            self._counts[name] = max(0, left - 1)
            return left > 0

    def _count(self, name: str, times: int) -> None:
        with self._lock:
            self._counts[name] = times
