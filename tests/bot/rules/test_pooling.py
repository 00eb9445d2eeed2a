"""How alike a panel reads over its rounds, and where exemplars stand: on made-up scorecards."""

from datetime import timedelta

import pytest

from bot.calibration.reports.pooling import blind, by_dimension, pooled, trend
from bot.calibration.standing import standing
from bot.views.summary import agreement_words
from scoring.agreement.ratings import Interval
from scoring.rubric import LEVELS
from tests.kit.marks import MONDAY, mark, panel


def test_agreement_is_told_from_twenty_answers_that_two_people_scored() -> None:
    few = pooled(panel(6))
    assert few.answers == 18
    assert few.alpha.value is None
    assert "18 of the 20 answers needed so far" in agreement_words(few)
    enough = pooled(panel(7))
    assert enough.alpha.value is not None
    assert "21 answers" in agreement_words(enough)


def test_answers_that_one_person_scored_do_not_count_towards_the_twenty() -> None:
    alone = [mark("A", "mid", answer=1000 + place, week=5) for place in range(30)]
    assert pooled([*panel(5), *alone]).answers == 15


def test_agreement_needs_three_levels_in_use() -> None:
    two = [mark(rater, LEVELS[answer % 2], answer) for answer in range(30) for rater in "AB"]
    assert "2 of the 3 different levels needed so far" in agreement_words(pooled(two))


def test_agreement_is_pooled_over_the_last_eight_rounds_only() -> None:
    assert pooled(panel(12)).answers == 24


def test_agreement_says_its_range_and_what_it_amounts_to() -> None:
    told = pooled(panel(8))
    assert told.interval.low is not None
    said = agreement_words(told)
    assert f"{told.alpha.value:.2f} (likely {told.interval.low:.2f} to {told.interval.high:.2f})" in said
    assert any(word in said for word in ("reliable", "usable with care", "low", "no better than chance"))


def test_agreement_without_a_range_says_none() -> None:
    told = pooled(panel(8))
    bare = type(told)(told.answers, told.missing, told.alpha, Interval(None, None, "too few"))
    assert "likely" not in agreement_words(bare)


def test_the_trend_has_a_point_for_each_reveal_that_had_enough_and_at_most_twenty() -> None:
    assert len(trend(panel(6))) == 0
    assert len(trend(panel(9))) == 3
    long = trend(panel(40))
    assert len(long) == 20
    assert long[-1].at == MONDAY + timedelta(weeks=39)


def test_discussed_scores_judges_and_what_was_not_shown_stay_out_of_agreement() -> None:
    others = [
        mark("A", "staff", phase="discussed"),
        mark("claude", "staff", kind="judge"),
        mark("B", "none"),
        mark("C", None),
    ]
    assert blind(others) == []


def test_each_dimension_counts_the_pairs_that_read_it_the_same() -> None:
    cards = [mark("A", "mid"), mark("B", "mid"), mark("C", "mid")]
    levels = [(card.scorecard_id, "scope", level) for card, level in zip(cards, ("mid", "mid", "staff"), strict=True)]
    (scope,) = by_dimension(cards, [*levels, (cards[0].scorecard_id, "impact", "mid")])
    assert (scope.dimension, scope.exact.agree, scope.within_one.agree, scope.exact.pairs) == ("scope", 1, 1, 3)


@pytest.mark.parametrize(
    ("given", "status", "missing"),
    [([3, 3, 3, 2], "open", 1), ([3, 3, 3, 2, 4], "validated", 0), ([2, 2, 2, 3, 3], "disputed", 0), ([], "open", 5)],
)
def test_an_exemplar_is_validated_or_disputed_once_five_scored_it(given: list[int], status: str, missing: int) -> None:
    found = standing("senior", given)
    assert (found.status, found.missing) == (status, missing)
