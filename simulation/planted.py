"""Bugs planted one at a time in a copy of the source, to show that the simulation sees what it is there to see."""

import importlib
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from simulation.bugs import BUGS, Bug

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bot", "scoring", "storage", "sandbox", "simulation")
SLOW = ("slack_bolt", "sqlmodel", "dbos", "alembic.command", "anthropic", "numpy", "yaml", "apscheduler", "starlette")
SEEDS = 6  # at most so many are played to find one


@dataclass(frozen=True)
class Found:
    """What was said first, in a run of which seed, and how many CPU seconds it took to get there."""

    told: str
    seed: int
    seconds: float


def report(names: list[str]) -> int:
    """Plants each and tells how it was found; 1 where fewer than nine in ten were.

    What is found has to be the bug's: the same weeks are played without it, and nothing may be wrong with them.
    """
    chosen = [bug for bug in BUGS if not names or bug.name in names]
    for name in SLOW:  # once, for all copies
        importlib.import_module(name)
    seen, took, clean = 0, 0.0, {}
    for bug in chosen:
        found = hunt(bug, range(bug.seed, bug.seed + SEEDS))
        took += found.seconds
        weeks = (found.seed, bug.weeks, bug.under)
        if found.told and weeks not in clean:
            clean[weeks] = hunt(bug, [found.seed], planted=False)
            took += clean[weeks].seconds
        if found.told and clean[weeks].told:
            found = replace(found, told=f"NOT FOUND: without it, too, {clean[weeks].told}")
        seen += bool(found.told) and not found.told.startswith("NOT")
        sys.stdout.write(f"{bug.name:50}{found.told or 'NOT FOUND'}\n")
        sys.stdout.flush()
    sys.stdout.write(f"found {seen} of {len(chosen)} in {took:.0f} s of one core\n")
    return int(seen < 0.9 * len(chosen))


def hunt(bug: Bug, seeds: Sequence[int], planted: bool = True) -> Found:
    """What the simulation says first of a copy with this bug, or one without, played as it asks for."""
    forked = multiprocessing.get_context("fork")
    with copied(bug if planted else None) as folder:
        here, there = forked.Pipe(duplex=False)
        child = forked.Process(target=_play, args=(folder, bug.under, bug.weeks, seeds, there))
        child.start()
        there.close()
        found = Found(*here.recv())
        child.join()
    return found


@contextmanager
def copied(bug: Bug | None, packages: Sequence[str] = PACKAGES) -> Iterator[str]:
    """The folder of a copy of the source, with this bug."""
    with tempfile.TemporaryDirectory(prefix="calibrate-planted-") as folder:
        for package in packages:
            shutil.copytree(ROOT / package, Path(folder) / package, ignore=shutil.ignore_patterns("__pycache__"))
        if bug:
            plant(bug, Path(folder))
        yield folder


def plant(bug: Bug, root: Path) -> None:
    """Raises ValueError where the source does not have that piece exactly once."""
    path = root / bug.file
    source = path.read_text(encoding="utf-8")
    if source.count(bug.was) != 1:
        raise ValueError(f"{bug.name}: {bug.file} has that piece {source.count(bug.was)} times")
    path.write_text(source.replace(bug.was, bug.becomes), encoding="utf-8")


def _play(folder: str, under: tuple[str, ...], weeks: int, seeds: Sequence[int], tell: Connection) -> None:
    """Plays the copy in this folder until something goes wrong; in a process of its own."""
    sys.path.insert(0, folder)
    for name in [one for one in sys.modules if one.partition(".")[0] in PACKAGES]:
        del sys.modules[name]
    run = importlib.import_module("simulation.run").run
    assert run.__code__.co_filename.startswith(folder)
    told = ""
    with importlib.import_module("simulation.shared").shared() as parts:
        for seed in seeds:
            try:
                told = next((str(one) for one in run(parts, seed, weeks, under).violations), "")
            except Exception as error:
                told = f"it fell over: {error!r}"
            if told:
                break
    tell.send((f"seed {seed}: {told}"[:160] if told else "", seed, time.process_time()))
