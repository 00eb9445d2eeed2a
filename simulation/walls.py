"""What of one channel reaches somebody who is not in it: its stories, scorecards and verdicts, and its own id."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sandbox.errors import Json
from sandbox.workspace import Workspace

LEFT = timedelta(minutes=5)  # who left a moment ago is known a little later


class Walls:
    """`marks` are what stands in the stories of each channel that the bot works in, by its id."""

    def __init__(self, ws: Workspace) -> None:
        self.ws, self.marks = ws, dict[str, str]()
        self._left: dict[tuple[str, str], datetime] = {}

    def heard(self, event: Json) -> None:
        """Notes who leaves."""
        if event["type"] == "member_left_channel":
            self._left[event["channel"], event["user"]] = self.ws.now()

    def crossed(self, audience: str, text: str, secrets_of: set[str]) -> Iterator[str]:
        """The channels that a text speaks of, and that its audience, a person or a channel, is not to hear of.

        `secrets_of`: channels of the secret words in it.
        """
        for channel, mark in self.marks.items():
            if (channel in secrets_of or mark in text or channel in text) and not self._hears(audience, channel):
                yield channel

    def _hears(self, audience: str, channel: str) -> bool:
        if audience in self.ws.channels:
            return audience == channel
        left = self._left.get((channel, audience))
        return audience in self.ws.channels[channel].members or (left is not None and self.ws.now() - left < LEFT)
