"""What every timed benchmark says of itself: medians beside their aims, what they cost, on which machine.

A question is a module with ROWS, each a function that does its work several times and gives what it measured. Each row
runs in a process of its own, so that its memory is its own: `python -m benchmarks.MODULE [--json] [ROW]`.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from statistics import median

PACKAGES = ("numpy",)
UNIT = 1024 if sys.platform == "linux" else 1  # of ru_maxrss, in bytes


@dataclass(frozen=True)
class Aim:
    """At most so many seconds of processor; and, where they matter, so many megabytes, and so much of `off`."""

    seconds: float
    megabytes: float | None = None
    off: float | None = None


@dataclass
class Measured:
    """Seconds of processor and of the clock, one entry a run; the most memory held; how far off a result was."""

    processor: list[float] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)
    megabytes: float = 0.0
    off: float | None = None


Row = tuple[Aim, Callable[[], Measured]]


def timed(work: Callable[[], object], runs: int, who: int = resource.RUSAGE_SELF) -> Measured:
    """`work`, so many times; `who` says whether this process is looked at or those it started and waited for."""
    found = Measured()
    for _ in range(runs):
        before, start = resource.getrusage(who), time.perf_counter()
        work()
        after = resource.getrusage(who)
        found.clock.append(time.perf_counter() - start)
        found.processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    found.megabytes = resource.getrusage(who).ru_maxrss * UNIT / 1e6
    return found


@contextmanager
def busy() -> Iterator[None]:
    """Every core has something else to do."""
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def main(module: str, rows: Mapping[str, Row]) -> None:
    parser = argparse.ArgumentParser(prog=f"python -m {module}")
    parser.add_argument("row", nargs="?", choices=list(rows), help="measure only this one")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--here", action="store_true", help="in this process, and only what was measured, as JSON")
    asked = parser.parse_args()
    if asked.here:
        sys.stdout.write(json.dumps(asdict(rows[asked.row][1]())))
        return
    machine = {
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
        "load_before": os.getloadavg(),
    }
    found = [_apart(module, name, rows[name][0]) for name in ([asked.row] if asked.row else rows)]
    machine["load_after"] = os.getloadavg()
    if asked.json:
        sys.stdout.write(json.dumps({"machine": machine, "rows": found}, indent=2) + "\n")
    else:
        sys.stdout.write(", ".join(f"{key} {value}" for key, value in machine.items()) + "\n")
        for row in found:
            sys.stdout.write(_line(row) + "\n")


def _apart(module: str, name: str, aim: Aim) -> dict[str, object]:
    command = [sys.executable, "-m", module, name, "--here"]
    measured = Measured(**json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
    seconds = median(measured.processor)
    met = (
        seconds <= aim.seconds
        and (aim.megabytes is None or measured.megabytes <= aim.megabytes)
        and (aim.off is None or (measured.off is not None and measured.off <= aim.off))
    )
    return {
        "row": name,
        "aim": asdict(aim),
        "met": met,
        "seconds": seconds,
        "clock": median(measured.clock),
        "megabytes": measured.megabytes,
        "off": measured.off,
        "runs": measured.processor,
    }


def _line(row: dict) -> str:
    aim = row["aim"]
    memory = f" (aim {aim['megabytes']:g})" if aim["megabytes"] else ""
    off = f", off by {row['off']:.1e} (aim {aim['off']:g})" if row["off"] is not None else ""
    return (
        f"{'met   ' if row['met'] else 'missed'} {row['row']}\n"
        f"       {row['seconds']:.3f} s of processor (aim {aim['seconds']:g}), {row['clock']:.3f} s by the clock,"
        f" {row['megabytes']:.0f} MB{memory}{off}"
    )
