"""Krippendorff's alpha against the published examples, an independent library, and its own invariances."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from scoring.agreement.alpha import alpha
from scoring.agreement.bootstrap import alpha_interval
from scoring.agreement.report import share_within
from tests.kit.published import KRIPPENDORFF_2011

tables = arrays.arrays(
    float,
    st.tuples(st.integers(1, 14), st.integers(1, 6)),
    elements=st.sampled_from([1.0, 2.0, 3.0, 4.0, np.nan, np.nan]),
)


@given(tables, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_alpha_is_what_the_krippendorff_package_finds_or_a_reason(levels, metric):
    found = alpha(levels, metric)
    paired = levels[(~np.isnan(levels)).sum(axis=1) >= 2]
    if len(paired) < 2 or np.unique(paired[~np.isnan(paired)]).size < 2:
        assert found.value is None
        assert found.reason
    else:
        expected = krippendorff.alpha(reliability_data=paired.T, level_of_measurement=metric)
        assert found.value == pytest.approx(expected, abs=1e-9)


@given(tables, st.randoms(use_true_random=False), st.integers(-3, 3))
def test_alpha_and_its_interval_ignore_the_order_of_answers_and_raters_and_a_shift(levels, random, shift):
    rows, columns = list(range(len(levels))), list(range(levels.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    other = levels[rows][:, columns] + shift
    for metric in ("nominal", "ordinal", "interval"):
        first, second = alpha(levels, metric), alpha(other, metric)
        assert first.reason == second.reason
        assert first.value == pytest.approx(second.value)
    first, second = (alpha_interval(one, resamples=20, fewest=2) for one in (levels, other))
    assert first.reason == second.reason
    assert (first.low, first.high) == pytest.approx((second.low, second.high))


def test_alpha_of_perfect_agreement_is_one():
    assert alpha(np.repeat([[1.0], [2.0], [3.0]], 3, axis=1)).value == 1


def test_alpha_says_why_it_cannot_be_told():
    assert alpha(np.array([[1.0], [2.0]])).reason == "no answer has levels by two raters"
    assert "only one answer" in alpha(np.array([[1.0, 4.0], [2.0, np.nan]])).reason
    assert "every level is the same" in alpha(np.full((5, 3), 2.0)).reason
    assert "every level is the same" in alpha_interval(np.full((10, 3), 2.0)).reason
    assert alpha(np.zeros((0, 0))).value is None


def test_the_interval_of_alpha_agrees_with_plain_resampling():
    rng = np.random.default_rng(7)
    levels = np.clip(np.rint(rng.uniform(0.5, 4.5, (40, 1)) + rng.normal(0, 0.7, (40, 3))), 1, 4)
    found = alpha_interval(levels)
    plain = [alpha(levels[rng.integers(40, size=40)]).value for _ in range(1000)]
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(plain, [2.5, 97.5])), abs=0.03)
    assert found.low < alpha(levels).value < found.high
    assert found == alpha_interval(levels)


def test_the_interval_of_alpha_is_refused_with_few_answers_or_little_variation():
    assert alpha_interval(KRIPPENDORFF_2011[:4]).reason == (
        "an interval needs at least 10 answers with levels by two raters, here are 4"
    )
    nearly_constant = np.full((20, 3), 2.0)
    nearly_constant[0, 0] = 3
    assert alpha(nearly_constant).value is not None
    assert "vary too little" in alpha_interval(nearly_constant).reason


def test_where_everybody_agrees_there_is_no_interval_of_no_width():
    levels = np.repeat(np.arange(20.0) % 4, 3).reshape(20, 3)
    assert alpha(levels).value == 1
    assert alpha_interval(levels).low is None
    assert "every resample gives the same" in alpha_interval(levels).reason


def test_a_large_table_is_resampled_in_parts():
    rng = np.random.default_rng(0)
    levels = np.clip(np.rint(rng.uniform(1, 4, (1500, 1)) + rng.normal(0, 0.5, (1500, 3))), 1, 4)
    found = alpha_interval(levels)
    assert found.low < alpha(levels).value < found.high


def test_exact_and_adjacent_agreement_count_pairs_of_levels_for_the_same_answer():
    levels = np.array([[1, 1, 2], [1, 3, np.nan], [4, np.nan, np.nan]])
    exact, adjacent = share_within(levels, 0), share_within(levels, 1)
    assert (exact.agree, exact.pairs) == (1, 4)
    assert (adjacent.agree, adjacent.share) == (3, 0.75)
    assert share_within(levels[2:], 1).share is None
