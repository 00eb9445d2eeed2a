"""a judge and named raters as each channel chooses, kept with each round; when it opened; who has a Home tab"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JUDGES = "judge IN ('claude', 'offline', 'none')"


def upgrade() -> None:
    for table in ("round", "schedule"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("judge", sqltypes.AutoString(), nullable=True))
            batch_op.add_column(sa.Column("names_raters", sa.Boolean(), nullable=True))
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opened_at", sqltypes.UTCDateTime(), nullable=True))
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("has_home", sa.Boolean(), nullable=True))
    op.execute("UPDATE member SET has_home = true")
    op.execute("UPDATE round SET names_raters = false, opened_at = due_at")
    op.execute("UPDATE schedule SET names_raters = false")
    for table in ("round", "schedule"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("names_raters", existing_type=sa.Boolean(), nullable=False)
            batch_op.create_check_constraint(op.f(f"ck_{table}_judge"), JUDGES)
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.alter_column("has_home", existing_type=sa.Boolean(), nullable=False)
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.alter_column("opened_at", existing_type=sqltypes.UTCDateTime(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_column("has_home")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_column("opened_at")
    for table in ("round", "schedule"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_judge"), type_="check")
            batch_op.drop_column("names_raters")
            batch_op.drop_column("judge")
