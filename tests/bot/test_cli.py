"""The terminal: what it prints, where, and with which exit status."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from scoring.bank.questions import load_bank
from tests.kit.node import CALIBRATE

STORY = load_bank()["raising-the-bar"].exemplars[2].text


def calibrate(*arguments: str, stdin: str = "", cwd: Path | None = None, **environment: str) -> Any:
    clean = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment}
    return subprocess.run(
        [CALIBRATE, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=clean,
        timeout=60,
        check=False,
    )


def one_line(done: Any, status: int) -> str:
    """The single line on standard error of a command that ended with `status`."""
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return str(line)


def test_score_prints_one_json_value_with_the_keys_that_others_rely_on(tmp_path: Path) -> None:
    done = calibrate(
        "score", "-", "--question", "raising-the-bar", "--judge", "offline", "--json", stdin=STORY, cwd=tmp_path
    )
    verdict = json.loads(done.stdout)
    assert done.returncode == 0
    assert set(verdict) == {
        "status", "reason", "acts", "overall", "why", "evidence", "dimensions", "star", "mistakes", "probes", "judge",
        "model", "rubric_version", "prompt_version", "usage",
    }  # fmt: skip
    assert verdict["status"] == "scored"
    assert {"dimension", "level", "quotes", "rationale"} == set(verdict["dimensions"][0])


def test_scoring_a_file_waits_for_neither_slack_nor_the_database(tmp_path: Path) -> None:
    heavy = "{'sqlalchemy', 'dbos', 'slack_bolt', 'slack_sdk', 'anthropic', 'numpy'}"
    code = f"import sys\nfrom bot.terminal.cli import app\ntry: app()\nfinally: print({heavy} & set(sys.modules))"
    done = subprocess.run(
        [Path(CALIBRATE).with_name("python"), "-c", code, "score", "-", "--question", "raising-the-bar"],
        input=STORY,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path.cwd())},
        check=True,
    )
    assert "rule of thumb" in done.stdout
    assert done.stdout.endswith("set()\n")


def test_score_reads_well_and_says_that_the_offline_judge_is_a_rule_of_thumb(tmp_path: Path) -> None:
    done = calibrate("score", "-", "--judge", "offline", stdin=STORY, cwd=tmp_path)
    assert done.returncode == 0
    assert "This answer reads as" in done.stdout
    assert "rule of thumb" in done.stdout


def test_batch_gives_a_line_for_each_line_and_refuses_a_malformed_one_before_scoring(tmp_path: Path) -> None:
    lines = [json.dumps({"id": n, "question": "raising-the-bar", "answer": STORY}) for n in range(3)]
    (tmp_path / "good.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = calibrate("score", "--batch", "good.jsonl", "--judge", "offline", "--json", cwd=tmp_path)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [0, 1, 2]
    (tmp_path / "bad.jsonl").write_text("\n".join([*lines, '{"id": 4}']), encoding="utf-8")
    done = calibrate("score", "--batch", "bad.jsonl", "--judge", "offline", "--json", cwd=tmp_path)
    assert "line 4: wanted an object with id, answer" in one_line(done, 2)


def test_the_request_to_claude_is_shown_without_a_key_and_holds_the_answer_once(tmp_path: Path) -> None:
    done = calibrate("score", "-", "--question", "raising-the-bar", "--show-request", stdin=STORY, cwd=tmp_path)
    request = json.loads(done.stdout)
    assert request["model"] == "claude-sonnet-5-5"
    assert STORY[:60] in request["messages"][0]["content"]
    assert STORY[:60] not in json.dumps(request["system"])


def test_a_raw_reply_is_checked_as_usual(tmp_path: Path) -> None:
    (tmp_path / "reply.txt").write_text("I think it is senior.", encoding="utf-8")
    done = calibrate("score", "-", "--reply", "reply.txt", "--json", stdin=STORY, cwd=tmp_path)
    verdict = json.loads(done.stdout)
    assert verdict["status"] == "needs_review"
    assert verdict["overall"] is None


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


def test_a_port_that_no_page_can_have_is_refused(tmp_path: Path) -> None:
    for port, bound in (("80", "1024"), ("65536", "65535")):
        done = calibrate("demo", "--headless", "--port", port, cwd=tmp_path)
        assert done.returncode == 2
        assert bound in done.stderr


def test_agreement_gives_the_keys_that_others_rely_on(tmp_path: Path) -> None:
    table = "answer,rater,level\n" + "\n".join(f"{a},{r},{(a + (r == 'x')) % 4 + 1}" for a in range(12) for r in "xyz")
    done = calibrate("agreement", "-", "--json", stdin=table, cwd=tmp_path)
    report = json.loads(done.stdout)
    assert {"alpha", "alpha_interval", "kappa", "icc", "severity", "raters", "answers"} <= set(report)
    assert set(report["alpha"]) == {"nominal", "ordinal", "interval"}
    assert len(report["alpha_interval"]) == 2
    assert {"raters", "linear", "quadratic", "unweighted"} <= set(report["kappa"][0])
    assert {"rater", "severity", "low", "high", "n"} <= set(report["severity"][0])
    assert calibrate("agreement", "-", stdin=table, cwd=tmp_path).stdout


def test_the_bank_is_listed_and_shown(tmp_path: Path) -> None:
    listed = calibrate("questions", "list", "--json", cwd=tmp_path)
    assert [row["slug"] for row in json.loads(listed.stdout)] == list(load_bank())
    shown = calibrate("questions", "show", "raising-the-bar", cwd=tmp_path).stdout
    assert load_bank()["raising-the-bar"].prompt in shown
    assert "Common mistakes" in shown


def test_one_fault_is_counted_as_one(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("- a list\n", encoding="utf-8")
    assert calibrate("questions", "lint", "one.yaml", cwd=tmp_path).stdout.endswith("\n1 fault.\n")


def test_a_page_becomes_a_draft_whose_gaps_lint_names(tmp_path: Path) -> None:
    page = Path("tests/scoring/bank/pages/headings.md").resolve()
    done = calibrate("questions", "import", str(page), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Draft written to headings.yaml." in done.stdout
    assert "Still to fill:" in done.stdout
    linted = calibrate("questions", "lint", "headings.yaml", cwd=tmp_path)
    assert linted.returncode == 1
    assert "headings.yaml:" in linted.stdout
    assert "exists" in one_line(calibrate("questions", "import", str(page), cwd=tmp_path), 2)


def test_migrate_doctor_export_and_backup_on_a_new_database(tmp_path: Path) -> None:
    assert calibrate("migrate", cwd=tmp_path).returncode == 0
    looked = calibrate("doctor", cwd=tmp_path)
    assert looked.returncode == 1
    assert "FAULT Slack: SLACK_BOT_TOKEN is missing" in looked.stdout
    assert "ok    database: sqlite" in looked.stdout
    assert "judge: none, people score alone; for Claude beside them set ANTHROPIC_API_KEY" in looked.stdout
    assert calibrate("export", "levels.csv", cwd=tmp_path).returncode == 0
    assert (tmp_path / "levels.csv").read_text(encoding="utf-8").startswith("answer,rater,level")
    assert calibrate("backup", "copy.sqlite", cwd=tmp_path).returncode == 0
    assert "exists" in one_line(calibrate("backup", "copy.sqlite", cwd=tmp_path), 2)


def test_agreement_reads_levels_as_the_product_writes_them_from_any_spreadsheet(tmp_path: Path) -> None:
    rows = [f"{n};{rater};{level}" for n in range(6) for rater, level in (("ana", "Staff+"), ("ben", "Not shown"))]
    rows += [f"{n};{rater};{level}" for n in range(6, 18) for rater, level in (("ana", "mid"), ("ben", "senior"))]
    (tmp_path / "levels.csv").write_text("\n".join(["answer;rater;level", *rows]), encoding="utf-8")
    done = calibrate("agreement", "levels.csv", "--json", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert (report["answers"], report["levels"], report["pairs"], report["scale"]) == (18, 30, 12, [1, 4])
    assert report["severity"][0]["severity"] > 0.5


def test_agreement_takes_the_scale_and_own_weights(tmp_path: Path) -> None:
    table = "answer,rater,level\n" + "\n".join(f"{a},{r},{(a + (r == 'x')) % 3 + 1}" for a in range(12) for r in "xy")
    (tmp_path / "weights.csv").write_text("level,other,weight\n1,2,1\n2,3,1\n1,3,4\n", encoding="utf-8")
    options = ("--scale", "0", "5", "--weights", "weights.csv")
    report = json.loads(calibrate("agreement", "-", *options, "--json", stdin=table, cwd=tmp_path).stdout)
    assert report["scale"] == [0, 5]
    assert report["kappa"][0]["own"] == report["kappa"][0]["quadratic"]
    done = calibrate("agreement", "-", "--scale", "2", "5", stdin=table, cwd=tmp_path)
    assert "the level 1 lies outside the scale 2 to 5" in one_line(done, 2)


def test_agreement_refuses_what_is_not_utf_8_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    table = "answer,rater,level\n1,Jos\xe9,3\n1,Ana,2\n".encode("latin1")
    (tmp_path / "levels.csv").write_bytes(table)
    for name in ("levels.csv", "-"):
        done = subprocess.run(
            [CALIBRATE, "agreement", name], input=table, capture_output=True, cwd=tmp_path, check=False
        )
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr == f"calibrate: {name}: cannot be read: not UTF-8\n".encode()


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
