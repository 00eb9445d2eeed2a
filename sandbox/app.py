"""The bot as the workspace sees it: what it may do, and how to reach it."""

import concurrent.futures
from dataclasses import dataclass

from sandbox import payloads
from sandbox.delivery import Delivery
from sandbox.errors import Json, NotAnswered
from sandbox.faults import Faults
from sandbox.installed import Installed
from sandbox.workspace import Channel, Workspace


@dataclass
class App:
    """base_url: where the workspace is served. patience: seconds a person waits for an acknowledgement at most."""

    ws: Workspace
    installed: Installed
    delivery: Delivery
    faults: Faults
    base_url: str
    patience: float

    def ask(self, kind: str, name: str, payload: Json) -> Json | None:
        """Sends a command or interaction and waits for its acknowledgement's payload. Raises NotAnswered.

        Never on the server's own thread: it would wait for itself.
        """
        future = self.delivery.send(kind, name, payload, retry=False)
        try:
            return future.result(self.patience + 1)
        except concurrent.futures.TimeoutError:
            raise NotAnswered(f"no acknowledgement of {name}") from None

    def tell(self, event: Json, channel: Channel | None) -> None:
        """Sends an event, if the bot is in the channel (where one is given), subscribed to it and has the scope."""
        if channel is not None and self.ws.bot_user_id not in channel.members:
            return
        if self.installed.wants(event, channel):
            body = payloads.event_callback(self.ws, event)
            self.delivery.send("events_api", event["type"], body, retry=True)
