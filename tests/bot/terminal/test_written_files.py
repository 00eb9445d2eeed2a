"""What a command writes with people's texts or scores in it is for our account only; a new command cannot forget it."""

import json
import os
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.terminal.cli import app
from scoring.bank.questions import load_bank
from storage.database import make_engine, unit
from storage.migrate import migrate
from tests.kit.rows import MONDAY, Given, a_schedule, put, put_past_round

LEVELS = [f"{answer},{rater},{answer % 3 + 1}" for answer in range(12) for rater in "xy"]
PRIVATE = {
    ("evaluate", "kept"): ["evaluate", "answers.jsonl", "--judge", "offline", "--verdicts", "{file}"],
    ("agreement", "html"): ["agreement", "levels.csv", "--html", "{file}"],
    ("backup", "file"): ["backup", "{file}"],
    ("export", "file"): ["export", "{file}.csv"],
}
OF_NOBODY = {("questions import", "out"), ("questions import", "rubric")}  # drafts, made to be shown around
READ = {("restore", "file"), ("questions lint", "path")}


def paths(group: typer.Typer, before: str = "") -> Iterator[tuple[str, str]]:
    """Every parameter that names a file, by command and the function's own name for it; texts to read come as str."""
    for command in group.registered_commands:
        assert command.callback
        name = before + (command.name or command.callback.__name__)
        for parameter, hint in typing.get_type_hints(command.callback).items():
            if Path in (hint, *typing.get_args(hint)):
                yield name, parameter
    for inner in group.registered_groups:
        assert inner.typer_instance
        yield from paths(inner.typer_instance, f"{before}{inner.name} ")


def test_each_file_that_a_command_is_given_a_name_for_is_private_shared_or_only_read() -> None:
    assert set(paths(app)) == set(PRIVATE) | OF_NOBODY | READ


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with something to evaluate, to compare and to export."""
    folder = tmp_path_factory.mktemp("written")
    question = load_bank()["raising-the-bar"]
    answers = ({"id": one.level, "answer": one.text, "level": one.level} for one in question.exemplars)
    (folder / "answers.jsonl").write_text("\n".join(map(json.dumps, answers)), encoding="utf-8")
    (folder / "levels.csv").write_text("\n".join(["answer,rater,level", *LEVELS]), encoding="utf-8")
    url = f"sqlite:///{folder / 'calibrate.sqlite'}"
    migrate(url)
    engine = make_engine(url)
    with unit(engine, "T1") as session:
        given = [Given("U2", 0, "mid"), Given("U3", 0, "senior")]
        put_past_round(session, put(session, a_schedule()), MONDAY, question, ["U1"], "senior", given)
    engine.dispose()
    return folder


@pytest.mark.parametrize("command", PRIVATE, ids=" ".join)
def test_a_file_with_texts_or_scores_is_for_our_account_only(
    command: tuple[str, str], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    for name in [name for name in os.environ if name.startswith("CALIBRATE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / 'calibrate.sqlite'}")
    before = os.umask(0)
    try:
        done = CliRunner().invoke(app, [part.format(file=tmp_path / "out") for part in PRIVATE[command]])
    finally:
        os.umask(before)
    assert done.exit_code == 0, done.output
    (written,) = tmp_path.iterdir()
    assert written.stat().st_size > 0
    assert oct(written.stat().st_mode & 0o777) == "0o600"


def test_verdicts_of_before_that_others_may_read_are_narrowed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    kept = folder / "verdicts.jsonl"
    kept.touch()
    kept.chmod(0o644)
    done = CliRunner().invoke(app, ["evaluate", "answers.jsonl", "--judge", "offline", "--verdicts", str(kept)])
    assert done.exit_code == 0, done.output
    assert oct(kept.stat().st_mode & 0o777) == "0o600"
