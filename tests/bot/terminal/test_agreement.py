"""`calibrate agreement`: tables as people bring them, and what others read of the report."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.kit.terminal import calibrate, one_line


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
        done = calibrate("agreement", name, "--json", stdin=table, cwd=tmp_path)
        assert [entry["rater"] for entry in json.loads(done.stdout)["severity"]] == ["José", "Ana"]
        guess = f"calibrate: {name} is not UTF-8; read as Windows-1252, so look at its accents\n"
        assert done.stderr == (guess if codec == "cp1252" else "")
