"""How often the bot may post to a channel."""

import threading
from dataclasses import dataclass
from datetime import datetime


@dataclass
class Bucket:
    """What may still be posted: `burst` at once, and one more a second."""

    burst: int
    left: float
    at: datetime | None = None

    def take(self, now: datetime) -> bool:
        """One post, if it may be."""
        passed = (now - self.at).total_seconds() if self.at else 0.0
        self.left, self.at = min(self.burst, self.left + max(0.0, passed)), now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Limits:
    """The channels that posting to is held to a rate."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buckets: dict[str, Bucket] = {}

    def set(self, channel: str, burst: int | None) -> None:
        """None: no limit."""
        with self._lock:
            self._buckets.pop(channel, None)
            if burst is not None:
                self._buckets[channel] = Bucket(burst, burst)

    def take(self, channel: str, now: datetime) -> bool:
        with self._lock:
            bucket = self._buckets.get(channel)
            return bucket is None or bucket.take(now)
