"""How far a long piece of work is: answers done, what they cost, and the time left, on standard error."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:  # slow to import, and `doing` is there before anything slow is
    from scoring.judge.verdict import Verdict


@contextmanager
def doing(what: str, out: TextIO | None = None, every: float = 1.0) -> Iterator[None]:
    """At a terminal a line that says what takes so long, and since how many seconds; gone at the end, and never there
    for what takes less than `every` seconds. Elsewhere nothing. `out` is standard error unless named."""
    out = out or sys.stderr
    if not out.isatty():
        yield
        return
    done, began = threading.Event(), time.monotonic()

    def tick() -> None:
        while not done.wait(every):
            out.write(f"\r\033[K{what} … {time.monotonic() - began:.0f} s")
            out.flush()

    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    try:
        yield
    finally:
        done.set()
        ticker.join()
        out.write("\r\033[K")
        out.flush()


class Progress:
    """One line that is written over at a terminal; elsewhere, such as in a log, a line for each tenth of the work."""

    def __init__(self, total: int, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._total, self._out, self._clock = total, out, clock
        self._started = clock()
        self._done = self._asked = 0
        self._cost: float | None = 0.0

    def told(self, verdict: "Verdict", asked: bool) -> None:
        """Another verdict is there; only what was asked for, rather than kept from before, took time and money."""
        before, self._done = self._done, self._done + 1
        if asked:
            self._asked += 1
            spent = verdict.usage.cost
            self._cost = None if self._cost is None or spent is None else self._cost + spent
        if self._out.isatty():
            self._out.write(f"\r\033[K{self.line()}" + ("\n" if self._done == self._total else ""))
        elif self._done * 10 // self._total > before * 10 // self._total:
            self._out.write(f"{self.line()}\n")
        self._out.flush()

    def line(self) -> str:
        """Such as "120 of 283 answers, $0.85 so far, about 4 min left"."""
        cost = "cost unknown" if self._cost is None else f"${self._cost:.2f} so far"
        left = self._total - self._done
        if not left or not self._asked:
            return f"{self._done} of {self._total} answers, {cost}"
        seconds = (self._clock() - self._started) / self._asked * left
        return f"{self._done} of {self._total} answers, {cost}, about {_spoken(seconds)} left"


def _spoken(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
