"""What is kept of a person, and what they changed."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.models.base import Row


class Member(Row, table=True):
    """A person's own preferences."""

    __table_args__ = (UniqueConstraint("team_id", "user_id"),)

    user_id: str
    reminders: bool = True
    away_until: datetime | None = None
    quiet_until: datetime | None = None  # no reminders before
    nudged_at: datetime | None = None
    home_at: datetime | None = None  # when they opened their Home tab last
    refresh_at: datetime | None = Field(default=None, index=True)  # when it is due to be brought up to date


class Pseudonym(Row, table=True):
    """The name, drawn by lot, under which a person's scores leave a channel that does not name raters."""

    __table_args__ = (
        UniqueConstraint("team_id", "channel_id", "person"),
        UniqueConstraint("team_id", "channel_id", "name"),
    )

    channel_id: str
    person: str
    name: str


class AuditEvent(Row, table=True):
    """Who changed what, when. Ids and words of ours, never text of people."""

    at: datetime
    actor: str = Field(index=True)
    what: str
    subject: str = Field(index=True)
