"""The table of a comparison: levels, medians, gaps and names."""

from itertools import cycle, islice

import pytest

from bot.calibration.comparisons import (
    OVERALL,
    Column,
    Judged,
)
from bot.views.comparison import comparison_message, table_rows
from sandbox.block_kit.blocks import check_message
from scoring.rubric import LEVELS
from tests.kit.compared import JUDGED, UNREAD, column, compared, row, setting


def test_levels_at_the_median_stand_plain_and_others_with_their_distance() -> None:
    one = compared([column("junior"), column("mid"), column("staff")])
    assert row(one, "Overall") == ["Overall", "3", "Junior (-1)", "Mid", "Staff+ (+2)", "Mid"]


def test_an_even_panel_names_both_middles_and_measures_from_the_nearer() -> None:
    one = compared([column("junior"), column("mid"), column("senior"), column("staff")])
    assert row(one, "Overall")[1:] == ["3", "Junior (-1)", "Mid", "Senior", "Staff+ (+1)", "Mid–Senior"]
    assert row(compared([column("mid"), column("mid")]), "Overall")[1:] == ["0", "Mid", "Mid", "Mid"]


def test_not_shown_is_missing_and_never_low() -> None:
    one = compared([column("none"), column("senior"), column("senior")])
    assert row(one, "Overall")[1:] == ["0", "Not shown", "Senior", "Senior", "Senior"]
    silent = compared([column("none"), column("none")])
    assert row(silent, "Overall")[1:] == ["–", "Not shown", "Not shown", "–"]


def test_a_dimension_that_only_one_scored_has_no_gap() -> None:
    one = compared([column("mid", impact="senior"), Column(None, {OVERALL: "mid"}, None)])
    assert row(one, "Impact")[1:] == ["–", "Senior", "–", "Senior"]
    assert row(one, "Evidence")[1:] == ["–", "Adequate", "–", "Adequate"]


def test_the_panels_evidence_is_its_median_whatever_the_order_of_the_columns() -> None:
    thin, strong = column("mid", "thin"), column("mid", "strong")
    assert row(compared([thin, strong]), "Evidence")[-1] == row(compared([strong, thin]), "Evidence")[-1] == "Adequate"
    assert row(compared([thin, column("mid", "adequate")]), "Evidence")[-1] == "Thin–Adequate"
    assert row(compared([thin, strong, strong]), "Evidence")[-1] == "Strong"


def test_the_judge_has_its_own_column_measured_from_the_panel_and_no_part_in_the_gap() -> None:
    one = compared([column("mid"), column("mid")], JUDGED)
    assert table_rows(one, setting())[0] == ["Dimension", "Gap", "Rater 1", "Rater 2", "Panel", "Claude"]
    assert row(one, "Overall")[1:] == ["0", "Mid", "Mid", "Mid", "Senior (+1)"]
    assert row(compared([column("mid")], UNREAD), "Overall")[-1] == "–"


def test_raters_are_named_where_names_are_given() -> None:
    one = compared([column("mid", rater="U1"), column("mid", rater="U2")], exemplar="mid")
    assert table_rows(one, setting(U1="Gil", U2="Hao"))[0][2:-1] == ["Gil", "Hao"]


def test_over_twelve_raters_lowest_highest_and_how_many_agree_stand_for_them() -> None:
    raters = [column(level) for level in ("junior", *["mid"] * 9, *["senior"] * 3, "staff")]
    one = compared(raters)
    assert table_rows(one, setting())[0][2:-1] == ["Lowest", "Highest", "Agreeing"]
    assert row(one, "Overall")[1:] == ["3", "Junior", "Staff+", "9 of 14", "Mid"]


@pytest.mark.parametrize("judged", [None, JUDGED, UNREAD])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 12, 13, 50])
def test_with_any_number_of_raters_slack_takes_the_message_and_the_text_says_it(
    count: int, judged: Judged | None
) -> None:
    raters = [column(level, rater=f"U{n}") for n, level in enumerate(islice(cycle([*LEVELS, "none"]), count))]
    for exemplar in (None, "senior"):
        one = compared(raters, judged, exemplar, pitch=None if exemplar else "mid")
        text, blocks, older = comparison_message(one, setting(**{f"U{n}": "Ana & <Ben>" * 7 for n in range(count)}))
        check_message(blocks)
        check_message(older)
        assert [block["type"] for block in blocks].count("table") == 1
        assert "table" not in [block["type"] for block in older]
        cells = [cell["text"] for line in next(b for b in blocks if b["type"] == "table")["rows"] for cell in line]
        assert all(cells)
        assert text.startswith("Answer B: ")
        assert len(text) < 4000
        assert "<Ben>" not in text
