"""The tables. Times are UTC. Table models do not validate: what comes from outside is checked before it gets here.

Every row belongs to a workspace (`OfTeam`); storage.database stamps and filters `team_id`, nobody else does.

An index begins with what a query selects by, and only in small tables with `team_id`: every query has that, so SQLite,
which keeps no figures of what is stored, would often take such an index and read the whole workspace.
"""

import secrets
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, Enum, Index, MetaData, UniqueConstraint
from sqlmodel import JSON, Column, Field, SQLModel, Text

from storage.stages import Stage

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention

JUDGES = ("claude", "offline", "none")

_STAGE = Enum(Stage, native_enum=False, length=12, values_callable=lambda stages: [stage.value for stage in stages])


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class OfTeam(SQLModel):
    """What a row inherits to belong to one Slack workspace."""

    team_id: str = Field(default=None, nullable=False)


def new_public_id() -> str:
    return secrets.token_hex(8)


class Shown(SQLModel):
    """What a row inherits whose id clients get to see, in buttons, forms and metadata: one that tells nothing."""

    public_id: str = Field(default_factory=new_public_id, index=True, unique=True)


class Workspace(OfTeam, table=True):
    """A Slack workspace that the app is installed in."""

    team_id: str = Field(primary_key=True)
    bot_user_id: str


class Schedule(OfTeam, Shown, table=True):
    """What a channel set up. `next_at` is None while nothing is planned; hours count from the opening."""

    __table_args__ = (
        UniqueConstraint("team_id", "channel_id"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        _one_of("every", ("week", "two_weeks", "month")),
        CheckConstraint("answers_hours > 0 AND scores_hours > 0", name="hours"),
        CheckConstraint("keep_days > 0", name="keep_days"),
        _one_of("judge", JUDGES),
    )

    id: int = Field(default=None, primary_key=True)
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
    handed_at: datetime | None = Field(default=None, index=True)  # when a due time was handed on last
    not_before: datetime | None = None  # skipped or paused until then
    skipped_at: datetime | None = (
        None  # the due time that was skipped last: a pause that ends before it changes nothing
    )
    low_told: bool = False  # whether managers heard that few score, since that was better
    planned: str | None = None  # the slug of the question that comes next
    planned_by: str | None = None  # who chose it; None where it was drawn
    archived: bool = False  # the channel is; then nothing is planned
    greeted: bool = False


class Round(OfTeam, Shown, table=True):
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
        _one_of("stage", tuple(Stage)),
        _one_of("judge", JUDGES),
    )

    id: int = Field(default=None, primary_key=True)
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


class Answer(OfTeam, Shown, table=True):
    """One person's story in one round, or an exemplar. `version` counts the changes of its text."""

    __table_args__ = (
        UniqueConstraint("round_id", "author"),
        UniqueConstraint("round_id", "exemplar"),
        UniqueConstraint("round_id", "letter"),
        Index(None, "slug", "exemplar", "team_id"),
        _one_of("origin", ("thread", "private", "exemplar")),
        CheckConstraint("(author IS NULL) = (exemplar IS NOT NULL)", name="author_or_exemplar"),
        CheckConstraint("(slug IS NULL) = (exemplar IS NULL)", name="slug_of_exemplar"),
    )

    id: int = Field(default=None, primary_key=True)
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


class Pitch(OfTeam, table=True):
    """The level that a person was dealt to answer a round's question as, should they answer privately."""

    __table_args__ = (UniqueConstraint("round_id", "person"),)

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    person: str = Field(index=True)
    level: str
    swapped: bool = False  # for another one, which can be done once


class AnswerMessage(OfTeam, table=True):
    """A message in the thread of a collecting round, by a person; `answer_id` is None for talk.

    `counts` is what its author said by hand: True, False, or None for the rule.
    """

    __table_args__ = (UniqueConstraint("channel_id", "ts", "team_id"), Index(None, "round_id", "author"))

    id: int = Field(default=None, primary_key=True)
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


class InboxMessage(OfTeam, table=True):
    """A message as Slack sent it, not worked out yet: gone as soon as it is. The columns are those of an Incoming."""

    __table_args__ = (Index(None, "channel_id", "thread_ts"),)

    id: int = Field(default=None, primary_key=True)
    channel_id: str
    thread_ts: str
    ts: str
    author: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    files: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))
    edited_ts: str = ""
    deleted: bool = False
    tries: int = 0  # how often it could not be worked out


class HeldJob(OfTeam, Shown, table=True):
    """A job that was not done: why, and when it is tried again; `again_at` is None while it is being tried."""

    __table_args__ = (UniqueConstraint("job", "once"),)

    id: int = Field(default=None, primary_key=True)
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


class Told(OfTeam, table=True):
    """What one person was told once, by a name of ours: a job that runs again does not tell it twice."""

    __table_args__ = (UniqueConstraint("team_id", "what"),)

    id: int = Field(default=None, primary_key=True)
    what: str
    at: datetime
    channel_id: str | None = None  # where the message is, to bring it up to date
    ts: str | None = None


class Letter(OfTeam, table=True):
    """A direct message that waits for its person's working hours; `due_at` is None once it was handed on.

    `about` is the id of the round (kinds reveal, remind and nudge) or of the schedule (kind welcome).
    """

    __table_args__ = (UniqueConstraint("about", "kind", "person", "team_id"),)

    id: int = Field(default=None, primary_key=True)
    person: str
    kind: str
    about: int
    due_at: datetime | None = Field(default=None, index=True)


class Pace(OfTeam, table=True):
    """When a channel may have its next post: Slack takes about one a second."""

    __table_args__ = (UniqueConstraint("team_id", "channel_id"),)

    id: int = Field(default=None, primary_key=True)
    channel_id: str
    next_at: datetime


class Assignment(OfTeam, table=True):
    """An answer dealt to an interviewer."""

    __table_args__ = (UniqueConstraint("answer_id", "rater"),)

    id: int = Field(default=None, primary_key=True)
    answer_id: int = Field(foreign_key="answer.id")
    rater: str = Field(index=True)


class Scorecard(OfTeam, table=True):
    """One rater's scores of one answer. For an interviewer `model` and `prompt_version` are empty."""

    __table_args__ = (
        UniqueConstraint("answer_id", "rater", "phase", "model", "prompt_version"),
        _one_of("kind", ("interviewer", "judge")),
        _one_of("phase", ("blind", "discussed")),
        _one_of("state", ("draft", "submitted")),
        _one_of("status", ("scored", "unscored", "needs_review")),
        CheckConstraint("overall IN ('none', 'junior', 'mid', 'senior', 'staff')", name="overall"),
        CheckConstraint("evidence IN ('thin', 'adequate', 'strong')", name="evidence"),
    )

    id: int = Field(default=None, primary_key=True)
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


class Rating(OfTeam, table=True):
    """A level in one dimension of a scorecard; `none` is not shown."""

    __table_args__ = (
        UniqueConstraint("scorecard_id", "dimension"),
        CheckConstraint("level IN ('none', 'junior', 'mid', 'senior', 'staff')", name="level"),
    )

    id: int = Field(default=None, primary_key=True)
    scorecard_id: int = Field(foreign_key="scorecard.id", ondelete="CASCADE")
    dimension: str
    level: str
    rationale: str = ""
    quotes: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Ruling(OfTeam, Shown, table=True):
    """A sentence about where two levels of a dimension part: in force once it is confirmed, until it is retired."""

    __table_args__ = (Index(None, "team_id", "retired_at"),)

    id: int = Field(default=None, primary_key=True)
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


class PracticeScore(OfTeam, Shown, table=True):
    """An exemplar that a person practised on, alone; unscored while `scored_at` is None. Nobody else is shown it."""

    __table_args__ = (
        UniqueConstraint("team_id", "person", "slug", "level", "run"),
        CheckConstraint("overall IN ('none', 'junior', 'mid', 'senior', 'staff')", name="overall"),
    )

    id: int = Field(default=None, primary_key=True)
    person: str
    run: int  # counts a person's times four exemplars
    slug: str
    level: str  # as written
    overall: str | None = None
    evidence: str | None = None
    dimensions: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    scored_at: datetime | None = None


class CustomQuestion(OfTeam, Shown, table=True):
    """A question of the workspace's own; rounds keep a snapshot, so a change here changes no history."""

    __table_args__ = (UniqueConstraint("team_id", "slug"),)

    id: int = Field(default=None, primary_key=True)
    slug: str
    question: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    added_by: str
    added_at: datetime
    changed_by: str | None = None
    changed_at: datetime | None = None
    retired_by: str | None = None
    retired_at: datetime | None = None


class SuggestedQuestion(OfTeam, Shown, table=True):
    """A question that somebody suggested; it waits until a manager settles it.

    Settled, it is `question_id`, a question of the workspace's own, or was declined with a `word`.
    """

    __table_args__ = (Index(None, "team_id", "settled_at"),)

    id: int = Field(default=None, primary_key=True)
    by: str = Field(index=True)
    prompt: str = Field(sa_column=Column(Text, nullable=False))
    why: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime
    settled_by: str | None = None
    settled_at: datetime | None = None
    question_id: int | None = Field(default=None, foreign_key="customquestion.id")
    word: str = Field(default="", sa_column=Column(Text, nullable=False))


class Member(OfTeam, table=True):
    """A person's own preferences."""

    __table_args__ = (UniqueConstraint("team_id", "user_id"),)

    id: int = Field(default=None, primary_key=True)
    user_id: str
    reminders: bool = True
    away_until: datetime | None = None
    quiet_until: datetime | None = None  # no reminders before
    nudged_at: datetime | None = None
    home_at: datetime | None = None  # when they opened their Home tab last
    refresh_at: datetime | None = Field(default=None, index=True)  # when it is due to be brought up to date


class Pseudonym(OfTeam, table=True):
    """The name, drawn by lot, under which a person's scores leave a channel that does not name raters."""

    __table_args__ = (
        UniqueConstraint("team_id", "channel_id", "person"),
        UniqueConstraint("team_id", "channel_id", "name"),
    )

    id: int = Field(default=None, primary_key=True)
    channel_id: str
    person: str
    name: str


class AuditEvent(OfTeam, table=True):
    """Who changed what, when. Ids and words of ours, never text of people."""

    id: int = Field(default=None, primary_key=True)
    at: datetime
    actor: str = Field(index=True)
    what: str
    subject: str = Field(index=True)


for _table in SQLModel.metadata.tables.values():
    if "id" in _table.primary_key.columns:  # jobs name rows by id for good: SQLite would give a deleted row's id again
        _table.dialect_kwargs["sqlite_autoincrement"] = True
