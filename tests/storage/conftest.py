"""An empty migrated database of each kind. One of each for all tests: a new one takes far longer than a test."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import SQLModel

from storage.database import make_engine
from storage.migrate import migrate


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, counter: Iterator[int]
) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('storage') / 'test.sqlite'}"
    else:
        make: Any = request.getfixturevalue("postgres")
        url = str(make(f"storage_{next(counter)}"))
    migrate(url)
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(shared_engine: Engine) -> Engine:
    """No rows; the first of each table gets the id 1."""
    tables = reversed(SQLModel.metadata.sorted_tables)
    with shared_engine.begin() as connection:
        if shared_engine.dialect.name == "sqlite":
            for table in tables:
                connection.execute(table.delete())
            connection.execute(text("DELETE FROM sqlite_sequence"))
        else:
            names = ", ".join(f'"{table.name}"' for table in tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
    return shared_engine
