"""Who scores what, and the scores; what was agreed on them; practice."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import JSON, Column, Field, Text

from storage.models.base import Row, Shown, one_of

LEVELS = ("none", "junior", "mid", "senior", "staff")


class Assignment(Row, table=True):
    """An answer dealt to an interviewer."""

    __table_args__ = (UniqueConstraint("answer_id", "rater"),)

    answer_id: int = Field(foreign_key="answer.id")
    rater: str = Field(index=True)


class Scorecard(Row, table=True):
    """One rater's scores of one answer. For an interviewer `model` and `prompt_version` are empty."""

    __table_args__ = (
        UniqueConstraint("answer_id", "rater", "phase", "model", "prompt_version"),
        one_of("kind", ("interviewer", "judge")),
        one_of("phase", ("blind", "discussed")),
        one_of("state", ("draft", "submitted")),
        one_of("status", ("scored", "unscored", "needs_review")),
        one_of("overall", LEVELS),
        one_of("evidence", ("thin", "adequate", "strong")),
    )

    answer_id: int = Field(foreign_key="answer.id")
    rater: str = Field(index=True)  # a user id, or the kind of judge
    kind: str = "interviewer"
    phase: str = "blind"
    state: str = "draft"
    overall: str | None = None
    evidence: str | None = None
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    sentence: str = Field(default="", sa_column=Column(Text, nullable=False))  # of the answer, which decided it
    rubric_version: str
    changed_at: datetime
    submitted_at: datetime | None = None
    column_key: float | None = None  # drawn by lot: its place among the unnamed columns; None for a judge
    # what only a judge has
    status: str = "scored"
    reason: str | None = None
    tells_level: bool = False  # whether the reason may name a level or repeat the answer
    model: str = ""
    prompt_version: str = ""
    answer_version: int = 1
    star: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    mistakes: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    probes: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    usage: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Rating(Row, table=True):
    """A level in one dimension of a scorecard; `none` is not shown."""

    __table_args__ = (
        UniqueConstraint("scorecard_id", "dimension"),
        one_of("level", LEVELS),
    )

    scorecard_id: int = Field(foreign_key="scorecard.id", ondelete="CASCADE")
    dimension: str
    level: str
    rationale: str = ""
    quotes: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Ruling(Row, Shown, table=True):
    """A sentence about where two levels of a dimension part: in force once it is confirmed, until it is retired."""

    __table_args__ = (Index(None, "team_id", "retired_at"),)

    dimension: str
    lower: str
    upper: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    by: str | None = None  # who wrote it
    proposed_at: datetime
    confirmed_by: str | None = None
    agreed_at: datetime | None = None  # confirmed
    round_id: int = Field(foreign_key="round.id")
    message_ts: str | None = None  # where its thread reads it
    retired_at: datetime | None = None  # or withdrawn


class PracticeScore(Row, Shown, table=True):
    """An exemplar that a person practised on, alone; unscored while `scored_at` is None. Nobody else is shown it."""

    __table_args__ = (
        UniqueConstraint("team_id", "person", "slug", "level", "run"),
        one_of("overall", LEVELS),
    )

    person: str
    run: int  # counts a person's times four exemplars
    slug: str
    level: str  # as written
    overall: str | None = None
    evidence: str | None = None
    dimensions: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    scored_at: datetime | None = None
