"""`calibrate run` as a process of its own, to be started, stopped and killed."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.server import Sandbox
from tests.kit.clock import PATIENCE

CALIBRATE = Path(sys.executable).with_name("calibrate")


def environment(sandbox: Sandbox, **changed: str) -> dict[str, str]:
    """What a node is told: nothing of this process's own settings, and no proxy."""
    return {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_APP_TOKEN": sandbox.app_token,
        "SLACK_API_URL": sandbox.api_url,
        "CALIBRATE_NODE": "one",
        "CALIBRATE_JUDGE": "offline",
        "CALIBRATE_QUIET_SECONDS": "0",
    } | changed


@dataclass(frozen=True)
class Node:
    process: "subprocess.Popen[bytes]"
    said: Path  # its standard error

    def kill(self) -> None:
        """As a power cut does it: no goodbye, nothing flushed."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def stop(self, within: float = PATIENCE) -> int:
        """Asks it to end, and gives it so many seconds; its exit status."""
        self.process.terminate()
        return self.process.wait(within)


def start(folder: Path, settings: Mapping[str, str]) -> Node:
    """A node in a folder without .env. It goes on until it is stopped or killed."""
    said = folder / f"{settings['CALIBRATE_NODE']}.log"
    with said.open("ab") as errors:
        process = subprocess.Popen([CALIBRATE, "run"], cwd=folder, env=dict(settings), stderr=errors, stdout=errors)
    return Node(process, said)


Start = Callable[..., Node]


@contextmanager
def starting(sandbox: Sandbox, folder: Path, database_url: str) -> Iterator[Start]:
    """A function that starts nodes on one database, each with settings of its own, and waits until
    it is connected, unless told not to.

    What still runs at the end is killed.
    """
    nodes: list[Node] = []

    def start_one(wait: bool = True, **settings: str) -> Node:
        before = _connected(sandbox)
        node = start(folder, environment(sandbox, DATABASE_URL=database_url, **settings))
        nodes.append(node)
        if wait:
            sandbox.wait(lambda: _connected(sandbox) > before, PATIENCE, "a node's connection")
        return node

    try:
        yield start_one
    finally:
        for node in nodes:
            node.kill()


def _connected(sandbox: Sandbox) -> int:
    """How many connections were made so far; one that was just killed may still seem to be there."""
    return sum(entry.kind == "socket" and entry.name == "connected" for entry in sandbox.log)
