"""The terminal: what it prints, where, and with which exit status."""

import re
from pathlib import Path

import pytest

from tests.kit.terminal import calibrate, in_a_process, one_line


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("score", "missing.txt"), "missing.txt: cannot be read: No such file"),
        (("score", "-", "--question", "nonsense"), "no question ‘nonsense’"),
        (("score", "--judge", "offline"), "there is no answer to score"),
        (("score", "-", "--batch", "answers.jsonl"), "name FILE or --batch, not both"),
        (("questions", "import", "/dev/null"), "the page is empty"),
        (("score", __file__, "--judge", "claude"), "ANTHROPIC_API_KEY is missing"),
        (("questions", "show", "nonsense"), "no question ‘nonsense’"),
        (("agreement", "missing.csv"), "missing.csv: cannot be read"),
        (("agreement", "-"), "line 1: no levels here"),
        (("evaluate", "missing.jsonl"), "missing.jsonl: cannot be read"),
        (("questions", "lint", "missing"), "missing: no such file or folder"),
        (("export", "levels.xls"), "name a file that ends in .csv"),
        (("backup", "copy.sqlite"), "nothing to back up"),
    ],
)
def test_a_fault_is_one_line_on_standard_error_and_status_2(
    arguments: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    assert says in one_line(calibrate(*arguments, cwd=tmp_path), 2)


ODD = ["hun/ter2", "hun@ter2", "hun%ter2", "hun#ter2"]


@pytest.mark.parametrize(
    ("command", "password"),
    [*(("migrate", odd) for odd in ODD), ("doctor", "hun:ter2"), ("run", "hun:ter2")],
)
def test_a_password_is_never_printed(command: str, password: str, tmp_path: Path) -> None:
    address = f"postgresql://somebody:{password}@127.0.0.1:9/calibrate"
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1234567890-abcdefgh", "SLACK_APP_TOKEN": "xapp-1-A0123456-abcdefgh"}
    run = in_a_process if command == "run" else calibrate
    done = run(command, cwd=tmp_path, DATABASE_URL=address, SLACK_API_URL="http://127.0.0.1:9/", **tokens)
    assert done.returncode in (1, 2)
    for part in re.split(r"[/:@%#?]", password):
        assert part not in done.stdout + done.stderr


def test_a_port_that_no_page_can_have_is_refused(tmp_path: Path) -> None:
    for port, bound in (("80", "1024"), ("65536", "65535")):
        done = calibrate("demo", "--headless", "--port", port, cwd=tmp_path)
        assert done.returncode == 2
        assert bound in done.stderr


def test_migrate_doctor_export_and_backup_on_a_new_database(tmp_path: Path) -> None:
    assert calibrate("migrate", cwd=tmp_path).returncode == 0
    looked = calibrate("doctor", cwd=tmp_path)
    assert looked.returncode == 1
    assert "FAULT Slack: SLACK_BOT_TOKEN is missing" in looked.stdout
    assert "ok    database: sqlite" in looked.stdout
    assert "nothing to export yet" in calibrate("export", "levels.csv", cwd=tmp_path).stdout
    assert not (tmp_path / "levels.csv").exists()
    assert calibrate("backup", "copy.sqlite", cwd=tmp_path).returncode == 0
    assert "exists" in one_line(calibrate("backup", "copy.sqlite", cwd=tmp_path), 2)
    assert "say --overwrite" in one_line(calibrate("restore", "copy.sqlite", cwd=tmp_path), 2)
    assert calibrate("restore", "copy.sqlite", "--overwrite", cwd=tmp_path).stdout == "Restored from copy.sqlite.\n"
    assert calibrate("audit", cwd=tmp_path).stdout == "No changes yet.\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 answer", "it is a PDF, not text"),
        ("José\n".encode() + b"Zo\xeb\n", "it is UTF-8 but for line 2: save it again as UTF-8"),
        (b"answer\x00rater\x01", "it is no text (it holds zero bytes)"),
    ],
)
@pytest.mark.parametrize(
    "command",
    [("score",), ("score", "--batch"), ("evaluate",), ("agreement",), ("questions", "import"), ("questions", "lint")],
)
def test_every_command_that_reads_a_file_says_in_the_same_line_why_it_cannot(
    command: tuple[str, ...], data: bytes, reason: str, tmp_path: Path
) -> None:
    (tmp_path / "given").write_bytes(data)
    done = calibrate(*command, "given", cwd=tmp_path)
    if command[-1] == "lint":  # where a file that cannot be read is one fault among others
        assert (done.returncode, reason in done.stdout) == (1, True)
    else:
        assert one_line(done, 2) == f"calibrate: given: cannot be read: {reason}"
