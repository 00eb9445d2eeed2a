"""A person at their keyboard: what they write, press and see."""

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from sandbox import channels, messages, payloads, uploads
from sandbox.app import App
from sandbox.errors import Json, SandboxError
from sandbox.people import screen
from sandbox.people.membership import Membership
from sandbox.people.modals import Modals
from sandbox.responses import respond
from sandbox.workspace import Channel, ResponseUrl


class Person(Modals, Membership):
    """One member of the workspace.

    Writing, editing, deleting and reacting return at once; the bot hears of it as an event (`Sandbox.settled` waits
    until it acknowledged all). Commands, buttons, shortcuts and modals wait, as a person does, until the bot has
    acknowledged or three seconds are over: then NotAnswered is raised. What is not on the person's screen raises
    SandboxError. Only channels they are in can be seen or written to.
    """

    def __init__(self, app: App, user_id: str) -> None:
        self.id = user_id
        self.app = app
        self.ws = app.ws

    @property
    def dm(self) -> str:
        """The id of the direct conversation with the bot."""
        return channels.direct(self.ws, self.id).id

    def post(
        self,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        broadcast: bool = False,
        files: Sequence[tuple[str, str]] = (),
    ) -> str:
        """Writes a message, or with thread_ts a reply (shown in the channel as well with `broadcast`); its ts.

        `<@U…>`, `<#C…>`, `<!…>` and `<https://…>` are mentions and links; other &, < and > are escaped, as in Slack.
        files: (name, text) pairs; the bot can download them.
        """
        place = self._in(channel)
        with self.ws.changing():
            added = [
                uploads.add(self.ws, self.id, name, content.encode(), self.app.base_url).about
                for name, content in files
            ]
            message: Json = {"user": self.id, "text": escape(text), "client_msg_id": self.ws.new_id("msg-")}
            message |= {"files": added, "upload": False} if added else {}
            return str(self._slack(messages.post, place, message, thread_ts=thread_ts, broadcast=broadcast))

    def edit(self, channel: str, ts: str, text: str) -> None:
        place = self._own(channel, ts)
        messages.edit(self.ws, place, ts, {"text": escape(text)}, self.id)

    def delete(self, channel: str, ts: str) -> None:
        messages.delete(self.ws, self._own(channel, ts), ts)

    def delete_file(self, channel: str, ts: str) -> None:
        """Deletes the files of a message of theirs; the message stays."""
        messages.delete_files(self.ws, self._own(channel, ts), ts)

    def react(self, channel: str, ts: str, name: str) -> None:
        self._slack(messages.add_reaction, self._in(channel), ts, self.id, name)

    def unreact(self, channel: str, ts: str, name: str) -> None:
        self._slack(messages.remove_reaction, self._in(channel), ts, self.id, name)

    def command(self, command: str, text: str, channel: str) -> None:
        """Sends a slash command from a channel; its answers arrive as ephemerals, messages or modals."""
        self.app.installed.check("command", command)
        place = self._in(channel)
        self._check_home()
        url = self._response_url(place, None)
        body = payloads.slash_command(self.ws, self.id, place, command, text, url)
        answer = self.app.ask("slash_commands", command, body)
        if answer:
            self._slack(
                respond, ResponseUrl(self.id, place.id, None, self.ws.now()), answer, self.app.faults.refused_blocks
            )

    def press(self, channel: str, ts: str, action_id: str, value: str | None = None, selected: Any = None) -> None:
        """Presses a message's button, or picks `selected` (an option's text or value, a Person, a date) in its menu."""
        place, message = self._visible(channel, ts)
        block, element = screen.find(message.get("blocks", []), action_id, value)
        key = (self.id, ts)
        values = screen.state_values(message["blocks"], self.ws.picks.get(key))
        state = self._state(block, element, selected, payloads.in_message(place, message))
        if element["type"] in screen.STATE:
            values[block["block_id"]][element["action_id"]] = state
        with self.ws.changing():
            self.ws.picks[key] = values
            url = self._response_url(place, ts)
            body = payloads.message_actions(self.ws, self.id, place, message, values, url)
            body["actions"] = [payloads.action(self.ws, block, element, state)]
        self.app.ask("interactive", "block_actions", body)

    def shortcut(self, callback_id: str, channel: str | None = None, ts: str | None = None) -> None:
        """Uses a message's shortcut, or without channel and ts a global one."""
        self.app.installed.check("callback_id", callback_id)
        self._check_home()
        if channel is None or ts is None:
            self.app.ask("interactive", "shortcut", payloads.global_shortcut(self.ws, self.id, callback_id))
            return
        place, message = self._visible(channel, ts)
        url = self._response_url(place, ts)
        body = payloads.message_shortcut(self.ws, self.id, callback_id, place, message, url)
        self.app.ask("interactive", "message_action", body)

    def open_home(self) -> None:
        """Opens the bot's Home tab; what the bot publishes is then in `home`."""
        with self.ws.changing():
            event: Json = {"type": "app_home_opened", "user": self.id, "channel": self.dm, "tab": "home"}
            view = self.ws.homes.get(self.id)
            self.ws.emit({**event, "event_ts": self.ws.new_ts(), **({"view": view} if view else {})}, None)

    def press_home(self, action_id: str, value: str | None = None, selected: Any = None) -> None:
        """Presses a button or picks from a menu on the Home tab."""
        home = self.ws.homes.get(self.id)
        if home is None:
            raise SandboxError(f"{self.name} has no Home tab yet")
        self._dispatch(home, *screen.find(home["blocks"], action_id, value), selected)

    @property
    def home(self) -> Json | None:
        """The published Home view."""
        return deepcopy(self.ws.homes.get(self.id))

    @property
    def notices(self) -> list[Json]:
        """Every ephemeral message on their screen, oldest first, each with its channel."""
        with self.ws.lock:
            return deepcopy(self.ws.ephemerals.get(self.id, []))

    def ephemerals(self, channel: str) -> list[Json]:
        return [one for one in self.notices if one["channel"] == channel]

    def dms(self) -> list[Json]:
        """The bot's direct messages to them, oldest first."""
        with self.ws.lock:
            found = channels.direct(self.ws, self.id).messages.values()
            return deepcopy([one for one in found if one.get("bot_id") == self.ws.bot_id])

    def _check_home(self) -> None:
        if self.ws.team_of(self.id).id != self.ws.team_id:
            raise SandboxError("commands and shortcuts are for the workspace that the app is installed in")

    def _own(self, channel: str, ts: str) -> Channel:
        place = self._in(channel)
        if place.messages.get(ts, {}).get("user") != self.id:
            raise SandboxError(f"{ts} is not a message of {self.name}")
        return place

    def _visible(self, channel: str, ts: str) -> tuple[Channel, Json]:
        place = self._in(channel)
        whispered = next((one for one in self.ephemerals(channel) if one["ts"] == ts), None)
        message = whispered or place.messages.get(ts)
        if message is None:
            raise SandboxError(f"there is no message {ts} in {place.name} that {self.name} can see")
        return place, message

    def _response_url(self, channel: Channel, ts: str | None) -> str:
        return self.app.base_url + self.ws.new_response_url(self.id, channel.id, ts)


def escape(text: str) -> str:
    """What Slack makes of typed text: &, < and > escaped, mentions and links left alone."""
    parts = re.split(r"(<(?:[@#!][^<>\s]+|https?://[^<>\s]+)>)", text)
    return "".join(
        part if index % 2 else part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for index, part in enumerate(parts)
    )
