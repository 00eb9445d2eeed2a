"""The demo's clock: it runs as any clock does, and can be moved ahead."""

from datetime import UTC, datetime, timedelta


class StoryClock:
    """Tells the story's time in UTC; between jumps it runs at its natural pace."""

    def __init__(self, start: datetime) -> None:
        self._ahead = start - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def jump_to(self, moment: datetime) -> None:
        """Moves ahead to `moment`; never back."""
        self._ahead += max(moment - self.now(), timedelta())

    def pass_time(self, duration: timedelta) -> None:
        self._ahead += duration

    def pass_seconds(self, seconds: float) -> None:
        self.pass_time(timedelta(seconds=seconds))
