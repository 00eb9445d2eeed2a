"""The six intraclass correlations against the published example, their invariances, and when they are refused."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from scoring.agreement.icc import icc


def test_small_differences_between_large_levels_are_not_lost():
    levels = np.array([[1, 2, 2], [2, 2, 4], [3, 4, 4], [1, 1, 1]], dtype=float)
    for form, found in icc(levels / 1000 + 999_990).items():
        assert found.value == pytest.approx(icc(levels)[form].value, abs=1e-6)


def test_a_rater_always_one_level_apart_costs_absolute_agreement_but_not_consistency():
    levels = np.array([[1, 2], [2, 3], [3, 4], [1, 2]], dtype=float)
    found = icc(levels)
    assert found["icc_3_1"].value == pytest.approx(1)
    assert found["icc_2_1"].value < 0.8


@given(
    arrays.arrays(float, st.tuples(st.integers(2, 8), st.integers(2, 5)), elements=st.integers(1, 4).map(float)),
    st.randoms(use_true_random=False),
)
def test_icc_is_a_number_or_a_reason_and_ignores_order_and_a_shift(levels, random):
    found = icc(levels)
    for estimate in found.values():
        assert (estimate.value is None) == (estimate.reason is not None)
        assert estimate.value is None or (np.isfinite(estimate.value) and estimate.value <= 1 + 1e-9)
    assume(np.ptp(levels.mean(axis=1)) > 1e-9)
    rows = random.sample(range(len(levels)), len(levels))
    for form, other in icc(levels[rows][:, ::-1] + 5).items():
        assert other.reason == found[form].reason
        assert other.value == pytest.approx(found[form].value)


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        ([[1, 2], [2, np.nan], [3, 3]], "1 of 6 are missing"),
        ([[1], [2]], "at least two answers and two raters"),
        ([[1, 2]], "at least two answers and two raters"),
        ([[2, 2], [2, 2]], "nothing to tell apart"),
        ([[1, 2], [2, 1]], "nothing to tell apart"),
    ],
)
def test_icc_is_refused_with_the_reason(levels, reason):
    for estimate in icc(np.array(levels, dtype=float)).values():
        assert estimate.value is None
        assert reason in estimate.reason


def test_where_noise_outweighs_the_answers_the_form_that_breaks_down_is_left_out():
    found = icc(np.array([[1, 4, 2], [4, 1, 2.5]]))
    assert found["icc_2_k"].value is None
    assert "breaks down" in found["icc_2_k"].reason
    assert found["icc_1_1"].value < 0
