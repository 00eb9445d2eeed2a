"""`calibrate agreement`: reading a table, the report on it, and the thresholds before a number is shown."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published import KRIPPENDORFF_2011, SHROUT_FLEISS_1979

from scoring.agreement import lines, report
from scoring.ratings import Ratings, read_table
from scoring.thresholds import Missing, alpha_missing, in_words, severity_is_firm, severity_missing


def rated(levels):
    answers, raters = levels.shape
    return Ratings(tuple(f"a{i}" for i in range(answers)), tuple(f"r{j}" for j in range(raters)), levels)


def test_columns_may_stand_in_any_order_among_others_and_a_blank_level_is_missing():
    table = read_table(["\ufeffLevel,note,rater,answer", '3,"a, b",ana,one', "", ",late,ben,one", "2.5,,ana,two"])
    assert (table.answers, table.raters) == (("one", "two"), ("ana", "ben"))
    assert np.array_equal(table.levels, [[3, np.nan], [2.5, np.nan]], equal_nan=True)


def test_levels_may_stand_as_words_and_none_is_missing():
    rows = [f"{answer},ana,{level}" for answer, level in enumerate(("junior", "MID", "Senior", "staff", "None", "2.5"))]
    table = read_table(["answer,rater,level", *rows])
    assert np.array_equal(table.levels[:, 0], [1, 2, 3, 4, np.nan, 2.5], equal_nan=True)


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
        read_table(text.splitlines(keepends=True))
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_the_report_has_the_keys_that_were_promised():
    found = report(rated(SHROUT_FLEISS_1979))
    assert (found["answers"], found["raters"], found["levels"], found["pairs"]) == (6, 4, 24, 36)
    assert set(found["alpha"]) == {"nominal", "ordinal", "interval"}
    assert found["alpha_interval"][0] < found["alpha"]["ordinal"] < found["alpha_interval"][1]
    assert set(found["icc"]) == {"icc_1_1", "icc_2_1", "icc_3_1", "icc_1_k", "icc_2_k", "icc_3_k"}
    assert len(found["kappa"]) == 6
    assert found["kappa"][0].keys() >= {"raters", "linear", "quadratic", "unweighted"}
    assert found["kappa"][0]["raters"] == ["r0", "r1"]
    assert found["kappa"][0]["answers"] == 6
    assert found["severity"][0].keys() >= {"rater", "severity", "low", "high", "n"}
    assert found["exact"] == found["exact_pairs"] / 36
    assert found["reasons"] == {}


def test_the_report_gives_null_and_the_reason_where_levels_are_missing():
    found = report(rated(KRIPPENDORFF_2011))
    assert found["icc"] is None
    assert found["reasons"]["icc"] == "needs every rater's level for every answer; 7 of 48 are missing"
    assert found["kappa"][0]["answers"] == 9


@given(
    st.integers(1, 6).flatmap(
        lambda width: st.lists(
            st.lists(st.sampled_from([1.0, 2.0, 4.0, np.nan]), min_size=width, max_size=width), min_size=1, max_size=9
        )
    )
)
@settings(max_examples=30, deadline=None)
def test_any_table_gives_strict_json_with_a_reason_for_every_null_and_lines_to_read(rows):
    found = report(rated(np.array(rows)))
    json.dumps(found, allow_nan=False)
    assert lines(found)
    for key in ("exact", "adjacent", "alpha_interval", "icc"):
        assert (found[key] is None) == (key in found["reasons"])
    assert (None in found["alpha"].values()) == ("alpha" in found["reasons"])
    for entry in found["kappa"]:
        assert (entry["quadratic"] is None) == bool(entry["reason"])
    for entry in found["severity"]:
        assert (entry["severity"] is None) == (entry["low"] is None) == bool(entry["reason"])


def test_the_plain_text_reads_without_the_json_and_a_name_cannot_steer_a_terminal():
    table = Ratings(("1", "2", "3", "4", "5", "6"), ("ana", "b\x1b[2Jen", "cy", "di"), SHROUT_FLEISS_1979)
    text = "\n".join(lines(report(table)))
    assert "6 answers, 4 raters, 24 levels" in text
    assert "Within one level: 25% (9 of 36 pairs)" in text
    assert "Krippendorff's alpha, ordinal: 0.109, low (95% " in text
    assert "3,1  0.715" in text
    assert "\x1b" not in text


def test_the_plain_text_says_why_there_is_nothing():
    text = "\n".join(lines(report(read_table(["answer,rater,level", "1,ana,3"]))))
    assert "Krippendorff's alpha: none: no answer has levels by two raters" in text
    assert "ana                      none: no two raters share an answer" in text
    assert "nan" not in text.replace("ana", "")


def test_alpha_waits_for_twenty_shared_answers_and_three_levels():
    levels = np.array([[1.0, 1], [2, 2]] * 9 + [[3, np.nan]] * 5)
    assert alpha_missing(levels) == Missing(answers=2, levels=1)
    assert alpha_missing(np.vstack([levels, [[3, 3], [2, 3]]])) == Missing(answers=0, levels=0)
    assert alpha_missing(np.zeros((0, 0))) == Missing(answers=20, levels=3)


def test_severity_waits_for_twenty_scorecards_and_is_firm_from_thirty():
    assert [severity_missing(n) for n in (0, 19, 20, 31)] == [20, 1, 0, 0]
    assert [severity_is_firm(n) for n in (29, 30)] == [False, True]


@pytest.mark.parametrize(
    ("coefficient", "words"),
    [
        (0.8, "reliable"),
        (0.79, "usable with care"),
        (0.667, "usable with care"),
        (0.66, "low"),
        (0, "no better than chance"),
    ],
)
def test_a_coefficient_in_words(coefficient, words):
    assert in_words(coefficient) == words
