"""`calibrate questions`: the bank listed and searched, and pages that become drafts."""

import json
from pathlib import Path

import pytest
import yaml

from scoring.bank.questions import load_bank
from tests.kit.layouts import docx
from tests.kit.terminal import calibrate, one_line


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
