"""What people wrote in threads, as Slack sent it and as it is kept."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import JSON, Column, Field, Text

from storage.models.base import Row


class AnswerMessage(Row, table=True):
    """A message in the thread of a collecting round, by a person; `answer_id` is None for talk.

    `counts` is what its author said by hand: True, False, or None for the rule.
    """

    __table_args__ = (UniqueConstraint("channel_id", "ts", "team_id"), Index(None, "round_id", "author"))

    round_id: int = Field(foreign_key="round.id")
    answer_id: int | None = Field(default=None, foreign_key="answer.id")
    channel_id: str
    ts: str
    author: str = Field(index=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    files: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))  # Slack's ids
    file_text: str | None = Field(default=None, sa_column=Column(Text))  # of those that are texts; None until read
    edited_ts: str = ""  # the newest edit taken in; an older delivery that comes late is passed over
    counts: bool | None = None
    deleted: bool = False
    nudge_at: datetime | None = Field(default=None, index=True)  # when its author hears how far it is


class InboxMessage(Row, table=True):
    """A message as Slack sent it, not worked out yet: gone as soon as it is. The columns are those of an Incoming."""

    __table_args__ = (Index(None, "channel_id", "thread_ts"),)

    channel_id: str
    thread_ts: str
    ts: str
    author: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    files: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))
    edited_ts: str = ""
    deleted: bool = False
    tries: int = 0  # how often it could not be worked out
