"""`make bench`: every figure beside its aim, as a table, and as JSON in a file with what it was measured on.

`python -m benchmarks [NAME …] [--json FILE]`. Each benchmark runs in a process of its own.
"""

import argparse
import importlib
import json
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.rows import Row

NAMES = ("events", "judge", "posting", "growth", "round", "idle", "memory", "cli", "fitting")
ON_WISH = ("suite",)  # takes as long as all the others
PACKAGES = ("sqlalchemy", "sqlmodel", "slack-bolt", "dbos", "numpy")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(NAMES)}; all by default")
    parser.add_argument("--json", type=Path, default=Path("bench.json"), metavar="FILE")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # one, in this process, as JSON
    asked = parser.parse_args()
    if unknown := set(asked.names) - {*NAMES, *ON_WISH}:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES + ON_WISH)}")
    if asked.here:
        sys.stdout.write(json.dumps([asdict(row) for row in _rows(asked.names[0])]))
        return
    failed: list[str] = []
    found: dict[str, Any] = {"machine": machine(), "benchmarks": {}}
    for name in asked.names or NAMES:
        sys.stdout.write(f"{name}\n")
        load = os.getloadavg()[0]
        try:
            rows = _apart(name)
        except subprocess.CalledProcessError as error:  # the others are worth their minutes all the same
            failed.append(name)
            sys.stderr.write(error.stderr)
            continue
        found["benchmarks"][name] = {"load": load, "rows": [asdict(row) | {"met": row.met} for row in rows]}
        sys.stdout.write("".join(f"{_line(row)}\n" for row in rows))
        sys.stdout.flush()
    asked.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def machine() -> dict[str, Any]:
    versions = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    return {"cores": os.cpu_count(), **versions, **{package: version(package) for package in PACKAGES}}


def _apart(name: str) -> list[Row]:
    command = [sys.executable, "-m", "benchmarks", name, "--here"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [Row(**row) for row in json.loads(done.stdout)]


def _rows(name: str) -> Iterator[Row]:
    if name == "fitting":
        yield from _fitting()
    else:
        yield from importlib.import_module(f"benchmarks.{name}").measure()


def _fitting() -> Iterator[Row]:
    """Those of benchmarks.fitting, which looks at memory and at how far off a result is as well."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.fitting", "--json"], check=True, stdout=subprocess.PIPE)
    for row in json.loads(done.stdout)["rows"]:
        aim = row["aim"]
        yield Row(row["row"], row["seconds"], "s", aim["seconds"])
        if aim["megabytes"] is not None:
            yield Row("  memory", row["megabytes"], "MB", aim["megabytes"])
        if aim["off"] is not None:
            yield Row("  off by", row["off"], "levels", aim["off"])


def _line(row: Row) -> str:
    aim = "" if row.aim is None else f"{'at least' if row.more else 'at most'} {row.aim:g}"
    word = {True: "met", False: "missed", None: ""}[row.met]
    return f"  {row.what:<62} {row.figure:>10.3g} {row.unit:<7} {aim:<14} {word}".rstrip()


if __name__ == "__main__":
    main()
