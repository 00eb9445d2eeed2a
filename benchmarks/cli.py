"""How long the commands without Slack take, by the clock."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.rows import Row
from benchmarks.uses import STORY

CALIBRATE = Path(sys.executable).with_name("calibrate")
RUNS = 7


def measure() -> Iterator[Row]:
    yield Row("calibrate --help", seconds("--help"), "s", 0.3)
    yield Row("calibrate score, offline", seconds("score", "-", "--judge", "offline"), "s", 0.6)


def seconds(*words: str) -> float:
    found = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([CALIBRATE, *words], input=STORY, text=True, check=True, stdout=subprocess.DEVNULL)
        found.append(time.perf_counter() - start)
    return median(found)
