"""Everything that passes between bot and workspace, in order."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import count

from sandbox.errors import Json

KEPT = 20_000


@dataclass
class Entry:
    """One call or envelope.

    direction: "in" (from the bot) or "out" (to the bot). kind: "call", "response_url", "envelope", "socket", "lost" (an
    event given up; `request` is its body). name: the method, or the envelope's content ("message", "/command",
    "block_actions").
    status: of a call "ok", Slack's error name or the HTTP status; of an envelope "sent", "acknowledged", "timeout",
    "swallowed" (by a half-dead connection), "connection_lost", "no_connection"; of a lost event its last try's reason.
    ms: how long it took, None while under way. revision rises with each change.
    """

    number: int
    at: str
    direction: str
    kind: str
    name: str
    status: str
    ms: float | None
    request: Json | None
    response: Json | None
    revision: int

    def __str__(self) -> str:
        arrow = "<-" if self.direction == "in" else "->"
        return f"{self.at} {arrow} {self.kind} {self.name}: {self.status}"


class Log:
    """An append-only list of entries (the last 20,000); an entry changes once, when its answer is known.

    `changed` is called after each addition and change.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._lock = threading.Lock()
        self._entries: list[Entry] = []
        self._number = count(1)
        self._revision = count(1)

    def add(self, direction: str, kind: str, name: str, request: Json | None, status: str = "") -> Entry:
        with self._lock:
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            number, revision = next(self._number), next(self._revision)
            entry = Entry(number, at, direction, kind, name, status, None, request, None, revision)
            self._entries.append(entry)
            if len(self._entries) > KEPT:
                del self._entries[: KEPT // 10]
        self._changed()
        return entry

    def finish(self, entry: Entry, status: str, response: Json | None, ms: float | None) -> None:
        with self._lock:
            entry.status, entry.response, entry.ms = status, response, ms
            entry.revision = next(self._revision)
        self._changed()

    def since(self, revision: int) -> list[Json]:
        """Entries added or changed after `revision` (0: all), as JSON; the page asks with the highest it has seen."""
        with self._lock:
            return [asdict(entry) for entry in self._entries if entry.revision > revision]

    def calls(self, method: str) -> list[Entry]:
        """The bot's calls of one Web API method, oldest first."""
        return [entry for entry in self if entry.kind == "call" and entry.name == method]

    def envelopes(self, name: str) -> list[Entry]:
        """What was sent to the bot under one name ("message", "/command", "view_submission"), oldest first."""
        return [entry for entry in self if entry.kind == "envelope" and entry.name == name]

    def lost(self, name: str = "") -> list[Entry]:
        """The events that the bot will never get, of one type or all, oldest first."""
        return [entry for entry in self if entry.kind == "lost" and name in ("", entry.name)]

    def __iter__(self) -> Iterator[Entry]:
        with self._lock:
            return iter(list(self._entries))

    def __len__(self) -> int:
        with self._lock:
            return len(self._entries)
