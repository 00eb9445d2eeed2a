"""Cohen's kappa against the published examples, an independent library, and what makes it undefined."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published import COHEN_1968, COHEN_1968_GRAVITY
from sklearn.metrics import cohen_kappa_score

from scoring.bootstrap import bootstrap
from scoring.drift import drift
from scoring.kappa import cohen_kappa, kappa_of_table, quadratic_weighted_kappa

pairs = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=2, max_size=30)


def test_cohen_1968():
    assert f"{kappa_of_table(COHEN_1968, 1 - np.eye(3)).value:.3f}" == "0.492"
    assert f"{kappa_of_table(COHEN_1968, COHEN_1968_GRAVITY).value:.3f}" == "0.348"


def test_couples_of_hout_1987():
    """Friendly, Visualizing Categorical Data, 2000, section 3.7: .1293 unweighted and .2374 with linear weights."""
    counts = np.array([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]])
    husband, wife = np.repeat(np.indices((4, 4)).reshape(2, -1), counts.ravel(), axis=1) + 1
    assert f"{cohen_kappa(husband, wife).value:.4f}" == "0.1293"
    assert f"{cohen_kappa(husband, wife, 'linear').value:.4f}" == "0.2374"


@settings(deadline=None)
@given(pairs, st.sampled_from([("unweighted", None), ("linear", "linear"), ("quadratic", "quadratic")]))
def test_kappa_over_the_full_range_of_levels_is_what_sklearn_finds_or_a_reason(pairs, weights):
    a, b = np.array(pairs, dtype=float).T
    found = cohen_kappa(a, b, weights[0])
    if np.unique([a, b]).size < 2:
        assert found.value is None
        assert found.reason
    else:
        expected = cohen_kappa_score(a, b, labels=[1, 2, 3, 4], weights=weights[1])
        assert found.value == pytest.approx(expected, abs=1e-9)
        assert cohen_kappa(b, a, weights[0]).value == pytest.approx(expected, abs=1e-9)
        assert cohen_kappa(a + 7, b + 7, weights[0]).value == pytest.approx(expected, abs=1e-9)


def test_a_level_nobody_used_still_counts_as_a_step():
    assert cohen_kappa([1, 1, 4, 4, 2], [1, 2, 4, 2, 1], "linear").value == pytest.approx(
        cohen_kappa_score([1, 1, 4, 4, 2], [1, 2, 4, 2, 1], labels=[1, 2, 3, 4], weights="linear")
    )


def test_categories_say_what_one_step_is_and_what_is_no_level():
    assert cohen_kappa([1, 5, 9, 9], [1, 9, 9, 5], "linear", categories=(1, 5, 9)) == cohen_kappa(
        [1, 2, 3, 3], [1, 3, 3, 2], "linear"
    )
    with pytest.raises(ValueError, match="not in list"):
        quadratic_weighted_kappa([1, 7], [1, 2], categories=(1, 2, 3, 4))


def test_kappa_leaves_out_what_only_one_rater_levelled_and_says_why_nothing_is_left():
    assert cohen_kappa([1, 2, np.nan, 3], [1, 3, 2, 3]) == cohen_kappa([1, 2, 3], [1, 3, 3])
    assert cohen_kappa([1, np.nan], [np.nan, 2]).reason == "the two raters share no answer"
    assert cohen_kappa([1, 2], [np.nan, 2]).reason == "the two raters share one answer"
    assert "one and the same level" in cohen_kappa([2, 2], [2, 2]).reason


def test_a_bootstrap_draws_whole_clusters():
    """Ten questions of five answers each, all five alike: as uncertain as ten answers, not as fifty."""
    rng = np.random.default_rng(3)
    means = rng.normal(size=10)
    clustered = bootstrap({str(k): np.full(5, mean) for k, mean in enumerate(means)}, lambda drawn: float(drawn.mean()))
    single = bootstrap({str(k): [mean] for k, mean in enumerate(means)}, lambda drawn: float(drawn.mean()))
    assert (clustered.low, clustered.high) == pytest.approx((single.low, single.high))
    assert clustered.low < means.mean() < clustered.high
    assert clustered.high - clustered.low == pytest.approx(2 * 1.96 * means.std() / 10**0.5, rel=0.1)


def test_a_bootstrap_of_kappa_is_repeatable_whatever_the_order_of_questions():
    rng = np.random.default_rng(1)
    questions = {f"q{k}": rng.integers(1, 5, (4, 1)) + rng.integers(0, 2, (4, 2)) for k in range(12)}
    kappa = lambda drawn: quadratic_weighted_kappa(*drawn.T).value  # noqa: E731
    found = bootstrap(questions, kappa, resamples=300)
    assert found == bootstrap(dict(reversed(questions.items())), kappa, resamples=300)
    assert found.low < kappa(np.concatenate(list(questions.values()))) < found.high


def test_a_bootstrap_without_enough_to_draw_from_says_so():
    assert bootstrap({"a": [1.0], "b": [2.0]}, lambda _: 0.0).reason == (
        "an interval needs at least 5 clusters, here are 2"
    )
    assert "vary too little" in bootstrap({str(k): [1.0] for k in range(6)}, lambda _: None).reason


def test_drift_shows_month_by_month_where_the_judge_leaves_the_panel():
    before = [("2031-04", level, level) for level in (1, 2, 3, 4)]
    after = [("2031-05", level, panel) for level, panel in ((2, 1), (3, 2), (4, 3), (4, 4), (3, 2.5))]
    april, may = drift([*after, *before, ("2031-05", np.nan, 2)])
    assert (april.group, april.n, april.exact, april.mean_difference, april.kappa.value) == ("2031-04", 4, 1, 0, 1)
    assert (may.n, may.exact) == (5, 0.2)
    assert may.mean_difference == pytest.approx(0.7)
    assert 0 < may.kappa.value < 1


def test_drift_of_a_month_with_one_answer_has_a_difference_but_no_kappa():
    (month,) = drift([("2031-04", 3, 2)])
    assert month.mean_difference == 1
    assert month.kappa.value is None
    assert month.kappa.reason
