"""What was seen of one round, and what went wrong; how the words of blocks are read, and messages as an answer."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sandbox.errors import Json

MOMENT = re.compile(r"<!date\^(\d+)\^")
MIN_WORDS, JOIN = 60, 600.0


@dataclass(frozen=True)
class Violation:
    kind: str
    at: datetime
    what: str
    about: datetime  # when the round that it concerns began, or now

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.kind}: {self.what}"


@dataclass
class Seen:
    """One round as its channel saw it. `states` are what each author's messages came to, and since when."""

    channel: str
    ts: str
    at: datetime
    closes: datetime
    question: str = ""  # all that the channel was asked
    reveals: datetime | None = None
    closed_at: datetime | None = None  # letters told
    out_at: datetime | None = None
    moved: list[datetime] = field(default_factory=list)  # somebody pressed next
    excused: set[str] = field(default_factory=set)
    dropped: bool = False
    states: dict[str, list[tuple[datetime, str | None, str]]] = field(default_factory=dict)
    private: dict[str, list[tuple[datetime, str | None]]] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)  # private authors whose last wish was not answered
    texts: dict[str, str] = field(default_factory=dict)  # every text written, by author
    posted: set[str] = field(default_factory=set)  # every text that the bot posted as an answer
    cards: list[tuple[str, str, str]] = field(default_factory=list)  # rater, letter, secret: taken blind
    invited: set[str] = field(default_factory=set)
    letters: list[str] = field(default_factory=list)

    def is_out(self, now: datetime) -> bool:
        due = self.reveals is not None and now >= self.reveals
        return (
            self.out_at is not None
            or due
            or (self.closed_at is not None and any(m > self.closed_at for m in self.moved))
        )


def words(view: Any) -> str:
    """All that blocks say, without their ids."""
    if isinstance(view, dict):
        spoken = [inner if key == "text" and isinstance(inner, str) else words(inner) for key, inner in view.items()]
        return " ".join(filter(None, spoken))
    return " ".join(filter(None, map(words, view))) if isinstance(view, list) else ""


def join(messages: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """A person's answer of the ts and the words of their messages in order, and the ts it begins with: the rule as
    docs/using.md tells it."""
    parts: list[tuple[str, str]] = []
    for ts, said in messages:
        follows = bool(parts and said) and float(ts) - float(parts[-1][0]) <= JOIN
        if follows or (not parts and len(said.split()) >= MIN_WORDS):
            parts.append((ts, said))
    return ("\n\n".join(said for _, said in parts), parts[0][0]) if parts else None


def moments_of(blocks: list[Json]) -> list[datetime]:
    return [datetime.fromtimestamp(int(one), UTC) for one in MOMENT.findall(str(blocks))]


def has(blocks: list[Json], action_id: str) -> bool:
    return f"'action_id': '{action_id}'" in str(blocks)
