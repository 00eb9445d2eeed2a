"""The table that `calibrate agreement` reads: what may stand in it, and what is refused, by line."""

import numpy as np
import pytest

from scoring.agreement.reading import read_table


def test_columns_may_stand_in_any_order_among_others_and_a_blank_level_is_missing():
    table = read_table('\ufeffLevel,note,rater,answer\n3,"a, b",ana,one\n\n,late,ben,one\n2.5,,ana,two\n')
    assert (table.answers, table.raters) == (("one", "two"), ("ana", "ben"))
    assert np.array_equal(table.levels, [[3, np.nan], [2.5, np.nan]], equal_nan=True)


def test_levels_may_stand_as_words_and_what_says_none_is_missing():
    words = ("junior", "MID", "Senior", "staff", "Staff+", "2.5", "None", "Not shown", "NA", "n/a", "-", "–", "")
    table = read_table("answer,rater,level\n" + "\n".join(f"{n},ana,{word}" for n, word in enumerate(words)))
    assert np.array_equal(table.levels[:, 0], [1, 2, 3, 4, 4, 2.5, *[np.nan] * 7], equal_nan=True)
    assert table.worded
    assert not read_table("answer,rater,level\n1,ana,3\n1,ben,na").worded


@pytest.mark.parametrize(
    ("level", "read"), [("Mid-level", 2), ("SENIOR LEVEL", 3), ("Staff +", 4), ("−1,5", -1.5), ("−2", -2), ("٣", 3)]
)
def test_a_level_may_be_written_as_people_and_sheets_write_it(level, read):
    assert read_table(f"answer;rater;level\n1;ana;{level}\n").levels.tolist() == [[read]]


@pytest.mark.parametrize("name", ["Average score", "Mean", "Agreed level", "Panel median", "Ana's comments", "TOTAL"])
def test_a_column_of_sums_or_notes_is_no_rater(name):
    assert read_table(f"answer,ana,{name},ben\n1,3,2.5,2\n").raters == ("ana", "ben")


@pytest.mark.parametrize("name", ["Average", "mean", "Median", "TOTAL", "Panel"])
def test_a_row_of_sums_is_refused(name):
    for text in (f"answer,ana,ben\n1,3,2\n{name},3,2\n", f"answer,rater,level\n1,ana,3\n1,{name},2\n"):
        with pytest.raises(ValueError, match=r"^line 3: this is not one rater's level"):
            read_table(text)


@pytest.mark.parametrize("name", ["ana\u200b", "\ufeffAna", "a\u00adna", "\u202aana\u202c", "ANA\u200e"])
def test_raters_that_look_alike_are_asked_about(name):
    with pytest.raises(ValueError, match="--raters join"):
        read_table(f"answer,rater,level\n1,ana,3\n2,{name},2\n")


@pytest.mark.parametrize(
    "text",
    [
        "answer;rater;level\n1;ana;3\n1;Ray, Li;2\n",
        "answer\trater\tlevel\n1\tana\t3\n1\tRay, Li\t2\n",
        'sep=;\nanswer;rater;level\n1;ana;3\n1;"Ray, Li";2\n',
        '"sep=;"\r\nanswer;rater;level\r\n1;ana;3\r\n1;"Ray, Li";2\r\n',
        "answer|rater|level\n1|ana|3\n1|Ray, Li|2\n",
        'sep=,\nanswer,rater,level\n1,ana,3\n1,"Ray, Li",2\n',
        'answer,rater,level\r1,ana,3\r1,"Ray, Li",2\r',
        '\ufeff"answer","rater","level"\r\n"1","ana","3"\r\n"1","Ray, Li","2"\r\n',
        'answer,rater,level,note\n1,ana,3,"two\nlines, one\x0cpage"\n1,"Ray, Li",2,\n',
    ],
)
def test_a_table_may_come_from_any_spreadsheet(text):
    table = read_table(text)
    assert (table.answers, table.raters) == (("1",), ("ana", "Ray, Li"))
    assert table.levels.tolist() == [[3, 2]]


def test_a_name_over_two_lines_stays_one_name_and_lines_are_counted_as_an_editor_counts_them():
    assert read_table('answer,rater,level\n"a\nb",x,1\nab,x,2\n').answers == ("a\nb", "ab")
    with pytest.raises(ValueError, match=r"^line 5: the level 'high'"):
        read_table('answer,rater,level,note\n1,a,3,"one\n\ntwo"\n1,b,high,\n')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: no levels here"),
        ("answer,rater,level\n", "line 1: no levels here"),
        ("answer,rater\n1,ana", "line 1: no column named level"),
        ("answer,rater,level,rater\n", "line 1: more than one column named rater"),
        ("answer,rater,level\n1,ana,3\n1,ben,high", "line 3: the level 'high' is neither a number"),
        ("answer,rater,level\n1,ana,nan", "line 2: the level 'nan' is neither a number"),
        ("answer,rater,level\n1,ana,1e300", "line 2: the level '1e300' is neither a number between"),
        ("answer,rater,level\n1,ana", "line 2: 2 fields where the header has 3"),
        ("answer,rater,level\n1,ana,2,5", "line 2: 4 fields where the header has 3"),
        ("answer,rater,level\n,ana,2", "line 2: the answer or the rater is blank"),
        ("answer,rater,level\n1,ana,3\n\n1,ana,3", "line 4: this rater's level for this answer is already on line 2"),
        ('answer,rater,level\n1,"ana"x,3', "line 2: not CSV"),
    ],
)
def test_the_first_line_that_cannot_be_read_is_named(text, message):
    with pytest.raises(ValueError, match=r"^line ") as caught:
        read_table(text)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
