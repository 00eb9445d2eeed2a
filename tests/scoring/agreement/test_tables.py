"""Tables of levels as people keep them: ragged, wide, from sheets, in other words and other decimals."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.agreement.drawing import drawn
from scoring.agreement.page import page
from scoring.agreement.reading import level_of, names_in, read_table
from scoring.agreement.report import report
from scoring.agreement.spreadsheet import is_spreadsheet, rows_of_spreadsheet
from scoring.rubric import load_rubric

LONG = "answer,rater,level\n" + "\n".join(f"{a},{r},{(a + (r == 'x')) % 4 + 1}" for a in range(24) for r in "xyz")


def sheet(rows: list[list[Any]], before: int = 0) -> bytes:
    """A workbook whose first sheets are empty."""
    book = openpyxl.Workbook()
    for _ in range(before):
        book.create_sheet()
    for row in rows:
        book.worksheets[-1].append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "answer,rater,level,note\nA,ana,2,ok\nA,ben,3\n",
        "answer,rater,level\nA,ana,2,,\nA,ben,3,\n",
        "answer,rater,level,,\nA,ana,2,,\nA,ben,3\n",
        "answer;rater;level\nA;ana;2;;\nA;ben;3\n",
        "answer\trater\tlevel\tnote\nA\tana\t2\nA\tben\t3\tlate\n",
        "level,answer,note,rater\n2,A,,ana\n3,A,x,ben,\n",
        "answer,rater,level,note,date\r\nA,ana,2\r\n,,,,\r\nA,ben,3,x\r\n",
    ],
)
def test_a_row_that_is_short_or_long_only_by_blanks_is_whole(text: str) -> None:
    table = read_table(text)
    assert (table.raters, table.levels.tolist()) == (("ana", "ben"), [[2, 3]])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("answer,rater,level\nA,ana\n", "line 2: 2 fields where the header has 3"),
        ("answer,rater,level\nA,ana,2\nA,ben,3,late\n", "line 3: 4 fields where the header has 3"),
        ("answer,note,rater,level\nA,x,ana\n", "line 2: 3 fields where the header has 4"),
        ("answer,rater,level\nA,ana,2,5\n", "line 2: 4 fields where the header has 3; decimals take a point"),
        ('answer,rater,level\nA,ana,"1,000"\n', "line 2: the level '1,000' is neither a number"),
        ("answer;rater;level\nA;ana;2,5,1\n", "line 2: the level '2,5,1' is neither a number"),
    ],
)
def test_too_much_text_or_no_level_is_refused_by_line(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"^line ") as caught:
        read_table(text)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("mark", [";", "\t"])
@pytest.mark.parametrize(("told", "level"), [("2,5", 2.5), ("3,0", 3), ("0,125", 0.125), ("2.5", 2.5), ("+1,25", 1.25)])
def test_a_comma_may_stand_before_decimals(mark: str, told: str, level: float) -> None:
    text = f"answer{mark}rater{mark}level\nA{mark}ana{mark}{told}\n"
    assert read_table(text).levels.tolist() == [[level]]
    assert read_table(f'answer,rater,level\nA,ana,"{told}"\n').levels.tolist() == [[level]]


@pytest.mark.parametrize(
    "text",
    [
        "answer,ana,ben\nA,2,3\nB,,1\n",
        "answer;ana;ben\nA;2;3\nB;;1\n",
        "id\tana\tben\nA\t2\t3\nB\tnone\t1\n",
        ",ana,ben\nA,2,3\nB,-,1\n",
        "Item,question,ana,note,ben,mean\nA,7,mid,good,senior,2.5\nB,7,,fine,junior,1\n",
        "answer,ana,remark,ben\nA,2,x,3\nB,,y z,1\n",
        "\ufeffsep=;\nanswer;ana;ben\nA;2,0;3,0\nB;n/a;1\n",
    ],
)
def test_a_wide_table_has_a_column_for_each_rater(text: str) -> None:
    table = read_table(text)
    assert (table.answers, table.raters) == (("A", "B"), ("ana", "ben"))
    assert np.array_equal(table.levels, [[2, 3], [np.nan, 1]], equal_nan=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("answer,ana,ben\nA,2,good\nB,1,2\n", "line 2: the level 'good' is neither"),
        ("answer,ana,zeal,ben\nA,2,much,3\nB,1,little,2\n", "line 2: the level 'much' is neither"),
        ("answer,ana,ana\nA,2,3\n", "line 1: more than one column named ana"),
        ("answer,ana,ben\nA,2,3,4\n", "line 2: 4 fields where the header has 3"),
        ("answer,ana,ben\n,2,3\n", "line 2: the answer or the rater is blank"),
        ("answer,ana,ben\nA,2,3\nA,1,1\n", "line 3: this rater's level for this answer is already on line 2"),
        ("name,ana,ben\nA,2,3\n", "line 1: no column named answer"),
    ],
)
def test_what_a_wide_table_cannot_say_is_refused_by_line(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"^line ") as caught:
        read_table(text)
    assert str(caught.value).startswith(message)


def test_levels_stand_in_the_rubrics_own_names_in_any_case() -> None:
    rubric = load_rubric().with_names(
        {"junior": "Berufseinstieg", "mid": "Erfahren", "senior": "L5", "staff": "Große  Linie"}
    )
    told = ["berufseinstieg", "ERFAHREN", "l5", "grosse linie", "GROẞE LINIE", "Senior", " staff+ "]
    text = "answer;rater;level\n" + "\n".join(f"{at};ana;{name}" for at, name in enumerate(told))
    table = read_table(text, names_in(rubric))
    assert table.levels[:, 0].tolist() == [1, 2, 3, 4, 4, 3, 4]
    assert table.worded
    with pytest.raises(ValueError, match="erfahren"):
        level_of("neuling", names_in(rubric))


def test_a_name_that_is_a_number_is_a_number() -> None:
    assert read_table("answer,rater,level\nA,ana,3\n", names_in(load_rubric().with_names({"junior": "3"}))).levels == 3


@pytest.mark.parametrize("other", ["ana", "ANA", "Ana ", "Ána", "Ａna", "A na", "A.na"])
def test_raters_who_may_be_one_person_are_asked_about(other: str) -> None:
    text = f"answer,rater,level\nA,Ana,2\nB,{other},3\nB,Ben,3\n"
    if other.strip() == "Ana":
        assert read_table(text).raters == ("Ana", "Ben")
        return
    with pytest.raises(ValueError, match=f"raters ‘Ana’ and ‘{other}’ differ only in .*--raters join .*--raters apart"):
        read_table(text)
    assert read_table(text, alike="join").raters == ("Ana", "Ben")
    assert read_table(text, alike="apart").raters == ("Ana", other, "Ben")
    with pytest.raises(ValueError, match="line 3: this rater's level for this answer is already on line 2"):
        read_table(text.replace("B,", "A,"), alike="join")


@pytest.mark.parametrize("before", [0, 1])
def test_a_sheet_is_read_as_its_cells_say(before: int) -> None:
    rows = [["answer", "rater", "level", "note"], [1, "ana", 2.0, None], [], [1, "ben", 2.5], [2, "ana", "mid", "x"]]
    data = sheet(rows, before)
    assert is_spreadsheet(data)
    table = read_table(rows_of_spreadsheet(data, "levels.xlsx"))
    assert (table.answers, table.raters) == (("1", "2"), ("ana", "ben"))
    assert np.array_equal(table.levels, [[2, 2.5], [2, np.nan]], equal_nan=True)
    wide = sheet([["answer", "ana", "ben"], ["A", 2, 3]], before)
    assert read_table(rows_of_spreadsheet(wide, "levels.xlsx")).levels.tolist() == [[2, 3]]


def test_a_sheet_that_names_another_size_is_read_whole() -> None:
    told = sheet([["answer", "rater", "level"], [1, "ana", 2], [1, "ben", 3]])
    lying = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(told)) as packed, zipfile.ZipFile(lying, "w") as written:
        for name in packed.namelist():
            content = packed.read(name).replace(b'<dimension ref="A1:C3"', b'<dimension ref="A1:A1"')
            written.writestr(name, content)
    assert b"A1:A1" in zipfile.ZipFile(lying).read("xl/worksheets/sheet1.xml")
    assert read_table(rows_of_spreadsheet(lying.getvalue(), "x")).levels.tolist() == [[2, 3]]


def test_a_level_that_a_sheet_made_a_date_of_is_named_as_one() -> None:
    rows = [["answer", "rater", "level"], [1, "ana", datetime(2026, 3, 2)]]
    with pytest.raises(ValueError, match="line 2: the level '2026-03-02, a date' is neither"):
        read_table(rows_of_spreadsheet(sheet(rows), "x"))


def test_what_a_sheet_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match=r"line 2: a formula has no result in this file"):
        rows_of_spreadsheet(sheet([["answer", "rater", "level"], ["A", "ana", "=1+1"]]), "levels.xlsx")
    with pytest.raises(ValueError, match=r"levels.xlsx: cannot be read: it is a damaged .xlsx"):
        rows_of_spreadsheet(sheet([["answer"]])[:-200], "levels.xlsx")
    with pytest.raises(ValueError, match="line 4: the level 'high'"):
        read_table(rows_of_spreadsheet(sheet([["answer", "rater", "level"], [], [1, "a", 2], [1, "b", "high"]]), "x"))
    with pytest.raises(ValueError, match="line 1: no levels here"):
        read_table(rows_of_spreadsheet(sheet([]), "x"))


def told_of(text: str) -> str:
    """The report on a table as JSON, or why there is none."""
    try:
        return json.dumps(report(read_table(text)), allow_nan=False)
    except ValueError as error:
        return str(error)


cell = st.sampled_from(
    ["", "1", "2,5", "mid", "none", "x", "ana", ";", ",", '"', "\t", "answer", "rater", "level", "A\n"]
)


@given(st.lists(st.lists(cell, max_size=5), max_size=5), st.sampled_from([",", ";", "\t"]))
def test_any_table_is_read_or_refused_in_one_line(rows: list[list[str]], mark: str) -> None:
    text = "answer,rater,level\n" + "\n".join(mark.join(row) for row in rows)
    assert "\n" not in told_of(text)


def test_severity_is_drawn_with_its_interval_and_levels_that_are_confused_are_counted() -> None:
    found = report(read_table(LONG.replace(",x,", ",Xaver,").replace(",y,", ",[bold]y\x1b[31m,")))
    rows = drawn(found)
    (marked,) = [row for row in rows if "Xaver" in row]
    assert marked.index("├") < marked.index("●") < marked.index("┤")
    assert any("[bold]y?[31m" in row for row in rows)
    assert "\x1b" not in "".join(rows)
    assert all(len(row) <= 100 for row in rows)
    counts = found["confusion"]["counts"]
    assert sum(counts[i][j] for i in range(4) for j in range(i, 4)) == found["pairs"]
    assert [counts[i][i] for i in range(4)] == [6, 6, 6, 6]


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawn(report(read_table("answer,rater,level\n1,ana,\n"))) == []


def test_the_page_stands_alone_and_escapes_what_the_table_says() -> None:
    evil = "<script>alert(1)</script>"
    found = report(read_table(LONG.replace(",x,", f",{evil},")))
    text = page(found, f"{evil}.csv")
    assert evil not in text
    assert "&lt;script&gt;" in text
    assert not any(sign in text for sign in ("http:", "https:", "src=", "href=", "url(", "@import"))
    assert "default-src 'none'" in text
    assert text.count("<circle") == 3
