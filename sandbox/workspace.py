"""The state of the workspace: people, channels, files, what each person sees. Knows nothing of HTTP or sockets.

What happens to people is in roster.py, to channels in channels.py, to messages in messages.py.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Literal

from sandbox.errors import Json, SlackError

Kind = Literal["channel", "group", "im", "mpim"]
TRIGGER, RESPONSE = timedelta(seconds=3), timedelta(minutes=30)  # how long a trigger_id and a response_url can be used


@dataclass
class Team:
    """A workspace, ours or another organisation's. enterprise_id: of the Enterprise Grid it is part of, if any."""

    id: str
    name: str
    enterprise_id: str | None = None

    @property
    def organisation(self) -> str:
        """What messages name it by to others: the Grid, where it is part of one."""
        return self.enterprise_id or self.id


@dataclass
class Channel:
    """A public channel, a private one ("group"), a direct conversation ("im") or one of several ("mpim"); messages by
    ts, oldest first.

    host: the id of the workspace that made it. teams: the ids of all that it is shared with, ours included.
    restricted: who may post is limited, and the bot is not among them.
    """

    id: str
    name: str
    kind: Kind
    members: list[str]
    created: int
    host: str
    teams: list[str]
    archived: bool = False
    restricted: bool = False
    messages: dict[str, Json] = field(default_factory=dict)

    def thread(self, ts: str) -> list[Json]:
        """The parent and its replies, oldest first."""
        return [one for one in self.messages.values() if ts in (one["ts"], one.get("thread_ts"))]

    @property
    def shared(self) -> bool:
        """Whether it is shared with another organisation (Slack Connect)."""
        return len(self.teams) > 1


@dataclass
class File:
    """A file's content and Slack's description of it; shared once it is in a message."""

    about: Json
    content: bytes
    is_handed: bool = False  # to the bot, in a form


@dataclass
class Trigger:
    """The right to open one view for one person, for a few seconds; `view_id` is the modal it came from."""

    user: str
    expires: datetime
    view_id: str | None
    used: bool = False


@dataclass
class ResponseUrl:
    """A URL that takes at most five posts in half an hour; `ts` is the message it belongs to, if any."""

    user: str
    channel: str
    ts: str | None
    expires: datetime
    uses: int = 0


class Workspace:
    """All state under one lock. Change it inside `changing()`, which wakes whoever waits for a change.

    `now` is the only clock: of timestamps, and of what expires. `emit(event, channel)` is called under the lock with
    each event the bot might be told. edit_window: how old a message may be that is still edited, None for any age.
    """

    def __init__(self, team: str, now: Callable[[], datetime], enterprise_id: str | None = None) -> None:
        self.team = team
        self.team_id = "T000000001"
        self.enterprise_id = enterprise_id
        self.app_id = "A000000001"
        self.bot_user_id = "U000000001"
        self.bot_id = "B000000001"
        self.now = now
        self.lock = threading.RLock()
        self.condition = threading.Condition(self.lock)
        self.version = 0
        self.emit: Callable[[Json, Channel | None], None] = lambda _event, _channel: None
        self.watchers: list[Callable[[], None]] = []
        self.teams = {self.team_id: Team(self.team_id, team, enterprise_id)}
        self.users: dict[str, Json] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.ephemerals: dict[str, list[Json]] = {}
        self.screens: dict[str, list[Json]] = {}
        self.homes: dict[str, Json] = {}
        self.picks: dict[tuple[str, str], Json] = {}  # (user, message ts): what they chose in its menus
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.edit_window: timedelta | None = None
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

    def team_of(self, user: str) -> Team:
        """The workspace that a person belongs to."""
        return self.teams[self.users[user]["team_id"]]

    def new_trigger(self, user: str, view_id: str | None = None) -> str:
        with self.lock:
            trigger_id = f"{next(self._numbers)}.{self.seconds()}.{next(self._numbers):032x}"
            self.triggers[trigger_id] = Trigger(user, self.now() + TRIGGER, view_id)
            return trigger_id

    def use_trigger(self, trigger_id: str) -> Trigger:
        """Raises SlackError: invalid_trigger_id, exchanged_trigger_id (used before), expired_trigger_id."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self.now() > trigger.expires:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def new_response_url(self, user: str, channel: str, ts: str | None = None) -> str:
        """The path of a fresh response_url."""
        with self.lock:
            key = f"{self.team_id}/{next(self._numbers)}"
            self.response_urls[key] = ResponseUrl(user, channel, ts, self.now() + RESPONSE)
            return f"/response/{key}"
