"""Cohen's kappa against the published examples, an independent library, and what makes it undefined."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from scoring.agreement.bootstrap import bootstrap
from scoring.agreement.drift import Drift, drift
from scoring.agreement.kappa import cohen_kappa, fleiss_kappa, kappa_of_table, quadratic_weighted_kappa, read_weights
from tests.kit.published import COHEN_1968, COHEN_1968_GRAVITY, IRR_ANXIETY, from_cells

pairs = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=2, max_size=30)


def test_the_anxiety_of_r_by_its_own_five_steps():
    a, b = IRR_ANXIETY.T
    assert f"{quadratic_weighted_kappa(a, b, categories=(1, 2, 3, 4, 6)).value:.7f}" == "0.2520325"


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


def test_own_weights_count_both_ways_unless_each_way_has_its_own():
    a, b = from_cells(COHEN_1968).T
    weights = read_weights("other;level;weight\nmid;junior;1\njunior;senior;3\nsenior;mid;6\nmid;senior;6\n")
    assert cohen_kappa(a, b, weights) == kappa_of_table(COHEN_1968, COHEN_1968_GRAVITY)
    assert (
        cohen_kappa([1, 2, 1], [2, 1, 1], {(1, 2): 3, (2, 1): 0}).value
        == kappa_of_table([[1, 1], [1, 0]], [[0, 3], [0, 0]]).value
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("level,weight\n1,2", "line 1: no column named other; the header must name level, other and weight, with"),
        ("level,other,weight\n1,2,", "line 2: wanted two levels and a weight of 0 or more"),
        ("level,other,weight\n1,2,-1", "line 2: wanted two levels and a weight of 0 or more"),
        ("level,other,weight\n1,none,1", "line 2: wanted two levels and a weight of 0 or more"),
        ("level,other,weight\n1,2,1\n1,2,3", "line 3: these two levels have a weight already"),
        ("level,other,weight\n2,2,1", "line 2: agreement weighs 0"),
        ("level,other,weight\nlow,2,1", "line 2: the level 'low' is neither"),
    ],
)
def test_weights_that_cannot_be_read_are_refused_by_line(text, message):
    with pytest.raises(ValueError, match=r"^line ") as caught:
        read_weights(text)
    assert str(caught.value).startswith(message)


def test_weights_must_name_every_two_levels_used():
    with pytest.raises(ValueError, match="the weights name no disagreement of 1 and 3"):
        cohen_kappa([1, 2], [3, 2], {(1, 2): 1, (2, 3): 1})


def test_fleiss_kappa_needs_as_many_levels_for_every_answer():
    assert fleiss_kappa(np.array([[1, 2, np.nan], [np.nan, 2, 2], [np.nan] * 3])).value == pytest.approx(-1 / 3)
    assert fleiss_kappa(np.array([[1, 2, 1], [np.nan, 2, 2]])).reason == (
        "needs as many levels for every answer; here are 2 to 3"
    )
    assert "at least two answers" in fleiss_kappa(np.array([[1.0, 2.0]])).reason
    assert "at least two answers" in fleiss_kappa(np.array([[1.0], [2.0]])).reason
    assert "every level is the same" in fleiss_kappa(np.full((5, 3), 2.0)).reason


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
        "an interval needs at least 10 clusters, here are 2"
    )
    assert "vary too little" in bootstrap({str(k): [1.0] for k in range(12)}, lambda _: None).reason
    assert "every resample gives the same" in bootstrap({str(k): [1.0] for k in range(12)}, lambda _: 1.0).reason


def test_drift_shows_month_by_month_where_the_judge_leaves_the_panel():
    before = [("2031-04", level, level) for level in (1, 2, 3, 4)]
    after = [("2031-05", level, panel) for level, panel in ((2, 1), (3, 2), (4, 3), (4, 4), (3, 2.5))]
    april, may = drift([*after, *before, ("2031-05", np.nan, 2)])
    assert april == Drift("2031-04", 4, 1, 0)
    assert (may.n, may.exact) == (5, 0.2)
    assert may.mean_difference == pytest.approx(0.7)


def test_a_panel_half_way_between_two_levels_is_never_met_exactly():
    (month,) = drift([("2031-04", level, 2.5) for level in (2, 3, 2, 3)])
    assert (month.exact, month.mean_difference) == (0, 0)
