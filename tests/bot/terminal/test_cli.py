"""The terminal: what it prints, where, and with which exit status."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from scoring.bank.questions import load_bank
from tests.kit.layouts import docx
from tests.kit.node import CALIBRATE

STORY = load_bank()["raising-the-bar"].exemplars[2].text


def calibrate(*arguments: str, stdin: str = "", cwd: Path | None = None, **environment: str) -> Any:
    clean = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment}
    return subprocess.run(
        [CALIBRATE, *arguments],
        input=stdin,
        capture_output=True,
        encoding=environment.get("PYTHONIOENCODING", "utf-8"),
        cwd=cwd,
        env=clean,
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
    for strange in ({}, [], 7, True):
        line = json.dumps({"id": 1, "question": strange, "answer": STORY})
        done = calibrate("score", "--batch", "-", "--judge", "offline", "--json", stdin=line, cwd=tmp_path)
        assert "line 1: question must be a slug" in one_line(done, 2)


def test_characters_that_are_none_break_no_batch(tmp_path: Path) -> None:
    line = json.dumps({"id": "\0", "answer": f"{STORY}\0\ud800"})
    done = calibrate("score", "--batch", "-", "--judge", "offline", "--json", stdin=line, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == "scored"


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


ODD = ["hun/ter2", "hun@ter2", "hun%ter2", "hun#ter2"]


@pytest.mark.parametrize(
    ("command", "password"),
    [*((("migrate",), odd) for odd in ODD), *(((name,), "hun:ter2") for name in ("doctor", "run"))],
)
def test_a_password_is_never_printed(command: tuple[str, ...], password: str, tmp_path: Path) -> None:
    address = f"postgresql://somebody:{password}@127.0.0.1:9/calibrate"
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1234567890-abcdefgh", "SLACK_APP_TOKEN": "xapp-1-A0123456-abcdefgh"}
    done = calibrate(*command, cwd=tmp_path, DATABASE_URL=address, SLACK_API_URL="http://127.0.0.1:9/", **tokens)
    assert done.returncode in (1, 2)
    for part in re.split(r"[/:@%#?]", password):
        assert part not in done.stdout + done.stderr


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


def test_the_bank_is_searched_by_words_of_slug_competency_and_prompt(tmp_path: Path) -> None:
    prompt = load_bank()["quiet-voice"].prompt
    listed = calibrate("questions", "list", cwd=tmp_path)
    assert f"\n{prompt}\n    Inclusion · quiet-voice\n" in listed.stdout
    found = calibrate("questions", "list", "INCLUSION", "nöticed", "--json", cwd=tmp_path)
    assert "quiet-voice" in [row["slug"] for row in json.loads(found.stdout)]
    assert len(json.loads(found.stdout)) < 5
    assert json.loads(calibrate("questions", "list", "xyzzy", "--json", cwd=tmp_path).stdout) == []
    assert "did you mean quiet-voice?" in one_line(calibrate("questions", "list", "quite-voice", cwd=tmp_path), 2)
    assert "did you mean Inclusion?" in one_line(calibrate("questions", "list", "Inklusion", cwd=tmp_path), 2)
    assert "did you mean quiet-voice?" in one_line(calibrate("questions", "show", "quiet-voices", cwd=tmp_path), 2)


HEAVY = {"alembic", "anthropic", "apscheduler", "dbos", "mammoth", "numpy", "openpyxl", "slack_bolt", "slack_sdk"}
TABLES = {"sqlalchemy", "sqlmodel"}


@pytest.mark.parametrize(
    "command",
    ["questions list", "questions show quiet-voice", "questions lint one.yaml", "questions import page.md --preview"],
)
def test_what_needs_neither_slack_nor_a_database_waits_for_neither(command: str, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# Tell me about a fence\n", encoding="utf-8")
    (tmp_path / "one.yaml").write_text("slug: one\n", encoding="utf-8")
    assert brought_in(*command.split(), cwd=tmp_path) & (HEAVY | TABLES) == set()


def test_agreement_waits_for_its_arithmetic_alone(tmp_path: Path) -> None:
    (tmp_path / "levels.csv").write_text("answer,rater,level\n1,a,2\n1,b,3\n", encoding="utf-8")
    assert brought_in("agreement", "levels.csv", cwd=tmp_path) & (HEAVY | TABLES) == {"numpy"}


@pytest.mark.parametrize("command", ["", "run", "demo", "score", "doctor", "questions", "questions import"])
def test_help_waits_for_nothing_that_takes_long_to_load(command: str, tmp_path: Path) -> None:
    assert brought_in(*command.split(), "--help", cwd=tmp_path) & (HEAVY | TABLES | {"yaml"}) == set()


def brought_in(*arguments: str, cwd: Path) -> set[str]:
    """The packages that a command imported."""
    done = calibrate(*arguments, cwd=cwd, PYTHONPROFILEIMPORTTIME="1")
    assert done.returncode < 2, done.stderr
    told = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in told}


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


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("guide.md", "\ufeff# Tell me about a fence you mended\r\n\r\n## Follow-ups\r\n- Who asked?\r\n".encode()),
        ("guide.txt", "Question: Tell me about a fence you mended\n\nFollow-ups\n- Who asked?\n".encode("utf-16")),
        ("guide.html", b"<h1>Tell me about a fence you mended</h1><h2>Follow-ups</h2><ul><li>Who asked?</li></ul>"),
        (
            "guide.docx",
            docx([("Heading1", "Tell me about a fence you mended"), ("", "Follow-ups"), ("list", "Who asked?")]),
        ),
    ],
)
def test_a_page_may_be_text_a_web_page_or_a_word_file(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    done = calibrate("questions", "import", name, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    question = yaml.safe_load((tmp_path / "guide.yaml").read_text(encoding="utf-8"))
    assert question["prompt"] == "Tell me about a fence you mended"
    assert [probe["text"] for probe in question["probes"]] == ["Who asked?"]
    assert "Not placed:" not in done.stdout


def test_a_preview_says_what_was_found_and_writes_nothing(tmp_path: Path) -> None:
    page = "# Tell me about a fence\n\n## Follow-ups\n- Who asked?\n\n# Tell me about a harvest\n\n## Follow-ups\n"
    "- When?\n"
    (tmp_path / "guide.md").write_text(page, encoding="utf-8")
    done = calibrate("questions", "import", "guide.md", "--preview", cwd=tmp_path)
    assert "prompt          line 1: Tell me about a fence" in done.stdout
    assert "the page has a second question, from line 6 on" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["guide.md"]
    both = calibrate("questions", "import", "-", "--all", "--out", "q.yaml", stdin=page, cwd=tmp_path)
    assert both.returncode == 0
    prompts = [yaml.safe_load((tmp_path / f"q-{n}.yaml").read_text(encoding="utf-8"))["prompt"] for n in (1, 2)]
    assert prompts == ["Tell me about a fence", "Tell me about a harvest"]
    again = calibrate("questions", "import", "-", "--all", "--out", "q.yaml", stdin=page, cwd=tmp_path)
    assert "exists" in one_line(again, 2)


def test_what_a_page_lacks_is_proposed_and_a_rubric_drafted_where_it_is_asked_for(tmp_path: Path) -> None:
    table = "| Level | Scope |\n|---|---|\n"
    table += "| Junior | A task |\n| Mid | A piece |\n| Senior | An area |\n| Staff | The firm |"
    page = "## Follow-ups\n- What did you learn?\n- What was the result?\n- What steps did you take?\n\n## Ladder\n\n"
    (tmp_path / "guide.md").write_text(page + table, encoding="utf-8")
    done = calibrate("questions", "import", "guide.md", "--fill", "--rubric", "rubric.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    question = yaml.safe_load((tmp_path / "guide.yaml").read_text(encoding="utf-8"))
    assert question["focus"] == ["delivery", "impact", "reflection"]
    rubric = yaml.safe_load((tmp_path / "rubric.yaml").read_text(encoding="utf-8"))
    assert rubric["dimensions"][0]["anchors"]["staff"]["long"] == "The firm"
    (tmp_path / "bare.md").write_text("# Tell me about a fence\n", encoding="utf-8")
    none = calibrate("questions", "import", "bare.md", "--rubric", "other.yaml", cwd=tmp_path)
    assert "bare.md has no table of levels" in one_line(none, 2)
    without_key = calibrate("questions", "import", "bare.md", "--fill", "--judge", "claude", cwd=tmp_path)
    assert "ANTHROPIC_API_KEY is missing" in one_line(without_key, 2)
    assert not (tmp_path / "bare.yaml").exists()


def test_lint_names_what_was_proposed_and_not_checked(tmp_path: Path) -> None:
    (tmp_path / "guide.md").write_text("## Follow-ups\n- What did you learn?\n", encoding="utf-8")
    calibrate("questions", "import", "guide.md", cwd=tmp_path)
    linted = calibrate("questions", "lint", "guide.yaml", cwd=tmp_path)
    assert "guide.yaml:7: proposed: nobody has checked what follows" in linted.stdout


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


def test_agreement_reads_levels_as_the_product_writes_them_from_any_spreadsheet(tmp_path: Path) -> None:
    rows = [f"{n};{rater};{level}" for n in range(6) for rater, level in (("ana", "Staff+"), ("ben", "Not shown"))]
    rows += [f"{n};{rater};{level}" for n in range(6, 18) for rater, level in (("ana", "mid"), ("ben", "senior"))]
    (tmp_path / "levels.csv").write_text("\n".join(["answer;rater;level", *rows]), encoding="utf-8")
    done = calibrate("agreement", "levels.csv", "--json", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert (report["answers"], report["levels"], report["pairs"], report["scale"]) == (18, 30, 12, [1, 4])
    assert report["severity"][0]["severity"] > 0.5


def test_agreement_reads_sheets_and_the_teams_own_names_for_levels(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["answer", "Ana", "Ben"], *([n, "L4", "L5"] for n in range(12))):
        book.worksheets[0].append(row)
    book.save(tmp_path / "levels.xlsx")
    done = calibrate("agreement", "levels.xlsx", "--json", cwd=tmp_path, CALIBRATE_LEVEL_NAMES="L3,L4,L5,L6")
    report = json.loads(done.stdout)
    assert (report["answers"], report["raters"], report["scale"]) == (12, 2, [1, 4])
    assert "the level 'L4' is neither a number" in one_line(calibrate("agreement", "levels.xlsx", cwd=tmp_path), 2)


def test_agreement_asks_whether_ana_is_ana_and_draws_what_it_found(tmp_path: Path) -> None:
    rows = [f"{n},{rater},{n % 3 + 1}" for n in range(12) for rater in ("ana" if n % 2 else "Ana", "Ben")]
    table = "\n".join(["answer,rater,level", *rows])
    asked = one_line(calibrate("agreement", "-", stdin=table, cwd=tmp_path), 2)
    assert "raters ‘Ana’ and ‘ana’ differ only in capitals, accents or spaces: --raters join" in asked
    done = calibrate("agreement", "-", "--raters", "join", "--html", "page.html", stdin=table, cwd=tmp_path)
    assert "●" in done.stdout
    assert "Pairs of levels that two raters gave one answer" in done.stdout
    assert "\x1b" not in done.stdout
    assert "<h1>Agreement: standard input</h1>" in (tmp_path / "page.html").read_text(encoding="utf-8")
    again = calibrate("agreement", "-", "--raters", "join", "--html", "page.html", stdin=table, cwd=tmp_path)
    assert "page.html exists" in one_line(again, 2)


def test_agreement_takes_the_scale_and_own_weights(tmp_path: Path) -> None:
    table = "answer,rater,level\n" + "\n".join(f"{a},{r},{(a + (r == 'x')) % 3 + 1}" for a in range(12) for r in "xy")
    (tmp_path / "weights.csv").write_text("level,other,weight\n1,2,1\n2,3,1\n1,3,4\n", encoding="utf-8")
    options = ("--scale", "0", "5", "--weights", "weights.csv")
    report = json.loads(calibrate("agreement", "-", *options, "--json", stdin=table, cwd=tmp_path).stdout)
    assert report["scale"] == [0, 5]
    assert report["kappa"][0]["own"] == report["kappa"][0]["quadratic"]
    done = calibrate("agreement", "-", "--scale", "2", "5", stdin=table, cwd=tmp_path)
    assert "the level 1 lies outside the scale 2 to 5" in one_line(done, 2)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_a_table_is_read_in_the_encoding_it_was_saved_in_from_a_file_and_from_standard_input(
    codec: str, tmp_path: Path
) -> None:
    table = "answer,rater,level\r\n1,José,3\r\n1,Ana,2\r\n".encode(codec)
    (tmp_path / "levels.csv").write_bytes(table)
    for name in ("levels.csv", "-"):
        done = subprocess.run(
            [CALIBRATE, "agreement", name, "--json"], input=table, capture_output=True, cwd=tmp_path, check=False
        )
        assert [entry["rater"] for entry in json.loads(done.stdout)["severity"]] == ["José", "Ana"]
        guess = f"calibrate: {name} is not UTF-8; read as Windows-1252, so look at its accents\n"
        assert done.stderr.decode() == (guess if codec == "cp1252" else "")


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


def test_a_line_separator_inside_an_answer_ends_no_line(tmp_path: Path) -> None:
    line = json.dumps({"id": 1, "answer": STORY.replace(". ", ".\u2028"), "level": "mid"}, ensure_ascii=False)
    (tmp_path / "one.jsonl").write_text(line + "\n", encoding="utf-8")
    scored = calibrate("score", "--batch", "one.jsonl", "--judge", "offline", "--json", cwd=tmp_path)
    assert [json.loads(each)["status"] for each in scored.stdout.split("\n")[:-1]] == ["scored"]
    done = calibrate("evaluate", "one.jsonl", "--judge", "offline", "--json", cwd=tmp_path)
    assert json.loads(done.stdout.split("\n")[0])["answers"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_what_a_terminal_cannot_write_is_escaped(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text('{"id": "\\ud800 – 好", "answer": "too short"}\n', encoding="utf-8")
    done = calibrate("score", "--batch", "one.jsonl", "--judge", "offline", cwd=tmp_path, PYTHONIOENCODING=encoding)
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
