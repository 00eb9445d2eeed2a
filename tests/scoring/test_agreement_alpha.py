"""Krippendorff's alpha against the published examples, an independent library, and its own invariances."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from published import FLEISS_1971, HAYES_KRIPPENDORFF_2007, KRIPPENDORFF_2011, KRIPPENDORFF_2011_BINARY

from scoring.agreement import share_within
from scoring.alpha import alpha, alpha_interval

tables = arrays.arrays(
    float,
    st.tuples(st.integers(1, 14), st.integers(1, 6)),
    elements=st.sampled_from([1.0, 2.0, 3.0, 4.0, np.nan, np.nan]),
)


@pytest.mark.parametrize(("metric", "printed"), [("nominal", "0.743"), ("ordinal", "0.815"), ("interval", "0.849")])
def test_krippendorff_2011_with_missing_values(metric, printed):
    assert f"{alpha(KRIPPENDORFF_2011, metric).value:.3f}" == printed


def test_krippendorff_2011_binary():
    assert f"{alpha(KRIPPENDORFF_2011_BINARY, 'nominal').value:.3f}" == "0.095"


def test_hayes_and_krippendorff_2007():
    assert f"{alpha(HAYES_KRIPPENDORFF_2007, 'ordinal').value:.4f}" == "0.7598"


def test_fleiss_1971_follows_from_nominal_alpha():
    """On complete tables alpha is Fleiss' kappa, corrected for the size of the sample; he printed .430."""
    levels = np.array([np.repeat(np.arange(5.0), counts) for counts in FLEISS_1971])
    kappa = 1 - (1 - alpha(levels, "nominal").value) * levels.size / (levels.size - 1)
    assert f"{kappa:.3f}" == "0.430"


@settings(deadline=None)
@given(tables, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_alpha_is_what_the_krippendorff_package_finds_or_a_reason(levels, metric):
    found = alpha(levels, metric)
    paired = levels[(~np.isnan(levels)).sum(axis=1) >= 2]
    if np.unique(paired[~np.isnan(paired)]).size < 2:
        assert found.value is None
        assert found.reason
    else:
        expected = krippendorff.alpha(reliability_data=paired.T, level_of_measurement=metric)
        assert found.value == pytest.approx(expected, abs=1e-9)


@settings(deadline=None)
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
    first, second = alpha_interval(levels, resamples=20), alpha_interval(other, resamples=20)
    assert (first.low, first.high) == pytest.approx((second.low, second.high))


def test_alpha_of_perfect_agreement_is_one():
    assert alpha(np.repeat([[1.0], [2.0], [3.0]], 3, axis=1)).value == 1


def test_alpha_says_why_it_cannot_be_told():
    assert alpha(np.array([[1.0], [2.0]])).reason == "no answer has levels by two raters"
    assert "every level is the same" in alpha(np.full((5, 3), 2.0)).reason
    assert "every level is the same" in alpha_interval(np.full((5, 3), 2.0)).reason
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
        "an interval needs at least 5 answers with levels by two raters, here are 4"
    )
    nearly_constant = np.full((20, 3), 2.0)
    nearly_constant[0, 0] = 3
    assert alpha(nearly_constant).value is not None
    assert "vary too little" in alpha_interval(nearly_constant).reason


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
