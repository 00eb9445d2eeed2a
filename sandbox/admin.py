"""What an administrator of the workspace does: people, other organisations, channels, other apps, rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sandbox import channels, messages, roster
from sandbox.app import App
from sandbox.people.person import Person
from sandbox.workspace import Kind, Team, Workspace


@dataclass(frozen=True)
class OtherBot:
    """Another app's bot."""

    ws: Workspace
    id: str
    bot_id: str
    app_id: str

    def post(
        self, channel: str, text: str, thread_ts: str | None = None, metadata: Mapping[str, Any] | None = None
    ) -> str:
        """A message without a subtype, as apps write them today; its ts. metadata: as chat.postMessage takes it."""
        message = {**messages.other_bot(self.ws, self.id), "text": text, "metadata": metadata}
        return messages.post(self.ws, self.ws.channels[channel], message, thread_ts=thread_ts)


class Admin:
    """The part of `Sandbox` that sets the workspace up and changes it."""

    app: App
    workspace: Workspace

    def add_team(self, name: str, enterprise: bool = False) -> Team:
        """Another organisation's workspace, to share channels with; in an Enterprise Grid where so wanted."""
        return roster.add_team(self.workspace, name, enterprise)

    def add_person(
        self, name: str, tz: str = "Europe/Berlin", team: Team | None = None, guest: roster.Guest | None = None
    ) -> Person:
        """One of ours, or of `team`. guest: "single_channel" or "multi_channel"."""
        return Person(self.app, roster.add_person(self.workspace, name, tz, team, guest))

    def deactivate(self, person: Person) -> None:
        """Their account is closed; they stay in the member lists of their channels."""
        roster.set_active(self.workspace, person.id, False)

    def reactivate(self, person: Person) -> None:
        roster.set_active(self.workspace, person.id, True)

    def add_channel(
        self,
        name: str,
        members: Iterable[Person] = (),
        bot: bool = True,
        private: bool = False,
        host: Team | None = None,
    ) -> str:
        """A channel's id ("C…"); with `bot` the bot is a member from the start, silently.

        It is shared with other organisations (Slack Connect) where `host`, who made it, is one, or a member is of one.
        """
        kind: Kind = "group" if private else "channel"
        return channels.add(self.workspace, name, self._users(members, bot), kind, host.id if host else None).id

    def add_group_dm(self, members: Iterable[Person], bot: bool = True) -> str:
        """The id of the direct conversation of several people, and of the bot where it was added to it."""
        return channels.group_direct(self.workspace, self._users(members, bot)).id

    def add_bot(self, name: str) -> OtherBot:
        """Another app's bot. It posts where it likes, member or not."""
        ws = self.workspace
        bot = OtherBot(ws, ws.new_id("U"), ws.new_id("B"), ws.new_id("A"))
        roster.add_bot(ws, name, bot.id, bot.bot_id, bot.app_id)
        return bot

    def post_as_other_bot(self, channel: str, text: str, name: str = "Polly", thread_ts: str | None = None) -> str:
        """A message of an app of the old kind (subtype bot_message, no user); its ts."""
        mark = {"bot_id": "B000000099", "app_id": "A000000099"}
        other = {"subtype": "bot_message", **mark, "username": name, "text": text}
        return messages.post(self.workspace, self.workspace.channels[channel], other, thread_ts=thread_ts)

    def restrict_posting(self, channel: str, on: bool = True) -> None:
        """Limits who may post in a channel; the bot may not."""
        with self.workspace.changing():
            self.workspace.channels[channel].restricted = on

    def close_edits_after(self, window: timedelta | None) -> None:
        """How long messages can be edited here; None for ever."""
        with self.workspace.changing():
            self.workspace.edit_window = window

    def _users(self, members: Iterable[Person], bot: bool) -> list[str]:
        return [person.id for person in members] + ([self.workspace.bot_user_id] if bot else [])
