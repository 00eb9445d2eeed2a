"""`calibrate run` that cannot start says why in one line; one that can stops when it is asked to."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sandbox.server import Sandbox
from tests.kit.clock import PATIENCE
from tests.kit.node import environment, starting
from tests.kit.terminal import calibrate, in_a_process, one_line

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
# One that ends with either status, and the one that is found only once the jobs run, which they do once a process.
IN_A_PROCESS = ("no token", "an app token that Slack refuses")


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_start_that_fails_ends_with_one_line_that_names_what_to_mend(
    sandbox: Sandbox, free_port: int, tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    changed, status, says = FAULTS[fault]
    (tmp_path / "rubric.yaml").write_text("levels: []\ndimensions: what\n", encoding="utf-8")
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions/my-question.yaml").write_text(BAD_QUESTION, encoding="utf-8")
    given = {name: value.format(folder=tmp_path, port=free_port) for name, value in changed.items()}
    settings = environment(sandbox, **{"DATABASE_URL": f"sqlite:///{tmp_path}/test.sqlite"} | given)
    line = one_line((in_a_process if fault in IN_A_PROCESS else calibrate)("run", cwd=tmp_path, **settings), status)
    assert says in line
    assert line.startswith("calibrate: ")
    assert "secret" not in line
    assert caplog.messages == [], "in a process of its own these would be lines beside it"


def test_a_postgresql_that_was_not_migrated_says_so(
    sandbox: Sandbox, tmp_path: Path, postgres: Callable[[str], str], counter: Iterator[int]
) -> None:
    settings = environment(sandbox, DATABASE_URL=postgres(f"bare_{next(counter)}"))
    assert "calibrate migrate" in one_line(calibrate("run", cwd=tmp_path, **settings), 1)


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
