"""Histories of several sizes, with all that people do with them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from benchmarks.seed import Size, seed
from benchmarks.uses import NOW, Slack, deps_over, uses
from bot.deps import Deps
from storage.database import make_engine
from storage.migrate import migrate

SMALL, LARGE = Size(channels=2, weeks=54), Size(channels=4, weeks=108)  # a year, which all windows lie in; and two


@dataclass(frozen=True)
class History:
    """A seeded database, and by name what is done with it."""

    deps: Deps
    slack: Slack
    uses: dict[str, Callable[[], Any]]


def over(url: str, size: Size) -> History:
    migrate(url)
    engine = make_engine(url)
    seed(engine, size, NOW)
    engine.dispose()
    slack = Slack(size.channels)
    deps = deps_over(url, slack)
    return History(deps, slack, uses(deps, size.channels))


@pytest.fixture(scope="session")
def histories(tmp_path_factory: pytest.TempPathFactory) -> tuple[History, History]:
    """The small one and the large one, on SQLite."""
    folder: Path = tmp_path_factory.mktemp("growth")
    return over(f"sqlite:///{folder / 'small.sqlite'}", SMALL), over(f"sqlite:///{folder / 'large.sqlite'}", LARGE)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where a history can be, on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('growth') / 'one.sqlite'}"
    make: Any = request.getfixturevalue("postgres")
    return str(make("growth"))
