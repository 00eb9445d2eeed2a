"""What all tables share: a workspace, ids that clients may see, names of constraints."""

import secrets

from sqlalchemy import CheckConstraint, MetaData
from sqlmodel import Field, SQLModel

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


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class OfTeam(SQLModel):
    """What a row inherits to belong to one Slack workspace."""

    team_id: str = Field(default=None, nullable=False)


class Row(OfTeam):
    """What all rows but a workspace's inherit: a number, which jobs name them by."""

    id: int = Field(default=None, primary_key=True)


def new_public_id() -> str:
    return secrets.token_hex(8)


class Shown(SQLModel):
    """What a row inherits whose id clients get to see, in buttons, forms and metadata: one that tells nothing."""

    public_id: str = Field(default_factory=new_public_id, index=True, unique=True)
