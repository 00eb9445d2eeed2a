"""`calibrate …` as `main` runs it, in this process: one of its own takes half a second to import what it needs."""

import io
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from bot.terminal.cli import main
from tests.kit.node import CALIBRATE


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


def calibrate(*arguments: str, stdin: str | bytes = "", cwd: Path, **environment: str) -> Done:
    """Runs a command in a folder, with these settings and no others."""
    given = io.TextIOWrapper(io.BytesIO(stdin if isinstance(stdin, bytes) else stdin.encode()), "utf-8")
    out, errors = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    status = 0
    with (
        chdir(cwd),
        patch.dict(os.environ, environment, clear=True),
        patch.multiple(sys, argv=["calibrate", *arguments], stdin=given),
        redirect_stdout(out),
        redirect_stderr(errors),
        nothing_set_for_good(),
    ):
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
    told = []
    for stream in (out, errors):
        stream.flush()
        told.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
    return Done(status, *told)


@contextmanager
def nothing_set_for_good() -> Iterator[None]:
    """What `run` sets for the whole of its process is as it was: what is logged, and what a signal does."""
    levels = {name: logging.getLogger(name).level for name in ("apscheduler", "alembic", "dbos")}
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
        for number, handler in handlers.items():
            signal.signal(number, handler)


def in_a_process(*arguments: str, cwd: Path, **environment: str) -> Done:
    """The same in a process of its own."""
    clean = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment}
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    done = subprocess.run(
        [CALIBRATE, *arguments], capture_output=True, encoding=encoding, cwd=cwd, env=clean, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)


def one_line(done: Done, status: int) -> str:
    """The single line on standard error of a command that ended with `status`."""
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line
