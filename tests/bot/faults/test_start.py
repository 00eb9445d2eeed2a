"""`calibrate run` that cannot start says why in one line; one that can stops when it is asked to."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sandbox.server import Sandbox
from tests.kit.clock import PATIENCE
from tests.kit.node import CALIBRATE, environment, starting
from tests.kit.terminal import Done, calibrate

Ended = subprocess.CompletedProcess[str] | Done
BAD_QUESTION = "slug: my-question\ncompetency: Delivery\nprompt: [unfinished\n"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(ack_seconds=PATIENCE) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


FAULTS: dict[str, tuple[dict[str, str], int, str]] = {
    "no token": ({"SLACK_BOT_TOKEN": ""}, 2, "SLACK_BOT_TOKEN is missing"),
    "a placeholder": ({"SLACK_APP_TOKEN": "xapp-your-token"}, 2, "SLACK_APP_TOKEN is not a real token"),
    "a bot token that Slack refuses": ({"SLACK_BOT_TOKEN": "xoxb-1-stolen-goods"}, 1, "Slack refused SLACK_BOT_TOKEN"),
    "an app token that Slack refuses": ({"SLACK_APP_TOKEN": "xapp-1-stolen-goods"}, 1, "Slack refused SLACK_APP_TOKEN"),
    "no Slack": ({"SLACK_API_URL": "http://127.0.0.1:{port}/api/"}, 1, "SLACK_API_URL"),
    "no PostgreSQL": ({"DATABASE_URL": "postgresql://u:secret@127.0.0.1:{port}/calibrate"}, 1, "DATABASE_URL"),
    "no folder": ({"DATABASE_URL": "sqlite:///{folder}/nowhere/calibrate.sqlite"}, 1, "DATABASE_URL"),
    "a malformed rubric": ({"CALIBRATE_RUBRIC": "{folder}/rubric.yaml"}, 2, "rubric.yaml:1: "),
    "a malformed question": ({"CALIBRATE_QUESTIONS": "{folder}/questions"}, 2, "questions/my-question.yaml:4: "),
    "Claude without a key": ({"CALIBRATE_JUDGE": "claude"}, 2, "ANTHROPIC_API_KEY is missing"),
}
# Found before anything is started, and so in this process.
BY_SETTINGS = ("no token", "a placeholder", "Claude without a key")


@pytest.fixture(scope="module")
def ended(
    sandbox: Sandbox, free_port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Ended]]:
    """How a start with each fault ended; several at a time, for most of it is waiting."""

    def settings(fault: str) -> tuple[Path, dict[str, str]]:
        folder = tmp_path_factory.mktemp("start")
        (folder / "rubric.yaml").write_text("levels: []\ndimensions: what\n", encoding="utf-8")
        (folder / "questions").mkdir()
        (folder / "questions/my-question.yaml").write_text(BAD_QUESTION, encoding="utf-8")
        given = {name: value.format(folder=folder, port=free_port) for name, value in FAULTS[fault][0].items()}
        return folder, environment(sandbox, **{"DATABASE_URL": f"sqlite:///{folder}/test.sqlite"} | given)

    told = {fault: settings(fault) for fault in FAULTS}  # all before one of them changes this process's own
    with ThreadPoolExecutor(2) as several:
        started = {fault: several.submit(run_there, *told[fault]) for fault in FAULTS if fault not in BY_SETTINGS}
        yield lambda fault: started[fault].result() if fault in started else run_here(*told[fault])


def run_here(folder: Path, settings: dict[str, str]) -> Ended:
    return calibrate("run", cwd=folder, **settings)


def run_there(folder: Path, settings: dict[str, str]) -> Ended:
    return subprocess.run(
        [CALIBRATE, "run"], cwd=folder, env=settings, capture_output=True, text=True, timeout=PATIENCE
    )


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_start_that_fails_ends_with_one_line_that_names_what_to_mend(
    ended: Callable[[str], Ended], fault: str
) -> None:
    _, status, says = FAULTS[fault]
    start = ended(fault)
    assert says in start.stderr
    assert len(start.stderr.splitlines()) == 1
    assert start.stderr.startswith("calibrate: ")
    assert "secret" not in start.stderr
    assert start.returncode == status
    assert start.stdout == ""


def test_a_postgresql_that_was_not_migrated_says_so(
    sandbox: Sandbox, tmp_path: Path, postgres: Callable[[str], str], counter: Iterator[int]
) -> None:
    start = run_there(tmp_path, environment(sandbox, DATABASE_URL=postgres(f"bare_{next(counter)}")))
    assert "calibrate migrate" in start.stderr
    assert len(start.stderr.splitlines()) == 1
    assert start.returncode == 1


def test_it_ends_well_when_asked_even_while_a_job_waits_for_slack(sandbox: Sandbox, tmp_path: Path) -> None:
    ana = sandbox.add_person("Ana")
    channel = sandbox.add_channel("hiring", members=[ana])
    with starting(sandbox, tmp_path, f"sqlite:///{tmp_path}/calibrate.sqlite") as start:
        node = start()
        sandbox.faults.fail(
            "chat.postMessage", status=500, times=100
        )  # so the job goes on for longer than a test waits
        ana.command("/calibrate", "ask", channel)
        ana.submit()
        sandbox.wait(lambda: sandbox.log.calls("chat.postMessage"), PATIENCE, "a job that waits")
        assert node.stop() == 0
        while sandbox.faults.take_failure("chat.postMessage", channel):
            pass  # Slack is well again
        start()
        sandbox.wait(lambda: sandbox.messages(channel), PATIENCE, "the question, after all")


def test_help_imports_nothing_heavy_and_so_is_quick() -> None:
    script = (
        "import json, sys\n"
        "from bot.terminal.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "run" in ended.stdout
    assert not {"anthropic", "dbos", "slack_bolt", "slack_sdk", "sqlalchemy", "numpy"} & set(json.loads(ended.stderr))
