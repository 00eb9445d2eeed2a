"""Alembic's entry: runs the migrations on the connection that storage.migrate hands over."""

from alembic import context
from sqlmodel import SQLModel

import storage.models  # noqa: F401  (fills the metadata)

metadata = SQLModel.metadata


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leaves DBOS's tables in the same database alone."""
    return kind != "table" or name in metadata.tables


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_name=ours,
    render_as_batch=True,
    compare_server_default=True,
    user_module_prefix="sqltypes.",
)
with context.begin_transaction():
    context.run_migrations()
