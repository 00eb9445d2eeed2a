"""Switches that make the workspace behave badly, as Slack sometimes does."""

import threading
from dataclasses import dataclass


@dataclass
class Failure:
    """How a call fails: Slack's `error` name or a bare HTTP `status`; `after` the work was done (a lost answer)."""

    error: str | None
    status: int
    retry_after: int | None
    after: bool
    times: int


class Faults:
    """What goes wrong next. Everything is off until switched on; counted faults switch themselves off."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: dict[str, list[Failure]] = {}
        self._counts: dict[str, int] = {}
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
    ) -> None:
        """The next `times` calls of `method` fail.

        error: Slack's name ("ratelimited" answers 429 with Retry-After, 1 s unless given); status: a bare HTTP status
        (500). With `after` the work is done first and only its answer is lost, as in a crash between the two.
        """
        rate = error == "ratelimited"
        failure = Failure(
            error,
            status or (429 if rate else 200),
            retry_after if retry_after is not None else (1 if rate else None),
            after,
            times,
        )
        with self._lock:
            self._failures.setdefault(method, []).append(failure)

    def refuse_blocks(self, types: set[str]) -> None:
        """Answer invalid_blocks to these block types, as a workspace does that has not got them yet; set() ends it."""
        self.refused_blocks = frozenset(types)

    def deliver_twice(self, times: int = 1) -> None:
        """The next `times` events arrive again after their acknowledgement, marked as retries."""
        self._count("twice", times)

    def ignore_acks(self, times: int = 1) -> None:
        """The next `times` acknowledgements get lost, so that Slack redelivers (events) or gives up (the rest)."""
        self._count("acks", times)

    def take_failure(self, method: str) -> Failure | None:
        with self._lock:
            waiting = self._failures.get(method, [])
            if not waiting:
                return None
            failure = waiting[0]
            failure.times -= 1
            if failure.times <= 0:
                waiting.pop(0)
            return failure

    def take(self, name: str) -> bool:
        with self._lock:
            left = self._counts.get(name, 0)
            self._counts[name] = max(0, left - 1)
            return left > 0

    def _count(self, name: str, times: int) -> None:
        with self._lock:
            self._counts[name] = times
