"""`calibrate export`: the scorecards of rounds whose scores are out, and no other, in the form that agreement reads."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import update
from typer.testing import CliRunner

from bot.calibration.export import COLUMNS, as_csv, as_xlsx
from bot.calibration.forgetting import forget
from bot.terminal.cli import app
from bot.terminal.export import export
from storage.database import make_engine
from storage.models import Round
from tests.kit.play import World

RISKY = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")')


@pytest.fixture(scope="module", autouse=True)
def _no_other_scores_are_out(world: World) -> None:
    """An export has all channels in it: what other files played would be written and fitted anew each time."""
    world.look_and_change(lambda session: session.exec(update(Round).values(stage="cancelled")))


def exported(world: World, channel: str, folder: Path) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    """The rows of both kinds of file that belong to a channel's newest round."""
    files = [folder / f"{len(list(folder.iterdir()))}.{kind}" for kind in ("csv", "jsonl")]
    for file in files:
        export(world.deps.engine, file)
    table, lines = (file.read_text(encoding="utf-8-sig") if file.exists() else "" for file in files)
    answers = {answer.id: answer.public_id for answer in world.answers(channel)}
    rows = [row for row in csv.DictReader(io.StringIO(table)) if row["answer"] in answers.values()]
    return rows, [row for row in map(json.loads, lines.splitlines()) if row["answer"] in answers]


def test_nothing_of_a_round_is_exported_before_its_scores_are_out(world: World, tmp_path: Path) -> None:
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    assert exported(world, channel, tmp_path) == ([], [])
    world.score(gil, channel, ts, "junior")
    world.score(hao, channel, ts, "staff")
    assert exported(world, channel, tmp_path) == ([], [])
    world.next(ana, channel)
    rows, lines = exported(world, channel, tmp_path)
    own = [row for row in rows if not row["written_as"]]
    assert sorted((row["rater"], row["level"]) for row in rows if row["written_as"]) == sorted(
        [(gil.id, "junior"), (hao.id, "staff")]
    )
    assert sorted(row["level"] for row in own) == ["junior", "staff"]
    assert not {gil.id, hao.id} & {row["rater"] for row in own}, "raters are not named on a colleague's answer"
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
    assert gil.submit() is None, "levels that stand above what was scored are asked about once"
    rows, lines = exported(world, channel, tmp_path)
    assert {row["level"] for row in rows} == {"junior"}
    assert sorted(line["phase"] for line in lines if line["kind"] == "interviewer") == ["blind", "blind", "discussed"]
    assert hao.id not in str(lines)


def test_an_unnamed_rater_has_one_name_in_every_round_and_file_so_that_severity_can_be_told(
    world: World, tmp_path: Path
) -> None:
    channel, ts, (ana, _), (gil, hao) = world.open_scoring(authors=2)
    for rater, level in ((gil, "junior"), (hao, "senior")):
        world.score(rater, channel, ts, level)
    world.next(ana, channel)
    first, _ = exported(world, channel, tmp_path)
    again, _ = exported(world, channel, tmp_path)
    assert first == again
    own = [row for row in first if not row["written_as"]]
    by_level = {level: {row["rater"] for row in own if row["level"] == level} for level in ("junior", "senior")}
    assert [len(raters) for raters in by_level.values()] == [1, 1], "one name a person, over both answers"
    assert all(re.fullmatch("Rater [B-DF-HJ-NP-TV-XZ]{4}", rater) for row in own for rater in [row["rater"]])
    for kind in ("csv", "xlsx"):
        file = tmp_path / f"agreement.{kind}"
        export(world.deps.engine, file)
        said = CliRunner().invoke(app, ["agreement", str(file), "--json"])
        assert said.exit_code == 0, said.output
        severity = {row["rater"] for row in json.loads(said.stdout)["severity"]}
        assert set.union(*by_level.values()) <= severity


def test_who_was_forgotten_keeps_the_name_that_leads_to_nobody_and_gets_another_where_they_were_named(
    world: World, tmp_path: Path
) -> None:
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    for rater, level in ((gil, "junior"), (hao, "senior")):
        world.score(rater, channel, ts, level)
    world.next(ana, channel)
    before, _ = exported(world, channel, tmp_path)
    with world.deps.work(world.sandbox.team_id) as work:
        forget(work, gil.id)
    world.work()
    after, _ = exported(world, channel, tmp_path)
    assert [row["rater"] for row in after if not row["written_as"]] == [
        row["rater"] for row in before if not row["written_as"]
    ]
    own = {row["rater"] for row in after if not row["written_as"]}
    (once_gil,) = {row["rater"] for row in after if row["written_as"]} - {hao.id}
    assert once_gil.startswith("Rater ")
    assert once_gil not in own, "an earlier file has the name beside these levels"


@pytest.mark.parametrize("name", ["scores.pdf", "scores"])
def test_only_the_three_kinds_of_file_are_written_and_none_is_overwritten(
    world: World, tmp_path: Path, name: str
) -> None:
    with pytest.raises(ValueError, match=r"\.csv or \.xlsx .*\.jsonl"):
        export(world.deps.engine, tmp_path / name)
    (tmp_path / "kept.csv").write_text("kept", encoding="utf-8")
    with pytest.raises(ValueError, match="exists"):
        export(world.deps.engine, tmp_path / "kept.csv")
    assert (tmp_path / "kept.csv").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_before_the_first_run_there_is_nothing_to_export_and_no_file_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///calibrate.db")
    said = CliRunner().invoke(app, ["export", f"scores.{kind}"])
    assert (said.exit_code, said.stdout) == (
        0,
        "There is nothing to export yet: no scores have come out. No file was written.\n",
    )
    assert list(tmp_path.iterdir()) == []
    make_engine("sqlite:///calibrate.db").connect().close()  # a file without tables
    assert CliRunner().invoke(app, ["export", f"scores.{kind}"]).exit_code == 0
    assert not (tmp_path / f"scores.{kind}").exists()


def test_no_cell_of_an_export_is_a_formula_and_accents_and_lines_survive() -> None:
    rows = [dict.fromkeys(COLUMNS, "") | {"note": text, "rater": "Zoë, “R”"} for text in (*RISKY, "a\nb; ü\x0b")]
    table = list(csv.DictReader(io.StringIO(as_csv(rows).decode("utf-8-sig"), newline="")))
    assert as_csv(rows).startswith(b"\xef\xbb\xbf")
    assert [row["note"][0] for row in table[:-1]] == ["'"] * len(RISKY)
    assert table[-1]["note"] == "a\nb; ü\x0b"
    sheet = load_workbook(io.BytesIO(as_xlsx(rows))).active
    assert sheet is not None
    cells = [row[COLUMNS.index("note")] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells][:4] == list(RISKY[:4])
    assert sheet["B2"].value == "Zoë, “R”"
