"""What was told, what waits to be, and what could not be done."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import JSON, Column, Field

from storage.models.base import Row, Shown


class HeldJob(Row, Shown, table=True):
    """A job that was not done: why, and when it is tried again; `again_at` is None while it is being tried."""

    __table_args__ = (UniqueConstraint("job", "once"),)

    job: str
    once: str
    ids: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    channel_id: str | None = None
    reason: str
    passing: bool = True
    tries: int = 0
    told: bool = False  # whether managers heard of it
    since: datetime
    again_at: datetime | None = Field(default=None, index=True)


class Told(Row, table=True):
    """What one person was told once, by a name of ours: a job that runs again does not tell it twice."""

    __table_args__ = (UniqueConstraint("team_id", "what"),)

    what: str
    at: datetime
    channel_id: str | None = None  # where the message is, to bring it up to date
    ts: str | None = None


class Letter(Row, table=True):
    """A direct message that waits for its person's working hours; `due_at` is None once it was handed on.

    `about` is the id of the round, of the schedule (kind welcome) or of the suggestion (kinds suggested and settled).
    """

    __table_args__ = (UniqueConstraint("about", "kind", "person", "team_id"),)

    person: str
    kind: str
    about: int
    due_at: datetime | None = Field(default=None, index=True)


class Pace(Row, table=True):
    """When a channel may have its next post: Slack takes about one a second."""

    __table_args__ = (UniqueConstraint("team_id", "channel_id"),)

    channel_id: str
    next_at: datetime
