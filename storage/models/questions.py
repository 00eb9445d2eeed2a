"""A workspace's own questions, and those that people suggested."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import JSON, Column, Field, Text

from storage.models.base import Row, Shown


class CustomQuestion(Row, Shown, table=True):
    """A question of the workspace's own; rounds keep a snapshot, so a change here changes no history."""

    __table_args__ = (UniqueConstraint("team_id", "slug"),)

    slug: str
    question: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    added_by: str
    added_at: datetime
    changed_by: str | None = None
    changed_at: datetime | None = None
    retired_by: str | None = None
    retired_at: datetime | None = None


class SuggestedQuestion(Row, Shown, table=True):
    """A question that somebody suggested; it waits until a manager settles it.

    Settled, it is `question_id`, a question of the workspace's own, or was declined with a `word`.
    """

    __table_args__ = (Index(None, "team_id", "settled_at"),)

    by: str = Field(index=True)
    prompt: str = Field(sa_column=Column(Text, nullable=False))
    why: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime
    settled_by: str | None = None
    settled_at: datetime | None = None
    question_id: int | None = Field(default=None, foreign_key="customquestion.id")
    word: str = Field(default="", sa_column=Column(Text, nullable=False))
