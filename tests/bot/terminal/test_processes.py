"""`calibrate` as a process of its own: how light it is, and what it says to pipes and terminals."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.terminal import questions
from bot.terminal.cli import app
from tests.kit.node import CALIBRATE
from tests.kit.terminal import in_a_process

SLOW = {"alembic", "anthropic", "apscheduler", "dbos", "mammoth", "openpyxl", "slack_bolt", "slack_sdk", "sqlalchemy"}
IMPORTED = """
import contextlib, io, sys
from bot.terminal.cli import main
for line in sys.stdin:
    sys.argv = ["calibrate", *line.split()]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        main()
print(*sys.modules)
"""
COMMANDS = [command.callback.__name__ for command in app.registered_commands if command.callback]
QUESTIONS = [f"questions {command.name}" for command in questions.app.registered_commands]
HELP = [f"{command} --help" for command in ("", "questions", *COMMANDS, *QUESTIONS)]
LIGHT = [
    "questions list",
    "questions show quiet-voice",
    "questions lint one.yaml",
    "questions import page.md --preview",
]


@pytest.mark.parametrize(
    ("commands", "slow"),
    [
        (HELP, {*SLOW, "numpy", "pydantic_settings", "yaml"}),
        (LIGHT, {*SLOW, "numpy"}),
        (["agreement levels.csv"], SLOW),
    ],
    ids=["help", "questions", "agreement"],
)
def test_light_commands_import_nothing_that_takes_long(commands: list[str], slow: set[str], tmp_path: Path) -> None:
    """How long they take is measured in benchmarks/cli.py."""
    (tmp_path / "page.md").write_text("# Tell me about a fence\n", encoding="utf-8")
    (tmp_path / "one.yaml").write_text("slug: one\n", encoding="utf-8")
    (tmp_path / "levels.csv").write_text("answer,rater,level\n1,a,2\n1,b,3\n", encoding="utf-8")
    command = [sys.executable, "-c", IMPORTED]
    done = subprocess.run(command, input="\n".join(commands), capture_output=True, text=True, cwd=tmp_path, check=True)
    imported = set(done.stdout.split())
    assert "typer" in imported
    assert imported & slow == set()


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_what_a_terminal_cannot_write_is_escaped(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text('{"id": "\\ud800 – 好", "answer": "too short"}\n', encoding="utf-8")
    done = in_a_process("score", "--batch", "one.jsonl", "--judge", "offline", cwd=tmp_path, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, "")
    assert '"\\ud800 ' in done.stdout


def test_a_reader_that_leaves_early_is_no_fault(tmp_path: Path) -> None:
    table = "answer,rater,level\n" + "\n".join(f"{a},r{r},{(a + r) % 4 + 1}" for a in range(12) for r in range(60))
    (tmp_path / "levels.csv").write_text(table, encoding="utf-8")
    with subprocess.Popen(
        [CALIBRATE, "agreement", "levels.csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().startswith(b"12 answers, 60 raters")
        process.stdout.close()
        assert (process.wait(60), process.stderr.read()) == (0, b"")
