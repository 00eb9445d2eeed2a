"""`calibrate score` and `evaluate`: one answer, many, and what others read of it."""

import json
from pathlib import Path

import pytest

from scoring.bank.questions import load_bank
from tests.kit.terminal import calibrate, one_line

STORY = load_bank()["raising-the-bar"].exemplars[2].text


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


@pytest.mark.parametrize("value", ["[" * 100_000, "9" * 5000, "NaN", "-Infinity", '{"id": 1,'])
def test_a_line_that_is_no_json_is_named(tmp_path: Path, value: str) -> None:
    line = f'{{"id": {value}, "answer": {json.dumps(STORY)}}}'
    done = calibrate("score", "--batch", "-", "--judge", "offline", "--json", stdin=f"\n{line}", cwd=tmp_path)
    assert "line 2: not JSON" in one_line(done, 2)


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


def test_a_line_separator_inside_an_answer_ends_no_line(tmp_path: Path) -> None:
    line = json.dumps({"id": 1, "answer": STORY.replace(". ", ".\u2028"), "level": "mid"}, ensure_ascii=False)
    (tmp_path / "one.jsonl").write_text(line + "\n", encoding="utf-8")
    scored = calibrate("score", "--batch", "one.jsonl", "--judge", "offline", "--json", cwd=tmp_path)
    assert [json.loads(each)["status"] for each in scored.stdout.split("\n")[:-1]] == ["scored"]
    done = calibrate("evaluate", "one.jsonl", "--judge", "offline", "--json", cwd=tmp_path)
    assert json.loads(done.stdout.split("\n")[0])["answers"] == 1
