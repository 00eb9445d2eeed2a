"""the tables"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "auditevent",
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("actor", sqltypes.AutoString(), nullable=False),
        sa.Column("what", sqltypes.AutoString(), nullable=False),
        sa.Column("subject", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auditevent")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("auditevent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_auditevent_actor"), ["actor"], unique=False)
        batch_op.create_index(batch_op.f("ix_auditevent_subject"), ["subject"], unique=False)

    op.create_table(
        "customquestion",
        sa.Column("public_id", sqltypes.AutoString(), nullable=False),
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sqltypes.AutoString(), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("added_by", sqltypes.AutoString(), nullable=False),
        sa.Column("added_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("changed_by", sqltypes.AutoString(), nullable=True),
        sa.Column("changed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("retired_by", sqltypes.AutoString(), nullable=True),
        sa.Column("retired_at", sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customquestion")),
        sa.UniqueConstraint("team_id", "slug", name=op.f("uq_customquestion_team_id_slug")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("customquestion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customquestion_public_id"), ["public_id"], unique=True)

    op.create_table(
        "heldjob",
        sa.Column("public_id", sqltypes.AutoString(), nullable=False),
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sqltypes.AutoString(), nullable=False),
        sa.Column("once", sqltypes.AutoString(), nullable=False),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.Column("channel_id", sqltypes.AutoString(), nullable=True),
        sa.Column("reason", sqltypes.AutoString(), nullable=False),
        sa.Column("passing", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("again_at", sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heldjob")),
        sa.UniqueConstraint("job", "once", name=op.f("uq_heldjob_job_once")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("heldjob", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_heldjob_again_at"), ["again_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_heldjob_public_id"), ["public_id"], unique=True)

    op.create_table(
        "inboxmessage",
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sqltypes.AutoString(), nullable=False),
        sa.Column("thread_ts", sqltypes.AutoString(), nullable=False),
        sa.Column("ts", sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqltypes.AutoString(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("edited_ts", sqltypes.AutoString(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inboxmessage")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("inboxmessage", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inboxmessage_channel_id_thread_ts"), ["channel_id", "thread_ts"], unique=False
        )

    op.create_table(
        "letter",
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("due_at", sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("about", "kind", "person", "team_id", name=op.f("uq_letter_about_kind_person_team_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_due_at"), ["due_at"], unique=False)

    op.create_table(
        "member",
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sqltypes.AutoString(), nullable=False),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.Column("away_until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("home_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("refresh_at", sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("team_id", "user_id", name=op.f("uq_member_team_id_user_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_refresh_at"), ["refresh_at"], unique=False)

    op.create_table(
        "pace",
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sqltypes.AutoString(), nullable=False),
        sa.Column("next_at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pace")),
        sa.UniqueConstraint("team_id", "channel_id", name=op.f("uq_pace_team_id_channel_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "practicescore",
        sa.Column("public_id", sqltypes.AutoString(), nullable=False),
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sqltypes.AutoString(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("slug", sqltypes.AutoString(), nullable=False),
        sa.Column("level", sqltypes.AutoString(), nullable=False),
        sa.Column("overall", sqltypes.AutoString(), nullable=True),
        sa.Column("evidence", sqltypes.AutoString(), nullable=True),
        sa.Column("dimensions", sa.JSON(), nullable=False),
        sa.Column("scored_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "overall IN ('none', 'junior', 'mid', 'senior', 'staff')", name=op.f("ck_practicescore_overall")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practicescore")),
        sa.UniqueConstraint(
            "team_id", "person", "slug", "level", "run", name=op.f("uq_practicescore_team_id_person_slug_level_run")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("practicescore", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practicescore_public_id"), ["public_id"], unique=True)

    op.create_table(
        "pseudonym",
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sqltypes.AutoString(), nullable=False),
        sa.Column("person", sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pseudonym")),
        sa.UniqueConstraint("team_id", "channel_id", "name", name=op.f("uq_pseudonym_team_id_channel_id_name")),
        sa.UniqueConstraint("team_id", "channel_id", "person", name=op.f("uq_pseudonym_team_id_channel_id_person")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "schedule",
        sa.Column("public_id", sqltypes.AutoString(), nullable=False),
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sqltypes.AutoString(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("every", sqltypes.AutoString(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("off", sa.JSON(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("zone", sqltypes.AutoString(), nullable=False),
        sa.Column("answers_hours", sa.Integer(), nullable=False),
        sa.Column("scores_hours", sa.Integer(), nullable=False),
        sa.Column("interviewers", sa.JSON(), nullable=False),
        sa.Column("absent", sa.JSON(), nullable=False),
        sa.Column("competencies", sa.JSON(), nullable=False),
        sa.Column("judge", sqltypes.AutoString(), nullable=True),
        sa.Column("names_raters", sa.Boolean(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("next_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("handed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("not_before", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("skipped_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("planned", sqltypes.AutoString(), nullable=True),
        sa.Column("planned_by", sqltypes.AutoString(), nullable=True),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("greeted", sa.Boolean(), nullable=False),
        sa.CheckConstraint("every IN ('week', 'two_weeks', 'month')", name=op.f("ck_schedule_every")),
        sa.CheckConstraint("judge IN ('claude', 'offline', 'none')", name=op.f("ck_schedule_judge")),
        sa.CheckConstraint("answers_hours > 0 AND scores_hours > 0", name=op.f("ck_schedule_hours")),
        sa.CheckConstraint("keep_days > 0", name=op.f("ck_schedule_keep_days")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_schedule_weekday")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
        sa.UniqueConstraint("team_id", "channel_id", name=op.f("uq_schedule_team_id_channel_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_schedule_handed_at"), ["handed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_schedule_next_at"), ["next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_schedule_public_id"), ["public_id"], unique=True)

    op.create_table(
        "told",
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("channel_id", sqltypes.AutoString(), nullable=True),
        sa.Column("ts", sqltypes.AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told")),
        sa.UniqueConstraint("team_id", "what", name=op.f("uq_told_team_id_what")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "workspace",
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("bot_user_id", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_workspace")),
    )
    op.create_table(
        "round",
        sa.Column("public_id", sqltypes.AutoString(), nullable=False),
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sqltypes.AutoString(), nullable=False),
        sa.Column("due_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("opened_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "opening",
                "collecting",
                "scoring",
                "revealed",
                "closed",
                "cancelled",
                name="stage",
                native_enum=False,
                length=12,
            ),
            nullable=False,
        ),
        sa.Column("slug", sqltypes.AutoString(), nullable=False),
        sa.Column("rubric_version", sqltypes.AutoString(), nullable=False),
        sa.Column("judge", sqltypes.AutoString(), nullable=True),
        sa.Column("names_raters", sa.Boolean(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("asked_by", sqltypes.AutoString(), nullable=True),
        sa.Column("message_ts", sqltypes.AutoString(), nullable=True),
        sa.Column("closes_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closing_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reveals_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("revealed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("erase_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("refresh_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("refreshed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("remind_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.CheckConstraint("judge IN ('claude', 'offline', 'none')", name=op.f("ck_round_judge")),
        sa.CheckConstraint(
            "stage IN ('opening', 'collecting', 'scoring', 'revealed', 'closed', 'cancelled')",
            name=op.f("ck_round_stage"),
        ),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedule.id"], name=op.f("fk_round_schedule_id_schedule")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("schedule_id", "due_at", name=op.f("uq_round_schedule_id_due_at")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_channel_id_message_ts"), ["channel_id", "message_ts"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_round_channel_id_revealed_at"), ["channel_id", "revealed_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_round_channel_id_team_id_stage"), ["channel_id", "team_id", "stage"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_round_erase_at"), ["erase_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_public_id"), ["public_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_round_refresh_at"), ["refresh_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_remind_at"), ["remind_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_stage_closes_at"), ["stage", "closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_stage_reveals_at"), ["stage", "reveals_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_stage_team_id"), ["stage", "team_id"], unique=False)

    op.create_table(
        "suggestedquestion",
        sa.Column("public_id", sqltypes.AutoString(), nullable=False),
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by", sqltypes.AutoString(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("settled_by", sqltypes.AutoString(), nullable=True),
        sa.Column("settled_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("word", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["customquestion.id"], name=op.f("fk_suggestedquestion_question_id_customquestion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestedquestion")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("suggestedquestion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestedquestion_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_suggestedquestion_public_id"), ["public_id"], unique=True)
        batch_op.create_index(
            batch_op.f("ix_suggestedquestion_team_id_settled_at"), ["team_id", "settled_at"], unique=False
        )

    op.create_table(
        "answer",
        sa.Column("public_id", sqltypes.AutoString(), nullable=False),
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("author", sqltypes.AutoString(), nullable=True),
        sa.Column("exemplar", sqltypes.AutoString(), nullable=True),
        sa.Column("slug", sqltypes.AutoString(), nullable=True),
        sa.Column("origin", sqltypes.AutoString(), nullable=False),
        sa.Column("letter", sqltypes.AutoString(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pitch", sqltypes.AutoString(), nullable=True),
        sa.Column("message_ts", sqltypes.AutoString(), nullable=True),
        sa.Column("compared_ts", sqltypes.AutoString(), nullable=True),
        sa.Column("judge_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("withdrawn_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("origin IN ('thread', 'private', 'exemplar')", name=op.f("ck_answer_origin")),
        sa.CheckConstraint("(author IS NULL) = (exemplar IS NOT NULL)", name=op.f("ck_answer_author_or_exemplar")),
        sa.CheckConstraint("(slug IS NULL) = (exemplar IS NULL)", name=op.f("ck_answer_slug_of_exemplar")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_answer_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("round_id", "author", name=op.f("uq_answer_round_id_author")),
        sa.UniqueConstraint("round_id", "exemplar", name=op.f("uq_answer_round_id_exemplar")),
        sa.UniqueConstraint("round_id", "letter", name=op.f("uq_answer_round_id_letter")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_author"), ["author"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_judge_at"), ["judge_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_public_id"), ["public_id"], unique=True)
        batch_op.create_index(
            batch_op.f("ix_answer_slug_exemplar_team_id"), ["slug", "exemplar", "team_id"], unique=False
        )

    op.create_table(
        "pitch",
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person", sqltypes.AutoString(), nullable=False),
        sa.Column("level", sqltypes.AutoString(), nullable=False),
        sa.Column("swapped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_pitch_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pitch")),
        sa.UniqueConstraint("round_id", "person", name=op.f("uq_pitch_round_id_person")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pitch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pitch_person"), ["person"], unique=False)

    op.create_table(
        "ruling",
        sa.Column("public_id", sqltypes.AutoString(), nullable=False),
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dimension", sqltypes.AutoString(), nullable=False),
        sa.Column("lower", sqltypes.AutoString(), nullable=False),
        sa.Column("upper", sqltypes.AutoString(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sqltypes.AutoString(), nullable=True),
        sa.Column("proposed_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("confirmed_by", sqltypes.AutoString(), nullable=True),
        sa.Column("agreed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("message_ts", sqltypes.AutoString(), nullable=True),
        sa.Column("retired_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_ruling_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ruling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ruling_public_id"), ["public_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_ruling_team_id_retired_at"), ["team_id", "retired_at"], unique=False)

    op.create_table(
        "answermessage",
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("channel_id", sqltypes.AutoString(), nullable=False),
        sa.Column("ts", sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqltypes.AutoString(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("file_text", sa.Text(), nullable=True),
        sa.Column("edited_ts", sqltypes.AutoString(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("nudge_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_answermessage_answer_id_answer")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_answermessage_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answermessage")),
        sa.UniqueConstraint("channel_id", "ts", "team_id", name=op.f("uq_answermessage_channel_id_ts_team_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("answermessage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answermessage_author"), ["author"], unique=False)
        batch_op.create_index(batch_op.f("ix_answermessage_nudge_at"), ["nudge_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_answermessage_round_id_author"), ["round_id", "author"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("rater", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_assignment_answer_id_answer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("answer_id", "rater", name=op.f("uq_assignment_answer_id_rater")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_rater"), ["rater"], unique=False)

    op.create_table(
        "scorecard",
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("rater", sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(), nullable=False),
        sa.Column("phase", sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column("overall", sqltypes.AutoString(), nullable=True),
        sa.Column("evidence", sqltypes.AutoString(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("rubric_version", sqltypes.AutoString(), nullable=False),
        sa.Column("changed_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("submitted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("column_key", sa.Float(), nullable=True),
        sa.Column("status", sqltypes.AutoString(), nullable=False),
        sa.Column("reason", sqltypes.AutoString(), nullable=True),
        sa.Column("tells_level", sa.Boolean(), nullable=False),
        sa.Column("model", sqltypes.AutoString(), nullable=False),
        sa.Column("prompt_version", sqltypes.AutoString(), nullable=False),
        sa.Column("answer_version", sa.Integer(), nullable=False),
        sa.Column("star", sa.JSON(), nullable=True),
        sa.Column("mistakes", sa.JSON(), nullable=False),
        sa.Column("probes", sa.JSON(), nullable=False),
        sa.Column("usage", sa.JSON(), nullable=False),
        sa.CheckConstraint("evidence IN ('thin', 'adequate', 'strong')", name=op.f("ck_scorecard_evidence")),
        sa.CheckConstraint("kind IN ('interviewer', 'judge')", name=op.f("ck_scorecard_kind")),
        sa.CheckConstraint(
            "overall IN ('none', 'junior', 'mid', 'senior', 'staff')", name=op.f("ck_scorecard_overall")
        ),
        sa.CheckConstraint("phase IN ('blind', 'discussed')", name=op.f("ck_scorecard_phase")),
        sa.CheckConstraint("state IN ('draft', 'submitted')", name=op.f("ck_scorecard_state")),
        sa.CheckConstraint("status IN ('scored', 'unscored', 'needs_review')", name=op.f("ck_scorecard_status")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_scorecard_answer_id_answer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard")),
        sa.UniqueConstraint(
            "answer_id",
            "rater",
            "phase",
            "model",
            "prompt_version",
            name=op.f("uq_scorecard_answer_id_rater_phase_model_prompt_version"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("scorecard", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scorecard_rater"), ["rater"], unique=False)

    op.create_table(
        "rating",
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sqltypes.AutoString(), nullable=False),
        sa.Column("level", sqltypes.AutoString(), nullable=False),
        sa.Column("rationale", sqltypes.AutoString(), nullable=False),
        sa.Column("quotes", sa.JSON(), nullable=False),
        sa.CheckConstraint("level IN ('none', 'junior', 'mid', 'senior', 'staff')", name=op.f("ck_rating_level")),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecard.id"], name=op.f("fk_rating_scorecard_id_scorecard"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("scorecard_id", "dimension", name=op.f("uq_rating_scorecard_id_dimension")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("rating")
    with op.batch_alter_table("scorecard", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scorecard_rater"))

    op.drop_table("scorecard")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_rater"))

    op.drop_table("assignment")
    with op.batch_alter_table("answermessage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answermessage_round_id_author"))
        batch_op.drop_index(batch_op.f("ix_answermessage_nudge_at"))
        batch_op.drop_index(batch_op.f("ix_answermessage_author"))

    op.drop_table("answermessage")
    with op.batch_alter_table("ruling", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ruling_team_id_retired_at"))
        batch_op.drop_index(batch_op.f("ix_ruling_public_id"))

    op.drop_table("ruling")
    with op.batch_alter_table("pitch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pitch_person"))

    op.drop_table("pitch")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_slug_exemplar_team_id"))
        batch_op.drop_index(batch_op.f("ix_answer_public_id"))
        batch_op.drop_index(batch_op.f("ix_answer_judge_at"))
        batch_op.drop_index(batch_op.f("ix_answer_author"))

    op.drop_table("answer")
    with op.batch_alter_table("suggestedquestion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suggestedquestion_team_id_settled_at"))
        batch_op.drop_index(batch_op.f("ix_suggestedquestion_public_id"))
        batch_op.drop_index(batch_op.f("ix_suggestedquestion_by"))

    op.drop_table("suggestedquestion")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_stage_team_id"))
        batch_op.drop_index(batch_op.f("ix_round_stage_reveals_at"))
        batch_op.drop_index(batch_op.f("ix_round_stage_closes_at"))
        batch_op.drop_index(batch_op.f("ix_round_remind_at"))
        batch_op.drop_index(batch_op.f("ix_round_refresh_at"))
        batch_op.drop_index(batch_op.f("ix_round_public_id"))
        batch_op.drop_index(batch_op.f("ix_round_erase_at"))
        batch_op.drop_index(batch_op.f("ix_round_channel_id_team_id_stage"))
        batch_op.drop_index(batch_op.f("ix_round_channel_id_revealed_at"))
        batch_op.drop_index(batch_op.f("ix_round_channel_id_message_ts"))

    op.drop_table("round")
    op.drop_table("workspace")
    op.drop_table("told")
    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_schedule_public_id"))
        batch_op.drop_index(batch_op.f("ix_schedule_next_at"))
        batch_op.drop_index(batch_op.f("ix_schedule_handed_at"))

    op.drop_table("schedule")
    op.drop_table("pseudonym")
    with op.batch_alter_table("practicescore", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practicescore_public_id"))

    op.drop_table("practicescore")
    op.drop_table("pace")
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_refresh_at"))

    op.drop_table("member")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_due_at"))

    op.drop_table("letter")
    with op.batch_alter_table("inboxmessage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inboxmessage_channel_id_thread_ts"))

    op.drop_table("inboxmessage")
    with op.batch_alter_table("heldjob", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_heldjob_public_id"))
        batch_op.drop_index(batch_op.f("ix_heldjob_again_at"))

    op.drop_table("heldjob")
    with op.batch_alter_table("customquestion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customquestion_public_id"))

    op.drop_table("customquestion")
    with op.batch_alter_table("auditevent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_auditevent_subject"))
        batch_op.drop_index(batch_op.f("ix_auditevent_actor"))

    op.drop_table("auditevent")
