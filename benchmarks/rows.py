"""What a benchmark finds: figures beside their aims."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Row:
    """One figure. `aim` is the most it should be, or the least where `more` is better; None where there is none."""

    what: str
    figure: float
    unit: str
    aim: float | None = None
    more: bool = False

    @property
    def met(self) -> bool | None:
        if self.aim is None:
            return None
        return self.figure >= self.aim if self.more else self.figure <= self.aim


def processor_ms(work: Callable[[], Any], runs: int = 7) -> float:
    """Milliseconds of processor that it takes, the median of some runs after one that does not count."""
    work()
    found = []
    for _ in range(runs):
        start = time.process_time()
        work()
        found.append(1000 * (time.process_time() - start))
    return median(found)
