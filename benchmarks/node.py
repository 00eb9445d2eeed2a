"""The bot, or a bare Bolt app whose listener does nothing, in a process of its own that tells what it used.

`python -m benchmarks.node bot|bare` answers each line on standard input with one of JSON.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.people.person import Person
from sandbox.server import Sandbox

RECEIVE_BUFFER = 65536


@dataclass(frozen=True)
class Used:
    """Since the process began: seconds of processor, statements; megabytes that it holds now."""

    processor: float
    statements: int
    megabytes: float


@dataclass(frozen=True)
class Node:
    process: "subprocess.Popen[str]"

    def used(self) -> Used:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("?\n")
        self.process.stdin.flush()
        return Used(**json.loads(self.process.stdout.readline()))


@contextmanager
def node(kind: str, sandbox: Sandbox, database_url: str = "", **more: Any) -> Iterator[Node]:
    """A connected one; a bot without a judge's pauses and with nobody in charge, but for `more` of its settings."""
    settings = {
        "slack_bot_token": sandbox.bot_token, "slack_app_token": sandbox.app_token, "slack_api_url": sandbox.api_url,
        "database_url": database_url, "judge": "offline", "quiet_seconds": 0, "judge_calls_a_minute": 100_000,
        "managers": "", **more,
    }  # fmt: skip
    command = [sys.executable, "-m", "benchmarks.node", kind, json.dumps(settings)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        sandbox.connected(timeout=60)
        started = Node(process)
        started.used()  # answers once it has started
        yield started
    finally:
        process.kill()
        process.wait()


def ask(sandbox: Sandbox, person: Person, channel: str) -> str:
    """Has a question asked in a channel; the ts of the message, once the bot has posted it and read its thread."""
    person.command("/calibrate", "ask", channel)
    sandbox.wait(lambda: person.modal, 30, "the window that asks")
    person.submit()
    question = sandbox.wait(lambda: sandbox.messages(channel), 30, "the question")[-1]
    sandbox.wait(lambda: sandbox.log.calls("conversations.replies"), 30, "the question to be kept")
    return str(question["ts"])


def _serve(kind: str, settings: dict[str, Any]) -> None:
    statements = 0

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        nonlocal statements
        statements += not statement.startswith("BEGIN")

    with ExitStack() as stack:
        if kind == "bare":
            _bare(settings)
        else:
            from sqlalchemy import Engine, event

            from bot.app import running
            from bot.settings import load_settings

            event.listen(Engine, "before_cursor_execute", count)
            stack.enter_context(running(load_settings(**settings)))
        for _ in sys.stdin:
            used = resource.getrusage(resource.RUSAGE_SELF)
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            told = {
                "processor": used.ru_utime + used.ru_stime,
                "statements": statements,
                "megabytes": pages * resource.getpagesize() / 1e6,
            }
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()


def _bare(settings: dict[str, Any]) -> None:
    from slack_bolt import App
    from slack_bolt.adapter.socket_mode import SocketModeHandler
    from slack_sdk import WebClient

    client = WebClient(settings["slack_bot_token"], base_url=settings["slack_api_url"])
    app = App(client=client, process_before_response=True)

    @app.event("message")
    def message() -> None:
        pass

    SocketModeHandler(app, settings["slack_app_token"], receive_buffer_size=RECEIVE_BUFFER).connect()


if __name__ == "__main__":
    _serve(sys.argv[1], json.loads(sys.argv[2]))
