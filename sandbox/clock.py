"""The workspace's time: the machine's, or one that a test moves by hand."""

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def machine_time() -> datetime:
    return datetime.now(UTC)


class Clock:
    """What the workspace dates by is `now`; what it waits for, it waits for in real seconds."""

    by_hand = False

    def __init__(self, now: Callable[[], datetime] = machine_time) -> None:
        self.now = now

    def call_at(self, moment: datetime, act: Callable[[], None]) -> None:
        """Calls `act` once the moment has come, at once where it is past. Only from the server's event loop."""
        asyncio.get_running_loop().call_later(max(0.0, (moment - self.now()).total_seconds()), act)


class HandClock(Clock):
    """Stands still until it is moved. What waits for a later moment goes on while it is moved there, on the thread of
    whoever moves it, in the order of its time."""

    by_hand = True

    def __init__(self, start: datetime) -> None:
        super().__init__(lambda: self._at)
        self._at = start
        self._lock = threading.Lock()
        self._due: list[tuple[datetime, Callable[[], None]]] = []

    def advance(self, **duration: float) -> None:
        """Moves on by a duration, in timedelta's words: advance(minutes=5)."""
        self.move_to(self._at + timedelta(**duration))

    def move_to(self, moment: datetime) -> None:
        """Moves on to a moment, never back."""
        while act := self._next(moment):
            act()

    def call_at(self, moment: datetime, act: Callable[[], None]) -> None:
        with self._lock:
            later = moment > self._at
            if later:
                self._due.append((moment, act))
        if not later:
            act()

    def _next(self, moment: datetime) -> Callable[[], None] | None:
        """What is due first until then, with the clock moved to its time; where nothing is left it is moved there."""
        with self._lock:
            first = min(self._due, key=lambda due: due[0], default=None)
            if first is None or first[0] > moment:
                self._at = max(self._at, moment)
                return None
            self._due.remove(first)
            self._at = first[0]
            return first[1]
