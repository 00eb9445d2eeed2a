"""Severity: what simulated panels give back, who is not compared, and what does not depend on order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.severity import QUALITIES, compare, panel
from scoring.agreement.severity import connected_groups, severities

_ = np.nan


def numbers(levels, scale=(1, 4)):
    return np.array([rater.severity for rater in severities(levels, scale)], dtype=float)


def simulated(seed=5):
    rng = np.random.default_rng(seed)
    return panel(rng, QUALITIES["evenly spread"](rng, 60), 0.4, 0.4)


@pytest.mark.slow
def test_severity_is_recovered_from_sixty_answers_better_than_by_means_or_by_adding():
    found = compare("whole levels", 0.4, 0.4, simulations=60)
    correlation, covered, slope, error, _half = found["rating scale"]
    assert correlation >= 0.90
    assert correlation > found["raw means"][0] + 0.05
    assert 90 <= covered <= 98
    assert 0.8 < slope < 1.1
    assert error < found["additive"][3]


def test_a_rater_who_scores_lower_is_above_zero_and_the_raters_sum_to_zero():
    levels = np.array([[2, 3, 3], [1, 2, 2], [3, 4, 3], [2, 3, 3], [2, 2, 3], [1, 2, 1]], dtype=float)
    harsh, *others = severities(levels, (1, 4))
    assert harsh.severity > 0.3
    assert all(rater.severity < 0 for rater in others)
    assert harsh.low < harsh.severity < harsh.high
    assert numbers(levels).sum() == pytest.approx(0, abs=1e-9)


def test_a_harsh_rater_given_good_answers_is_still_found_harsh():
    """By their mean the first rater is the most generous: nobody else was spared the poor answers."""
    good = [[3, 4, _]] * 16 + [[3, 3, _]] * 4
    poor = [[_, 2, 2]] * 16 + [[_, 2, 1]] * 4
    levels = np.array(good + poor)
    assert np.nanmean(levels, axis=0).argmax() == 0
    assert numbers(levels).argmax() == 0
    assert severities(levels, (1, 4))[0].low > 0


def test_severity_does_not_depend_on_the_order_of_answers_or_raters_nor_on_where_the_scale_starts():
    levels, _truth = simulated()
    rng = np.random.default_rng(0)
    rows, columns = rng.permutation(60), rng.permutation(8)
    expected = numbers(levels)
    assert numbers(levels[rows][:, columns]) == pytest.approx(expected[columns], abs=1e-3)
    assert numbers(levels + 10, (11, 14)) == pytest.approx(expected, abs=1e-3)


def test_more_scorecards_make_the_interval_narrower():
    levels, _truth = simulated()
    once, often = severities(levels, (1, 4)), severities(np.tile(levels, (4, 1)), (1, 4))
    width = [np.mean([rater.high - rater.low for rater in found]) for found in (once, often)]
    assert width[1] < 0.6 * width[0]
    assert [rater.n for rater in once] == (~np.isnan(levels)).sum(axis=0).tolist()


def test_the_ends_of_the_scale_are_those_given_not_those_used():
    """Where 3 is the highest there is, a rater at 3 could not go higher, so the same levels say more."""
    levels = np.array([[2, 3], [2, 3], [3, 3], [2, 2]] * 5, dtype=float)
    assert numbers(levels, (1, 4))[0] < 0.9 * numbers(levels, (1, 3))[0]
    assert numbers(levels, None) == pytest.approx(numbers(levels, (1, 4)))


def test_severity_is_against_the_others_two_raters_one_level_apart_are_one_level_apart():
    one, other = severities(np.array([[1, 2], [2, 3], [3, 4], [2, 3]] * 8, dtype=float), (1, 4))
    assert one.severity == pytest.approx(1, abs=0.1)
    assert other.severity == pytest.approx(-one.severity)
    assert one.low == pytest.approx(-other.high)
    three = severities(np.array([[1, 2, 2], [2, 3, 3], [3, 4, 4], [2, 3, 3]] * 8, dtype=float), (1, 4))
    assert three[0].severity == pytest.approx(1, abs=0.15)


@pytest.mark.parametrize(("times", "plus"), [(10, 0), (25, -25), (0.5, 0), (0.001, 999_999)])
def test_the_unit_of_the_levels_changes_nothing_but_the_unit(times, plus):
    levels, _truth = simulated()
    assert numbers(levels * times + plus, None) / times == pytest.approx(numbers(levels), abs=1e-3)


def test_one_level_half_way_does_not_change_what_a_step_is_for_everybody():
    levels, truth = simulated()
    answer, rater = np.argwhere(~np.isnan(levels))[0]
    odd = levels.copy()
    odd[answer, rater] = 2.5
    assert np.abs(numbers(odd, None) - truth).max() < 0.5
    assert np.polyfit(numbers(levels), numbers(odd, None), 1)[0] < 1.25


def test_large_levels_beside_a_small_range_give_numbers():
    levels = np.array([[1e6, 999_999.999], [1e6, 1e6], [999_999.999, 999_999.999]] * 3)
    for rater in severities(levels):
        assert abs(rater.severity) < 0.001
        assert rater.low < rater.severity < rater.high


@settings(max_examples=settings().max_examples // 2)
@given(
    st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=2, max_size=5, unique=True), st.integers(0, 2**31)
)
def test_any_levels_give_finite_numbers_or_a_reason(values, seed):
    levels = np.random.default_rng(seed).choice([*values, np.nan], (12, 3))
    for rater in severities(levels):
        assert (rater.severity is None) == bool(rater.reason)
        assert rater.severity is None or (np.isfinite([rater.low, rater.high]).all() and rater.low <= rater.high)


def test_fewer_than_five_shared_levels_give_no_number():
    levels = np.array([[1, 2, 1], [2, 3, 2], [3, 4, 3], [2, 2, 2], [3, 3, _], [_, _, 4]])
    first, second, third = severities(levels, (1, 4))
    assert first.severity > 0 > second.severity
    assert (third.severity, third.n) == (None, 4)
    assert third.reason == "needs 5 levels for answers that others levelled too, here are 4"


def test_an_interval_that_reaches_further_than_the_scale_is_no_interval():
    for rater in severities(np.array([[4, 1]] * 8, dtype=float), (1, 4)):
        assert rater.severity is None
        assert "further than the scale is wide" in rater.reason


def test_raters_who_share_no_answers_are_not_compared():
    apart = np.array([[1, 2, _, _], [2, 2, _, _], [_, _, 3, 3], [_, _, 4, 3]])
    assert connected_groups(apart) == ((0, 1), (2, 3))
    for rater in severities(apart):
        assert (rater.severity, rater.low, rater.high) == (None, None, None)
        assert "2 groups that share no answers" in rater.reason
    linked = np.vstack([*[apart] * 3, [_, 2, 3, _]])
    assert connected_groups(linked) == ((0, 1, 2, 3),)
    assert all(rater.severity is not None for rater in severities(linked))


def test_a_rater_alone_is_left_out_and_the_others_are_compared():
    levels = np.array([*[[1, 2, _], [2, 3, _], [3, 3, _]] * 2, [_, _, 4], [_, _, 2]])
    *others, alone = severities(levels)
    assert alone.severity is None
    assert alone.reason == "shares no answer with any other rater"
    assert all(rater.severity is not None for rater in others)
    assert [rater.n for rater in others] == [6, 6]


@pytest.mark.parametrize("levels", [[[1], [2]], [[1, _], [_, 2]], [[2, 2], [2, 2]], np.full((3, 2), _)])
def test_one_rater_no_overlap_or_no_variation_gives_a_reason_and_no_number(levels):
    for rater in severities(np.array(levels, dtype=float)):
        assert rater.severity is None
        assert rater.reason


def test_raters_in_perfect_agreement_are_neither_severe_nor_lenient():
    levels = np.repeat(np.arange(20) % 4 + 1.0, 3).reshape(20, 3)
    for rater in severities(levels):
        assert rater.severity == pytest.approx(0, abs=1e-6)
        assert 0 < rater.high < 0.3


def test_severity_works_on_any_scale_in_its_own_unit():
    rng = np.random.default_rng(4)
    bias = np.array([-6.0, -2, 0, 2, 6])
    truth = bias * 5 / 4
    levels = rng.uniform(20, 80, (40, 1)) - bias + rng.normal(0, 3, (40, 5))
    assert numbers(levels, None) == pytest.approx(truth, abs=2)
    assert numbers(np.rint(levels), None) == pytest.approx(truth, abs=2)
    assert numbers(levels / 20, None) == pytest.approx(numbers(levels, None) / 20, rel=0.01, abs=0.002)
