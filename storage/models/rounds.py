"""What a channel set up, and its rounds with their answers."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, Enum, Index, UniqueConstraint
from sqlmodel import JSON, Column, Field, Text

from storage.models.base import JUDGES, OfTeam, Row, Shown, one_of
from storage.stages import Stage

_STAGE = Enum(Stage, native_enum=False, length=12, values_callable=lambda stages: [stage.value for stage in stages])


class Workspace(OfTeam, table=True):
    """A Slack workspace that the app is installed in."""

    team_id: str = Field(primary_key=True)
    bot_user_id: str


class Schedule(Row, Shown, table=True):
    """What a channel set up. `next_at` is None while nothing is planned; hours count from the opening."""

    __table_args__ = (
        UniqueConstraint("team_id", "channel_id"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        one_of("every", ("week", "two_weeks", "month")),
        CheckConstraint("answers_hours > 0 AND scores_hours > 0", name="hours"),
        CheckConstraint("keep_days > 0", name="keep_days"),
        one_of("judge", JUDGES),
    )

    channel_id: str
    weekday: int = 0  # 0 is Monday
    every: str = "week"
    since: date | None = None  # a day on which a question every two weeks comes
    off: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))  # days, "FIRST/LAST" or one
    at: time = time(9, 0)  # on the wall clock of `zone`
    zone: str = "UTC"
    answers_hours: int = 48
    scores_hours: int = 48
    interviewers: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    absent: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))  # of these, as was told
    competencies: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))  # empty for any
    judge: str | None = None  # the kind that was chosen; None for the one of the settings
    names_raters: bool = False  # on colleagues' answers too; on exemplars they always are
    keep_days: int = 180  # how long what people wrote is kept once scores are out
    next_at: datetime | None = Field(default=None, index=True)
    handed_at: datetime | None = Field(default=None, index=True)  # when a question was handed on, or planned, last
    not_before: datetime | None = None  # skipped or paused until then
    skipped_at: datetime | None = None  # the due time skipped last: a pause that ends before it changes nothing
    low_told: bool = False  # whether managers heard that few score, since that was better
    planned: str | None = None  # the slug of the question that comes next
    planned_by: str | None = None  # who chose it; None where it was drawn
    archived: bool = False  # the channel is; then nothing is planned
    greeted: bool = False


class Round(Row, Shown, table=True):
    """One question posted to one channel, `message_ts` the post that it became.

    `question`, `judge` and `names_raters` are as they were when it opened: people answer and score on those terms.
    """

    __table_args__ = (
        UniqueConstraint("schedule_id", "due_at"),
        Index(None, "channel_id", "message_ts"),
        Index(None, "channel_id", "revealed_at"),
        Index(None, "channel_id", "team_id", "stage"),
        Index(None, "stage", "team_id"),
        Index(None, "stage", "closes_at"),
        Index(None, "stage", "reveals_at"),
        one_of("stage", tuple(Stage)),
        one_of("judge", JUDGES),
    )

    schedule_id: int = Field(foreign_key="schedule.id")
    channel_id: str
    due_at: datetime
    opened_at: datetime  # later than due where the bot was down at the time
    stage: Stage = Field(default=Stage.OPENING, sa_column=Column(_STAGE, nullable=False))
    slug: str
    rubric_version: str
    judge: str | None = None
    names_raters: bool = False
    keep_days: int = 180
    asked_by: str | None = None
    message_ts: str | None = None
    closes_at: datetime
    closing_at: datetime | None = None  # since when its answers are being closed: later messages do not count
    half_at: datetime | None = Field(default=None, index=True)  # when it is looked whether anybody has answered
    reveals_at: datetime
    revealed_at: datetime | None = None
    erase_at: datetime | None = Field(default=None, index=True)  # when what people wrote is deleted
    refresh_at: datetime | None = Field(default=None, index=True)  # when the question message is due an update
    refreshed_at: datetime | None = None
    remind_at: datetime | None = Field(default=None, index=True)  # when interviewers who are not done hear of it again
    question: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # last: SQLite reads past it for the rest


class Answer(Row, Shown, table=True):
    """One person's story in one round, or an exemplar. `version` counts the changes of its text."""

    __table_args__ = (
        UniqueConstraint("round_id", "author"),
        UniqueConstraint("round_id", "exemplar"),
        UniqueConstraint("round_id", "letter"),
        Index(None, "slug", "exemplar", "team_id"),
        one_of("origin", ("thread", "private", "exemplar")),
        CheckConstraint("(author IS NULL) = (exemplar IS NOT NULL)", name="author_or_exemplar"),
        CheckConstraint("(slug IS NULL) = (exemplar IS NULL)", name="slug_of_exemplar"),
    )

    round_id: int = Field(foreign_key="round.id")
    author: str | None = Field(default=None, index=True)
    exemplar: str | None = None  # the level that it was written at
    slug: str | None = None  # the question of an exemplar, again: it is looked for over all rounds
    origin: str
    letter: str | None = None
    version: int = 1
    pitch: str | None = None
    message_ts: str | None = None  # where people read it
    compared_ts: str | None = None  # where its scores stand side by side
    judge_at: datetime | None = Field(default=None, index=True)
    withdrawn_at: datetime | None = None
    text: str = Field(default="", sa_column=Column(Text, nullable=False))  # last, as above


class Pitch(Row, table=True):
    """The level that a person was dealt to answer a round's question as, should they answer privately."""

    __table_args__ = (UniqueConstraint("round_id", "person"),)

    round_id: int = Field(foreign_key="round.id")
    person: str = Field(index=True)
    level: str
    swapped: bool = False  # for another one, which can be done once
