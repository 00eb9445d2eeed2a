"""How long the tests take, as `make test` runs them."""

import subprocess
import time
from collections.abc import Iterator

from benchmarks.rows import Row


def measure() -> Iterator[Row]:
    start = time.perf_counter()
    subprocess.run(["make", "test", "MARKED="], check=True, capture_output=True)
    yield Row("the suite", (time.perf_counter() - start) / 60, "min", 5)
