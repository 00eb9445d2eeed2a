"""What the channel hears of all comparisons together."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice

import pytest

from bot.calibration.comparisons import (
    Comparison,
    Summary,
    summary,
    where_to_begin,
)
from bot.calibration.reports.figures import Figures
from bot.calibration.reports.pooling import pooled
from bot.views.summary import summary_message
from sandbox.block_kit.blocks import check_message
from scoring.agreement.report import Share
from scoring.rubric import LEVELS
from tests.kit.compared import RUBRIC, column, compared

# the summary

NO_FIGURES = Figures(1, pooled([]), (), Share(None, 0, 0), Share(None, 0, 0), 0)


def summed_up(found: Sequence[Comparison], raters: int, known: Figures = NO_FIGURES, offline: bool = False) -> str:
    whole = summary(found, len(found), interviewers=raters)
    text, blocks = summary_message(whole, where_to_begin(found), "https://example.com/p1", known, RUBRIC, offline)
    check_message(blocks)
    return text


@pytest.mark.parametrize("answers", [1, 2, 7, 60])
@pytest.mark.parametrize("raters", [0, 1, 2, 3, 13, 50])
def test_the_summary_is_one_line_that_counts_pairs_or_says_there_are_none(answers: int, raters: int) -> None:
    found = [compared([column(level) for level in islice(cycle(LEVELS), raters)]) for _ in range(answers)]
    text = summed_up(found, raters)
    assert "\n" not in text
    if raters > 1:
        assert f"of {answers * raters * (raters - 1) // 2} pair" in text
    else:
        assert "nothing to compare" in text


def test_pairs_within_one_level_and_the_closest_and_furthest_dimension() -> None:
    found = [
        compared([column("junior", impact="mid"), column("senior", impact="mid", influence="mid")]),
        compared([column("mid"), column("senior"), column("none")]),
    ]
    whole = summary(found, len(found), interviewers=3)
    assert whole == Summary(answers=2, interviewers=3, pairs=2, within_one=1, closest="impact", furthest="judgement")


def test_the_summary_begins_with_the_answer_read_furthest_apart_by_name_and_link() -> None:
    near = compared([column("mid"), column("senior")], letter="A")
    far = compared([column("staff"), column("junior"), column("senior")], letter="C")
    assert summed_up([near, far], 3, offline=True) == (
        "*Scores are out.* <https://example.com/p1|Answer C> was read as Junior, Senior and Staff+: start there. "
        "2 of 4 pairs of scores lie within one level. The machine's scores are a rule of thumb, not Claude's."
    )


def test_where_all_agree_as_a_whole_the_dimension_read_apart_is_where_to_begin() -> None:
    alike, apart = [column("mid")] * 2, [column("mid", influence="staff"), column("mid")]
    said = summed_up([compared(alike, letter="A"), compared(apart, letter="B")], 2)
    assert "|Answer B> was read as Mid by all, but as Mid and Staff+ in influence: start there." in said
    assert "All answers were read alike." in summed_up([compared(alike)], 2)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (Share(0.9, 9, 10), Share(0.7, 14, 20), "more than in the 4 rounds before"),
        (Share(0.5, 5, 10), Share(0.7, 14, 20), "fewer than in the 4 rounds before"),
        (Share(0.7, 7, 10), Share(0.7, 14, 20), "about as many as in the 4 rounds before"),
        (Share(0.7, 7, 10), Share(0.44, 4, 9), None),
    ],
)
def test_the_trend_is_said_in_words_once_there_are_rounds_to_compare_with(
    now: Share, before: Share, said: str | None
) -> None:
    text = summed_up(
        [compared([column("mid"), column("senior")])], 2, replace(NO_FIGURES, now=now, before=before, rounds=4)
    )
    assert said in text if said else "before" not in text
