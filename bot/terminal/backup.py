"""`calibrate backup` and `calibrate restore`: the whole database, the queue's tables with it, to a file and back.

SQLite by its own backup, which takes a consistent copy while the bot writes. PostgreSQL by pg_dump and pg_restore: one
snapshot of our tables and the queue's, whose form is the queue's own business from version to version.
"""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine, inspect

from storage.database import database_url
from storage.file_rights import keep_private, new_private
from storage.migrate import migrate

SQLITE, POSTGRES = b"SQLite format 3\0", b"PGDMP"  # how the two kinds of file begin


def backup(url: str, file: Path) -> None:
    """Copies the database to FILE, also while the bot runs.

    Raises ValueError where FILE exists or there is nothing to copy, RuntimeError where the copying failed.
    """
    address = database_url(url)
    if address.get_backend_name() != "sqlite":
        new_private(file)
        try:
            _ask("pg_dump", address, "--format=custom", f"--file={file}")
        except RuntimeError:
            file.unlink()
            raise
        return
    if not Path(address.database or "").exists():
        raise ValueError(f"{address.database} is not there: nothing to back up")
    with (
        closing(sqlite3.connect(address.database or "")) as source,
        closing(sqlite3.connect(new_private(file))) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, which can be read where nothing can be written


def restore(url: str, file: Path, overwrite: bool = False) -> None:
    """Puts a backup in the place of the database, all of it or nothing, and brings its schema up to date.

    Nothing that is there is replaced unless `overwrite` says so. Stop the bot before: what it does meanwhile is lost.
    Raises ValueError for a file that is no backup of this kind of database, or where there is something already;
    RuntimeError where the copying failed.
    """
    address = database_url(url)
    is_sqlite = address.get_backend_name() == "sqlite"
    _check_kind(file, is_sqlite)
    if _is_in_use(address) and not overwrite:
        place = address.database if is_sqlite else "the database in DATABASE_URL"
        raise ValueError(f"{place} holds a Calibrate already; stop the bot, and say --overwrite to replace all of it")
    if is_sqlite:
        _restore_sqlite(file, Path(address.database or ""))
    else:
        _ask("pg_restore", address, "--clean", "--if-exists", "--no-owner", "--single-transaction", str(file.resolve()))
    migrate(url)


def _check_kind(file: Path, is_sqlite: bool) -> None:
    try:
        with file.open("rb") as opened:
            start = opened.read(len(SQLITE))
    except OSError as error:
        raise ValueError(f"{file}: cannot be read: {error.strerror}") from error
    if not start.startswith((SQLITE, POSTGRES)):
        raise ValueError(f"{file} is no backup: `calibrate backup` makes one")
    if start.startswith(SQLITE) != is_sqlite:
        made, named = ("SQLite", "PostgreSQL") if start.startswith(SQLITE) else ("PostgreSQL", "SQLite")
        raise ValueError(f"{file} is a backup of {made}, and DATABASE_URL names {named}")


def _restore_sqlite(file: Path, target: Path) -> None:
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as kept:
        try:
            whole = kept.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            ours = whole and kept.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        except sqlite3.DatabaseError:
            whole = ours = False
        if not ours:
            raise ValueError(f"{file} is {'no backup of Calibrate' if whole else 'damaged'}; nothing was changed")
        keep_private(target)
        with closing(sqlite3.connect(target)) as database:
            kept.backup(database)


def _is_in_use(address: URL) -> bool:
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
        return False
    engine = create_engine(address, poolclass=NullPool)
    return inspect(engine).has_table("alembic_version")


def _ask(tool: str, to: URL, *arguments: str) -> None:
    """Runs one of PostgreSQL's own tools, without the password among its arguments, where others could read it."""
    named = URL.create("postgresql", to.username, None, to.host, to.port, to.database, to.query).render_as_string()
    known = {**os.environ, "PGPASSWORD": to.password} if to.password else dict(os.environ)
    command = [tool, "--no-password", f"--dbname={named}", *arguments]
    try:
        done = subprocess.run(command, env=known, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise RuntimeError(f"{tool} is not there: install PostgreSQL's client tools, as new as the server") from error
    if done.returncode:
        raise RuntimeError(" ".join(done.stderr.splitlines()[:2]) or f"{tool} failed and does not say why")
