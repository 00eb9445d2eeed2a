"""The report of `calibrate agreement`, and the thresholds before a number is shown."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.agreement.entries import entries_of
from scoring.agreement.ratings import Ratings
from scoring.agreement.reading import read_table
from scoring.agreement.report import report
from scoring.agreement.report_text import lines
from scoring.agreement.scale import scale_of
from scoring.agreement.thresholds import Missing, alpha_missing, in_words, severity_is_firm, severity_missing
from tests.kit.published import KRIPPENDORFF_2011, SHROUT_FLEISS_1979


def rated(levels):
    answers, raters = levels.shape
    return Ratings(tuple(f"a{i}" for i in range(answers)), tuple(f"r{j}" for j in range(raters)), entries_of(levels))


def test_the_report_has_the_keys_that_were_promised():
    found = report(rated(SHROUT_FLEISS_1979))
    assert (found["answers"], found["raters"], found["levels"], found["pairs"]) == (6, 4, 24, 36)
    assert set(found["alpha"]) == {"nominal", "ordinal", "interval"}
    assert found["scale"] == [1, 10]
    assert set(found["icc"]) == {"icc_1_1", "icc_2_1", "icc_3_1", "icc_1_k", "icc_2_k", "icc_3_k"}
    assert len(found["kappa"]) == 6
    assert found["kappa"][0].keys() >= {"raters", "linear", "quadratic", "unweighted"}
    assert found["kappa"][0]["raters"] == ["r0", "r1"]
    assert found["kappa"][0]["answers"] == 6
    assert found["severity"][0].keys() >= {"rater", "severity", "low", "high", "n"}
    assert found["exact"] == found["exact_pairs"] / 36
    assert set(found["reasons"]) == {"alpha_interval"}
    more = report(rated(np.vstack([SHROUT_FLEISS_1979, SHROUT_FLEISS_1979 - 0.5])))
    assert more["alpha_interval"][0] < more["alpha"]["ordinal"] < more["alpha_interval"][1]
    assert more["reasons"] == {}


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
@settings(max_examples=30)
def test_any_table_gives_strict_json_with_a_reason_for_every_null_and_lines_to_read(rows):
    found = report(rated(np.array(rows)))
    json.dumps(found, allow_nan=False)
    assert lines(found)
    for key in ("exact", "adjacent", "alpha_interval", "fleiss", "icc"):
        assert (found[key] is None) == (key in found["reasons"])
    assert (None in found["alpha"].values()) == ("alpha" in found["reasons"])
    for entry in found["kappa"]:
        assert (entry["quadratic"] is None) == bool(entry["reason"])
    for entry in found["severity"]:
        assert (entry["severity"] is None) == (entry["low"] is None) == bool(entry["reason"])


def test_the_plain_text_reads_without_the_json_and_a_name_cannot_steer_a_terminal():
    table = Ratings(("1", "2", "3", "4", "5", "6"), ("ana", "b\x1b[2Jen", "cy", "di"), entries_of(SHROUT_FLEISS_1979))
    text = "\n".join(lines(report(table)))
    assert "6 answers, 4 raters, 24 levels" in text
    assert "on a scale from 1 to 10" in text
    assert "Within 1 of each other, in the file's unit: 25% (9 of 36 pairs)" in text
    assert "Severity in the file's unit" in text
    assert "Krippendorff's alpha, ordinal: 0.109, low (an interval needs at least 10 answers" in text
    assert "3,1 0.715" in text
    assert "\x1b" not in text


def test_the_plain_text_says_why_there_is_nothing():
    text = "\n".join(lines(report(read_table("answer,rater,level\n1,ana,3"))))
    assert "Krippendorff's alpha: none: no answer has levels by two raters" in text
    assert "ana                      none: no two raters share an answer" in text
    assert "1 answer, 1 rater, 1 level" in text
    assert "nan" not in text.replace("ana", "")


def test_an_answer_that_nobody_levelled_does_not_count():
    levels = np.vstack([SHROUT_FLEISS_1979, np.full(4, np.nan)])
    assert report(rated(levels)) == report(rated(SHROUT_FLEISS_1979))


def test_the_scale_is_the_rubrics_where_the_levels_are_though_its_ends_were_not_used():
    assert scale_of(np.array([[2.0, 3.0]])) == (1, 4)
    assert scale_of(np.array([[2.0, 3.5]])) == (2, 3.5)
    assert scale_of(np.array([[2.0, 3.5]]), worded=True) == (1, 4)
    assert scale_of(np.array([[0.0, 3.0]])) == (0, 3)
    assert scale_of(np.full((2, 2), np.nan)) is None
    text = "answer,rater,level\n" + "".join(f"{n},a,mid\n{n},b,senior\n" for n in range(40))
    a, b = report(read_table(text))["severity"]
    assert (a["low"] < 1 < a["high"], round(a["severity"], 1)) == (True, 1.0)
    assert b["severity"] == pytest.approx(-a["severity"])


def test_a_scale_may_be_given_and_must_hold_every_level():
    table = rated(np.array([[2.0, 3], [3, 3], [2, 2]] * 4))
    assert report(table, (0, 10))["scale"] == [0, 10]
    with pytest.raises(ValueError, match=r"the level 2 lies outside the scale 2\.5 to 4"):
        report(table, (2.5, 4))
    with pytest.raises(ValueError, match="from a lower to a higher level, not from 4 to 1"):
        report(table, (4, 1))


def test_kappa_waits_for_five_answers_that_both_levelled():
    found = report(rated(np.array([[1.0, 1, 1], [2, 2, 2], [3, 3, 3], [4, 4, 4], [1, 2, np.nan]])))
    assert [(entry["answers"], entry["linear"] is None) for entry in found["kappa"]] == [
        (5, False),
        (4, True),
        (4, True),
    ]
    assert found["kappa"][1]["reason"] == "needs 5 answers that both levelled, here are 4"


def test_own_weights_stand_beside_the_usual_ones():
    table = rated(np.array([[1.0, 2], [2, 2], [3, 3], [3, 2], [1, 1]]))
    (entry,) = report(table, weights={(1, 2): 1, (2, 3): 1, (1, 3): 4})["kappa"]
    assert entry["own"] == entry["quadratic"]
    text = "\n".join(lines(report(table, weights={(1, 2): 1, (2, 3): 1, (1, 3): 4})))
    assert "unweighted, linear, quadratic, own:" in text


def test_a_sum_that_should_be_nothing_is_nothing_and_never_minus_nothing():
    found = report(rated(np.array([[1.0, 1], [1, 2], [2, 1], [2, 2], [1, 1], [1, 2], [2, 1], [2, 2]])))
    assert str(found["kappa"][0]["unweighted"]) == "0.0"
    table = rated(np.array([[1.0, 1], [4, 4], [1, 4], [4, 1], [2, 3], [3, 2]] * 40))
    assert "-0.000" not in "\n".join(lines(report(table)))


def test_below_nothing_the_text_says_how_to_read_an_icc():
    text = "\n".join(lines(report(rated(np.array([[1.0, 4], [4, 1], [2, 4], [4, 2.5]])))))
    assert "read them as 0" in text
    assert "read them as 0" not in "\n".join(lines(report(rated(SHROUT_FLEISS_1979))))


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
        (0.7996, "reliable"),
        (0.003, "no better than chance"),
        (-0.001, "no better than chance"),
    ],
)
def test_a_coefficient_in_words_as_it_is_printed(coefficient, words):
    assert in_words(coefficient) == words


def test_with_three_digits_the_words_are_held_to_three():
    assert [in_words(value, 3) for value in (0.7996, 0.799, 0.6668, 0.666)] == [
        "reliable",
        "usable with care",
        "usable with care",
        "low",
    ]
