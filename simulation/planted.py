"""Bugs to plant, one at a time, in a copy of the source: to show that the simulation sees what it is there to see."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from simulation.bugs import BUGS, Bug

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bot", "scoring", "storage", "sandbox", "simulation")
SEEDS, WEEKS = 6, 16  # at most so many are played to find one


def report(names: list[str]) -> int:
    """Plants each and tells how it was found; 1 where fewer than nine in ten were."""
    chosen = [bug for bug in BUGS if not names or bug.name in names]
    found = 0
    for bug in chosen:
        told = find(bug)
        found += bool(told)
        sys.stdout.write(f"{bug.name:44} {told or 'NOT FOUND'}\n")
        sys.stdout.flush()
    sys.stdout.write(f"found {found} of {len(chosen)}\n")
    return int(found < 0.9 * len(chosen))


def find(bug: Bug) -> str:
    """What the simulation says first of a copy with this bug; empty where it sees nothing."""
    with tempfile.TemporaryDirectory(prefix="calibrate-planted-") as folder:
        copy = Path(folder)
        for package in PACKAGES:
            shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "manifest.yml", copy)
        plant(bug, copy)
        played = subprocess.run(
            [sys.executable, "-P", "-c", START, str(copy), "--years", str(SEEDS), "--weeks", str(WEEKS), "--stop"],
            cwd=copy, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if played.returncode == 0:
        return ""
    lines = [line for line in played.stdout.splitlines() if line.startswith("seed ")]
    return lines[0] if lines else f"it fell over: {played.stderr.strip().splitlines()[-1:]}"


START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from simulation.__main__ import main; main()"


def plant(bug: Bug, root: Path) -> None:
    """Raises ValueError where the source does not have that piece exactly once."""
    path = root / bug.file
    source = path.read_text(encoding="utf-8")
    if source.count(bug.was) != 1:
        raise ValueError(f"{bug.name}: {bug.file} has that piece {source.count(bug.was)} times")
    path.write_text(source.replace(bug.was, bug.becomes), encoding="utf-8")
