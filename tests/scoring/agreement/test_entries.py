"""Levels entry by entry: what is counted on them is what the plain formulas give on whole tables."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from benchmarks.severity import QUALITIES, panel
from scoring.agreement.alpha import alpha
from scoring.agreement.bootstrap import alpha_interval
from scoring.agreement.entries import Entries, dense, entries_of, only, pairs
from scoring.agreement.equations import root_of_inverse
from scoring.agreement.icc import icc
from scoring.agreement.kappa import fleiss_kappa
from scoring.agreement.rating_scale import panel_of
from scoring.agreement.report import share_within
from scoring.agreement.severity import connected_groups, fit_severities, severities
from scoring.agreement.spreads import modes
from scoring.agreement.thresholds import alpha_missing
from scoring.agreement.warm_start import begin
from tests.kit import dense as plain

NEAR = 1e-3  # of a level: what severity promises
A_QUARTER = settings(max_examples=settings().max_examples // 4)  # of what else is tried: a fit takes its time
tables = arrays.arrays(
    float,
    st.tuples(st.integers(1, 14), st.integers(1, 6)),
    elements=st.sampled_from([1.0, 2.0, 3.0, 4.0, np.nan, np.nan]),
)


def panels(answers, raters):
    """A connected panel: about half the levels are there, and each answer has two at least."""

    def made(seed):
        rng = np.random.default_rng(seed)
        severity, noise = rng.normal(0, rng.choice([0.05, 0.4, 1.5]), raters), rng.choice([0.1, 0.5, 1.0])
        heard = rng.uniform(0.5, 4.5, (answers, 1)) - severity + rng.normal(0, noise, (answers, raters))
        levels = np.clip(np.rint(heard), 1, 4)
        order = rng.random(levels.shape).argsort(axis=1)
        levels[order >= rng.integers(2, max(3, raters // 2 + 2))] = np.nan
        return levels

    return st.integers(0, 2**32).map(made)


def middles(found):
    return np.array([rater.severity for rater in found], dtype=float)


def ends(found):
    return np.array([(rater.low, rater.high) for rater in found], dtype=float)


def in_another_order(levels, random):
    """The entries of a table with the numbers of answers and raters dealt anew, and which rater became which."""
    entries = entries_of(levels)
    rows, columns, order = (
        np.array(random.sample(range(size), size), dtype=int) for size in (*levels.shape, len(entries))
    )
    return Entries(
        rows[entries.answer][order], columns[entries.rater][order], entries.level[order], *levels.shape
    ), columns


@given(tables)
def test_a_table_and_its_entries_are_the_same_levels(levels):
    assert np.array_equal(dense(entries_of(levels)), levels, equal_nan=True)


@given(tables, st.integers(0, 2))
def test_pairs_within_a_distance_are_those_counted_one_by_one(levels, distance):
    found = share_within(levels, distance)
    assert (found.agree, found.pairs) == plain.pairs_within(levels, distance)


@given(tables)
def test_pairs_are_every_two_entries_of_an_answer_once(levels):
    answer = entries_of(levels).answer
    found = [pair for one, other in pairs(answer) for pair in zip(one.tolist(), other.tolist(), strict=True)]
    expected = [(i, j) for j in range(len(answer)) for i in range(j) if answer[i] == answer[j]]
    assert sorted(found) == sorted(expected)


@given(
    arrays.arrays(
        float, st.tuples(st.integers(0, 14), st.integers(1, 14)), elements=st.sampled_from([1.0, *[np.nan] * 6])
    )
)
def test_raters_are_connected_as_followed_from_person_to_person(levels):
    assert connected_groups(levels) == plain.groups(levels)


def test_a_chain_of_raters_is_one_group_whatever_their_order():
    order = np.random.default_rng(1).permutation(500)
    answer = np.repeat(np.arange(499), 2)
    rater = order[np.stack([np.arange(499), np.arange(1, 500)]).T.ravel()]
    chain = Entries(answer, rater, np.ones(len(answer)), 499, 500)
    assert connected_groups(chain) == (tuple(range(500)),)
    broken = only(chain, answer != 200)
    assert connected_groups(broken) == tuple(
        sorted((tuple(sorted(part.tolist())) for part in (order[:201], order[201:])), key=lambda group: -len(group))
    )


@A_QUARTER
@given(st.one_of(panels(20, 3), panels(15, 6), panels(40, 25)))
def test_severity_is_what_all_guesses_of_the_spreads_give_on_the_whole_table(levels):
    assume((~np.isnan(levels)).sum(axis=0).min() >= 5)
    found = severities(levels, (1, 4))
    assume(all(rater.severity is not None for rater in found))
    middle, half = plain.severities(levels, 1, 4)
    assert middles(found) == pytest.approx(middle, abs=NEAR)
    assert ends(found) == pytest.approx(np.stack([middle - half, middle + half]).T, abs=NEAR)


@A_QUARTER
@given(st.one_of(panels(20, 3), panels(30, 20)), st.randoms(use_true_random=False))
def test_severity_does_not_depend_on_the_numbers_of_answers_and_raters_nor_on_the_order_of_entries(levels, random):
    other, columns = in_another_order(levels, random)
    expected, found = severities(levels, (1, 4)), severities(other, (1, 4))
    assert [found[place].n for place in columns] == [rater.n for rater in expected]
    assert [found[place].reason for place in columns] == [rater.reason for rater in expected]
    assert middles(found)[columns] == pytest.approx(middles(expected), abs=NEAR, nan_ok=True)
    assert ends(found)[columns] == pytest.approx(ends(expected), abs=NEAR, nan_ok=True)


@given(tables, st.randoms(use_true_random=False))
def test_no_figure_depends_on_the_numbers_of_answers_and_raters_nor_on_the_order_of_entries(levels, random):
    other, _ = in_another_order(levels, random)
    for count in (alpha_missing, lambda given: share_within(given, 1)):
        assert count(other) == count(levels)
    for one, same in [
        *((alpha(levels, metric), alpha(other, metric)) for metric in ("nominal", "ordinal", "interval")),
        (fleiss_kappa(levels), fleiss_kappa(other)),
        *zip(icc(levels).values(), icc(other).values(), strict=True),
    ]:
        assert same.reason == one.reason
        assert same.value == pytest.approx(one.value)
    assert alpha_interval(other, resamples=20, fewest=2) == alpha_interval(levels, resamples=20, fewest=2)


@A_QUARTER
@given(st.one_of(panels(20, 3), panels(30, 20)), st.integers(0, 30), st.data())
def test_a_fit_that_starts_from_an_earlier_one_is_what_it_would_be_from_nothing(levels, later, data):
    """Whether entries were only added since, or in part changed and withdrawn; with answers and raters that are new."""
    now = entries_of(levels)
    before = only(now, np.arange(max(0, len(now) - later)))
    if data.draw(st.booleans()):
        changed = before.level.copy()
        changed[data.draw(st.integers(0, max(0, len(changed) - 1))) :][:3] = data.draw(st.integers(1, 4))
        before = Entries(before.answer, before.rater, changed, before.answers, before.raters)
    if data.draw(st.booleans()):
        now, before = before, now
    cold, warm = fit_severities(now, (1, 4)), fit_severities(now, (1, 4), fit_severities(before, (1, 4)))
    assert [rater.reason for rater in warm.severities] == [rater.reason for rater in cold.severities]
    assert middles(warm.severities) == pytest.approx(middles(cold.severities), abs=NEAR, nan_ok=True)
    assert ends(warm.severities) == pytest.approx(ends(cold.severities), abs=NEAR, nan_ok=True)


def test_many_scorecards_one_by_one_end_where_one_fit_of_all_does():
    levels = entries_of(simulated(60))
    fit = None
    for count in range(len(levels) - 20, len(levels) + 1):
        fit = fit_severities(only(levels, np.arange(count)), (1, 4), fit)
    cold = fit_severities(levels, (1, 4))
    assert middles(fit.severities) == pytest.approx(middles(cold.severities), abs=NEAR)
    assert ends(fit.severities) == pytest.approx(ends(cold.severities), abs=NEAR)


def test_a_start_on_another_scale_is_no_start():
    levels = entries_of(simulated(60))
    other = fit_severities(levels, (0, 10))
    assert fit_severities(levels, (1, 4), other).severities == severities(levels, (1, 4))


def test_one_more_scorecard_of_many_does_not_try_spreads_that_were_far_from_counting():
    levels = entries_of(simulated(2000))
    before = fit_severities(only(levels, np.arange(len(levels) - 1)), (1, 4)).kept
    panel = panel_of(levels, 1, 4)
    starts, below = begin(before, panel, levels)
    tried, from_nothing = modes(panel, starts, below), modes(panel, begin(None, panel, levels)[0])
    assert set(before.starts) <= set(tried) < set(from_nothing)
    assert below.keys() >= set(from_nothing) - set(tried)


def simulated(answers):
    rng = np.random.default_rng(2)
    return panel(rng, QUALITIES["evenly spread"](rng, answers), 0.4, 0.5)[0]


@pytest.mark.parametrize("size", [1, 3, 60, 61, 150])
def test_the_root_of_an_inverse_squared_is_the_inverse_whatever_the_blocks(size):
    factor = np.random.default_rng(size).normal(size=(size, size))
    matrix = factor @ factor.T + np.eye(size)
    root = root_of_inverse(matrix)
    assert np.array_equal(root, np.tril(root))
    assert root.T @ root == pytest.approx(np.linalg.inv(matrix), abs=1e-8)
