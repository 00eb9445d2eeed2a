"""The schema: migrations and models say the same, on both databases, and a failing migration changes nothing."""

import sqlite3
import subprocess
import sys
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from dbos import DBOS
from sqlalchemy import Engine, create_engine, inspect, text
from sqlmodel import SQLModel, select

from storage.database import database_url as address_of
from storage.database import make_engine, unit, view
from storage.migrate import MigrationError, alembic_config, migrate, newest
from storage.models import Schedule
from tests.kit.rows import a_schedule


def schema(engine: Engine) -> dict[str, Any]:
    """Every table of ours as the database describes it: columns, keys, checks, indexes, in an order of their own."""
    found, inspector = {}, inspect(engine)
    for table in SQLModel.metadata.tables:
        found[table] = {
            part: sorted(str(sorted(one.items(), key=str)) for one in getattr(inspector, f"get_{part}")(table))
            for part in ("columns", "unique_constraints", "foreign_keys", "check_constraints", "indexes")
        } | {"primary_key": inspector.get_pk_constraint(table)}
    return found


def own_tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) & set(SQLModel.metadata.tables)


def other_tables(engine: Engine) -> dict[str, set[str]]:
    """The tables that are not ours, by schema."""
    inspector, ours = inspect(engine), set(SQLModel.metadata.tables) | {"alembic_version"}
    return {name or "": set(inspector.get_table_names(name)) - ours for name in inspector.get_schema_names()}


def test_autogenerate_finds_nothing_to_add_to_the_migrations(fresh_engine: Engine) -> None:
    with fresh_engine.begin() as connection:
        command.check(alembic_config(connection))  # raises where a model and the schema differ


def test_a_migrated_database_is_the_one_the_models_describe_down_to_its_checks(
    fresh_engine: Engine, database_url: str, request: pytest.FixtureRequest, counter: Any
) -> None:
    if fresh_engine.dialect.name == "sqlite":
        other = make_engine(database_url + ".other")
    else:
        other = make_engine(request.getfixturevalue("postgres")(f"models_{next(counter)}"))
    SQLModel.metadata.create_all(other)
    assert schema(fresh_engine) == schema(other)
    assert all(checked["primary_key"]["constrained_columns"] for checked in schema(fresh_engine).values())
    assert len(schema(fresh_engine)["scorecard"]["check_constraints"]) == 6
    other.dispose()


def test_migrating_again_is_fine_and_keeps_the_rows(fresh_engine: Engine, database_url: str) -> None:
    with unit(fresh_engine, "T1") as session:
        session.add(a_schedule("C1"))
    migrate(database_url)
    with view(fresh_engine, "T1") as session:
        assert session.exec(select(Schedule.channel_id)).all() == ["C1"]


def test_the_files_of_the_migrations_name_their_versions(fresh_engine: Engine) -> None:
    with fresh_engine.begin() as connection:
        assert newest() == ScriptDirectory.from_config(alembic_config(connection)).get_current_head()


def test_where_nothing_is_left_to_do_alembic_is_not_loaded(fresh_engine: Engine, database_url: str) -> None:
    fresh_engine.dispose()
    code = "import sys; from storage.migrate import migrate; migrate(sys.argv[1]); sys.exit('alembic' in sys.modules)"
    subprocess.run([sys.executable, "-c", code, database_url], check=True)


def test_a_failing_migration_leaves_the_database_as_it_was(database_url: str) -> None:
    """A table in the way stops the first migration halfway: what it made before that is gone again."""
    engine = create_engine(address_of(database_url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE round (theirs INTEGER)"))
        connection.execute(text("INSERT INTO round VALUES (7)"))
    with pytest.raises(MigrationError, match=r"DATABASE_URL cannot be brought up to date: .*round.* already exists"):
        migrate(database_url)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT theirs FROM round")).all() == [(7,)]
        assert own_tables(engine) == {"round"}
    engine.dispose()


def test_on_sqlite_a_migration_that_leaves_rows_without_their_parent_is_refused(tmp_path: Any) -> None:
    file = tmp_path / "orphan.sqlite"
    migrate(f"sqlite:///{file}")
    with sqlite3.connect(file) as connection:  # foreign keys are off here, as they are while migrations run
        connection.execute("INSERT INTO assignment (team_id, answer_id, rater) VALUES ('T1', 9, 'U1')")
    with pytest.raises(MigrationError, match="would leave 1 rows without their parent; nothing was changed"):
        migrate(f"sqlite:///{file}")


def test_the_queues_tables_in_the_same_database_are_left_alone(database_url: str) -> None:
    DBOS.migrate(address_of(database_url).render_as_string(hide_password=False))
    engine = make_engine(database_url)
    before = other_tables(engine)
    assert any("workflow_status" in tables for tables in before.values())
    migrate(database_url)
    with engine.begin() as connection:
        command.check(alembic_config(connection))  # raises where autogenerate would drop them
    assert other_tables(engine) == before
    engine.dispose()


def test_a_migration_back_and_forth_ends_where_it_began(fresh_engine: Engine) -> None:
    before = schema(fresh_engine)
    with fresh_engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert own_tables(fresh_engine) == set()
    with fresh_engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")
    assert schema(fresh_engine) == before
