"""Bugs planted one at a time in a copy of the source, to show that the simulation sees what it is there to see."""

import importlib
import multiprocessing
import shutil
import sys
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path

from simulation.bugs import BUGS, Bug

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bot", "scoring", "storage", "sandbox", "simulation")
SLOW = ("slack_bolt", "sqlmodel", "dbos", "alembic.command", "anthropic", "numpy", "yaml", "apscheduler", "starlette")
SEEDS, WEEKS = 6, 3  # at most so many are played to find one


def report(names: list[str]) -> int:
    """Plants each and tells how it was found; 1 where fewer than nine in ten were."""
    chosen = [bug for bug in BUGS if not names or bug.name in names]
    for name in SLOW:  # once, for all copies
        importlib.import_module(name)
    found = 0
    for bug in chosen:
        told = find(bug)
        found += bool(told)
        sys.stdout.write(f"{bug.name:48} {told or 'NOT FOUND'}\n")
        sys.stdout.flush()
    sys.stdout.write(f"found {found} of {len(chosen)}\n")
    return int(found < 0.9 * len(chosen))


def find(bug: Bug) -> str:
    """What the simulation says first of a copy with this bug; empty where it sees nothing."""
    forked = multiprocessing.get_context("fork")
    with tempfile.TemporaryDirectory(prefix="calibrate-planted-") as folder:
        copy = Path(folder)
        for package in PACKAGES:
            shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
        plant(bug, copy)
        here, there = forked.Pipe(duplex=False)
        child = forked.Process(target=_hunt, args=(folder, bug.under, bug.seed, there))
        child.start()
        there.close()
        try:
            told = str(here.recv())
        except EOFError:
            told = "it fell over"
        child.join()
    return told


def plant(bug: Bug, root: Path) -> None:
    """Raises ValueError where the source does not have that piece exactly once."""
    path = root / bug.file
    source = path.read_text(encoding="utf-8")
    if source.count(bug.was) != 1:
        raise ValueError(f"{bug.name}: {bug.file} has that piece {source.count(bug.was)} times")
    path.write_text(source.replace(bug.was, bug.becomes), encoding="utf-8")


def _hunt(folder: str, under: tuple[str, ...], first: int, tell: Connection) -> None:
    """Plays the copy in this folder, under these faults, until something goes wrong; in a process of its own."""
    sys.path.insert(0, folder)
    for name in [one for one in sys.modules if one.partition(".")[0] in PACKAGES]:
        del sys.modules[name]
    run = importlib.import_module("simulation.run").run
    assert run.__code__.co_filename.startswith(folder)
    with importlib.import_module("simulation.shared").shared() as parts:
        for seed in (first + each for each in range(SEEDS)):
            try:
                outcome = run(parts, seed, WEEKS, under)
            except Exception as error:
                tell.send(f"seed {seed}: it fell over: {error!r}"[:160])
                return
            if outcome.violations:
                tell.send(f"seed {seed}: {outcome.violations[0]}"[:160])
                return
    tell.send("")
