"""What Slack said a moment ago, so that it is not asked at every press of a button."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

FRESH = timedelta(minutes=1)  # what happens on another node's connection is known here this much later
TURNS = 64  # so many different things are asked at once
MOST = 10_000  # things kept; above it, those that are out of date are let go

Key = tuple[str, ...]  # what was asked, and the ids that it was about


class Cache:
    """Answers by question, each for a while, unless it is dropped before. Threads may share it."""

    def __init__(self) -> None:
        self._said: dict[Key, tuple[datetime, Any]] = {}
        self._lock = threading.Lock()
        self._turns = [threading.Lock() for _ in range(TURNS)]

    def get(self, key: Key, now: datetime, ask: Callable[[], Any], lasting: timedelta = FRESH) -> tuple[Any, bool]:
        """What is kept, or else what `ask` gives, kept for so long; and whether it was asked just now.

        Of those who want the same at once, one asks. `ask` may put other things here, and get none.
        """
        with self._turns[hash(key) % TURNS]:
            with self._lock:
                until, said = self._said.get(key, (now, None))
            if now < until:
                return said, False
            said = ask()
            self.put(key, now, said, lasting)
            return said, True

    def put(self, key: Key, now: datetime, said: Any, lasting: timedelta = FRESH) -> None:
        """Keeps what was said, for so long."""
        with self._lock:
            if len(self._said) >= MOST:
                self._said = {one: kept for one, kept in self._said.items() if now < kept[0]}
            self._said[key] = (now + lasting, said)

    def drop(self, *ids: str) -> None:
        """Forgets all that was about all of these ids."""
        with self._lock:
            self._said = {key: kept for key, kept in self._said.items() if not set(ids) <= set(key)}
