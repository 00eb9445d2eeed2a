"""A person's dealings with channels: joining, inviting, leaving, archiving. Another part of `Person`."""

from typing import Any

from sandbox import channels
from sandbox.errors import SandboxError, SlackError
from sandbox.workspace import Channel, Workspace


class Membership:
    """Where one person is a member."""

    id: str
    ws: Workspace

    @property
    def name(self) -> str:
        return str(self.ws.users[self.id]["real_name"])

    def join(self, channel: str) -> None:
        """Joins a public channel; into a private one somebody in it has to `invite`."""
        place = self.ws.channels[channel]
        if place.kind != "channel":
            raise SandboxError(f"{self.name} cannot join {place.name} unasked")
        self._slack(channels.join, place, self.id)

    def invite(self, channel: str, other: "Membership") -> None:
        self._slack(channels.join, self._in(channel), other.id, inviter=self.id)

    def invite_bot(self, channel: str) -> None:
        self._slack(channels.join, self._in(channel), self.ws.bot_user_id, inviter=self.id)

    def leave(self, channel: str) -> None:
        channels.leave(self.ws, self._in(channel), self.id)

    def remove_bot(self, channel: str) -> None:
        channels.leave(self.ws, self._in(channel), self.ws.bot_user_id, actor=self.id)

    def archive(self, channel: str, bots_stay: bool = False) -> None:
        """Archives a channel. Slack takes bots out of it; `bots_stay` is a Slack that does not."""
        channels.archive(self.ws, self._in(channel), self.id, bots_stay)

    def unarchive(self, channel: str) -> None:
        """Takes a channel back into use. Bots that were taken out have to be invited again."""
        channels.unarchive(self.ws, self._in(channel), self.id)

    def _in(self, channel: str) -> Channel:
        place = self.ws.channels.get(channel)
        if self.ws.users[self.id]["deleted"]:
            raise SandboxError(f"{self.name} is deactivated")
        if place is None or self.id not in place.members:
            raise SandboxError(f"{self.name} is not in {place.name if place else channel}")
        return place

    def _slack(self, act: Any, *args: Any, **more: Any) -> Any:
        """An act of the workspace; what Slack would refuse is an error on the person's screen."""
        try:
            return act(self.ws, *args, **more)
        except SlackError as error:
            raise SandboxError(f"{self.name}: {error.name} {error.extra or ''}".strip()) from None
