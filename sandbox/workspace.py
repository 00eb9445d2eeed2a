"""The state of the workspace: people, channels, files, what each person sees. Knows nothing of HTTP or sockets."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Literal
from zoneinfo import ZoneInfo

from sandbox.errors import Json, SlackError

Kind = Literal["channel", "group", "im"]
TRIGGER, RESPONSE = 3.0, 1800.0  # seconds that a trigger_id and a response_url can be used


@dataclass
class Channel:
    """A public channel, a private one ("group") or a direct conversation ("im"); messages by ts, oldest first."""

    id: str
    name: str
    kind: Kind
    members: list[str]
    created: int
    messages: dict[str, Json] = field(default_factory=dict)

    def thread(self, ts: str) -> list[Json]:
        """The parent and its replies, oldest first."""
        return [one for one in self.messages.values() if ts in (one["ts"], one.get("thread_ts"))]


@dataclass
class File:
    """A file's text and Slack's description of it; shared once it is in a message."""

    about: Json
    content: bytes


@dataclass
class Trigger:
    """The right to open one view for one person, for a few seconds; `view_id` is the modal it came from."""

    user: str
    expires: float
    view_id: str | None
    used: bool = False


@dataclass
class ResponseUrl:
    """A URL that takes at most five posts in half an hour; `ts` is the message it belongs to, if any."""

    user: str
    channel: str
    ts: str | None
    expires: float
    uses: int = 0


class Workspace:
    """All state under one lock. Change it inside `changing()`, which wakes whoever waits for a change.

    `now` gives message timestamps, so a story can run faster than the clock; trigger_ids and response_urls expire in
    real seconds. `emit(event, channel)` is called under the lock with each event the bot might be told.
    """

    def __init__(self, team: str, now: Callable[[], datetime]) -> None:
        self.team = team
        self.team_id = "T000000001"
        self.app_id = "A000000001"
        self.bot_user_id = "U000000001"
        self.bot_id = "B000000001"
        self.now = now
        self.lock = threading.RLock()
        self.condition = threading.Condition(self.lock)
        self.version = 0
        self.emit: Callable[[Json, Channel | None], None] = lambda _event, _channel: None
        self.watchers: list[Callable[[], None]] = []
        self.users: dict[str, Json] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.ephemerals: dict[str, list[Json]] = {}
        self.screens: dict[str, list[Json]] = {}
        self.homes: dict[str, Json] = {}
        self.picks: dict[tuple[str, str], Json] = {}  # (user, message ts): what they chose in its menus
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self._numbers = count(2)
        self._last_ts = 0

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Holds the lock; at its end everyone waiting for a change looks again."""
        with self.condition:
            yield
            self.version += 1
            self.condition.notify_all()
            for watcher in self.watchers:
                watcher()

    def changed(self) -> None:
        """Makes everyone who waits for a change look again."""
        with self.changing():
            pass

    def new_id(self, prefix: str) -> str:
        """Slack-like: a letter or two and digits, unique in this workspace."""
        return f"{prefix}{next(self._numbers):09d}"

    def new_ts(self) -> str:
        """A message timestamp such as "1717171717.000100": strictly rising, even when the clock stands still."""
        self._last_ts = max(int(self.now().timestamp() * 1_000_000), self._last_ts + 100)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def seconds(self) -> int:
        return int(self.now().timestamp())

    def add_user(self, name: str, tz: str, bot: bool = False, user_id: str | None = None) -> str:
        zone = datetime.now(UTC).astimezone(ZoneInfo(tz))
        offset = zone.utcoffset()
        with self.changing():
            user_id = user_id or self.new_id("U")
            handle = name.lower().replace(" ", ".")
            profile = {"real_name": name, "display_name": name, "team": self.team_id}
            if bot:
                profile |= {"bot_id": self.bot_id, "api_app_id": self.app_id}
            else:
                profile |= {"email": f"{handle}@example.com"}
            self.users[user_id] = {
                "id": user_id,
                "team_id": self.team_id,
                "name": handle,
                "real_name": name,
                "deleted": False,
                "tz": tz,
                "tz_label": zone.tzname(),
                "tz_offset": int(offset.total_seconds()) if offset else 0,
                "is_bot": bot,
                "is_app_user": False,
                "is_admin": False,
                "is_owner": False,
                "is_restricted": False,
                "is_ultra_restricted": False,
                "updated": self.seconds(),
                "profile": profile,
            }
            return user_id

    def add_channel(self, name: str, members: list[str], kind: Kind) -> Channel:
        with self.changing():
            prefix = "D" if kind == "im" else "C"
            channel = Channel(self.new_id(prefix), name, kind, list(members), self.seconds())
            self.channels[channel.id] = channel
            return channel

    def direct(self, user: str) -> Channel:
        """The direct conversation of a person and the bot, made when first needed."""
        with self.lock:
            for channel in self.channels.values():
                if channel.kind == "im" and user in channel.members:
                    return channel
            return self.add_channel("directmessage", [user, self.bot_user_id], "im")

    def channel(self, channel_id: str) -> Channel:
        """By id or #name. Raises SlackError channel_not_found."""
        found = self.channels.get(channel_id)
        if found is None:
            name = channel_id.removeprefix("#")
            found = next((one for one in self.channels.values() if one.kind != "im" and one.name == name), None)
        if found is None or (found.kind != "channel" and self.bot_user_id not in found.members):
            raise SlackError("channel_not_found")
        return found

    def join(self, channel: Channel, user: str, inviter: str | None = None) -> None:
        with self.changing():
            if user in channel.members:
                return
            channel.members.append(user)
            event = {
                "type": "member_joined_channel",
                "user": user,
                "channel": channel.id,
                "channel_type": "C" if channel.kind == "channel" else "G",
                "team": self.team_id,
                "event_ts": self.new_ts(),
            }
            self.emit(event | ({"inviter": inviter} if inviter else {}), channel)

    def new_trigger(self, user: str, view_id: str | None = None) -> str:
        with self.lock:
            trigger_id = f"{next(self._numbers)}.{self.seconds()}.{next(self._numbers):032x}"
            self.triggers[trigger_id] = Trigger(user, time.monotonic() + TRIGGER, view_id)
            return trigger_id

    def use_trigger(self, trigger_id: str) -> Trigger:
        """Raises SlackError: invalid_trigger_id, exchanged_trigger_id (used before), expired_trigger_id."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() > trigger.expires:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def new_response_url(self, user: str, channel: str, ts: str | None = None) -> str:
        """The path of a fresh response_url."""
        with self.lock:
            key = f"{self.team_id}/{next(self._numbers)}"
            self.response_urls[key] = ResponseUrl(user, channel, ts, time.monotonic() + RESPONSE)
            return f"/response/{key}"
