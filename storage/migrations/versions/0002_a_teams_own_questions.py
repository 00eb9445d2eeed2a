"""a team's own questions, and what a channel's questions are about"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "customquestion",
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
    )
    with op.batch_alter_table("customquestion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customquestion_team_id"), ["team_id"], unique=False)

    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.add_column(sa.Column("competencies", sa.JSON(), nullable=True))
    op.execute("UPDATE schedule SET competencies = '[]'")
    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.alter_column("competencies", existing_type=sa.JSON(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.drop_column("competencies")

    with op.batch_alter_table("customquestion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customquestion_team_id"))

    op.drop_table("customquestion")
