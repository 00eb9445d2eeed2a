"""What every test may ask for: a clock to move, a database of each kind, and one bot at work in a sandbox."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from simulation.databases import postgresql
from storage.database import make_engine
from storage.migrate import migrate

settings.register_profile("all", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("all"), max_examples=25)


def pytest_configure(config: pytest.Config) -> None:
    """Where the slow tests run too, Hypothesis tries its usual hundred examples of everything; else a quarter."""
    settings.load_profile("all" if not config.option.markexpr else "quick")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[..., str]]:
    """Makes databases on a real PostgreSQL, each under the name given, empty or like another; its address."""
    with postgresql() as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, counter: Iterator[int]) -> str:
    """The address of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.sqlite'}"
    make: Any = request.getfixturevalue("postgres")
    return str(make(f"test_{next(counter)}"))


@pytest.fixture
def fresh_engine(database_url: str) -> Iterator[Engine]:
    """A migrated database of its own, for what changes the schema or runs in other processes."""
    migrate(database_url)
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def counter() -> Iterator[int]:
    return iter(range(1, 1_000_000))
