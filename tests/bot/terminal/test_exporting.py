"""`calibrate export`: the scorecards of rounds whose scores are out, and no other."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from bot.terminal.export import export
from tests.kit.play import World


def exported(world: World, channel: str, folder: Path) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    """The rows of both kinds of file that belong to a channel's newest round."""
    files = [folder / f"{len(list(folder.iterdir()))}.{kind}" for kind in ("csv", "jsonl")]
    for file in files:
        export(world.deps.engine, file)
    table, lines = (file.read_text(encoding="utf-8").splitlines() for file in files)
    answers = {str(answer.id) for answer in world.answers(channel)}
    rows = [row for row in csv.DictReader(table) if row["answer"] in answers]
    return rows, [row for row in map(json.loads, lines) if str(row["answer"]) in answers]


def test_nothing_of_a_round_is_exported_before_its_scores_are_out(world: World, tmp_path: Path) -> None:
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    assert exported(world, channel, tmp_path) == ([], [])
    world.score(gil, channel, ts, "junior")
    world.score(hao, channel, ts, "staff")
    assert exported(world, channel, tmp_path) == ([], [])
    world.next(ana, channel)
    rows, lines = exported(world, channel, tmp_path)
    assert sorted((row["rater"], row["level"]) for row in rows) == sorted([(gil.id, "1"), (hao.id, "4")] * 2)
    assert sorted(line["kind"] for line in lines) == ["interviewer"] * 4 + ["judge"] * 2


def test_neither_drafts_nor_revised_scores_are_levels_of_the_table(world: World, tmp_path: Path) -> None:
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    world.score(gil, channel, ts, "junior")
    hao.press(channel, ts, "score")
    assert hao.modal is not None
    hao.fill({f"overall:{hao.modal['private_metadata'].partition(':')[0]}": "staff"})
    hao.close_modal()
    world.next(ana, channel)
    answer = next(one for one in world.answers(channel) if one.author)
    gil.shortcut("score_answer", channel, str(answer.message_ts))
    gil.fill({f"overall:{answer.public_id}": "senior"})
    assert gil.submit() is None
    rows, lines = exported(world, channel, tmp_path)
    assert {(row["rater"], row["level"]) for row in rows} == {(gil.id, "1")}
    assert sorted(line["phase"] for line in lines if line["kind"] == "interviewer") == ["blind", "blind", "discussed"]
    assert hao.id not in str(lines)


@pytest.mark.parametrize("name", ["scores.xlsx", "scores"])
def test_only_the_two_kinds_of_file_are_written_and_none_is_overwritten(
    world: World, tmp_path: Path, name: str
) -> None:
    with pytest.raises(ValueError, match=r"\.csv .*\.jsonl"):
        export(world.deps.engine, tmp_path / name)
    (tmp_path / "kept.csv").write_text("kept", encoding="utf-8")
    with pytest.raises(ValueError, match="exists"):
        export(world.deps.engine, tmp_path / "kept.csv")
    assert (tmp_path / "kept.csv").read_text(encoding="utf-8") == "kept"
